// Find: what is being looked for, what the words were taken for, and what is to be said of the result.

import { shortened } from "$lib/bidi";
import { commands, type FindKindView } from "$lib/ipc";
import type { Accounts } from "./accounts.svelte";
import type { LinkPage } from "./linkPage.svelte";
import type { Navigation } from "./navigation.svelte";
import type { ReadFailure } from "./readFailure.svelte";
import type { Reads } from "./reads";
import type { Recents } from "./recents.svelte";

/** The id was picked out of a longer text, or Pine Labs spells it otherwise. */
export type FindNote = { picked: string | null; knownAs: string | null };

/** Of a pasted message only the beginning is said. */
const MAX_SAID = 60;

type Stores = {
  accounts: Accounts;
  failure: ReadFailure;
  linkPage: LinkPage;
  navigation: Navigation;
  reads: Reads;
  recents: Recents;
};

export class Find {
  /** What is being looked for, as it is said. */
  query = $state<string | null>(null);
  /** Why the words cannot be looked for as they are, as told before anything was asked. */
  notAnId = $state.raw<FindKindView | null>(null);
  /** What the words of the last search were taken for, where it has found nothing. */
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
    this.query = shortened(text, MAX_SAID);
    const result = await commands.find({ accountId: account.id, text });
    if (!isWanted()) return;
    this.query = null;
    if (result.status === "error") {
      failure.set(result.error, text, () => this.run(text));
      return;
    }
    const { taken, found, problem } = result.data;
    if (!found) {
      this.kind = taken;
      if (problem) failure.set(problem, taken.value, () => this.run(text));
      else this.notAnId = taken;
      return;
    }
    this.note = { picked: taken.picked ? taken.value : null, knownAs: found.knownAs };
    navigation.go("links");
    linkPage.show(found.page);
    // The link that was found comes first.
    recents.list = found.recents;
  }

  /** Takes back what was said of the last search. */
  dismiss(): void {
    this.#stores.failure.clear();
    this.notAnId = null;
    this.kind = null;
  }
}
