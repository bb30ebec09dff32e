// Outcomes that were read. The link page keeps an outcome until another link is opened: then it has been read, and is
// not shown again. What is still open, or needs the person, is always shown.

import type { OperationView } from "$lib/ipc";
import { isSettled } from "./live.svelte";

const read = new Set<string>();
let shown: { linkId: string; key: string } | null = null;

const keyOf = ({ id, outcome }: OperationView) => `${id} ${outcome}`;

/** A link's page is opened: what stood on another link's page has been read. */
export function pageOpened(linkId: string) {
  if (shown === null || shown.linkId === linkId) return;
  read.add(shown.key);
  shown = null;
}

/** An outcome stands on the page of its link. */
export function outcomeShown(operation: OperationView) {
  if (isSettled(operation) && operation.outcome !== "needs_you") {
    shown = { linkId: operation.linkId, key: keyOf(operation) };
  }
}

export const wasRead = (operation: OperationView) => read.has(keyOf(operation));
