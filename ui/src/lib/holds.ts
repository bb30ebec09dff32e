// Until when each operation is held, by the monotonic clock: the wall clock may jump in the middle of a hold.

import type { OperationView } from "$lib/ipc";

/** The end of each hold that was heard of. One that is sent again is held anew. */
const ends = new Map<string, number>();
let longest = Infinity;

/** No hold lasts longer. */
export function holdsLast(ms: number): void {
  longest = ms;
}

/** When a hold ends, as `performance.now()` counts: reckoned when it is first heard of. `null` where none is. */
export function holdEnd(operation: OperationView): number | null {
  if (operation.outcome !== "held") return null;
  const { id, heldUntil, heldForMs } = operation;
  const hold = `${id} ${String(heldUntil)}`;
  const known = ends.get(hold);
  if (known !== undefined) return known;
  const end = performance.now() + Math.min(heldForMs, longest);
  ends.set(hold, end);
  return end;
}
