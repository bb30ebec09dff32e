// What the chain of fingerprints of an account comes to, in words.

import { day } from "$lib/format";
import { en } from "$lib/i18n/en/chain";
import { words } from "$lib/i18n/locale";
import type { ChainView, WireError } from "$lib/ipc";

export const chain = words("chain", en);

/** One line; null where there is nothing to tell yet. */
export function chainWords(found: ChainView | null, problem: WireError | null, now: number): string | null {
  if (problem !== null) return chain.notChecked;
  if (found === null || found.state === "empty") return null;
  if (found.state === "unbroken") return chain.unbroken(day(found.since ?? now, now));
  return found.entry === null ? chain.brokenAtEnd : chain.brokenAt(found.entry);
}

/** What a broken chain means, and what can be done. */
export const brokenWords = ({ entry }: ChainView): string =>
  entry === null ? chain.brokenAtEndLong : chain.brokenAtLong(entry);
