// The connected accounts, and which of them is current.

import { commands, type AccountView, type StartView, type WireError } from "$lib/ipc";

export class Accounts {
  list = $state.raw<AccountView[]>([]);
  currentId = $state<string | null>(null);

  get current(): AccountView | null {
    return this.list.find(({ id }) => id === this.currentId) ?? null;
  }

  set({ accounts, current }: Pick<StartView, "accounts" | "current">): void {
    this.list = accounts;
    this.currentId = current;
  }

  /** Reads the accounts again: a look-up may have found out which API dialect one speaks. */
  async reload(): Promise<void> {
    const result = await commands.start();
    if (result.status === "ok") this.list = result.data.accounts;
  }

  async saveToKeychain(accountId: string): Promise<WireError | null> {
    const result = await commands.saveToKeychain(accountId);
    if (result.status === "error") return result.error;
    const saved = result.data;
    this.list = this.list.map((account) => (account.id === saved.id ? saved : account));
    return null;
  }
}
