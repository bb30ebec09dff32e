// The words of the Activity page: what was asked for from here, and what became of it.

import { isolated } from "$lib/bidi";
import { money } from "$lib/format";
import type { OperationKind, MoneyView, OperationView, OutcomeKind } from "$lib/ipc";
import { from, to } from "./sentence";

/** The word of a pill, and of the tile that filters by it. */
export const outcomeWord: Record<OutcomeKind, string> = {
  held: "Held",
  sending: "Sending",
  accepted: "Accepted",
  done: "Done",
  refused: "Refused",
  checking: "Checking",
  undone: "Undone",
  not_sent: "Not sent",
  needs_you: "Needs you",
};

/** Under the word of an entry: what the word alone would leave out. `amount` is the figure in it. */
export function operationNote(operation: OperationView): { words: string; amount?: MoneyView } | null {
  const { outcome, notSent, otherAmount, moreRefunded, capturedInstead, forgotten, noMoney } = operation;
  const told = (amount: MoneyView, words: string) => ({ words: `${money(amount)} ${words}`, amount });
  if (otherAmount !== null) return told(otherAmount, notSent === null ? "found" : "made instead");
  if (capturedInstead !== null) return told(capturedInstead, "captured");
  if (outcome === "accepted" && moreRefunded !== null) return told(moreRefunded, "more refunded");
  if (forgotten) return { words: "Not found any more" };
  return outcome === "done" && noMoney === false ? { words: "Money is on it" } : null;
}

export const kindWord: Record<OperationKind, string> = {
  refund: "Refund",
  capture: "Capture",
  void: "Void",
  cancel: "Cancel",
  resend: "Resend",
  create: "New link",
};

/** What an entry is about, under its amount. */
export const operationTitle: Record<OperationKind, (operation: OperationView) => string> = {
  refund: ({ customerName }) => `Refund${to(customerName)}`,
  capture: ({ customerName }) => `Capture${from(customerName)}`,
  void: ({ customerName }) =>
    customerName === null ? "Void of the hold" : `Void of the hold on ${isolated(customerName)}`,
  cancel: ({ customerName }) =>
    customerName === null ? "Cancel the link" : `Cancel the link of ${isolated(customerName)}`,
  resend: ({ customerName }) => `Send the link again${to(customerName)}`,
  create: ({ customerName }) =>
    customerName === null ? "New link" : `New link for ${isolated(customerName)}`,
};

const counted = (count: number) => (count === 1 ? "1 entry" : `${String(count)} entries`);

export const activity = {
  title: "Activity",
  subtitle: "Every change asked for on this computer. Times are IST.",
  outcome: "Outcome",
  all: "All",
  unknownCount: "–",
  filter: "Filter by reference, customer or request ID",
  filterShort: "Reference, customer, request ID",
  period: "Period",
  periods: {
    today: "Today",
    week: "Last 7 days",
    month: "Last 30 days",
    all: "Any time",
    day: "One day",
  },
  day: "Day",
  dayBefore: "The day before",
  dayAfter: "The day after",
  notADay: "Type a day, like 18 Nov 2025.",
  kind: "Kind",
  anyKind: "Any kind",

  entries: "Entries",
  keys: "Arrow keys move between entries, Enter opens one.",
  columns: {
    time: "Time, IST",
    kind: "Kind",
    reference: "Reference",
    amount: "Amount",
    reason: "Reason",
    outcome: "Outcome",
  },
  request: "Request",
  none: "none",
  noAmount: "no amount",
  reading: "Reading the activity",
  found: counted,
  unreadable: (count: number) =>
    count === 1
      ? "1 entry could not be read. Its link and order are locked."
      : `${String(count)} entries could not be read. Their links and orders are locked.`,
  fromHere: (period: string) => `From this computer, ${period}`,
  captured: "Captured",
  refunded: "Refunded",
  checking: "Checking",
  anyTime: "any time",
  showMore: (count: number) => `Show ${String(count)} more`,

  unresolvedBefore: (count: number, day: string) =>
    count === 1
      ? `1 change from before ${day} is not settled yet`
      : `${String(count)} changes from before ${day} are not settled yet`,
  unresolvedElsewhere: (count: number) =>
    count === 1
      ? "1 change from another day is not settled yet"
      : `${String(count)} changes from other days are not settled yet`,
  showUnresolved: "Show",
  showUnresolvedLong: (count: number) => (count === 1 ? "Show it" : "Show them"),

  emptyTitle: "Nothing was asked for yet",
  empty:
    "Each new link, resend, cancel, refund, capture and void that you ask for here is listed, with what became of it.",
  noneTitle: "No entry matches",
  noneOf: (period: string) => `Looked through: ${period}.`,
  widen: "Show all entries",
  unread: "The activity could not be read",
  stale: "This is the last that is known",

  export: "Export",
  exportLong: "Export these entries as CSV",
  exported: "Saved as CSV",
  copyPath: "Copy the path of the file",
  notExported: "The file could not be written",

  back: "Activity",
  number: (number: number) => `Entry ${String(number)}`,
  openLink: "Open the link",
  markSeen: "I have seen this",
  readingEntry: "Reading the entry",
  beforeAfter: "Before and after",
  readFrom: "read from Pine Labs, IST",
  references: "References",
  changeReference: "Our reference",
  linkReference: "Link reference",
  linkId: "Link ID",
  orderId: "Order ID",
  refundId: "Refund ID",
  requestId: "Request ID",
  reason: "Reason",
  asked: "Asked for",
  copyChangeReference: "Copy our reference",
  copyLinkReference: "Copy link reference",
  copyLinkId: "Copy link ID",
  copyOrderId: "Copy order ID",
  copyRefundId: "Copy refund ID",
  copyRequestId: "Copy request ID",
} as const;
