// What the palette offers for what was typed, and in which order. It opens, goes and shows; what moves money only gets
// its dialog opened. Nothing here knows how it looks or where the focus is.

import { shortId } from "$lib/format";
import type { FindKindView, RecentView } from "$lib/ipc";
import { find, whyNotAsked } from "$lib/messages/find";
import { palette } from "$lib/messages/palette";
import { folded } from "$lib/unseen";
import type { PageCommand, PageOffer } from "$state/pageCommands.svelte";

export type Option = PageCommand & {
  /** The second line, and what stands at the end. */
  under?: string;
  aside?: string;
  recent?: RecentView;
  /** One of several things to look for. */
  choice?: string;
};

export type Group = { id: string; title: string; options: Option[] };

/** What was typed, and what the desktop side takes it for. */
export type Taken = FindKindView & { query: string };

export type Offer = {
  recents: RecentView[];
  /** Commands of the page on screen. */
  page: PageOffer | null;
  /** Commands that work on every page. */
  commands: PageCommand[];
  /** Why nothing can be found at the moment. */
  findOff: string | null;
  onfind: (query: string) => void;
  onopen: (recent: RecentView) => void;
};

/** An empty box. */
export const NOTHING: FindKindView = {
  kind: "empty",
  notAnId: null,
  value: "",
  picked: false,
  choices: [],
};

const MAX_RECENT = 5;
const MAX_FOUND = 6;

/** Every piece of what was typed begins a word. */
function matches(words: string, query: string): boolean {
  const starts = folded(words).split(/[^\p{L}\p{M}\p{N}]+/u);
  return folded(query)
    .split(/\s+/)
    .every((piece) => starts.some((word) => word.startsWith(piece)));
}

const holds = ({ reference, linkId, customer }: RecentView, query: string) =>
  [reference, linkId, customer].some((text) => text !== null && folded(text).includes(folded(query)));

export const nameOf = ({ reference, linkId }: RecentView) => reference || shortId(linkId);

/** Why what was typed can be nothing that Find knows; null: it can. */
export const whyNot = (taken: Taken): string | null =>
  taken.kind === "not_an_id" || taken.kind === "several" ? whyNotAsked(taken) : null;

export function groupsFor(taken: Taken, offer: Offer): Group[] {
  const query = taken.query.trim();
  const open = (recent: RecentView): Option => ({
    id: recent.linkId,
    icon: query === "" ? "clock" : "link",
    words: nameOf(recent),
    recent,
    run: () => {
      offer.onopen(recent);
    },
  });
  const can = ({ off = null }: PageCommand) => off === null;
  const matching = (commands: PageCommand[]) =>
    query === "" ? commands.filter(can) : commands.filter(({ words }) => matches(words, query));

  const groups: Group[] = [];
  const { page } = offer;
  const recents =
    query === ""
      ? offer.recents.slice(0, MAX_RECENT)
      : offer.recents.filter((recent) => holds(recent, query)).slice(0, MAX_FOUND);
  groups.push({
    id: "here",
    title: query === "" ? palette.recent : palette.here,
    options: recents.map(open),
  });
  if (page) groups.push({ id: "page", title: palette.onLink(page.title), options: matching(page.commands) });
  groups.push({ id: "do", title: palette.doIt, options: matching(offer.commands) });

  const known = groups.filter(({ options }) => options.length > 0);
  const finding = findGroup(taken, query, offer);
  if (finding === null) return known;
  // A plain word is rather the name of a customer or of something to do than a reference.
  const isWord = taken.kind === "reference" && !/\p{N}/u.test(query);
  return isWord ? [...known, finding] : [finding, ...known];
}

/** What may have been meant, of what cannot be looked for as it is. */
function choiceGroup({ choices }: Taken, { findOff, onfind }: Offer): Group | null {
  if (choices.length === 0) return null;
  const options = choices.map(({ kind, value }): Option => ({
    id: `find ${value}`,
    icon: "search",
    words: value,
    aside: find.kinds[kind],
    choice: value,
    off: findOff,
    run: () => {
      onfind(value);
    },
  }));
  return { id: "choices", title: palette.choices, options };
}

function findGroup(taken: Taken, query: string, offer: Offer): Group | null {
  const { kind, value } = taken;
  const { findOff, onfind } = offer;
  if (query === "" || kind === "empty") return null;
  if (kind === "not_an_id" || kind === "several") return choiceGroup(taken, offer);
  const option: Option = {
    id: "find",
    icon: "search",
    words: palette.findIt[kind],
    under: value,
    aside: palette.asks[kind],
    off: findOff,
    run: () => {
      onfind(value);
    },
  };
  return { id: "find", title: palette.looksLike[kind], options: [option] };
}
