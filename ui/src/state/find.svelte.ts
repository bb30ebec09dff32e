// Find: what is being looked for, what the words were taken for, and what is to be said of the result.

import { commands, type FindKindView } from "$lib/ipc";
import type { Accounts } from "./accounts.svelte";
import type { LinkPage } from "./linkPage.svelte";
import type { Navigation } from "./navigation.svelte";
import type { ReadFailure } from "./readFailure.svelte";
import type { Reads } from "./reads";
import type { Recents } from "./recents.svelte";

/** The id was picked out of a longer text, or Pine Labs spells it otherwise. */
export type FindNote = { picked: string | null; knownAs: string | null };

type Stores = {
  accounts: Accounts;
  failure: ReadFailure;
  linkPage: LinkPage;
  navigation: Navigation;
  reads: Reads;
  recents: Recents;
};

export class Find {
  /** What is being looked for. */
  query = $state<string | null>(null);
  /** Why the words cannot be looked for as they are, as told before anything was asked. */
  notAnId = $state.raw<FindKindView | null>(null);
  /** What the words were taken for, until something is found. */
  kind = $state.raw<FindKindView | null>(null);
  note = $state.raw<FindNote | null>(null);

  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
    stores.reads.onBegin(() => {
      this.query = null;
      this.note = null;
      this.dismiss();
    });
  }

  get busy(): boolean {
    return this.query !== null;
  }

  /** The open page is older than the last search. */
  get showsOlderPage(): boolean {
    const { page } = this.#stores.linkPage;
    return page !== null && this.query === null && this.kind !== null && this.kind.kind !== "empty";
  }

  async run(text: string): Promise<void> {
    const { accounts, failure, linkPage, navigation, reads, recents } = this.#stores;
    const account = accounts.current;
    if (!account) return;
    const isWanted = reads.begin();
    this.query = text;
    const classified = await commands.classify(text);
    if (!isWanted()) return;
    const { kind, value, picked } = classified;
    this.kind = classified;
    if (kind === "empty" || kind === "not_an_id" || kind === "several") {
      this.query = null;
      this.notAnId = classified;
      return;
    }
    this.query = value;
    const result = await commands.find({ accountId: account.id, query: value });
    if (!isWanted()) return;
    this.query = null;
    if (result.status === "error") {
      failure.set(result.error, value, () => this.run(text));
      return;
    }
    this.kind = null;
    this.note = { picked: picked ? value : null, knownAs: result.data.knownAs };
    navigation.go("links");
    linkPage.show(result.data.page);
    await recents.read("latest first");
  }

  /** Takes back what was said of the last search. */
  dismiss(): void {
    this.#stores.failure.clear();
    this.notAnId = null;
    this.kind = null;
  }
}
