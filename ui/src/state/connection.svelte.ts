// Whether Pine Labs can be reached: since when not, how long it asked to wait, and when it last answered.

import type { WaitAsked } from "$lib/ipc";
import { after } from "$lib/now";
import type { Accounts } from "./accounts.svelte";

/** The desktop side never waits longer by itself when Pine Labs asks to. */
const MAX_WAIT_MS = 60_000;

export class Connection {
  offlineSince = $state<number | null>(null);
  /** Pine Labs asked for no request before this time. */
  waitUntil = $state<number | null>(null);
  lastRead = $state<number | null>(null);

  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Another account: what was known of the last one does not hold for it. */
  reset(lastRead: number | null): void {
    this.answered();
    this.lastRead = lastRead;
  }

  read(asOf: number): void {
    this.lastRead = Math.max(this.lastRead ?? 0, asOf);
  }

  answered(): void {
    this.offlineSince = null;
    this.waitUntil = null;
  }

  failed(): void {
    this.offlineSince ??= Date.now();
  }

  wait(ms: number): void {
    const until = Date.now() + ms;
    this.waitUntil = until;
    after(ms, () => {
      if (this.waitUntil === until) this.waitUntil = null;
    });
  }

  /** A wait that the desktop side sits out by itself; the page only says so. */
  hear({ accountId, until }: WaitAsked): void {
    const left = Math.max(0, until - Date.now());
    // What is longer nobody waits for: the answer to the question that ran into it tells how long.
    if (left > MAX_WAIT_MS) return;
    if (accountId === this.#accounts.currentId && Date.now() + left > (this.waitUntil ?? 0)) this.wait(left);
  }
}
