// How deep the heading of a part of the page stands. The title is a page's own heading where nothing else is shown, and one
// of a list's parts beside it; what is below follows, so that no step is left out for a screen reader.

import { getContext, setContext } from "svelte";

type Level = () => 2 | 3;

const PART = Symbol("the level of a part's heading");

export function setPartLevel(level: Level): void {
  setContext(PART, level);
}

export function partLevel(): Level {
  return getContext<Level | undefined>(PART) ?? (() => 3);
}
