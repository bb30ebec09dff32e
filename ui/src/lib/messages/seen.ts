// What was read of a link and its order before and after a change: the rows that a change of each kind is about, and those
// that differ. A status is told in our words; the one that Pine Labs gave goes with it, for whoever looks it up there.

import { money } from "$lib/format";
import { en, type SeenKey as RowKey } from "$lib/i18n/en/seen";
import { words } from "$lib/i18n/locale";
import type { OperationKind, MoneyView, OperationView, SeenView } from "$lib/ipc";
import { orderStatusWords } from "./payments";

export const seen = words("seen", en);

/** What stands in a cell: money, or a status with the server's own word. */
export type SeenValue = { words: string; minor?: number; server?: string };

export type SeenRow = {
  key: RowKey;
  label: string;
  before: SeenValue | null;
  after: SeenValue | null;
  differs: boolean;
};

const isKnown = (status: string): status is keyof typeof en.linkStatuses => status in en.linkStatuses;

export const linkStatusWords = (status: string) => (isKnown(status) ? seen.linkStatuses[status] : status);

const status = (word: string | null, words: (word: string) => string): SeenValue | null =>
  word === null ? null : { words: words(word), server: word };

const sum = (amount: MoneyView | null | undefined): SeenValue | null =>
  amount ? { words: money(amount), minor: amount.minor } : null;

const values: Record<RowKey, (seen: SeenView) => SeenValue | null> = {
  linkStatus: (seen) => status(seen.linkStatus, linkStatusWords),
  due: ({ due }) => sum(due),
  orderStatus: (seen) => status(seen.orderStatus, orderStatusWords),
  held: ({ held }) => sum(held),
  captured: ({ figures }) => sum(figures?.captured),
  refunded: ({ figures }) => sum(figures?.refunded),
  pending: ({ figures }) => sum(figures?.pending),
  left: ({ figures }) => sum(figures?.left),
};

const ofLink: RowKey[] = ["linkStatus", "due"];
const allKeys: RowKey[] = [...ofLink, "orderStatus", "held", "captured", "refunded", "pending", "left"];
const hold: RowKey[] = ["orderStatus", "held", "captured"];

const keysOf: Record<OperationKind, RowKey[]> = {
  refund: ["orderStatus", "captured", "refunded", "pending", "left"],
  capture: hold,
  void: hold,
  cancel: ofLink,
  resend: ofLink,
  create: ofLink,
};

type Seen = SeenView | null;

function row(key: RowKey, before: Seen, after: Seen): SeenRow {
  const was = before && values[key](before);
  const is = after && values[key](after);
  const atMost = key === "left" && (after ?? before)?.figures?.atMost === true;
  return {
    key,
    label: atMost ? seen.leftAtMost : seen.labels[key],
    before: was,
    after: is,
    differs: before !== null && after !== null && (was?.server ?? was?.words) !== (is?.server ?? is?.words),
  };
}

/** What a change of this kind is about, as far as it was told. */
export const seenRows = (kind: OperationKind, before: Seen, after: Seen): SeenRow[] =>
  keysOf[kind].map((key) => row(key, before, after)).filter((each) => each.before ?? each.after);

/** All that is not what it was. */
export const changedSeen = (before: Seen, after: Seen): SeenRow[] =>
  allKeys.map((key) => row(key, before, after)).filter(({ differs }) => differs);

/** The same of a change that was not sent for it. */
export const changedBeforeSending = (operation: OperationView): SeenRow[] =>
  operation.outcome === "not_sent" && operation.notSent === "changed"
    ? changedSeen(operation.before, operation.after)
    : [];

/** What a change is about, and what kept it from being sent. */
export function beforeAndAfter(operation: OperationView, before: Seen, after: Seen): SeenRow[] {
  const rows = seenRows(operation.kind, before, after);
  if (operation.outcome !== "not_sent" || operation.notSent !== "changed") return rows;
  const others = changedSeen(before, after).filter(({ key }) => rows.every((each) => each.key !== key));
  return [...others, ...rows];
}

/** For whoever listens: `Link status: Waiting, now Cancelled.` */
export const saidOf = ({ label, before, after }: SeenRow): string =>
  seen.said(label, before?.words ?? seen.untold, after?.words ?? seen.untold);

/** What is no longer as the person saw it. The figures stand beside it. */
export function whatChanged(kind: OperationKind, before: SeenView, after: SeenView): string {
  const rows = changedSeen(before, after);
  if (rows.length > 0) {
    const link = rows.some(({ key }) => ofLink.includes(key));
    const order = rows.some(({ key }) => !ofLink.includes(key));
    return link && order ? seen.changedBoth : link ? seen.changedLink : seen.changedOrder;
  }
  // Every figure is what it was: only the list of refunds is another one.
  return keysOf[kind] === ofLink ? seen.changedLink : seen.changedRefunds;
}
