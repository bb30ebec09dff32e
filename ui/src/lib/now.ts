// The present time, for ages and times left that move on by themselves while nothing else happens; and the server's, for
// deadlines, which are of its clock.

import { createSubscriber } from "svelte/reactivity";

const HALF_A_MINUTE = 30_000;

let readAgain: () => void = () => undefined;

const tick = createSubscriber((update) => {
  readAgain = update;
  const timer = setInterval(update, HALF_A_MINUTE);
  return () => {
    clearInterval(timer);
  };
});

/** The time now. Read in a component or an effect, it is read again twice a minute. */
export function now(): number {
  tick();
  return Date.now();
}

/** How far the server's clock is ahead of this computer's, where that is too far to be left out. */
let offset = 0;

export function serverIsAhead(ms: number): void {
  offset = ms;
  readAgain();
}

/** The time now by the clock that deadlines are of. Read again like `now`. */
export function serverNow(): number {
  return now() + offset;
}

/** A timer of more milliseconds, 24 days, goes off at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Does something when so many milliseconds are over, or after 24 days where they are more. */
export function after(ms: number, then: () => void): void {
  setTimeout(then, Math.min(ms, MAX_TIMER_MS));
}
