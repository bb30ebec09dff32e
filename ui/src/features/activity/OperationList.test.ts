import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { operation, rupees, type OperationChanges } from "$testing/samples";
import OperationList from "./OperationList.svelte";

const noop = () => undefined;
const note = (more: OperationChanges) => {
  const operations = [operation(more)];
  render(OperationList, { props: { operations, selected: null, onopen: noop, onleave: noop } });
  return screen.queryByTestId("activity-note");
};

describe("a row of the activity", () => {
  const other = rupees(10_000);
  it.each([
    [{ outcome: "not_sent", notSent: "made_elsewhere", otherAmount: other }, "₹100.00 made instead"],
    [{ outcome: "needs_you", needsYou: "other_amount", otherAmount: other }, "₹100.00 found"],
    [{ outcome: "accepted", moreRefunded: other }, "₹100.00 more refunded"],
    [{ outcome: "done", kind: "capture", capturedInstead: other }, "₹100.00 captured"],
  ] as const)("has the other figure under its word: %j", (more, words) => {
    const told = note(more);
    expect(told?.textContent.replaceAll("\u00a0", " ").trim()).toBe(words);
    expect(told?.dataset.minor).toBe("10000");
  });

  it.each([
    [{ outcome: "needs_you", needsYou: "forgotten" }, "Not found any more"],
    [{ outcome: "done", kind: "cancel", noMoney: false }, "Money is on it"],
  ] as const)("says what its word leaves out: %j", (more, words) => {
    expect(note(more)?.textContent).toBe(words);
  });

  it.each([{ outcome: "accepted" }, { outcome: "done", kind: "cancel", noMoney: true }] as const)(
    "has its word alone where that is all: %j",
    (more) => {
      expect(note(more)).toBeNull();
    },
  );
});
