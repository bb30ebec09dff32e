// Which operation a page or a dialog shows. What is known of it is in the store of operations.

import type { OperationView } from "$lib/ipc";
import { isFinal } from "$lib/outcomes";
import type { Operations } from "./operations.svelte";

export class LiveOperation {
  readonly #operations: Operations;
  #id = $state<string | null>(null);

  constructor(operations: Operations) {
    this.#operations = operations;
  }

  /** The operation at its newest revision. */
  get current(): OperationView | null {
    return this.#id === null ? null : this.#operations.get(this.#id);
  }

  /** The answer of the command that started an operation: it is shown from now on. */
  start(answer: OperationView): void {
    this.#id = this.#operations.take(answer).id;
  }

  /** A view that may be older than the last change: the answer of a command, or a link read meanwhile. */
  adopt(view: OperationView): void {
    this.#operations.take(view);
    this.#turnTo(view);
  }

  /** Shows each operation that `isMeant` from now on. Returns how to stop. */
  follow(isMeant: (change: OperationView) => boolean): () => void {
    return this.#operations.follow((changes) => {
      for (const change of changes) if (isMeant(change)) this.#turnTo(change);
    });
  }

  clear(): void {
    this.#id = null;
  }

  /** One of another operation waits until this one is final. */
  #turnTo({ id }: OperationView): void {
    if (this.current === null || isFinal(this.current)) this.#id = id;
  }
}
