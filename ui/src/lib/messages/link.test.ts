import { describe, expect, it } from "vitest";
import { NOW, at, link, order, rupees } from "$testing/samples";
import { stateStyle } from "$status/statusStyle";
import type { LinkState, LinkView, NextStep } from "$lib/ipc";
import { nextSteps, sharedReason, stateWords } from "./link";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("the word of each state", () => {
  const table: [LinkState, Partial<LinkView>, string, string, string][] = [
    ["checking", {}, "Checking", "help", "unknown"],
    ["to_capture", {}, "To capture", "hold", "paying"],
    ["released", {}, "Released, not paid", "slash", "off"],
    ["refunded", {}, "Refunded", "undo", "off"],
    ["paid_part_refunded", { refunded: rupees(60_000) }, "Paid, ₹600.00 refunded", "ok", "paid"],
    ["paid_part_refunded", { refunded: rupees(0) }, "Paid, part refunded", "ok", "paid"],
    ["paid_part_refunded", { refunded: null }, "Paid, part refunded", "ok", "paid"],
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
    expect(stateStyle[state]).toEqual({ icon, tone });
  });

  it("is green only where money was taken", () => {
    const green = Object.entries(stateStyle).filter(([, { tone }]) => tone === "paid");
    expect(green.map(([state]) => state).sort()).toEqual(["captured_part", "paid", "paid_part_refunded"]);
  });

  it("does without a figure that is not known", () => {
    expect(stateWords.part_paid(link({ due: null }))).toBe("Part paid");
    expect(stateWords.expired_received(link({ received: null }))).toBe("Expired, money received");
    expect(stateWords.cancelled_received(link({ received: null }))).toBe("Cancelled, money received");
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

  it("says of a payment that was started that an order was created", () => {
    expect(said("wait_paying")).toContain("an order was created");
    expect(said("paying_too_long")).toContain("an order was created");
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
    expect(said("received_then_ended", { status: "EXPIRED" })).toContain("the remaining ₹7,500.00");
  });

  it("asks for no more than did not come in, where an ended link says that all of it is due", () => {
    const ended = { status: "CANCELLED", due: rupees(1_850_000) };
    expect(said("received_then_ended", ended)).toContain("a new link for the rest");
    const all = { ...ended, received: rupees(1_850_000) };
    expect(said("all_received_then_ended", all)).toMatch(
      /All of it, ₹18,500.00, came in.*ask for nothing more/,
    );
  });

  it("says of a link that lags behind its order that the money is in, and never to ask for it again", () => {
    expect(said("link_lags", { received: rupees(1_850_000) })).toMatch(
      /₹18,500.00 is in by the order\..*refresh\. Do not ask for it again/,
    );
    expect(said("link_lags", { received: null })).not.toMatch(/resend/i);
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
