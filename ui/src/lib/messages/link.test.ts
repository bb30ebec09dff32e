import { describe, expect, it } from "vitest";
import { NOW, at, link, order, payment, rupees } from "$features/link/samples";
import { stateLook } from "$features/link/look";
import type { LinkState, LinkView, NextStep } from "$lib/ipc";
import {
  failureWords,
  goesBackTo,
  landings,
  nextSteps,
  paidWith,
  refundWord,
  sharedReason,
  stateWords,
  timelineWords,
} from "./link";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("the word of each state", () => {
  const table: [LinkState, Partial<LinkView>, string, string, string][] = [
    ["checking", {}, "Checking", "help", "unknown"],
    ["to_capture", {}, "To capture", "hold", "paying"],
    ["released", {}, "Released, not paid", "slash", "off"],
    ["refunded", {}, "Refunded", "undo", "off"],
    ["paid_part_refunded", { refunded: rupees(60_000) }, "Paid, ₹600.00 refunded", "ok", "paid"],
    [
      "captured_part",
      { amount: rupees(3_200_000), orders: [order({ captured: rupees(2_450_000) })] },
      "Captured ₹24,500.00 of ₹32,000.00",
      "capture",
      "paid",
    ],
    ["paid_or_held", {}, "Paid or held", "help", "off"],
    ["paid", {}, "Paid", "ok", "paid"],
    ["expired_received", {}, "Expired, ₹11,000.00 received", "clock", "expired"],
    ["cancelled_received", {}, "Cancelled, ₹11,000.00 received", "slash", "off"],
    ["expired", {}, "Expired", "clock", "expired"],
    ["cancelled", {}, "Cancelled", "slash", "off"],
    ["part_paid", {}, "Part paid, ₹7,500.00 due", "half", "part"],
    ["paying", {}, "Paying", "paying", "paying"],
    ["opened", {}, "Opened", "eye", "opened"],
    ["waiting", {}, "Waiting", "plane", "sent"],
    ["unknown", { status: "ON_REVIEW" }, "ON_REVIEW", "help", "off"],
  ];

  it.each(table)("of %s goes with its figures, its drawing and its tone", (state, more, word, icon, tone) => {
    expect(stateWords[state](link({ state, ...more }))).toBe(word);
    expect(stateLook[state]).toEqual({ icon, tone });
  });

  it("is green only where money was taken", () => {
    const green = Object.entries(stateLook).filter(([, { tone }]) => tone === "paid");
    expect(green.map(([state]) => state).sort()).toEqual(["captured_part", "paid", "paid_part_refunded"]);
  });

  it("does without a figure that is not known", () => {
    expect(stateWords.part_paid(link({ due: null }))).toBe("Part paid");
    expect(stateWords.captured_part(link({ orders: [] }))).toBe("Captured in part");
  });
});

describe("what to do next", () => {
  const said = (step: NextStep, more: Partial<LinkView> = {}) => {
    const { means, more: rest, next } = nextSteps[step](link(more), NOW);
    return plain([means, rest, next].filter(Boolean).join(" "));
  };
  const steps = Object.keys(nextSteps) as NextStep[];

  it("hands over the order for money that was taken, and for nothing else", () => {
    const handing = steps.filter((step) => /hand over the order/i.test(said(step)));
    expect(handing).toEqual(["hand_over"]);
  });

  it("never says that money which is only held, or not read, is in", () => {
    for (const step of ["capture_or_void", "capture_overdue", "read_order", "checking"] as const) {
      expect(said(step)).not.toMatch(/has been taken|hand over/i);
    }
  });

  it("asks for what is still due, and says until when", () => {
    expect(said("resend_for_due")).toBe(
      "Part of the money is in. The link stays open for the rest until 22 Nov, 17:05 IST. resend it to ask for ₹7,500.00.",
    );
  });

  it("words the deadline of a hold with the two days that some cards allow", () => {
    const held = { orders: [order({ captureBy: at("2025-11-24T21:25:00") })] };
    expect(said("capture_or_void", held)).toContain(
      "Capture by 24 Nov 21:25 IST; some cards allow two days more.",
    );
  });

  it("still offers a capture that is overdue", () => {
    const late = { orders: [order({ captureBy: at("2025-11-19T21:25:00") })] };
    expect(said("capture_overdue", late)).toMatch(
      /may be void already.*19 Nov, 21:25 IST.*try to capture it/,
    );
  });

  it("says which way the link ended after part of the money came in", () => {
    expect(said("received_then_ended", { status: "EXPIRED" })).toContain(
      "₹11,000.00 came in before the link expired.",
    );
    expect(said("received_then_ended", { status: "CANCELLED" })).toContain("the link was cancelled.");
  });

  it("tells how long ago a link was opened", () => {
    expect(said("opened_long", { statusSince: NOW - 2 * 86_400_000 })).toContain(
      "Opened 2 d ago, and not paid.",
    );
  });

  it("says something for every step, even where every figure is missing", () => {
    const nothing = { amount: null, due: null, received: null, refunded: null, refundable: null, orders: [] };
    for (const step of steps) {
      expect(said(step, { ...nothing, expiresAt: null, status: "" })).not.toMatch(/null|undefined|NaN/);
    }
  });
});

describe("a reason that several actions share", () => {
  it("is written once, with the names of all", () => {
    expect(sharedReason(["capture", "void"], "not_pre_auth")).toBe(
      "Capture, void: only for payments that are held first.",
    );
  });

  it("stands alone for one", () => {
    expect(sharedReason(["cancel"], "money_received")).toBe(
      "Money has come in, so the link cannot be cancelled.",
    );
  });
});

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
    expect(goesBackTo(payment())).toBe("the card");
    expect(goesBackTo(payment({ method: "UPI", lastFour: null }))).toBe("the UPI account");
    expect(goesBackTo(payment({ method: "WALLET", lastFour: null }))).toBe("the customer");
    expect(goesBackTo(null)).toBe("the customer");
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
