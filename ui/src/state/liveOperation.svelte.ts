// The one operation that a page or a dialog shows, at its newest revision. It is heard of in three ways at once (changes,
// answers of commands, a link that was read again), in any order.

import type { OperationView } from "$lib/ipc";
import { isFinal } from "$lib/outcomes";
import type { Operations } from "./operations.svelte";

export class LiveOperation {
  current = $state.raw<OperationView | null>(null);

  readonly #operations: Operations;

  constructor(operations: Operations) {
    this.#operations = operations;
  }

  /** A change. One of another operation waits until this one is final. */
  hear(change: OperationView): void {
    const known = this.current;
    if (known === null || (known.id === change.id ? change.revision >= known.revision : isFinal(known)))
      this.current = change;
  }

  /** The answer of the command that started an operation. */
  start(answer: OperationView): void {
    if (this.current?.id === answer.id) this.adopt(answer);
    else this.current = answer;
  }

  /** A view that may be older than the last change: the answer of a command, or a link read meanwhile. */
  adopt(view: OperationView): void {
    const known = this.current;
    const newest = this.#operations.newest(view);
    if (known === null || (known.id === view.id ? newest.revision > known.revision : isFinal(known))) {
      this.current = newest;
    }
  }

  /** Takes every change that `isMeant` from now on. Returns how to stop. */
  follow(isMeant: (change: OperationView) => boolean): () => void {
    // Changes that came while the page was being drawn had no follower yet.
    if (this.current) this.adopt(this.current);
    return this.#operations.follow((change) => {
      if (isMeant(change)) this.hear(change);
    });
  }

  clear(): void {
    this.current = null;
  }
}
