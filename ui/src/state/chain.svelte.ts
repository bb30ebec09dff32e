// Whether the fingerprint chain of an account's operations is unbroken. Checked with the page, and again on request.

import { announce } from "./announcements.svelte";
import { commands, type ChainView, type WireError } from "$lib/ipc";
import { chainWords } from "$lib/messages/chain";
import { now } from "$lib/now";

export class ChainCheck {
  readonly #accountId: string;

  view = $state.raw<ChainView | null>(null);
  problem = $state.raw<WireError | null>(null);
  checking = $state(false);

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  /** There is a chain, or nobody knows. */
  get tells(): boolean {
    return this.problem !== null || (this.view !== null && this.view.state !== "empty");
  }

  async check(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    const answer = await commands.checkChain(this.#accountId);
    this.checking = false;
    this.problem = answer.status === "error" ? answer.error : null;
    if (answer.status === "ok") this.view = answer.data;
  }

  /** Asked for by the person, who hears what came of it. */
  async again(): Promise<void> {
    await this.check();
    announce(chainWords(this.view, this.problem, now()) ?? "");
  }

  /** Something was written down: from then on there is a chain. */
  async begin(): Promise<void> {
    if (this.view?.state === "empty") await this.check();
  }
}
