// The zoom of the page: Ctrl and plus, minus or zero, as in a browser. The web view has no such keys on Linux. Stored in the
// web view: it belongs to a screen and a person, not to an account.

import { commands } from "$lib/ipc";

const SIZES = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400];
const USUAL = 100;
const KEPT = "zoom";

/** The size after this key, or null where it is no key for sizes. */
export function zoomAfter(
  now: number,
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
): number | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.key === "0") return USUAL;
  if (event.key === "+" || event.key === "=") return SIZES.find((size) => size > now) ?? now;
  if (event.key === "-" || event.key === "_") return SIZES.findLast((size) => size < now) ?? now;
  return null;
}

/** What was kept; anything else than one of the sizes is the usual one. */
function kept(): number {
  try {
    const size = Number(localStorage.getItem(KEPT));
    return SIZES.includes(size) ? size : USUAL;
  } catch {
    return USUAL;
  }
}

function keep(size: number): void {
  try {
    localStorage.setItem(KEPT, String(size));
  } catch {
    // A store that takes nothing: then the size is for this session.
  }
}

/** Takes up the size of the last time, and listens for the keys. */
export function listenForZoom(): void {
  let size = kept();
  if (size !== USUAL) void commands.zoom(size);
  window.addEventListener("keydown", (event) => {
    const next = zoomAfter(size, event);
    if (next === null) return;
    event.preventDefault();
    if (next === size) return;
    size = next;
    keep(size);
    void commands.zoom(size);
  });
}
