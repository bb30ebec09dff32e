// The links opened lately on this computer, of the current account.

import { commands, type RecentView } from "$lib/ipc";
import { inTheOrderOf } from "$lib/recents";
import type { Accounts } from "./accounts.svelte";
import type { ReadFailure } from "./readFailure.svelte";

export class Recents {
  list = $state.raw<RecentView[]>([]);

  readonly #accounts: Accounts;
  readonly #failure: ReadFailure;

  constructor(accounts: Accounts, failure: ReadFailure) {
    this.#accounts = accounts;
    this.#failure = failure;
  }

  /** Reads the list again. */
  async read(): Promise<void> {
    const accountId = this.#accounts.currentId;
    if (accountId === null) return;
    const result = await commands.recents(accountId);
    if (accountId !== this.#accounts.currentId || result.status === "error") return;
    this.show(result.data);
  }

  /** Shows the links as they are now, and keeps those that were shown in their rows. */
  show(recents: RecentView[]): void {
    this.list = inTheOrderOf(this.list, recents);
  }

  async forget(linkId: string): Promise<void> {
    const accountId = this.#accounts.currentId;
    if (accountId === null) return;
    const result = await commands.forgetRecent({ accountId, linkId });
    if (accountId !== this.#accounts.currentId) return;
    if (result.status === "ok") this.list = result.data;
    else this.#failure.set(result.error, null, () => this.forget(linkId));
  }
}
