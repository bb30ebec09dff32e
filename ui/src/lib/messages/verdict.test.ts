import { describe, expect, it } from "vitest";
import { operation } from "$testing/samples";
import type { OperationKind } from "$lib/ipc";
import { askVerdict, lookFor } from "./verdict";

describe("what the person is asked", () => {
  it.each([
    ["refund", "Open the order, and look among its refunds for one of ₹1,250.00."],
    ["capture", "Open the order, and look whether a capture of ₹1,250.00 is there."],
    ["void", "Open the order, and look whether the hold of ₹1,250.00 was voided."],
    ["cancel", "Open the link INV-2526-0183, and look whether it was cancelled."],
    ["resend", "Open the link INV-2526-0183, and look whether it was sent again."],
    [
      "create",
      "Look for the link INV-2526-0183 of ₹1,250.00, and whether it was made when you asked for it.",
    ],
  ] satisfies [OperationKind, string][])("of a %s names where to look, and for what", (kind, words) => {
    expect(lookFor(operation({ kind }))).toBe(words);
    expect(lookFor(operation({ kind, amount: null, linkReference: null }))).not.toMatch(/null/);
  });

  it.each(["refund", "capture", "void", "cancel", "resend", "create"] satisfies OperationKind[])(
    "of a %s once more, says that it is taken down on their word, and what follows if they are wrong",
    (kind) => {
      const change = operation({ kind });
      expect(askVerdict(change, true)).toMatch(/^You saw .*on your word\. Nothing is sent\.$/);
      expect(askVerdict(change, false)).toMatch(/^You looked for .*on your word, .*If it .*\.$/);
    },
  );
});
