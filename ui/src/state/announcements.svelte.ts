// Announcements for screen readers: one polite live region for the whole window (App.svelte), so that nothing is said twice,
// and nothing is lost with the part of the page that it was about.

import { untrack } from "svelte";

const KEPT = 3;

type Saying = { id: number; words: string };

let sayings = $state.raw<Saying[]>([]);
let count = 0;

/** The last announcements, the newest last. */
export const said = () => sayings;

/** Announces something once. */
export function announce(words: string): void {
  if (words === "") return;
  count += 1;
  sayings = [...untrack(said), { id: count, words }].slice(-KEPT);
}

/** Drops what was announced for another account. */
export function hush(): void {
  sayings = [];
}
