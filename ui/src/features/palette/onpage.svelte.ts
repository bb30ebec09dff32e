// What the page on screen offers to the palette: its name, and what can be done there. The page says so itself, and
// takes it back when it goes.

import { getContext, setContext } from "svelte";
import type { PageCommand } from "./options";

export type PageOffer = { title: string; deeds: PageCommand[] };

const KEY = Symbol("what the page offers");

export class OnPage {
  current = $state.raw<PageOffer | null>(null);
}

/** For whoever shows the palette. */
export const makeRoom = () => setContext(KEY, new OnPage());

/** For a page: offers what `offer` gives while the page is shown. Where there is no palette, nobody asks. */
export function offerHere(offer: () => PageOffer): void {
  const room = getContext<OnPage | undefined>(KEY);
  if (!room) return;
  $effect(() => {
    const mine = offer();
    room.current = mine;
    return () => {
      if (room.current === mine) room.current = null;
    };
  });
}
