// Figures of a link that do not fit together, in words: what is odd, by how much, and what to do about it.

import { money } from "$lib/format";
import type { LinkView, OddityKindView, OddityView } from "$lib/ipc";

export type OddityWords = { title: string; body: string };

const byHow = ({ by }: OddityView, words: (amount: string) => string, without: string) =>
  by === null ? without : words(money(by));

const LOOK = "look at both in the Pine Labs dashboard";

/** What is too much goes back once: refunds made elsewhere may not be listed here. */
function giveBack({ toRefund }: OddityView, { atMost }: LinkView): string {
  if (toRefund === null) return `Next: ${LOOK}, and refund what was paid too much.`;
  const next = `Next: refund what was paid twice, ${money(toRefund)}`;
  return atMost ? `${next}, unless it went back elsewhere already.` : `${next}.`;
}

export const oddityWords: Record<OddityKindView, (oddity: OddityView, link: LinkView) => OddityWords> = {
  refunded_more_than_captured: (oddity) => ({
    title: byHow(
      oddity,
      (amount) => `${amount} more was refunded than was captured.`,
      "More was refunded than was captured.",
    ),
    body: `Next: refund nothing more, ${LOOK}, and ask Pine Labs about it.`,
  }),
  paid_twice: (oddity, link) => ({
    title: byHow(
      oddity,
      (amount) => `Paid twice: ${amount} more was captured than was asked.`,
      "Paid twice: more was captured than was asked.",
    ),
    body: giveBack(oddity, link),
  }),
  captured_more_than_asked: (oddity, link) => ({
    title: byHow(
      oddity,
      (amount) => `${amount} more was captured than was asked.`,
      "More was captured than was asked.",
    ),
    body: giveBack(oddity, link),
  }),
  due_below_zero: () => ({
    title: "Pine Labs says that less than nothing is due.",
    body: "More may have been paid than was asked. Next: compare the payments below with what was asked, and refund what is too much.",
  }),
  due_above_asked: (oddity) => ({
    title: byHow(oddity, (amount) => `${amount} more is due than was asked.`, "More is due than was asked."),
    body: `What came in cannot be told from it. Next: ${LOOK} before you ask for the money again.`,
  }),
  other_currency: () => ({
    title: "A payment is in another currency than its order.",
    body: "Such an order is only read here: which currency a refund of it would be in is not documented. Next: refund it in the Pine Labs dashboard, if it has to go back.",
  }),
};

/** Where the step of the status would go against the oddity's own: to ask for the money, or to do nothing. */
const OVERRULES_NEXT: OddityKindView[] = ["refunded_more_than_captured", "due_above_asked"];

export const overrulesNext = ({ oddities }: LinkView) =>
  oddities.some(({ kind }) => OVERRULES_NEXT.includes(kind));
