// All stores of the window, wired to each other once, and what a switch of the account does to each of them.

import { announce, hush } from "./announcements.svelte";
import { accountWords } from "$lib/failure";
import { holdsLast } from "$lib/holds";
import { commands, type AccountView, type OperationView, type StartView, type WireError } from "$lib/ipc";
import { frame } from "$lib/messages/frame";
import { oneAtATime } from "$lib/oneAtATime";
import { resolvedAtOf } from "$lib/outcomes";
import { latest } from "$lib/recents";
import { Accounts } from "./accounts.svelte";
import { Activity } from "./activity.svelte";
import { Connection } from "./connection.svelte";
import { Find } from "./find.svelte";
import { LinkPage } from "./linkPage.svelte";
import { Navigation } from "./navigation.svelte";
import { Notices } from "./notices.svelte";
import { Operations } from "./operations.svelte";
import { ReadFailure } from "./readFailure.svelte";
import { Reads } from "./reads";
import { Recents } from "./recents.svelte";
import { ThemeChoice } from "./theme.svelte";
import { listenToTopics } from "./topics";

/** What the program was started with. */
export type StartOptions = Pick<StartView, "customUrl" | "undoSeconds" | "version">;

export class AppState {
  readonly options: StartOptions;
  readonly accounts = new Accounts();
  readonly navigation = new Navigation(this.accounts);
  readonly connection = new Connection(this.accounts);
  readonly failure = new ReadFailure(this.accounts, this.connection, this.navigation);
  readonly recents = new Recents(this.accounts, this.failure);
  readonly notices = new Notices();
  readonly theme = new ThemeChoice(this.failure);
  readonly operations = new Operations();
  readonly linkPage: LinkPage;
  readonly find: Find;
  /** Of the current account; its filters stay while another page is shown. */
  activity = $state.raw(new Activity("", this.operations));

  readonly #reads = new Reads();
  #switches = 0;

  constructor(start: StartView) {
    this.options = start;
    holdsLast(start.undoSeconds * 1000);
    const { accounts, connection, failure, navigation, recents } = this;
    const stores = { accounts, connection, failure, navigation, recents, reads: this.#reads };
    this.linkPage = new LinkPage(stores, (orderId) => this.find.run(orderId));
    this.find = new Find({ ...stores, linkPage: this.linkPage });
    this.#take(start);
    // A recent link shows the state that its operation has left it in.
    this.operations.follow((changed) => {
      const showsIt = (operation: OperationView) =>
        operation.accountId === accounts.currentId &&
        (resolvedAtOf(operation) !== null || operation.outcome === "checking");
      if (changed.some(showsIt)) void recents.read();
    });
  }

  /** Starts the one listener for each topic, and reads which operations are unfinished. Returns how to stop. */
  listen(): () => void {
    const stop = listenToTopics(this, () => void this.reload());
    void this.readOperations();
    return stop;
  }

  /** Reads again whatever the page shows and the desktop side tells of. Pine Labs is asked nothing. */
  readonly reload = oneAtATime(() =>
    Promise.all([
      this.#readStart(),
      this.readOperations(),
      this.navigation.route.name === "activity" ? this.activity.again() : null,
    ]),
  );

  async readOperations(): Promise<void> {
    await this.operations.read(this.accounts.currentId);
  }

  /** An account was connected, or got a new secret: it becomes the current one. */
  async connected({ id }: AccountView): Promise<void> {
    await this.switchTo(id);
  }

  async switchTo(accountId: string): Promise<void> {
    this.#switches += 1;
    const turn = this.#switches;
    const result = await commands.switchAccount(accountId);
    if (turn !== this.#switches) return;
    if (result.status === "error") {
      this.failure.set(result.error, null, () => this.switchTo(accountId));
      return;
    }
    hush();
    this.#take(result.data);
    this.navigation.go("links");
    const { current } = this.accounts;
    if (current) announce(frame.nowIn(accountWords(current)));
    await this.readOperations();
  }

  /** Removes an account. Returns what went wrong. */
  async forget(accountId: string): Promise<WireError | null> {
    const result = await commands.forgetAccount(accountId);
    if (result.status === "error") return result.error;
    if (result.data.current === this.accounts.currentId) this.accounts.list = result.data.accounts;
    else {
      this.#take(result.data);
      void this.readOperations();
    }
    if (!this.accounts.current) this.navigation.connect({ why: "first", account: null });
    return null;
  }

  /** Reads the accounts, the recent links and the notices again. */
  async #readStart(): Promise<void> {
    const turn = this.#switches;
    const answer = await commands.start();
    if (turn !== this.#switches || answer.status === "error") return;
    const { accounts, current, notices, recents } = answer.data;
    this.notices.set(notices);
    if (current !== this.accounts.currentId) return;
    this.accounts.list = accounts;
    this.recents.show(recents);
  }

  #take(start: StartView): void {
    this.#reads.begin();
    this.linkPage.clear();
    this.connection.reset(latest(start.recents));
    this.accounts.set(start);
    this.recents.list = start.recents;
    this.notices.set(start.notices);
    this.theme.show(start.theme);
    if (start.current !== null && start.current !== this.activity.accountId) {
      this.activity = new Activity(start.current, this.operations);
    }
  }
}
