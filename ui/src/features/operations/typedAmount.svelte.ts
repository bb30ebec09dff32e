// An amount as it is being typed, and what the desktop side says about it. The UI never reads an amount by itself.

import { commands, type AmountView, type IntentView } from "$lib/ipc";

export class TypedAmount {
  text = $state("");
  #checked = $state.raw<{ text: string; view: AmountView } | null>(null);
  #asked = 0;

  /** What is known of the text as it stands; null while it is being checked. */
  get view(): AmountView | null {
    return this.#checked?.text === this.text ? this.#checked.view : null;
  }

  /** Asks at each keystroke. An answer about an older text is dropped. */
  async check({ intentId }: IntentView) {
    const { text } = this;
    const turn = ++this.#asked;
    const answer = await commands.checkAmount({ intentId, amount: { part: text } });
    if (turn === this.#asked && answer.status === "ok") this.#checked = { text, view: answer.data };
  }
}
