// Which route is shown. The table of pages is in app/routes.ts.

import type { AccountView } from "$lib/ipc";
import type { Accounts } from "./accounts.svelte";

/** Why the connect page is shown, and for which account. */
export type ConnectFor =
  | { why: "first" | "add"; account: null }
  | { why: "replace" | "signed_out" | "session_over" | "keychain_shut"; account: AccountView };

/** Each route with its parameters. */
export type RouteParams = {
  links: null;
  activity: null;
  settings: null;
  connect: ConnectFor;
};

export type RouteName = keyof RouteParams;

/** The routes of a connected account, which stand inside the shell. */
export type ShellRouteName = Exclude<RouteName, "connect">;

export type Route = { [Name in RouteName]: { name: Name; params: RouteParams[Name] } }[RouteName];

const FIRST: Route = { name: "connect", params: { why: "first", account: null } };

export class Navigation {
  readonly #accounts: Accounts;
  #wanted = $state.raw<Route>({ name: "links", params: null });

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Without an account there is only the connect page. */
  get route(): Route {
    return this.#accounts.current === null && this.#wanted.name !== "connect" ? FIRST : this.#wanted;
  }

  go(name: ShellRouteName): void {
    this.#wanted = { name, params: null };
  }

  connect(params: ConnectFor): void {
    this.#wanted = { name: "connect", params };
  }
}
