// Until when each operation is held, by the monotonic clock: the wall clock may jump in the middle of a hold.

import type { OperationView } from "$lib/ipc";

type Hold = Pick<OperationView, "id" | "heldUntil" | "heldForMs">;

/** The end of each hold that was heard of. One that is sent again is held anew. */
const ends = new Map<string, number>();
let longest = Infinity;

/** No hold lasts longer. */
export function holdsLast(ms: number): void {
  longest = ms;
}

/** When a hold ends, as `performance.now()` counts: reckoned when it is first heard of. `null` where none is. */
export function holdEnd({ id, heldUntil, heldForMs }: Hold): number | null {
  if (heldUntil === null || heldForMs === null) return null;
  const hold = `${id} ${String(heldUntil)}`;
  const known = ends.get(hold);
  if (known !== undefined) return known;
  const end = performance.now() + Math.min(heldForMs, longest);
  ends.set(hold, end);
  return end;
}
