// The words of the palette.

import type { FindKind } from "$lib/ipc";

type Findable = Exclude<FindKind, "empty" | "several" | "not_an_id">;

export const en = {
  label: "Find or do",
  results: "Results",
  clear: "Clear",
  looksLike: {
    link_id: "Looks like a link ID",
    reference: "Looks like a reference",
    order_id: "Looks like an order ID",
    payment_id: "Looks like a payment ID",
    url: "Looks like a link URL",
  } satisfies Record<Findable, string>,
  findIt: {
    link_id: "Find this link",
    reference: "Find this reference",
    order_id: "Find this order",
    payment_id: "Find this payment",
    url: "Find this link URL",
  } satisfies Record<Findable, string>,
  asks: {
    link_id: "asks Pine Labs",
    reference: "asks Pine Labs",
    order_id: "asks Pine Labs",
    payment_id: "asks Pine Labs",
    url: "on this computer only",
  } satisfies Record<Findable, string>,
  choices: "Look for",
  here: "Links on this computer",
  recent: "Recent",
  onLink: (reference: string) => `On ${reference}`,
  doIt: "Do",
  goLinks: "Go to Links",
  goActivity: "Go to Activity",
  goSettings: "Go to Settings",
  switchAccount: "Switch account…",
  addAccount: "Add an account…",
  again: "Read the open page again",
  keys: "All keys",
  enter: "Enter",
  hints: { move: "move", open: "open", close: "close", keys: "all keys" },
};
