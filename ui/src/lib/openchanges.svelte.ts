// What is left open of the changes that were asked for here: those whose outcome is not known, those that need the person,
// and those that came to nothing because the program was closed. Of one account, the one in front.

import { commands, type OperationView } from "$lib/ipc";

// The program starts before its page does, and settles what it finds meanwhile.
const START_TAKES = 60_000;

/** What could not be read is asked for again after so long. */
const RECOUNT_MS = 15_000;

const onTheirWay = ["held", "sending"];

export class OpenChanges {
  /** Checking, or needing the person and neither decided nor seen. */
  unfinished = $state.raw<OperationView[]>([]);
  /** Found at this start: ended unsent, because the program was closed before. */
  closed = $state.raw<OperationView[]>([]);

  readonly #since = Date.now() - START_TAKES;
  #accountId: string | null = null;
  /** As it was last read, of each account: a count that cannot be read is not none. */
  #known: Partial<Record<string, OperationView[]>> = {};
  #timer: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;
  #read: string[] = [];

  /** Begins with an account, with the last that is known of it: nothing of the one before it stays. */
  async read(accountId: string | null): Promise<void> {
    if (accountId !== this.#accountId) {
      this.#turn += 1;
      this.unfinished = this.#known[accountId ?? ""] ?? [];
      this.closed = [];
    }
    this.#accountId = accountId;
    if (accountId === null) return;
    const [, answer] = await Promise.all([this.count(), commands.operations(accountId)]);
    if (accountId !== this.#accountId || answer.status === "error") return;
    for (const operation of answer.data) this.#findClosed(operation);
  }

  /** A step of a change. Only the desktop side knows what was seen, so it is asked for the whole list. */
  hear(operation: OperationView): void {
    if (operation.accountId !== this.#accountId) return;
    this.#findClosed(operation);
    if (!onTheirWay.includes(operation.outcome)) void this.count();
  }

  /** Asks for all that is open now. */
  async count(): Promise<void> {
    const accountId = this.#accountId;
    if (accountId === null) return;
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await commands.unfinished(accountId);
    if (turn !== this.#turn) return;
    this.#askAgain(answer.status === "error");
    if (answer.status === "error") return;
    this.unfinished = answer.data;
    this.#known[accountId] = answer.data;
  }

  /** The person has read what came to nothing. */
  putAway(): void {
    this.#read = [...this.#read, ...this.closed.map(({ id }) => id)];
    this.closed = [];
  }

  #askAgain(failed: boolean): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = failed ? setTimeout(() => void this.count(), RECOUNT_MS) : null;
  }

  #findClosed(operation: OperationView): void {
    const { id, interruptedAt } = operation;
    const found = interruptedAt !== null && interruptedAt >= this.#since;
    if (!found || this.#read.includes(id) || this.closed.some((known) => known.id === id)) return;
    this.closed = [...this.closed, operation];
  }
}
