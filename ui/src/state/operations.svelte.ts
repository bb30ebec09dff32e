// The one store of operations: the newest revision of each that the page has heard of, by whatever way; which of the current
// account's are unfinished; and which the last exit interrupted before anything was sent.

import { SvelteMap } from "svelte/reactivity";
import { holdEnd } from "$lib/holds";
import { commands, type OperationView } from "$lib/ipc";

/** The desktop side starts before its page, and resolves what it finds meanwhile. */
const START_MS = 60_000;

/** A count that failed is tried again after this time. */
const RECOUNT_MS = 15_000;

const IN_FLIGHT = ["held", "sending"];

type Follower = (changed: OperationView[]) => void;

export class Operations {
  /** Checking, or needing a decision of the person that is neither made nor seen. */
  unfinished = $state.raw<OperationView[]>([]);
  /** Interrupted by the last exit, and not sent. */
  interrupted = $state.raw<OperationView[]>([]);

  readonly #since = Date.now() - START_MS;
  readonly #newest = new SvelteMap<string, OperationView>();
  #followers: Follower[] = [];
  #accountId: string | null = null;
  /** The last count of each account: a count that fails is not zero. */
  #counted: Partial<Record<string, OperationView[]>> = {};
  #timer: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;
  #dismissed: string[] = [];

  /** The newest revision of an operation. Null: the page has not heard of it. */
  get(id: string): OperationView | null {
    return this.#newest.get(id) ?? null;
  }

  /**
   * Takes what a command answers about an operation, which may be older than what is known. Returns the newest. Nobody else is
   * told: whoever shows it reads the store.
   */
  take(view: OperationView): OperationView {
    const known = this.#newest.get(view.id);
    if (known !== undefined && known.revision >= view.revision) return known;
    this.#keep(view);
    return view;
  }

  /** Takes what the desktop side tells by itself. What is older than what is known is dropped. */
  hear(views: OperationView[]): void {
    const changed = views.filter((view) => view.revision >= (this.get(view.id)?.revision ?? view.revision));
    if (changed.length === 0) return;
    for (const view of changed) this.#keep(view);
    for (const follower of this.#followers) follower(changed);
    const own = changed.filter(({ accountId }) => accountId === this.#accountId);
    for (const view of own) this.#addInterrupted(view);
    // Which ones the person has seen is known on the desktop side only, so the whole list is read.
    if (own.some(({ outcome }) => !IN_FLIGHT.includes(outcome))) void this.count();
  }

  /** Calls `follower` for every change from now on, of every account. Returns how to stop. */
  follow(follower: Follower): () => void {
    this.#followers = [...this.#followers, follower];
    return () => {
      this.#followers = this.#followers.filter((other) => other !== follower);
    };
  }

  /** Turns to an account: shows the last count of it at once, and reads it anew. */
  async read(accountId: string | null): Promise<void> {
    if (accountId !== this.#accountId) {
      this.#turn += 1;
      this.unfinished = this.#counted[accountId ?? ""] ?? [];
      this.interrupted = [];
    }
    this.#accountId = accountId;
    if (accountId === null) return;
    const [, answer] = await Promise.all([this.count(), commands.operations(accountId)]);
    if (accountId !== this.#accountId || answer.status === "error") return;
    for (const view of answer.data) {
      this.take(view);
      this.#addInterrupted(view);
    }
  }

  /** Reads which operations are unfinished now. */
  async count(): Promise<void> {
    const accountId = this.#accountId;
    if (accountId === null) return;
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await commands.unfinished(accountId);
    if (turn !== this.#turn) return;
    this.#scheduleRecount(answer.status === "error");
    if (answer.status === "error") return;
    this.unfinished = answer.data;
    this.#counted[accountId] = answer.data;
  }

  /** The person has read which operations were interrupted. */
  dismissInterrupted(): void {
    this.#dismissed = [...this.#dismissed, ...this.interrupted.map(({ id }) => id)];
    this.interrupted = [];
  }

  #keep(view: OperationView): void {
    this.#newest.set(view.id, view);
    // The hold counts from now, not from when it is drawn.
    holdEnd(view);
  }

  #scheduleRecount(failed: boolean): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = failed ? setTimeout(() => void this.count(), RECOUNT_MS) : null;
  }

  #addInterrupted(operation: OperationView): void {
    const { id, interruptedAt } = operation;
    const isOfThisStart = interruptedAt !== null && interruptedAt >= this.#since;
    if (!isOfThisStart || this.#dismissed.includes(id)) return;
    if (this.interrupted.some((known) => known.id === id)) return;
    this.interrupted = [...this.interrupted, operation];
  }
}
