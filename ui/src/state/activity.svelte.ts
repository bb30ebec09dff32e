// The Activity page: the filter, the operations that match, and the one that is open. An answer to an older request is dropped,
// and the last answer stays while it is read again.

import { announce } from "./announcements.svelte";
import { dayStart } from "$lib/calendar";
import { commands } from "$lib/ipc";
import type {
  OperationKind,
  ActivityEntryView,
  ActivityRequest,
  ActivityView,
  OperationView,
  OutcomeKind,
  WireError,
} from "$lib/ipc";
import { activity, exportWords } from "$lib/messages/activity";
import { ChainCheck } from "./chain.svelte";
import type { Operations } from "./operations.svelte";
import { boundsOf, type Period } from "$lib/period";

/** So many rows at first, and so many more each time. */
export const PAGE_SIZE = 100;

export type Filter = {
  outcome: OutcomeKind | null;
  kind: OperationKind | null;
  text: string;
  period: Period;
  /** The midnight of the one day, where it is one. */
  day: number;
};

const widest = (): Filter => ({
  outcome: null,
  kind: null,
  text: "",
  period: "all",
  day: dayStart(Date.now()),
});

export class Activity {
  readonly accountId: string;
  readonly chain: ChainCheck;

  filter = $state.raw<Filter>({ ...widest(), period: "week" });
  view = $state.raw<ActivityView | null>(null);
  problem = $state.raw<WireError | null>(null);
  reading = $state(false);

  openId = $state<string | null>(null);
  details = $state.raw<ActivityEntryView | null>(null);
  detailsProblem = $state.raw<WireError | null>(null);

  /** The file that was written last, or why none was. */
  exported = $state.raw<{ path: string } | { error: WireError } | null>(null);
  exporting = $state(false);

  /** How many rows are to be shown. */
  #limit = PAGE_SIZE;
  #turn = 0;
  #detailsTurn = 0;

  readonly #operations: Operations;

  constructor(accountId: string, operations: Operations) {
    this.accountId = accountId;
    this.#operations = operations;
    this.chain = new ChainCheck(accountId);
  }

  /** How many of each outcome there are, whichever of them is asked for. */
  count(outcome: OutcomeKind | null): number {
    const counts = this.view?.counts ?? [];
    return counts
      .filter((one) => outcome === null || one.outcome === outcome)
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** The open operation: with its details, or as its row has it. */
  get open(): OperationView | null {
    if (this.details) return this.details.operation;
    return this.view?.entries.find(({ id }) => id === this.openId) ?? null;
  }

  /** Nothing is left out. */
  get unfiltered(): boolean {
    const { outcome, kind, text, period } = this.filter;
    return outcome === null && kind === null && text.trim() === "" && period === "all";
  }

  async look(change: Partial<Filter>): Promise<void> {
    this.filter = { ...this.filter, ...change };
    this.#limit = PAGE_SIZE;
    const before = this.view?.total;
    await this.read();
    if (this.view && this.view.total !== before) announce(activity.found(this.view.total));
  }

  async widen(): Promise<void> {
    await this.look(widest());
  }

  /** Shows the next page below the rows that are there. */
  async more(): Promise<void> {
    this.#limit += PAGE_SIZE;
    const { view } = this;
    const last = view?.entries.at(-1);
    // What is being read already is older than this wish.
    if (!view || !last || this.reading) return this.read();
    const before = { confirmedAt: last.confirmedAt, number: last.number };
    await this.#read({ ...this.#request(PAGE_SIZE), before }, view.entries);
  }

  /** Reads anew what is shown. */
  async read(): Promise<void> {
    await this.#read(this.#request(this.#limit), []);
  }

  async #read(request: ActivityRequest, above: OperationView[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.reading = true;
    const answer = await commands.activity(request);
    if (turn !== this.#turn) return;
    this.reading = false;
    if (answer.status === "error") {
      this.problem = answer.error;
      return;
    }
    this.problem = null;
    this.view = { ...answer.data, entries: [...above, ...answer.data.entries] };
  }

  async show(id: string): Promise<void> {
    if (this.details?.operation.id !== id) this.details = null;
    this.openId = id;
    await this.#readDetails(id);
  }

  close(): void {
    this.#detailsTurn += 1;
    this.openId = null;
    this.details = null;
    this.detailsProblem = null;
  }

  /** Reads again what is shown. */
  async again(): Promise<void> {
    await Promise.all([this.read(), this.openId === null ? undefined : this.#readDetails(this.openId)]);
  }

  /** Follows the operations while the page is shown. Returns how to stop. */
  listen(): () => void {
    return this.#operations.follow((changed) => {
      this.hear(changed);
    });
  }

  /** Changes: reads the list again, and the open operation where it is one of them. */
  hear(changed: OperationView[]): void {
    const own = changed.filter(({ accountId }) => accountId === this.accountId);
    if (own.length === 0) return;
    void this.read();
    void this.chain.begin();
    const open = own.find(({ id }) => id === this.openId);
    if (open) void this.#readDetails(open.id);
  }

  async export(): Promise<void> {
    if (this.exporting) return;
    this.exporting = true;
    const answer = await commands.exportActivity(this.#request(PAGE_SIZE), exportWords());
    this.exporting = false;
    this.exported = answer.status === "ok" ? { path: answer.data } : { error: answer.error };
  }

  async #readDetails(id: string): Promise<void> {
    this.#detailsTurn += 1;
    const turn = this.#detailsTurn;
    this.detailsProblem = null;
    const answer = await commands.activityEntry(id);
    if (turn !== this.#detailsTurn) return;
    if (answer.status === "ok") this.details = answer.data;
    else this.detailsProblem = answer.error;
  }

  #request(limit: number): ActivityRequest {
    const { outcome, kind, text, period, day } = this.filter;
    return {
      accountId: this.accountId,
      ...boundsOf(period, day, Date.now()),
      outcome,
      kind,
      text: text.trim() === "" ? null : text.trim(),
      before: null,
      limit,
    };
  }
}
