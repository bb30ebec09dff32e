// The commands that the page on screen adds to the palette. The page sets them while it is shown, and removes them when it goes.

import { getContext, setContext } from "svelte";
import type { IconName } from "$lib/icons";

/** A command of the palette, or of a key. */
export type PageCommand = {
  id: string;
  icon: IconName;
  words: string;
  keys?: readonly string[];
  /** Why it cannot run now; null: it can. */
  off?: string | null;
  run: () => void;
};

/** The name of the page, and its commands. */
export type PageOffer = { title: string; commands: PageCommand[] };

const KEY = Symbol("commands of the page");

export class PageCommands {
  current = $state.raw<PageOffer | null>(null);
}

/** Called once, above all pages. */
export const providePageCommands = () => setContext(KEY, new PageCommands());

/** Called by a page. A page that is rendered without a palette, as in a test, has nobody to offer to. */
export function offerCommands(offer: () => PageOffer): void {
  const store = getContext<PageCommands | undefined>(KEY);
  if (!store) return;
  $effect(() => {
    const own = offer();
    store.current = own;
    return () => {
      // The next page may have set its own by now.
      if (store.current === own) store.current = null;
    };
  });
}
