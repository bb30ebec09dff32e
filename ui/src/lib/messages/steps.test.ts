import { describe, expect, it } from "vitest";
import type { Step, StepView } from "$lib/ipc";
import { answeredAfter, newRequest, stepWords, tookAfter } from "./steps";

const step = (outcome: Step, more: Partial<StepView> = {}): StepView => ({
  outcome,
  at: 0,
  requestId: null,
  byPerson: false,
  ...more,
});

describe("a step", () => {
  it.each([
    ["prepared", "Prepared", "Written down before anything was sent"],
    ["confirmed", "Confirmed", "About to be read once more"],
    ["held", "Held", "It could be taken back"],
    ["waiting", "Asked to wait", "Pine Labs did nothing yet; it is sent again by itself"],
    ["again", "Asked for once more", "Looked up and read again before it leaves"],
    ["checking", "No certain answer", "Looked up until it is known"],
  ] satisfies [Step, string, string][])("%s is called %s, and means: %s", (outcome, what, means) => {
    expect(stepWords(step(outcome))).toEqual({ what, means });
  });

  it("that was confirmed after a hold says that the hold is over, and claims no reading", () => {
    const { means } = stepWords(step("confirmed"), step("held"));
    expect(means).toBe("The hold is over: about to be read once more");
  });

  it.each(["not_sent", "waiting"] satisfies Step[])(
    "that was sent and did nothing, as %s says, was only tried, and nothing took a time",
    (outcome) => {
      expect(stepWords(step("sending"), step("confirmed"), step(outcome)).what).toBe("Tried to send");
      expect(tookAfter(step(outcome, { at: 500 }), step("sending"))).toBeNull();
    },
  );

  it.each(["accepted", "done", "refused", "checking"] satisfies Step[])(
    "that was sent and answered with %s was sent, and says how long that took",
    (outcome) => {
      expect(stepWords(step("sending"), step("confirmed"), step(outcome)).what).toBe("Sent");
      expect(tookAfter(step(outcome, { at: 500 }), step("sending"))).toBe("0.5 s after it was sent");
    },
  );

  it("that is still on its way was sent, and answers nothing", () => {
    expect(stepWords(step("sending")).what).toBe("Sent");
    expect(tookAfter(step("sending", { at: 500 }), step("sending"))).toBeNull();
  });

  it("that the person said themselves is no answer of Pine Labs", () => {
    expect(tookAfter(step("accepted", { byPerson: true }), step("sending"))).toBeNull();
  });

  it("names its request where that is another one than the step before had", () => {
    const first = step("checking", { requestId: "request-1" });
    expect(newRequest(first, step("sending"))).toBe("request-1");
    expect(newRequest(step("again", { requestId: "request-1" }), first)).toBeNull();
    expect(newRequest(step("accepted", { requestId: "request-2" }), first)).toBe("request-2");
    expect(newRequest(step("prepared"))).toBeNull();
  });
});

it.each([
  [592, "0.6 s after it was sent"],
  [31_000, "31.0 s after it was sent"],
  [-3, "0.0 s after it was sent"],
])("an answer that came %i ms later came %s", (ms, words) => {
  expect(answeredAfter(ms)).toBe(words);
});
