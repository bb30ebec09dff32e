// The read that failed last, until another read begins: the error, what was asked for, and how to try again. A missing sign-in
// leads to the connect page instead.

import { troubleOf } from "$lib/failure";
import type { WireError } from "$lib/ipc";
import type { Accounts } from "./accounts.svelte";
import type { Connection } from "./connection.svelte";
import type { Navigation } from "./navigation.svelte";

export type Failure = { error: WireError; query: string | null; at: number; retry: () => Promise<void> };

export class ReadFailure {
  current = $state.raw<Failure | null>(null);

  readonly #accounts: Accounts;
  readonly #connection: Connection;
  readonly #navigation: Navigation;

  constructor(accounts: Accounts, connection: Connection, navigation: Navigation) {
    this.#accounts = accounts;
    this.#connection = connection;
    this.#navigation = navigation;
  }

  set(error: WireError, query: string | null, retry: () => Promise<void>): void {
    if (error.detail.retryAfterMs !== null) this.#connection.wait(error.detail.retryAfterMs);
    const trouble = troubleOf(error);
    if (trouble === "network") this.#connection.failed();
    const account = this.#accounts.current;
    if (trouble === "signed_out" && account) {
      this.#navigation.connect({
        why: error.code === "secret_missing" ? "session_over" : "signed_out",
        account,
      });
      return;
    }
    this.current = { error, query, at: Date.now(), retry };
  }

  clear(): void {
    this.current = null;
  }
}
