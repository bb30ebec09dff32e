// The steps that a change has come through, in words: what was done, what that means, and how long an answer took.

import { en } from "$lib/i18n/en/steps";
import { words } from "$lib/i18n/locale";
import type { Step, StepView } from "$lib/ipc";

export const steps = words("steps", en);

type StepWords = { what: string; means?: string };

/** Before these nothing had been done at Pine Labs. */
const nothingDone: Step[] = ["not_sent", "waiting"];

const hasMeaning = (step: Step): step is keyof typeof en.means => step in en.means;

/** A step between those before and after it. What was sent and did nothing was no more than a try. */
export function stepWords({ outcome }: StepView, before?: StepView, next?: StepView): StepWords {
  if (outcome === "confirmed" && before?.outcome === "held") {
    return { what: steps.what.confirmed, means: steps.holdOver };
  }
  const didNothing = next !== undefined && !next.byPerson && nothingDone.includes(next.outcome);
  if (outcome === "sending" && didNothing) return { what: steps.tried };
  const what = steps.what[outcome];
  return hasMeaning(outcome) ? { what, means: steps.means[outcome] } : { what };
}

/** The answer to something that was sent: how long it took, in tenths of a second. */
export const answeredAfter = (ms: number) => steps.answeredAfter((Math.max(0, ms) / 1000).toFixed(1));

/** The same of a step after another one; null where it is no answer. */
export function tookAfter(step: StepView, before?: StepView): string | null {
  const answers = before?.outcome === "sending" && !step.byPerson && !nothingDone.includes(step.outcome);
  // Written down once more as being sent, it has no answer yet.
  return answers && step.outcome !== "sending" ? answeredAfter(step.at - before.at) : null;
}

/** The request of a step, where it is not the one that the step before was told with. */
export const newRequest = (step: StepView, before?: StepView): string | null =>
  step.requestId === before?.requestId ? null : step.requestId;
