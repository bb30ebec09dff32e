// The words of the steps that a change has come through: what was done, what that means, and how long an answer took.

import type { Step, StepView } from "$lib/ipc";

type StepWords = { what: string; means?: string };

const words: Record<Step, StepWords> = {
  prepared: { what: "Prepared", means: "Written down before anything was sent" },
  // A step is written down before what it is about to do: nothing was read yet.
  confirmed: { what: "Confirmed", means: "About to be read once more" },
  held: { what: "Held", means: "It could be taken back" },
  sending: { what: "Sent" },
  waiting: { what: "Asked to wait", means: "Pine Labs did nothing yet; it is sent again by itself" },
  again: { what: "Asked for once more", means: "Looked up and read again before it leaves" },
  accepted: { what: "Accepted" },
  done: { what: "Done" },
  refused: { what: "Refused" },
  checking: { what: "No certain answer", means: "Looked up until it is known" },
  undone: { what: "Taken back", means: "Nothing was sent" },
  not_sent: { what: "Not sent" },
  needs_you: { what: "Needs you" },
};

const held: StepWords = { what: "Confirmed", means: "The hold is over: about to be read once more" };
const tried: StepWords = { what: "Tried to send" };

/** Before these nothing had been done at Pine Labs. */
const nothingDone: Step[] = ["not_sent", "waiting"];

/** A step between those before and after it. What was sent and did nothing was no more than a try. */
export function stepWords(step: StepView, before?: StepView, next?: StepView): StepWords {
  if (step.outcome === "confirmed" && before?.outcome === "held") return held;
  const didNothing = next !== undefined && !next.byPerson && nothingDone.includes(next.outcome);
  return step.outcome === "sending" && didNothing ? tried : words[step.outcome];
}

/** The answer to something that was sent: how long it took, in tenths of a second. */
export const answeredAfter = (ms: number) => `${(Math.max(0, ms) / 1000).toFixed(1)} s after it was sent`;

/** The same of a step after another one; null where it is no answer. */
export function tookAfter(step: StepView, before?: StepView): string | null {
  const answers = before?.outcome === "sending" && !step.byPerson && !nothingDone.includes(step.outcome);
  // Written down once more as being sent, it has no answer yet.
  return answers && step.outcome !== "sending" ? answeredAfter(step.at - before.at) : null;
}

/** The request of a step, where it is not the one that the step before was told with. */
export const newRequest = (step: StepView, before?: StepView): string | null =>
  step.requestId === before?.requestId ? null : step.requestId;

export const steps = {
  title: "Steps",
  zone: "IST",
  onYourWord: "On your word",
  request: "Request",
} as const;
