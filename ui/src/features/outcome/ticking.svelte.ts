// A clock for countdowns: it ticks only while there is something to count.

const TICK = 100;

/** The present time, moving on several times a second while `running` says so. */
export function ticking(running: () => boolean): () => number {
  let at = $state(Date.now());
  $effect(() => {
    if (!running()) return;
    at = Date.now();
    const timer = setInterval(() => (at = Date.now()), TICK);
    return () => {
      clearInterval(timer);
    };
  });
  return () => at;
}
