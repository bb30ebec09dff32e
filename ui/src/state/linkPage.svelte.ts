// The link or order that is open, or on its way. Nothing here knows how it looks.

import { commands, type LinkView, type PageView, type WireError } from "$lib/ipc";
import type { Accounts } from "./accounts.svelte";
import type { Connection } from "./connection.svelte";
import type { Navigation } from "./navigation.svelte";
import type { ReadFailure } from "./readFailure.svelte";
import type { Reads } from "./reads";
import type { Recents } from "./recents.svelte";

type Stores = {
  accounts: Accounts;
  connection: Connection;
  failure: ReadFailure;
  navigation: Navigation;
  reads: Reads;
  recents: Recents;
};

export class LinkPage {
  page = $state.raw<PageView | null>(null);
  /** The page has the whole width. */
  expanded = $state(false);
  /** The name of a page that is being opened, and of which nothing is known yet. */
  opening = $state<string | null>(null);
  /** The open page is being read again. */
  rereading = $state(false);

  readonly #stores: Stores;
  readonly #findOrder: (orderId: string) => Promise<void>;

  /** `findOrder`: an order without a link is read again by finding it again. */
  constructor(stores: Stores, findOrder: (orderId: string) => Promise<void>) {
    this.#stores = stores;
    this.#findOrder = findOrder;
    stores.reads.onBegin(() => {
      this.opening = null;
      this.rereading = false;
    });
  }

  get link(): LinkView | null {
    return this.page?.link ?? null;
  }

  get isOpen(): boolean {
    return this.page !== null || this.opening !== null;
  }

  /** The open page has the whole width, and the list is out of sight. */
  isFull(wide: boolean): boolean {
    return this.isOpen && (this.expanded || !wide);
  }

  /** Opens a link that was seen before: first what is stored of it, then what Pine Labs answers. */
  async open(linkId: string, shown: string): Promise<void> {
    const { accounts, navigation, reads } = this.#stores;
    const account = accounts.current;
    if (!account) return;
    const isWanted = reads.begin();
    navigation.go("links");
    if (this.link?.linkId !== linkId) {
      this.page = null;
      this.opening = shown;
    }
    const known = await commands.knownLink({ accountId: account.id, linkId });
    if (!isWanted()) return;
    if (known.status === "ok" && known.data) {
      this.opening = null;
      this.page = { link: known.data };
    }
    await this.#read(account.id, linkId, isWanted);
  }

  /** Reads the open page again. */
  async refresh(): Promise<void> {
    const account = this.#stores.accounts.current;
    const { page } = this;
    if (!account || !page) return;
    if (page.order) {
      await this.#findOrder(page.order.order.orderId);
      return;
    }
    await this.#read(account.id, page.link.linkId, this.#stores.reads.begin());
  }

  /** A dialog has read the open link again. */
  take(page: PageView): void {
    this.#stores.reads.begin();
    this.show(page);
    void this.#stores.recents.read();
  }

  close(): void {
    this.#stores.reads.begin();
    this.clear();
  }

  clear(): void {
    this.page = null;
    this.expanded = false;
  }

  /** An error of a dialog that concerns more than its link. */
  fail(error: WireError): void {
    this.#stores.failure.set(error, null, () => this.refresh());
  }

  show(page: PageView): void {
    const { accounts, connection, failure } = this.#stores;
    const shown = page.link ?? page.order;
    if (shown.accountId !== accounts.currentId) return;
    this.opening = null;
    this.page = page;
    connection.read(shown.asOf);
    if (page.link?.stale) {
      failure.set(page.link.stale, page.link.reference, () => this.refresh());
      return;
    }
    connection.answered();
  }

  async #read(accountId: string, linkId: string, isWanted: () => boolean): Promise<void> {
    this.rereading = this.page !== null;
    const result = await commands.openLink({ accountId, linkId });
    if (!isWanted()) return;
    this.rereading = false;
    this.opening = null;
    if (result.status === "error") {
      this.#stores.failure.set(result.error, linkId, () => this.open(linkId, linkId));
      return;
    }
    this.show({ link: result.data });
    await this.#stores.recents.read();
  }
}
