// Announces a page to screen readers: its title and status when it opens, a new status, and each outcome of its operation. The
// words are those of the page and of the dialog, and are said once.

import { untrack } from "svelte";
import { announce } from "$state/announcements.svelte";
import type { OperationView } from "$lib/ipc";
import { labels } from "$lib/messages/link";
import { outcomeWords } from "$lib/messages/outcome";
import { changedBeforeSending, saidOf } from "$lib/messages/seen";
import { isFinal } from "$lib/outcomes";

/** The page, as it is said. */
type Heading = { place: string; title: string; word: string };

const wordsOf = (operation: OperationView) => {
  const { title, text } = outcomeWords(operation);
  return [title, ...text, ...changedBeforeSending(operation).map(saidOf)].join(" ");
};

export function tell(heading: () => Heading, operation: () => OperationView | null): void {
  let told: Heading | null = null;
  let outcome = "";

  $effect(() => {
    const now = heading();
    const change = operation();
    untrack(() => {
      const opened = told?.place !== now.place;
      if (opened) announce(labels.openedAs(now.title, now.word));
      else if (told?.word !== now.word) announce(labels.nowIs(now.title, now.word));
      told = now;

      const words = change === null ? "" : wordsOf(change);
      // What ended before this page was opened is no news.
      const old = opened && change !== null && isFinal(change);
      if (words !== outcome && !old) announce(words);
      outcome = words;
    });
  });
}
