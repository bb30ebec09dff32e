import { describe, expect, it } from "vitest";
import { operation } from "$testing/samples";
import type { OperationKind, OutcomeKind } from "$lib/ipc";
import { activity, operationTitle, outcomeWord } from "./activity";
import { stepWords } from "./steps";

describe("an entry", () => {
  it.each([
    ["refund", "Refund to Neha Kulkarni", "Refund"],
    ["capture", "Capture from Neha Kulkarni", "Capture"],
    ["void", "Void of the hold on Neha Kulkarni", "Void of the hold"],
    ["cancel", "Cancel the link of Neha Kulkarni", "Cancel the link"],
    ["resend", "Send the link again to Neha Kulkarni", "Send the link again"],
    ["create", "New link for Neha Kulkarni", "New link"],
  ] satisfies [OperationKind, string, string][])(
    "of a %s says what was asked for: %s",
    (kind, named, bare) => {
      expect(operationTitle(operation({ kind }))).toBe(named);
      expect(operationTitle(operation({ kind, customerName: null }))).toBe(bare);
    },
  );

  it.each([
    ["checking", "Checking", "No certain answer"],
    ["needs_you", "Needs you", "Needs you"],
    ["not_sent", "Not sent", "Not sent"],
    ["undone", "Undone", "Taken back"],
    ["done", "Done", "Done"],
  ] satisfies [OutcomeKind, string, string][])(
    "that is %s has the pill %s and the step %s",
    (kind, pill, step) => {
      expect(outcomeWord[kind]).toBe(pill);
      expect(stepWords({ outcome: kind, at: 0, requestId: null, byPerson: false }).what).toBe(step);
    },
  );
});

it.each([
  [0, "0 entries"],
  [1, "1 entry"],
  [43, "43 entries"],
])("%i are counted as %s", (count, words) => {
  expect(activity.found(count)).toBe(words);
});
