// When the page may have slept: a web view out of sight is not always told what happens, nor is a computer that is suspended,
// nor a second copy of the program.

const BEAT_MS = 5_000;

/** A beat that is so late was not only slow. A web view out of sight counts slower, and is woken when it is seen. */
const SLEPT_MS = 30_000;

/** Calls `woken` when the window comes to the front, is seen again, or was suspended. Returns how to stop. */
export function onWake(woken: () => void): () => void {
  let last = Date.now();
  const beat = setInterval(() => {
    const late = Date.now() - last - BEAT_MS;
    last = Date.now();
    if (late > SLEPT_MS && !document.hidden) woken();
  }, BEAT_MS);
  const seen = () => {
    if (!document.hidden) woken();
  };
  addEventListener("focus", woken);
  document.addEventListener("visibilitychange", seen);
  return () => {
    clearInterval(beat);
    removeEventListener("focus", woken);
    document.removeEventListener("visibilitychange", seen);
  };
}
