// The last event of each change, from the start of the page on. An event that comes while a page is still being read or drawn
// finds nobody there who listens; the page makes up for it from here.

import { holdEnd } from "$lib/holds";
import type { OperationView } from "$lib/ipc";

const last = new Map<string, OperationView>();

export function keepLatest(news: OperationView): void {
  last.set(news.id, news);
  // Whoever draws it later finds how long it has been counted down already.
  holdEnd(news);
}

/** The newer of a word about a change and its last event. */
export function latestOf(word: OperationView): OperationView {
  const news = last.get(word.id);
  return news !== undefined && news.revision > word.revision ? news : word;
}
