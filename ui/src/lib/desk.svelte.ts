// What the window shows: the accounts, the account in front, its recent links, the page that is open, and what went
// wrong on the way there. An answer is painted only if it is still the one waited for: each read takes a turn, and
// opening something else, closing the page or changing the account ends it. Nothing here knows how things look.

import { announce, hush } from "$lib/announce.svelte";
import { accountWords, troubleOf } from "$lib/failure";
import { holdsLast } from "$lib/holds";
import { commands } from "$lib/ipc";
import type {
  AccountView,
  FindKindView,
  LinkView,
  NoticeCode,
  NoticeView,
  OperationView,
  PageView,
  RecentView,
  StartView,
  Theme,
  WaitAsked,
  WireError,
} from "$lib/ipc";
import { frame } from "$lib/messages/frame";
import { after, serverIsAhead } from "$lib/now";
import { OpenChanges } from "$lib/openchanges.svelte";
import { inTheOrderOf, latest } from "$lib/recents";
import { applyTheme, isDark } from "$lib/theme";

export type Place = "links" | "activity" | "settings" | "connect";

/** Of a connected account. */
export type ShopPlace = Exclude<Place, "connect">;

/** Why the connect screen is shown, and for which account. */
export type ConnectFor =
  | { why: "first" | "add"; account: null }
  | { why: "replace" | "signed_out" | "session_over" | "keychain_shut"; account: AccountView };

/** A read that failed: the error, what was asked for, when, and how to ask again. */
export type Failed = { error: WireError; query: string | null; at: number; again: () => Promise<void> };

/** What is to be said of what was found: it was picked out of a longer text, or Pine Labs spells it otherwise. */
export type Told = { picked: string | null; knownAs: string | null };

/** The desktop side itself waits for less when it is asked to. */
const MAX_WAIT_MS = 60_000;

export class Desk {
  accounts = $state.raw<AccountView[]>([]);
  currentId = $state<string | null>(null);
  recents = $state.raw<RecentView[]>([]);
  notices = $state.raw<NoticeView[]>([]);
  theme = $state<Theme>("system");
  /** What is connected now is forgotten at the end of the program: its settings are left alone. */
  settingsKept = $state(true);

  place = $state<Place>("links");
  connectFor = $state.raw<ConnectFor>({ why: "first", account: null });

  page = $state.raw<PageView | null>(null);
  /** The page has the whole width. */
  expanded = $state(false);
  /** A page that is on its way, of which nothing is known yet. */
  opening = $state<string | null>(null);
  /** What Find is looking for. */
  finding = $state<string | null>(null);
  /** The open page is being read again. */
  rereading = $state(false);

  failed = $state.raw<Failed | null>(null);
  /** What cannot be looked for as it is, as the desktop side told before anything was asked. */
  notAnId = $state.raw<FindKindView | null>(null);
  /** What Find took the words for, until it has found something. */
  taken = $state.raw<FindKindView | null>(null);
  told = $state.raw<Told | null>(null);
  offlineSince = $state<number | null>(null);
  /** Pine Labs asked for no request before this. */
  waitUntil = $state<number | null>(null);
  lastRead = $state<number | null>(null);

  readonly customUrl: string | null;
  readonly undoSeconds: number;
  readonly version: string;

  /** What is left open of the changes of the account in front. */
  readonly changes = new OpenChanges();
  #dismissed: NoticeCode[] = [];
  #turn = 0;
  #switches = 0;
  #unfollow: () => void = () => undefined;

  constructor(start: StartView) {
    this.customUrl = start.customUrl;
    this.undoSeconds = start.undoSeconds;
    holdsLast(start.undoSeconds * 1000);
    this.version = start.version;
    this.#take(start);
    if (!this.account) this.place = "connect";
  }

  get account(): AccountView | null {
    return this.accounts.find(({ id }) => id === this.currentId) ?? null;
  }

  get link(): LinkView | null {
    return this.page?.link ?? null;
  }

  /** The open page is not what was looked for last. */
  get isStillShown(): boolean {
    return this.page !== null && this.finding === null && this.taken !== null && this.taken.kind !== "empty";
  }

  get dark(): boolean {
    return isDark(this.theme);
  }

  // ---- Find and the open page

  async find(query: string): Promise<void> {
    const account = this.account;
    if (!account) return;
    const wanted = this.#begin();
    this.finding = query;
    const taken = await commands.classify(query);
    if (!wanted()) return;
    const { kind, value, picked } = taken;
    this.taken = taken;
    if (kind === "empty" || kind === "not_an_id" || kind === "several") {
      this.finding = null;
      this.notAnId = taken;
      return;
    }
    this.finding = value;
    const result = await commands.find({ accountId: account.id, query: value });
    if (!wanted()) return;
    this.finding = null;
    if (result.status === "error") {
      this.#fail(result.error, value, () => this.find(query));
      return;
    }
    this.taken = null;
    this.told = { picked: picked ? value : null, knownAs: result.data.knownAs };
    this.place = "links";
    this.#show(result.data.page);
    await this.#readRecents("latest first");
  }

  /** Opens a link that was seen before: what is known of it at once, then as it is now. */
  async open(linkId: string, shown: string): Promise<void> {
    const account = this.account;
    if (!account) return;
    const wanted = this.#begin();
    this.place = "links";
    if (this.link?.linkId !== linkId) {
      this.page = null;
      this.opening = shown;
    }
    const known = await commands.knownLink({ accountId: account.id, linkId });
    if (!wanted()) return;
    if (known.status === "ok" && known.data) {
      this.opening = null;
      this.page = { link: known.data };
    }
    await this.#readLink(account, linkId, wanted);
  }

  /** Reads the open page again. */
  async refresh(): Promise<void> {
    const { account, page } = this;
    if (!account || !page) return;
    if (page.order) {
      await this.find(page.order.order.orderId);
      return;
    }
    await this.#readLink(account, page.link.linkId, this.#begin());
  }

  /** A dialog read the open link again, and saw something newer. */
  takePage(page: PageView): void {
    this.#begin();
    this.#show(page);
    void this.#readRecents();
  }

  close(): void {
    this.#begin();
    this.page = null;
    this.expanded = false;
  }

  // ---- accounts

  go(place: ShopPlace): void {
    this.place = this.account ? place : "connect";
  }

  connect(connectFor: ConnectFor): void {
    this.connectFor = connectFor;
    this.place = "connect";
  }

  /** An account was connected, or its secret replaced: it comes to the front. */
  async connected({ id }: AccountView): Promise<void> {
    await this.switchTo(id);
  }

  async switchTo(accountId: string): Promise<void> {
    this.#switches += 1;
    const turn = this.#switches;
    const result = await commands.switchAccount(accountId);
    if (turn !== this.#switches) return;
    if (result.status === "error") {
      this.#fail(result.error, null, () => this.switchTo(accountId));
      return;
    }
    hush();
    this.#take(result.data);
    this.go("links");
    if (this.account) announce(frame.nowIn(accountWords(this.account)));
    await this.readOperations();
  }

  /** Brings up to date what is known of the accounts: a look-up may have told which dialect one speaks. */
  async reloadAccounts(): Promise<void> {
    const result = await commands.start();
    if (result.status === "ok") this.accounts = result.data.accounts;
  }

  async forget(accountId: string): Promise<WireError | null> {
    const result = await commands.forgetAccount(accountId);
    if (result.status === "error") return result.error;
    const changed = result.data.current !== this.currentId;
    if (changed) {
      this.#take(result.data);
      void this.readOperations();
    } else this.accounts = result.data.accounts;
    if (!this.account) this.connect({ why: "first", account: null });
    return null;
  }

  async saveToKeychain(accountId: string): Promise<WireError | null> {
    const result = await commands.saveToKeychain(accountId);
    if (result.status === "error") return result.error;
    const saved = result.data;
    this.accounts = this.accounts.map((account) => (account.id === saved.id ? saved : account));
    return null;
  }

  async forgetRecent(linkId: string): Promise<void> {
    const account = this.account;
    if (!account) return;
    const result = await commands.forgetRecent({ accountId: account.id, linkId });
    if (account.id !== this.currentId) return;
    if (result.status === "ok") this.recents = result.data;
    else this.#fail(result.error, null, () => this.forgetRecent(linkId));
  }

  // ---- the rest

  async setTheme(theme: Theme): Promise<void> {
    this.#paint(theme);
    const result = await commands.setTheme(theme);
    if (result.status === "error") this.#fail(result.error, null, () => this.setTheme(theme));
  }

  dismissNotice(notice: NoticeView): void {
    this.#dismissed = [...this.#dismissed, notice.code];
    this.notices = this.notices.filter((other) => other !== notice);
  }

  /** All that is wrong with the files and the clock now. What was read and put away stays away until it is over. */
  notice(notices: NoticeView[]): void {
    this.settingsKept = notices.every(({ code }) => code !== "settings_unread");
    serverIsAhead(notices.find(({ offBy }) => offBy !== null)?.offBy ?? 0);
    this.#dismissed = this.#dismissed.filter((code) => notices.some((notice) => notice.code === code));
    this.notices = notices.filter(({ code }) => !this.#dismissed.includes(code));
  }

  dismissFailure(): void {
    this.failed = null;
    this.notAnId = null;
    this.taken = null;
  }

  /** An error met elsewhere, in a dialog or in the settings. */
  met(error: WireError): void {
    this.#fail(error, null, () => this.refresh());
  }

  /** Hears of a step of a change asked for here. */
  hear(operation: OperationView): void {
    this.changes.hear(operation);
    const tells = operation.resolvedAt !== null || operation.outcome === "checking";
    if (operation.accountId === this.currentId && tells) void this.#readRecents();
  }

  /** Learns of the changes that are open, such as those left over from before a restart. */
  async readOperations(): Promise<void> {
    await this.changes.read(this.currentId);
  }

  // ---- inside

  /** Begins a read, and ends whatever was under way. What it gives tells whether the answer is still waited for. */
  #begin(): () => boolean {
    this.#turn += 1;
    const turn = this.#turn;
    this.finding = null;
    this.opening = null;
    this.rereading = false;
    this.told = null;
    this.dismissFailure();
    return () => turn === this.#turn;
  }

  #take(start: StartView): void {
    this.#begin();
    this.page = null;
    this.expanded = false;
    this.offlineSince = null;
    this.waitUntil = null;
    this.accounts = start.accounts;
    this.currentId = start.current;
    this.recents = start.recents;
    this.notice(start.notices);
    this.lastRead = latest(start.recents);
    this.#paint(start.theme);
  }

  #paint(theme: Theme): void {
    this.#unfollow();
    this.#unfollow = applyTheme(theme);
    this.theme = theme;
  }

  #show(page: PageView): void {
    const shown = page.link ?? page.order;
    if (shown.accountId !== this.currentId) return;
    this.opening = null;
    this.page = page;
    this.lastRead = Math.max(this.lastRead ?? 0, shown.asOf);
    if (page.link?.stale) {
      this.#fail(page.link.stale, page.link.reference, () => this.refresh());
      return;
    }
    this.offlineSince = null;
    this.waitUntil = null;
  }

  async #readLink(account: AccountView, linkId: string, wanted: () => boolean): Promise<void> {
    this.rereading = this.page !== null;
    const result = await commands.openLink({ accountId: account.id, linkId });
    if (!wanted()) return;
    this.rereading = false;
    this.opening = null;
    if (result.status === "error") {
      this.#fail(result.error, linkId, () => this.open(linkId, linkId));
      return;
    }
    this.#show({ link: result.data });
    await this.#readRecents();
  }

  #fail(error: WireError, query: string | null, again: () => Promise<void>): void {
    const account = this.account;
    if (error.detail.retryAfterMs !== null) this.#wait(error.detail.retryAfterMs);
    const trouble = troubleOf(error);
    if (trouble === "network") this.offlineSince ??= Date.now();
    if (trouble === "signed_out" && account) {
      this.connect({ why: error.code === "secret_missing" ? "session_over" : "signed_out", account });
      return;
    }
    this.failed = { error, query, at: Date.now(), again };
  }

  /** Pine Labs asked an account to wait. The desktop side does so by itself; here it is said. */
  askedToWait({ accountId, until }: WaitAsked): void {
    // However wrong the clock is by now, nobody is asked to wait for longer than this.
    const left = Math.min(Math.max(0, until - Date.now()), MAX_WAIT_MS);
    if (accountId === this.currentId && Date.now() + left > (this.waitUntil ?? 0)) this.#wait(left);
  }

  #wait(ms: number): void {
    const until = Date.now() + ms;
    this.waitUntil = until;
    after(ms, () => {
      if (this.waitUntil === until) this.waitUntil = null;
    });
  }

  /** Reads the recent links again. What was found comes first; what was opened in the list stays where it is. */
  async #readRecents(order: "as it is" | "latest first" = "as it is"): Promise<void> {
    const accountId = this.currentId;
    if (accountId === null) return;
    const result = await commands.recents(accountId);
    if (accountId !== this.currentId || result.status === "error") return;
    this.recents = order === "latest first" ? result.data : inTheOrderOf(this.recents, result.data);
  }
}
