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

  /** Reads the list again. A link that was found comes first; one that was opened in the list keeps its row. */
  async read(order: "as it is" | "latest first" = "as it is"): Promise<void> {
    const accountId = this.#accounts.currentId;
    if (accountId === null) return;
    const result = await commands.recents(accountId);
    if (accountId !== this.#accounts.currentId || result.status === "error") return;
    this.list = order === "latest first" ? result.data : inTheOrderOf(this.list, result.data);
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
