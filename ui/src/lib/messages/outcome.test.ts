import { describe, expect, it } from "vitest";
import { NOW, error, operation, rupees, type OperationChanges } from "$testing/samples";
import { outcomeStyle } from "$status/outcomeStyle";
import type { OperationKind, NotSentReason, OutcomeKind } from "$lib/ipc";
import { checkTimes, countdown, outcomeWords, supportText } from "./outcome";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const said = (more: OperationChanges) => {
  const { title, text } = outcomeWords(operation(more), NOW);
  return plain([title, ...text].join(" "));
};
const kinds: OperationKind[] = ["resend", "cancel", "refund", "capture", "void", "create"];

describe("an outcome", () => {
  const all: OutcomeKind[] = [
    "held",
    "sending",
    "undone",
    "accepted",
    "done",
    "refused",
    "checking",
    "not_sent",
    "needs_you",
  ];

  it("has words for every kind of change, with and without figures", () => {
    for (const outcome of all) {
      for (const kind of kinds) {
        expect(said({ outcome, kind, amount: null, customerName: null })).not.toMatch(/null|undefined/);
        expect(outcomeWords(operation({ outcome, kind })).title).not.toBe("");
      }
    }
  });

  it("that is not known is neither a success nor a failure, and forbids a second try", () => {
    for (const kind of kinds) {
      expect(said({ outcome: "checking", kind })).toMatch(/may or may not/);
      expect(said({ outcome: "checking", kind })).not.toMatch(/fail|refused|success|done|went back/i);
    }
    expect(said({ outcome: "checking" })).toContain("Do not refund again");
    expect(outcomeStyle(operation({ outcome: "checking" }))).toEqual({ icon: "help", tone: "unknown" });
  });

  it("accepted does not promise that the money has arrived", () => {
    expect(said({ outcome: "accepted" })).toBe(
      "Accepted Pine Labs took the refund of ₹1,250.00. The bank usually needs a few days.",
    );
  });

  it("refused says first that no money moved, then why", () => {
    const refused = error("refused", {
      providerCode: "REFUND_DURATION_EXCEEDED",
      providerMessage: "Window closed",
    });
    expect(said({ outcome: "refused", error: refused })).toBe(
      "Refused No money moved. Pine Labs says the time allowed for refunding this payment has ended.",
    );
    const other = error("refused", { providerCode: "X_1", providerMessage: "Not today" });
    expect(said({ outcome: "refused", error: other })).toContain("Pine Labs says: Not today.");
    expect(said({ outcome: "refused", kind: "cancel", error: other })).toContain(
      "The link was not cancelled.",
    );
  });

  it("found out afterwards to have gone another way says which", () => {
    expect(said({ outcome: "refused", refusal: "went_otherwise", statusNow: "FAILED" })).toBe(
      "The refund did not go through Pine Labs has it as FAILED. The money is still with you.",
    );
    expect(
      said({ outcome: "refused", refusal: "went_otherwise", kind: "capture", statusNow: "CANCELLED" }),
    ).toContain("Nothing was captured: Pine Labs now has the order as CANCELLED.");
  });

  it("done says for each change what is so now", () => {
    expect(
      said({ outcome: "done", kind: "capture", amount: rupees(2_450_000), released: rupees(750_000) }),
    ).toBe(
      "Captured ₹24,500.00 is yours. ₹7,500.00 goes back to the customer; the bank usually needs a few days.",
    );
    expect(said({ outcome: "done", kind: "void" })).toContain("Voided");
    expect(said({ outcome: "done", kind: "cancel" })).toContain("The link no longer works.");
    expect(said({ outcome: "done", kind: "resend" })).toContain("Sent again");
    expect(said({ outcome: "done", kind: "create" })).toBe(
      "Link made It asks for ₹1,250.00 under the reference INV-2526-0183.",
    );
  });

  it("of a capture that took another amount says both figures, and is not green", () => {
    const other = { outcome: "done", kind: "capture", capturedInstead: rupees(3_200_000) } as const;
    expect(said(other)).toContain("Asked: ₹1,250.00. Captured: ₹32,000.00.");
    expect(outcomeStyle(operation(other)).tone).toBe("paying");
  });

  it("of a new link whose reference another one has says so, and that none was made", () => {
    const taken = {
      outcome: "refused",
      refusal: "reference_used",
      kind: "create",
      otherLinkId: "pl-v1-1",
    } as const;
    expect(said(taken)).toBe(
      "Refused No link was made. This reference has a link already, and it asks for something else.",
    );
  });

  it("of a resend without an answer says that it may have gone out", () => {
    expect(said({ outcome: "needs_you", kind: "resend", needsYou: "may_have_gone_out" })).toMatch(
      /may have gone out/,
    );
  });

  it("that waits as told says until when it is sent by itself", () => {
    expect(said({ outcome: "sending", waitingUntil: NOW })).toContain(
      "It is sent by itself after 14:05:12 IST.",
    );
  });

  it("that nobody can prove says what is known, and is neither a success nor a failure", () => {
    for (const kind of ["refund", "capture", "void", "cancel", "create"] as const) {
      const change = {
        outcome: "needs_you",
        kind,
        needsYou: "cannot_tell",
        sentAt: NOW,
        checkedAt: NOW + 900_000,
      } as const;
      expect(said(change)).toMatch(/^This needs you It was sent at 14:05:12 IST, and no certain answer came/);
      expect(said(change)).toMatch(/looking it up, last at 14:20:12 IST.*may or may not/);
      expect(said(change)).not.toMatch(/fail|refused|success|went back/i);
      expect(outcomeStyle(operation(change))).toEqual({ icon: "help", tone: "unknown" });
    }
  });

  it.each([
    ["refund", "accepted", "Accepted"],
    ["refund", "done", "Refunded"],
    ["capture", "done", "Captured"],
    ["cancel", "done", "Cancelled"],
  ] as const)(
    "that the person decided, of a %s that is %s, is said to be their word",
    (kind, outcome, title) => {
      expect(said({ kind, outcome, decidedAt: 1_763_627_400_000 })).toBe(
        `${title} You looked in the Pine Labs dashboard and said that it is there. This is your word: Pine Labs did not tell Linkdesk.`,
      );
    },
  );

  it("sent once more and kept back says why, beside what it is", () => {
    const words = said({
      outcome: "not_sent",
      notSent: "proven_absent",
      againUnsent: { notSent: "hold_overrun" },
    });
    expect(words).toMatch(/^Pine Labs does not have it .* It was not sent again: this computer slept/);
  });

  it("not sent because of a wait of days says on which day it is over", () => {
    const waitUntil = NOW + 10 * 24 * 3_600_000;
    const words = said({ outcome: "not_sent", notSent: "rate_limited", waitUntil });
    expect(words.replaceAll("\u00a0", " ")).toMatch(
      /asked us to wait until \d+ \w+, \d\d:\d\d IST \(10 days\)\. Try again after that\./,
    );
  });

  it("not sent says why, for each reason", () => {
    const reasons: Record<NotSentReason, RegExp> = {
      changed: /^Nothing was sent The order changed after you looked at it\. Look again/,
      not_allowed: /The link was cancelled./,
      reference_used: /^Nothing was sent This reference already has a link/,
      could_not_reread: /could not be read again/,
      unreachable: /did not answer in time/,
      rate_limited: /asked us to wait/,
      not_recorded: /could not be written down/,
      proven_absent: /^Pine Labs does not have it Each look-up/,
      closed_in_hold:
        /^Nothing was sent Linkdesk was closed while this could still be taken back. Nothing was sent.$/,
      closed_before_sending: /ended before this was sent/,
      hold_overrun:
        /slept, its clock jumped, or the network took too long before this could leave. Nothing was sent./,
      person_says_not: /^Not there You looked in the Pine Labs dashboard and said that it is not there./,
      made_elsewhere: /^Made elsewhere .* meanwhile, not from this computer. Yours was not made./,
      made_here: /^Made by another request .* by another request from this computer. Yours was not made./,
    };
    for (const [notSent, words] of Object.entries(reasons) as [NotSentReason, RegExp][]) {
      expect(said({ outcome: "not_sent", notSent })).toMatch(words);
    }
  });
});

describe("a refused change", () => {
  it.each(kinds)("tells of a %s nothing that somebody else may have changed meanwhile", (kind) => {
    const words = said({ outcome: "refused", kind, error: error("refused") });
    expect(words).not.toMatch(/as it was|hold is still/);
    expect(words).toMatch(/^Refused (No |The |Pine Labs did not)/);
  });
});

describe("another amount than was asked", () => {
  const other = { otherAmount: rupees(10_000), amount: rupees(15_000) } as const;
  const found = { ...other, outcome: "needs_you", needsYou: "other_amount" } as const;

  it("refunded or captured by another computer says both figures, and that one may go on", () => {
    const elsewhere = { ...other, outcome: "not_sent", notSent: "made_elsewhere" } as const;
    expect(said(elsewhere)).toBe(
      "Made elsewhere ₹100.00 was refunded meanwhile, not from this computer. Yours was not made. You asked for ₹150.00. What is left is read anew: ask for it again if it is still right.",
    );
    expect(said({ ...elsewhere, kind: "capture" })).toMatch(
      /₹100\.00 was captured meanwhile, not from this computer\. Yours was not made\. You asked for ₹150\.00\. Look at the order/,
    );
    expect(said({ ...elsewhere, notSent: "made_here" })).not.toContain("not from this computer");
  });

  it("under our reference needs the person, with both figures, and offers no second try", () => {
    const words = said(found);
    expect(words).toContain(
      "Pine Labs has a refund of ₹100.00 under this refund’s reference; ₹150.00 was asked for.",
    );
    expect(words).toContain("dashboard");
    expect(words).not.toMatch(/failed|still with you|refunded again|send it again/i);
    expect(outcomeStyle(operation(found)).tone).toBe("paying");
  });

  it("is among what is copied for support", () => {
    expect(plain(supportText(operation(found)))).toContain("Found under its reference: ₹100.00");
  });
});

describe("an accepted refund", () => {
  it("that no look-up finds any more is unknown, neither failed nor refundable again", () => {
    const forgotten = { outcome: "needs_you", needsYou: "forgotten" } as const;
    expect(said(forgotten)).toMatch(
      /^Not found any more Pine Labs accepted this refund, and for days no look-up finds it any more\. The money may or may not be on its way/,
    );
    expect(said(forgotten)).not.toMatch(/fail|still with you/i);
    expect(outcomeStyle(operation(forgotten))).toEqual({ icon: "help", tone: "unknown" });
  });

  it("that only the person saw is not said to have been accepted by Pine Labs", () => {
    const words = said({ outcome: "needs_you", needsYou: "forgotten", canTakeBack: true });
    expect(words).toContain("You said that this refund is there, and for days no look-up finds it.");
    expect(words).not.toContain("accepted");
  });

  it("beside which more went back says how much more, whoever told of it", () => {
    const more = { outcome: "accepted", moreRefunded: rupees(10_000) } as const;
    const words = "₹100.00 more was refunded on this order than this one and what you saw:";
    expect(said(more)).toMatch(/^Accepted Pine Labs took the refund/);
    expect(said(more)).toContain(words);
    expect(said({ ...more, decidedAt: NOW })).toContain(words);
    expect(outcomeStyle(operation(more)).tone).toBe("paying");
    expect(said({ outcome: "accepted" })).not.toContain("more was refunded");
  });
});

describe("a cancelled link", () => {
  const cancelled = { outcome: "done", kind: "cancel" } as const;

  it("says that no money was on it only where its orders say so", () => {
    expect(said({ ...cancelled, noMoney: true })).toBe(
      "Cancelled The link no longer works. No money was on it.",
    );
    expect(said(cancelled)).toBe("Cancelled The link no longer works.");
  });

  it.each([null, NOW])(
    "with money on it says so and what to do, told by them or by the person",
    (decidedAt) => {
      const words = said({ ...cancelled, noMoney: false, decidedAt });
      expect(words).toMatch(/^Cancelled, with money on it .*Money is on it all the same/);
      expect(words).toMatch(/Do not make a new link.*hand over or refund/);
      expect(words).not.toContain("No money");
      expect(outcomeStyle(operation({ ...cancelled, noMoney: false })).tone).toBe("paying");
    },
  );
});

describe("what is said not to be there", () => {
  const denied = { outcome: "not_sent", sendAgain: true } as const;

  it.each(["proven_absent", "person_says_not"] as const)(
    "is still looked up at each reading, and that is said: %s",
    (notSent) => {
      expect(said({ ...denied, notSent })).toContain("still looks for it whenever its link is read");
      expect(said({ ...denied, notSent, kind: "create" })).toContain("before a link is made under its");
      expect(said({ ...denied, notSent, kind: "resend" })).not.toMatch(/still looks|looks for it again/);
    },
  );

  it("by a start is looked up still, and that is said, but of a message", () => {
    const closed = { outcome: "not_sent", notSent: "closed_in_hold", interruptedAt: NOW } as const;
    expect(said(closed)).toContain(
      "Linkdesk looks it up for an hour or more, once its account is connected.",
    );
    expect(said({ ...closed, kind: "resend" })).not.toContain("looks it up");
    expect(said({ ...closed, interruptedAt: null })).not.toContain("looks it up");
  });
});

describe("a change that was kept from a further attempt", () => {
  const waited = { outcome: "not_sent", notSent: "rate_limited" } as const;

  it("is not told as never sent where one went out before", () => {
    expect(said({ ...waited, sentAt: NOW })).toMatch(/^Nothing came of it Pine Labs asked us to wait/);
    expect(said({ ...waited, sentAt: null })).toMatch(/^Nothing was sent /);
    const closed = { outcome: "not_sent", notSent: "closed_before_sending", sentAt: NOW } as const;
    expect(said(closed)).not.toMatch(/Nothing was sent/);
    expect(said(closed)).toContain("asked to wait, and Linkdesk ended before this was sent again.");
  });

  it("is told as never sent where the attempt never left", () => {
    const unreachable = {
      outcome: "not_sent",
      notSent: "unreachable",
      error: error("dns"),
      sentAt: NOW,
    } as const;
    expect(said(unreachable)).toMatch(/^Nothing was sent /);
  });
});

describe("a change that Pine Labs proved not to have", () => {
  it.each([
    ["refund", "Each look-up under its reference found nothing, for 15 minutes."],
    ["create", "Each look-up under its reference found nothing, for 15 minutes."],
    ["capture", "Linkdesk looked at the order for 15 minutes, and found it unchanged: nothing was captured."],
    ["void", "Linkdesk looked at the order for 15 minutes, and found it unchanged: the hold is still there."],
    ["cancel", "Linkdesk looked at the link for 15 minutes, and found it unchanged."],
    ["resend", "Linkdesk looked at the link for 15 minutes, and found it unchanged."],
  ] satisfies [OperationKind, string][])("is not told as never sent: a %s", (kind, words) => {
    expect(said({ outcome: "not_sent", notSent: "proven_absent", kind })).toContain(
      `Pine Labs does not have it ${words}`,
    );
  });
});

describe("times", () => {
  it("of another day say which", () => {
    const later = NOW + 24 * 3_600_000;
    const change = operation({
      needsYou: "cannot_tell",
      outcome: "needs_you",
      sentAt: NOW,
      checkedAt: later,
    });
    expect(outcomeWords(change, later).text[0]).toMatch(
      /^It was sent on 20 Nov at 14:05:12 IST, .*, last at 14:05:12 IST, and/,
    );
    expect(checkTimes({ checkedAt: NOW, nextCheckAt: later + 1_000 }, later)).toBe(
      "Checked 20 Nov 14:05:12 IST, next in 1\u00a0s",
    );
    const waits = operation({ outcome: "sending", waitingUntil: later });
    expect(outcomeWords(waits, NOW).text[0]).toContain("after 21 Nov 14:05:12 IST.");
    const limited = operation({ outcome: "not_sent", notSent: "rate_limited", waitUntil: later });
    expect(outcomeWords(limited, NOW).text[0]).toContain("after 21 Nov 14:05:12 IST.");
  });

  it("of a look-up that is long overdue say that nobody is at it", () => {
    const overdue = { checkedAt: NOW, nextCheckAt: NOW + 40_000 };
    expect(checkTimes(overdue, NOW + 100_000)).toBe("Checked 14:05:12 IST, checking now");
    expect(checkTimes(overdue, NOW + 161_000)).toBe("Checked 14:05:12 IST, not being looked up now");
    expect(checkTimes({ checkedAt: null, nextCheckAt: NOW }, NOW + 121_000)).toBe("Not being looked up now");
  });

  it("of a look-up name no next one that a clock which was set puts years away", () => {
    const checking = { checkedAt: NOW, nextCheckAt: NOW + 40_000 };
    expect(checkTimes(checking, NOW - 157_680_000_000)).not.toContain("next");
  });

  it("of a look-up are the last one and the next one", () => {
    const checking = { checkedAt: NOW, nextCheckAt: NOW + 40_000 };
    expect(plain(checkTimes(checking, NOW) ?? "")).toBe("Checked 14:05:12 IST, next in 40 s");
    expect(checkTimes({ checkedAt: null, nextCheckAt: NOW }, NOW)).toBe("Checking now");
    expect(checkTimes({ checkedAt: null, nextCheckAt: null }, NOW)).toBeNull();
  });

  it("of a hold count down in whole seconds, up", () => {
    expect(countdown(4_001)).toBe("Sending in 5 s");
    expect(countdown(0)).toBe("Sending now");
  });
});

describe("what is copied for support", () => {
  it("has ids and codes, and neither names nor contact data", () => {
    const text = supportText(
      operation({
        outcome: "refused",
        requestId: "request-1",
        error: error("refused", { providerCode: "X_1" }),
      }),
    );
    expect(text).toContain("Reference: rf-0183-1");
    expect(text).toContain("Code: X_1");
    expect(text).toContain("Request: request-1");
    expect(text).not.toContain("Neha");
  });
});
