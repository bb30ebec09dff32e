// The operations of the current account, as far as the page has to know of them at any time: the newest revision of each that
// was heard of, those that are unfinished, and those that the last exit interrupted before anything was sent.

import { holdEnd } from "$lib/holds";
import { commands, onOperationChanged, type OperationView } from "$lib/ipc";
import { stopListening } from "$lib/ipc/listening";

/** The desktop side starts before its page, and resolves what it finds meanwhile. */
const START_MS = 60_000;

/** A count that failed is tried again after this time. */
const RECOUNT_MS = 15_000;

const IN_FLIGHT = ["held", "sending"];

type Follower = (operation: OperationView) => void;

export class Operations {
  /** Checking, or needing a decision of the person that is neither made nor seen. */
  unfinished = $state.raw<OperationView[]>([]);
  /** Interrupted by the last exit, and not sent. */
  interrupted = $state.raw<OperationView[]>([]);

  readonly #since = Date.now() - START_MS;
  readonly #newest: Partial<Record<string, OperationView>> = {};
  #followers: Follower[] = [];
  #accountId: string | null = null;
  /** The last count of each account: a count that fails is not zero. */
  #counted: Partial<Record<string, OperationView[]>> = {};
  #timer: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;
  #dismissed: string[] = [];

  /** The one listener for operations, and for the window that comes to the front. Returns how to stop it. */
  listen(): () => void {
    const stop = stopListening(
      onOperationChanged((operation) => {
        this.hear(operation);
      }),
    );
    // A second copy of the program gets no events of the first one.
    const recount = () => void this.count();
    addEventListener("focus", recount);
    return () => {
      removeEventListener("focus", recount);
      stop();
    };
  }

  /** Calls `follower` for every change from now on, of every account. Returns how to stop. */
  follow(follower: Follower): () => void {
    this.#followers = [...this.#followers, follower];
    return () => {
      this.#followers = this.#followers.filter((other) => other !== follower);
    };
  }

  /** The newest revision that is known of an operation, `view` included. */
  newest(view: OperationView): OperationView {
    const known = this.#newest[view.id];
    return known !== undefined && known.revision > view.revision ? known : view;
  }

  /** Takes a change. One that is older than what is known is dropped. */
  hear(operation: OperationView): void {
    if (this.newest(operation) !== operation) return;
    this.#newest[operation.id] = operation;
    // The hold counts from now, not from when it is drawn.
    holdEnd(operation);
    for (const follower of this.#followers) follower(operation);
    if (operation.accountId !== this.#accountId) return;
    this.#addInterrupted(operation);
    // Which ones the person has seen is known on the desktop side only, so the whole list is read.
    if (!IN_FLIGHT.includes(operation.outcome)) void this.count();
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
    for (const operation of answer.data) this.#addInterrupted(operation);
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
