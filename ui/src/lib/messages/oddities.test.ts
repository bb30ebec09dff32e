import { describe, expect, it } from "vitest";
import { link, rupees } from "$testing/samples";
import type { LinkView, OddityKind, OddityView } from "$lib/ipc";
import { oddityWords } from "./oddities";

const said = (oddity: OddityView, more: Partial<LinkView> = {}) => {
  const { title, body } = oddityWords(oddity, link(more));
  return `${title} ${body}`;
};
const kinds: OddityKind[] = [
  "refunded_more_than_captured",
  "paid_twice",
  "captured_more_than_asked",
  "due_below_zero",
  "due_above_asked",
  "other_currency",
];

describe("figures that do not fit together", () => {
  it("are told with how much too much, and what to do", () => {
    const twice: OddityView = { kind: "paid_twice", by: rupees(100_000), toRefund: rupees(70_000) };
    expect(said(twice)).toBe(
      "Paid twice: ₹1,000.00 more was captured than was asked. Next: refund what was paid twice, ₹700.00.",
    );
    expect(said({ kind: "refunded_more_than_captured", by: rupees(20_000), toRefund: null })).toMatch(
      /^₹200\.00 more was refunded than was captured\. Next: refund nothing more/,
    );
    expect(said({ kind: "due_above_asked", by: rupees(700), toRefund: null })).toContain("₹7.00 more is due");
  });

  it("ask for a refund once, where it may have been made elsewhere", () => {
    const twice: OddityView = { kind: "paid_twice", by: rupees(100_000), toRefund: rupees(100_000) };
    expect(said(twice, { atMost: true })).toContain("unless it went back elsewhere already");
  });

  it.each(kinds)("of kind %s have words without a figure, too, and none is below nothing", (kind) => {
    const words = said({ kind, by: null, toRefund: null });
    expect(words).not.toMatch(/null|undefined|NaN|\u2212|-₹/);
    expect(words).toContain("Next: ");
  });
});
