// The order of the recent links, and how old they are.

import type { RecentView } from "$lib/ipc";

/** The same links in the order that they were shown in; new ones first. */
export function inTheOrderOf(shown: RecentView[], recents: RecentView[]): RecentView[] {
  const place = new Map(shown.map(({ linkId }, at) => [linkId, at]));
  const placeOf = ({ linkId }: RecentView) => place.get(linkId) ?? -1;
  return recents.toSorted((a, b) => placeOf(a) - placeOf(b));
}

export function latest(recents: RecentView[]): number | null {
  return recents.reduce<number | null>((last, { seenAt }) => Math.max(last ?? 0, seenAt), null);
}
