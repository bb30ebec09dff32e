// A link while the outcome of an operation on it is unknown.

import type { LinkView } from "$lib/ipc";

/** Whatever was read before: nothing is certain and nothing is offered, from the moment that an answer is lost. */
export const asChecking = (link: LinkView): LinkView => ({
  ...link,
  state: "checking",
  nextStep: "checking",
  actions: link.actions.map(({ kind }) => ({ kind, allowed: false, advised: false, reason: "checking" })),
});
