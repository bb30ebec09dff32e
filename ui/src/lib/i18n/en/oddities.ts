// Figures of a link that do not fit together, in words: what is odd, by how much, and what to do about it.

import type { OddityKind } from "$lib/ipc";

/** `by`: by how much, where that can be told. */
export const en = {
  titles: {
    refunded_more_than_captured: (by) =>
      by === null ? "More was refunded than was captured." : `${by} more was refunded than was captured.`,
    paid_twice: (by) =>
      by === null
        ? "Paid twice: more was captured than was asked."
        : `Paid twice: ${by} more was captured than was asked.`,
    captured_more_than_asked: (by) =>
      by === null ? "More was captured than was asked." : `${by} more was captured than was asked.`,
    due_below_zero: () => "Pine Labs says that less than nothing is due.",
    due_above_asked: (by) =>
      by === null ? "More is due than was asked." : `${by} more is due than was asked.`,
    other_currency: () => "A payment is in another currency than its order.",
  } satisfies Record<OddityKind, (by: string | null) => string>,
  refundNothing:
    "Next: refund nothing more, look at both in the Pine Labs dashboard, and ask Pine Labs about it.",
  refundTooMuch: "Next: look at both in the Pine Labs dashboard, and refund what was paid too much.",
  refundTwice: (amount: string) => `Next: refund what was paid twice, ${amount}.`,
  /** Refunds made elsewhere may not be listed. */
  refundTwiceUnless: (amount: string) =>
    `Next: refund what was paid twice, ${amount}, unless it went back elsewhere already.`,
  comparePayments:
    "More may have been paid than was asked. Next: compare the payments below with what was asked, and refund what is too much.",
  askNothing:
    "What came in cannot be told from it. Next: look at both in the Pine Labs dashboard before you ask for the money again.",
  otherCurrency:
    "Such an order is only read here: which currency a refund of it would be in is not documented. Next: refund it in the Pine Labs dashboard, if it has to go back.",
};
