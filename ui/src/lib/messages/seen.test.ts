import { describe, expect, it } from "vitest";
import { figures, operation, rupees, seen } from "$testing/samples";
import type { OperationKind, SeenView } from "$lib/ipc";
import { beforeAndAfter, changedSeen, linkStatusWords, saidOf, seenRows, whatChanged } from "./seen";

const all = seen({ due: rupees(10_000), held: rupees(3_200_000) });
const labelsOf = (rows: { label: string }[]) => rows.map(({ label }) => label);
const changed = (kind: OperationKind, before: SeenView, after: SeenView) =>
  operation({ kind, outcome: "not_sent", notSent: "changed", before, after });

describe("what is shown of before and after", () => {
  it.each([
    ["refund", ["Order status", "Captured", "Refunded", "Pending", "Left to refund"]],
    ["capture", ["Order status", "Held", "Captured"]],
    ["void", ["Order status", "Held", "Captured"]],
    ["cancel", ["Link status", "Due"]],
    ["resend", ["Link status", "Due"]],
    ["create", ["Link status", "Due"]],
  ] satisfies [OperationKind, string[]][])("of a %s is what it is about: %j", (kind, labels) => {
    expect(labelsOf(seenRows(kind, all, all))).toEqual(labels);
    expect(labelsOf(seenRows(kind, null, all))).toEqual(labels);
    expect(labelsOf(seenRows(kind, all, null))).toEqual(labels);
  });

  it("leaves out what was told neither time, and keeps what was told once", () => {
    const held = seen({ orderStatus: "AUTHORIZED", held: rupees(3_200_000), figures: null });
    const captured = seen({ figures: figures({ captured: rupees(3_200_000) }) });
    expect(seenRows("capture", held, captured)).toEqual([
      {
        key: "orderStatus",
        label: "Order status",
        before: { words: "Held, not taken", server: "AUTHORIZED" },
        after: { words: "Paid", server: "PROCESSED" },
        differs: true,
      },
      expect.objectContaining({ key: "held", after: null, differs: true }),
      expect.objectContaining({ key: "captured", before: null, differs: true }),
    ]);
    expect(labelsOf(seenRows("void", held, held))).toEqual(["Order status", "Held"]);
    expect(seenRows("refund", null, null)).toEqual([]);
  });

  it("says that what is left is at most that where it is not certain", () => {
    const atMost = seen({ figures: figures({ atMost: true }) });
    expect(labelsOf(seenRows("refund", atMost, null))).toContain("Left, at most");
  });

  it("of a change that was not sent for it also has what is not its own, and differs", () => {
    const after = { ...all, linkStatus: "EXPIRED", orderStatus: "FULLY_REFUNDED" };
    const refund = changed("refund", all, after);
    expect(labelsOf(beforeAndAfter(refund, all, after))).toEqual([
      "Link status",
      "Order status",
      "Captured",
      "Refunded",
      "Pending",
      "Left to refund",
    ]);
    expect(labelsOf(beforeAndAfter(operation({ kind: "refund" }), all, after))).not.toContain("Link status");
  });
});

describe("what changed", () => {
  it("is every status and figure that is not what it was, and nothing else", () => {
    const after: SeenView = {
      linkStatus: "CANCELLED",
      orderStatus: null,
      due: null,
      held: null,
      figures: null,
    };
    expect(changedSeen(all, all)).toEqual([]);
    expect(changedSeen(all, null)).toEqual([]);
    expect(labelsOf(changedSeen(all, after))).toEqual([
      "Link status",
      "Due",
      "Order status",
      "Held",
      "Captured",
      "Refunded",
      "Pending",
      "Left to refund",
    ]);
    const refunded = { ...all, figures: figures({ refunded: rupees(85_000), left: rupees(400_000) }) };
    expect(labelsOf(changedSeen(all, refunded))).toEqual(["Refunded", "Left to refund"]);
  });

  it("is said to whoever listens, with what was not told", () => {
    expect(changedSeen(all, { ...all, linkStatus: "CLICKED", due: null }).map(saidOf)).toEqual([
      "Link status: Paid or held, now Opened.",
      "Due: ₹100.00, now not told.",
    ]);
  });

  it.each([
    ["refund", { orderStatus: "FULLY_REFUNDED" }, "The order changed after you looked at it."],
    ["refund", { linkStatus: "EXPIRED" }, "The link changed after you looked at it."],
    ["cancel", { due: rupees(5_000) }, "The link changed after you looked at it."],
    [
      "capture",
      { linkStatus: "EXPIRED", held: null },
      "The link and its order changed after you looked at them.",
    ],
    [
      "refund",
      {},
      "The order changed after you looked at it: the refunds that it lists are not the same any more.",
    ],
  ] satisfies [OperationKind, Partial<SeenView>, string][])(
    "kept a %s from being sent where %j is new: %s",
    (kind, more, words) => {
      expect(whatChanged(kind, all, { ...all, ...more })).toBe(words);
    },
  );

  it("is said of the link alone where no figure of it is new", () => {
    expect(whatChanged("cancel", all, all)).toBe("The link changed after you looked at it.");
  });
});

it("a status of a link that is not known stays as Pine Labs spelt it, and a used link promises no money", () => {
  expect(linkStatusWords("ON_HOLD_BY_RISK")).toBe("ON_HOLD_BY_RISK");
  expect(linkStatusWords("PROCESSED")).toBe("Paid or held");
});
