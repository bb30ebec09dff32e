// The line under the title of a dialog: which link it is, and how it was paid.

import { isolated } from "$lib/bidi";
import { when } from "$lib/format";
import { moment } from "$lib/messages/times";
import type { IntentView, LinkView } from "$lib/ipc";
import { dialogLabels } from "$lib/messages/money";
import { paidByShort } from "$lib/messages/payments";
import { now } from "$lib/now";

const nameOf = ({ reference, linkId }: LinkView) => reference ?? linkId;

/** `INV-2526-0179 · paid by UPI, 18 Nov 11:42 IST` */
export function subtitleOf(link: LinkView, intent: IntentView | null): string {
  const paidBy = intent?.paidBy ?? null;
  const how = paidBy && paidByShort(paidBy);
  if (!how) return nameOf(link);
  return `${nameOf(link)} · ${how}${paidBy.at === null ? "" : `, ${when(paidBy.at, now())} IST`}`;
}

/** The same for money that is only held. */
export function heldSubtitle(link: LinkView, intent: IntentView | null): string {
  const paidBy = intent?.paidBy ?? null;
  const how = paidBy && paidByShort(paidBy);
  const at =
    intent?.link.orders.find(({ orderId }) => orderId === intent.orderId)?.authorizedAt ?? paidBy?.at;
  const since = at ? dialogLabels.heldSince(moment(at, now())) : null;
  return [nameOf(link), how, since].filter(Boolean).join(" · ");
}

/** For dialogs that move no money: the link and its customer. */
export function plainSubtitle(link: LinkView): string {
  return [nameOf(link), isolated(link.customer?.name ?? "")].filter(Boolean).join(" · ");
}
