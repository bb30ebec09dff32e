// Where the focus is put by the program and must be seen, whatever was used last: a browser draws no ring around a
// button that gets the focus after a click, and a person who goes on with the keyboard would not know where they are.

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
  element.focus();
}
