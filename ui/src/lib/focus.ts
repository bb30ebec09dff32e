// Where the program puts the focus, and whether that is seen. A browser draws a ring only where it believes that keys are in
// use, and it is wrong about it after a click: whoever goes on with the keyboard would not know where they are.

import { tick } from "svelte";

let keysInUse = false;

addEventListener("keydown", () => (keysInUse = true), { capture: true });
addEventListener("pointerdown", () => (keysInUse = false), { capture: true });

/** Focuses an element and shows the ring until it leaves it. The look is in styles/base.css. */
export function focusInSight(element: HTMLElement): void {
  element.dataset.focusShown = "";
  element.addEventListener(
    "blur",
    () => {
      delete element.dataset.focusShown;
    },
    { once: true },
  );
  element.focus({ focusVisible: true });
}

/** Focuses an element, with the ring where the last thing used was the keyboard. */
export function focusHere(element: HTMLElement | null | undefined): void {
  element?.focus(keysInUse ? { focusVisible: true } : undefined);
}

/** What has the focus now. Give it to `focusHere` later: what is gone by then, or was nothing, is left alone. */
export function focused(): HTMLElement | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement !== document.body ? activeElement : null;
}

/** The part of the page around an element, for when that is gone: in a dialog its way out. */
function homeOf(element: Element): HTMLElement | null {
  const home = element.closest<HTMLElement>('[role="dialog"], [data-focus-home]');
  return home?.querySelector<HTMLElement>("[data-way-out]") ?? home ?? document.querySelector("main");
}

/**
 * Where a part of the page is about to change (in an `$effect.pre`, or before the change is made): if what has the focus
 * there goes away with it, the focus goes to `to`, else to the part of the page around it, and not to nowhere.
 */
export async function keepFocus(part: Element | null, to?: () => HTMLElement | null): Promise<void> {
  if (!part?.contains(document.activeElement)) return;
  const home = homeOf(part);
  await tick();
  if (focused() === null) focusHere(to?.() ?? home);
}
