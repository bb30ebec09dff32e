// The present time, for ages and times left that move on by themselves while nothing else happens.

import { createSubscriber } from "svelte/reactivity";

const HALF_A_MINUTE = 30_000;

const tick = createSubscriber((update) => {
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
