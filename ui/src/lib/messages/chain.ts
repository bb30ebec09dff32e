// The words of the chain of fingerprints in the head of Activity. It shows a change by accident, and is no proof against
// somebody who makes the whole file anew: the words say no more than that.

import { day } from "$lib/format";
import type { ChainView, WireError } from "$lib/ipc";

/** One line; null where there is nothing to tell yet. */
export function chainWords(chain: ChainView | null, problem: WireError | null, now: number): string | null {
  if (problem !== null) return "The chain could not be checked";
  if (chain === null || chain.state === "empty") return null;
  if (chain.state === "unbroken") return `Chain unbroken since ${day(chain.since ?? now, now)}`;
  return chain.entry === null ? "Chain broken at its end" : `Chain broken at entry ${String(chain.entry)}`;
}

/** What a broken chain means, and what can be done. */
export function brokenWords({ entry }: ChainView): string {
  const where =
    entry === null
      ? "The last steps that Linkdesk wrote down are missing"
      : `Entry ${String(entry)}, or what stood right before it, is not as Linkdesk wrote it down`;
  return `${where}: something else has changed the file. Everything is shown as the file has it. Compare it with the Pine Labs dashboard.`;
}

export const chain = {
  means:
    "Each entry carries the fingerprint of the one before it. That shows a change by accident; it is no proof against somebody who rewrites the whole file.",
  checkAgain: "Check again",
  checkAgainLong: "Check again whether the chain is whole",
  brokenTitle: "The ledger was changed from outside",
} as const;
