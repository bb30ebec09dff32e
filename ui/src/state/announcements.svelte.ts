// What is said to whoever listens rather than looks: one polite live region for the whole window (App.svelte), so that
// nothing is said twice and nothing is lost because its own part of the page went away with the news.

import { untrack } from "svelte";

const KEPT = 3;

type Saying = { id: number; words: string };

let sayings = $state.raw<Saying[]>([]);
let count = 0;

/** What was said lately, the last one last. */
export const said = () => sayings;

/** Says something once, when the screen reader comes to it. */
export function announce(words: string): void {
  if (words === "") return;
  count += 1;
  sayings = [...untrack(said), { id: count, words }].slice(-KEPT);
}

/** Takes back what was said: it was of another account. */
export function hush(): void {
  sayings = [];
}
