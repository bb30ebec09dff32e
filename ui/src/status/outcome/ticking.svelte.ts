// Clocks for countdowns: they tick only while there is something to count.

const TICK = 100;

/** The present by `read`, moving on several times a second while `running` says so. */
export function ticking(running: () => boolean, read = () => Date.now()): () => number {
  let at = $state(read());
  $effect(() => {
    if (!running()) return;
    at = read();
    const timer = setInterval(() => (at = read()), TICK);
    return () => {
      clearInterval(timer);
    };
  });
  return () => at;
}
