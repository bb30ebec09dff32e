// How keys move in a list of rows. The list itself keeps which row has the focus.

/** Where a key leads to from the row `at` of `count`; null: it is no key of a list. `page`: how many rows are in sight. */
export function rowFor(key: string, at: number, count: number, page: () => number): number | null {
  const last = count - 1;
  const within = (row: number) => Math.min(Math.max(0, row), last);
  switch (key) {
    case "ArrowDown":
      return within(at + 1);
    case "ArrowUp":
      return within(at - 1);
    case "PageDown":
      return within(at + page());
    case "PageUp":
      return within(at - page());
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** As many rows as are in sight at once, less the one that was reached. Whatever scrolls around them is as low as what is seen. */
export function pageful(body: HTMLElement): number {
  const row = body.querySelector<HTMLElement>("[data-row]");
  let room = innerHeight;
  for (let box: HTMLElement | null = body; box; box = box.parentElement) {
    if (box.clientHeight > 0) room = Math.min(room, box.clientHeight);
  }
  return Math.max(1, Math.floor(room / Math.max(1, row?.offsetHeight ?? 0)) - 2);
}
