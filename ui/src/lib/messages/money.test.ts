import { describe, expect, it } from "vitest";
import { heldIntent, operation, payment, rupees } from "$testing/samples";
import type { OperationKind } from "$lib/ipc";
import {
  amountProblems,
  captureButton,
  refundButton,
  sendAgainButton,
  restTooSmall,
  voidButton,
  voidWords,
} from "./money";

describe("the button", () => {
  it("says the verb, the money and to whom", () => {
    expect(refundButton(rupees(125_000), "Asha Rao")).toBe("Refund ₹1,250.00 to Asha Rao");
    expect(refundButton(rupees(125_000), null)).toBe("Refund ₹1,250.00");
    expect(captureButton(rupees(3_200_000), rupees(0), "Asha Rao")).toBe("Capture ₹32,000.00 from Asha Rao");
    expect(voidButton(rupees(3_200_000), "Asha Rao")).toBe("Void ₹32,000.00 of Asha Rao");
  });

  it("of a part capture names what goes back", () => {
    expect(captureButton(rupees(2_450_000), rupees(750_000), "Asha Rao")).toBe(
      "Capture ₹24,500.00, release ₹7,500.00",
    );
  });

  it("cuts a name that is longer than a button can be", () => {
    expect(refundButton(rupees(100), "A".repeat(90))).toBe(`Refund ₹1.00 to ${"A".repeat(31)}…`);
  });
});

describe("the button that sends once more", () => {
  it.each([
    ["refund", "Send ₹1,250.00 to Neha Kulkarni again"],
    ["capture", "Capture ₹1,250.00 again"],
    ["void", "Void ₹1,250.00 again"],
    ["cancel", "Cancel the link again"],
    ["resend", "Resend the link again"],
    ["create", "Make the link again"],
  ] satisfies [OperationKind, string][])("of a %s says so: %s", (kind, words) => {
    expect(sendAgainButton(operation({ kind }))).toBe(words);
    expect(sendAgainButton(operation({ kind, amount: null, customerName: null }))).not.toMatch(
      /null|undefined/,
    );
  });

  it("names what a part capture gives back", () => {
    expect(sendAgainButton(operation({ kind: "capture", released: rupees(750_000) }))).toBe(
      "Capture ₹1,250.00 again, release ₹7,500.00",
    );
  });

  it("cuts a long name, and keeps the direction of one that is written from right to left to itself", () => {
    const [long, turned] = ["A".repeat(90), "ليلى"].map((customerName) =>
      sendAgainButton(operation({ customerName })),
    );
    expect(long).toBe(`Send ₹1,250.00 to ${"A".repeat(31)}… again`);
    expect(turned).toBe("Send ₹1,250.00 to \u2068ليلى\u2069 again");
  });
});

describe("a void", () => {
  it("says where the money goes, and that it is for good", () => {
    expect(voidWords(heldIntent({ paidBy: payment() }))).toBe(
      "₹32,000.00 goes back to the card; this can’t be undone.",
    );
  });
});

describe("an amount that cannot be taken", () => {
  it("says why, with the limit that it met", () => {
    expect(amountProblems.above_left(rupees(425_000), "refund")).toBe(
      "That is more than the ₹4,250.00 left.",
    );
    expect(amountProblems.above_left(rupees(425_000), "capture")).toBe(
      "That is more than the ₹4,250.00 held.",
    );
    expect(amountProblems.below_minimum(null, "refund")).toBe("The amount must be at least ₹1.00.");
    const yen = { minor: 5_400, currency: "JPY", exponent: 0 };
    expect(amountProblems.below_minimum(yen, "refund")).toBe("The amount must be at least JPY\u00a01.");
  });

  const of = (currency: string, exponent: number) => ({ minor: 5_400, currency, exponent });
  it.each([
    ["INR", 2, "₹1.00", "Type rupees, like 1,250.50.", "At most two decimals: a paisa"],
    ["USD", 2, "USD 1.00", "Type USD, like 1,250.50.", "At most two decimals in USD."],
    ["JPY", 0, "JPY 1.", "Type JPY, like 1250.", "An amount in JPY has no decimals."],
    ["KWD", 3, "KWD 1.000", "Type KWD, like 1,250.500.", "At most three decimals in KWD."],
  ])("says it in %s by its own least amount and decimals", (currency, exponent, least, like, decimals) => {
    const limit = of(currency, exponent);
    const plain = (text: string) => text.replaceAll("\u00a0", " ");
    expect(plain(amountProblems.below_minimum(limit, "refund"))).toContain(`at least ${least}`);
    expect(amountProblems.not_an_amount(limit, "refund")).toContain(like);
    expect(amountProblems.too_many_decimals(limit, "refund")).toContain(decimals);
    expect(plain(restTooSmall({ ...limit, minor: 1 }))).toContain(`the least is ${least}`);
  });

  it("names the currency that the money is in where another one’s sign was typed", () => {
    expect(amountProblems.other_currency(of("USD", 2), "refund")).toBe(
      "That is another currency’s sign: this money is in USD.",
    );
    expect(amountProblems.other_currency(null, "refund")).toContain("in rupees");
  });

  it("has a reason of its own for each, and each has words", () => {
    const words = Object.values(amountProblems).map((problem) => problem(null, "refund"));
    expect(new Set(words).size).toBe(words.length);
    expect(words.join(" ")).not.toMatch(/null|undefined|NaN/);
  });
});
