// Figures of a link that do not fit together: which sentences tell them.

import { money } from "$lib/format";
import { en } from "$lib/i18n/en/oddities";
import { words } from "$lib/i18n/locale";
import type { LinkView, OddityKind, OddityView } from "$lib/ipc";

const odd = words("oddities", en);

export type OddityWords = { title: string; body: string };

/** What is too much goes back once: refunds made elsewhere may not be listed here. */
function giveBack({ toRefund }: OddityView, { atMost }: LinkView): string {
  if (toRefund === null) return odd.refundTooMuch;
  return atMost ? odd.refundTwiceUnless(money(toRefund)) : odd.refundTwice(money(toRefund));
}

const bodies: Record<OddityKind, (oddity: OddityView, link: LinkView) => string> = {
  refunded_more_than_captured: () => odd.refundNothing,
  paid_twice: giveBack,
  captured_more_than_asked: giveBack,
  due_below_zero: () => odd.comparePayments,
  due_above_asked: () => odd.askNothing,
  other_currency: () => odd.otherCurrency,
};

export const oddityWords = (oddity: OddityView, link: LinkView): OddityWords => ({
  title: odd.titles[oddity.kind](oddity.by === null ? null : money(oddity.by)),
  body: bodies[oddity.kind](oddity, link),
});

/** Where the step of the status would go against the oddity's own: to ask for the money, or to do nothing. */
const OVERRULES_NEXT: OddityKind[] = ["refunded_more_than_captured", "due_above_asked"];

export const overrulesNext = ({ oddities }: LinkView) =>
  oddities.some(({ kind }) => OVERRULES_NEXT.includes(kind));
