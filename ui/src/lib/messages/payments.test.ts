import { describe, expect, it } from "vitest";
import { order, payment, rupees } from "$testing/samples";
import type { SplitShareView } from "$lib/ipc";
import {
  failureWords,
  goesBackTo,
  landings,
  orderSum,
  paidWith,
  refundWord,
  shareBelow,
  timelineDetail,
  timelineWords,
} from "./payments";

describe("a payment", () => {
  it.each([
    [{}, "Visa card ending 2208"],
    [
      { method: "UPI", network: null, lastFour: null, upiHandle: "ne••••••i@examplebank" },
      "UPI, ne••••••i@examplebank",
    ],
    [{ method: "NETBANKING", network: null, lastFour: null }, "Net banking"],
    [{ method: "RUPEE_RAIL", network: null, lastFour: null }, "RUPEE_RAIL"],
    [{ method: null, network: null, lastFour: null }, "Way of paying not given"],
    [{ method: null, network: "RUPAY", lastFour: "6621" }, "RuPay ending 6621"],
  ])("is told by what is known of it: %o", (more, words) => {
    expect(paidWith(payment(more))).toBe(words);
  });

  it.each([
    ["OTP_VERIFICATION_FAILED", "The one-time password was wrong, or was not given in time."],
    ["insufficient-funds", "There was not enough money in the account."],
    ["PAYMENT_DECLINED", "The bank said no."],
    ["PAYMENT_TIMED_OUT", "It was not finished in time."],
    ["USER_CANCELLED", "The customer stopped."],
  ])("that did not go through with %s says why in plain words", (errorCode, words) => {
    expect(failureWords(payment({ errorCode, errorMessage: "E1" }))).toBe(words);
  });

  it("keeps the provider's words, then its code, where the cause is not known", () => {
    expect(failureWords(payment({ errorCode: "E77", errorMessage: "Switch said E77" }))).toBe(
      "Switch said E77",
    );
    expect(failureWords(payment({ errorCode: "E77" }))).toBe("E77");
    expect(failureWords(payment())).toBe("No reason was given.");
  });

  it("says where its money would go back to, as far as that is known", () => {
    expect(goesBackTo(payment())).toBe("card");
    expect(goesBackTo(payment({ method: "UPI", lastFour: null }))).toBe("upi");
    expect(goesBackTo(payment({ method: "WALLET", lastFour: null }))).toBe("customer");
    expect(goesBackTo(null)).toBe("customer");
  });
});

describe("an order", () => {
  it("says what was taken where that is only part of it", () => {
    expect(orderSum(order())).toBe("₹11,000.00");
    expect(orderSum(order({ captured: rupees(500_000) }))).toBe("₹5,000.00 of ₹11,000.00");
    expect(orderSum(order({ captured: rupees(0) }))).toBe("₹11,000.00");
    expect(orderSum(order({ amount: null, captured: null }))).toBe("");
  });
});

describe("a refund", () => {
  const refund = { reference: null, orderId: null, amount: null, at: null, fromHere: false };

  it("is called by its own state, and a state that is not known by the server's word", () => {
    expect(refundWord({ ...refund, status: "PROCESSED", pending: false, failed: false })).toBe("Refunded");
    expect(refundWord({ ...refund, status: "PENDING", pending: true, failed: false })).toBe("Pending");
    expect(refundWord({ ...refund, status: "FAILED", pending: false, failed: true })).toBe("Failed");
    expect(refundWord({ ...refund, status: "ON_ITS_WAY", pending: false, failed: false })).toBe("ON_ITS_WAY");
  });
});

describe("the timeline", () => {
  it("has words with and without an amount for everything that can happen", () => {
    for (const words of Object.values(timelineWords)) {
      expect(words(rupees(100))).not.toBe("");
      expect(words(null)).not.toMatch(/null|₹/);
    }
  });
});

describe("what stands below an event", () => {
  it("is in words where it is a code, and as it is where it is an id", () => {
    expect(timelineDetail("paid", "CARD")).toBe("Card");
    expect(timelineDetail("payment_failed", "INSUFFICIENT_FUNDS")).toBe(
      "There was not enough money in the account.",
    );
    expect(timelineDetail("captured", "cap-0182-1")).toBe("cap-0182-1");
  });
});

describe("where the customer lands", () => {
  const where = (success: string | null, failure: string | null) =>
    landings(success, failure).map(({ where: page }) => page);

  it("is told in each of the four cases", () => {
    expect(where("https://shop.example.com/ok", "https://shop.example.com/no")).toEqual([
      "https://shop.example.com/ok",
      "https://shop.example.com/no",
      "Does not apply: a failure page is given",
      "The page set when the shop was signed up with Pine Labs",
    ]);
  });

  it("after a failed payment without a failure page is the page of success", () => {
    expect(where("https://shop.example.com/ok", null)[2]).toBe("https://shop.example.com/ok");
  });

  it("says so where Pine Labs does not tell the page", () => {
    expect(where(null, null)[0]).toContain("Pine Labs does not tell it");
  });
});

describe("a share", () => {
  it("has the time that Pine Labs calls its update as that of its creation, as documented", () => {
    const share = { onHold: true } as SplitShareView;
    expect(shareBelow(share, "20 Nov, 14:05")).toBe("To be held back. Created 20 Nov, 14:05 IST");
    expect(shareBelow({ ...share, onHold: null }, null)).toBeNull();
  });
});
