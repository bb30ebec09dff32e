// The words of the chain of fingerprints in the head of Activity. It shows a change by accident, and is no proof against
// somebody who makes the whole file anew: the words say no more than that.

const ELSE =
  "something else has changed the file. Everything is shown as the file has it. Compare it with the Pine Labs dashboard.";

export const en = {
  notChecked: "The chain could not be checked",
  unbroken: (day: string) => `Chain unbroken since ${day}`,
  brokenAtEnd: "Chain broken at its end",
  brokenAt: (entry: number) => `Chain broken at entry ${String(entry)}`,
  brokenAtEndLong: `The last steps that Linkdesk wrote down are missing: ${ELSE}`,
  brokenAtLong: (entry: number) =>
    `Entry ${String(entry)}, or what stood right before it, is not as Linkdesk wrote it down: ${ELSE}`,
  means:
    "Each entry carries the fingerprint of the one before it. That shows a change by accident; it is no proof against somebody who rewrites the whole file.",
  checkAgain: "Check again",
  checkAgainLong: "Check again whether the chain is whole",
  brokenTitle: "The ledger was changed from outside",
};
