// A link while the outcome of an operation on it is unknown.

import type { LinkView, OperationView } from "$lib/ipc";

const NOTHING_DONE = ["undone", "refused", "not_sent"];

/** Whatever was read before: nothing is certain and nothing is offered, from the moment that an answer is lost. */
export const asChecking = (link: LinkView): LinkView => ({
  ...link,
  state: "checking",
  nextStep: "checking",
  actions: link.actions.map(({ kind }) => ({ kind, allowed: false, advised: false, reason: "checking" })),
});

/**
 * The link was read while the outcome was unknown, and since then it is known that nothing was done: until it is read again, the
 * link as it was before tells more, and agrees with the outcome. A person's word is no such knowledge.
 */
export const wasReadTooEarly = ({ operation: then }: LinkView, now: OperationView | null): boolean =>
  now !== null &&
  then?.id === now.id &&
  then.outcome === "checking" &&
  NOTHING_DONE.includes(now.outcome) &&
  now.decidedAt === null;
