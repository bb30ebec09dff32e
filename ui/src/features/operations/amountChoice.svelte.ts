// How much of what there is somebody chose: all of it, or a part that is typed. What it comes to is Rust's to say.

import type { AmountInput, MoneyView } from "$lib/ipc";
import { missing } from "$lib/messages/money";
import { TypedAmount } from "./typedAmount.svelte";

export class AmountChoice {
  choice = $state<"all" | "part" | null>(null);
  readonly typed = new TypedAmount();
  readonly #whole: () => MoneyView | null;

  /** `whole`: what is left to refund, or what is held. */
  constructor(whole: () => MoneyView | null) {
    this.#whole = whole;
  }

  /** The answer to the part that is typed, once there is one. */
  part = $derived(this.choice === "part" ? this.typed.view : null);

  get amount(): MoneyView | null {
    if (this.choice === "all") return this.#whole();
    return this.part?.problem === null ? this.part.amount : null;
  }

  /** Left afterwards, or given back. */
  get rest(): MoneyView | null {
    const whole = this.#whole();
    if (this.choice === "all") return whole && { ...whole, minor: 0 };
    return this.part?.problem === null ? this.part.rest : null;
  }

  /** What is still missing, in words; null once there is an amount. */
  get missing(): string | null {
    if (this.choice === null) return missing.choice;
    if (this.choice === "part" && this.typed.text.trim() === "") return missing.amount;
    if (this.choice === "part" && this.part === null) return missing.checking;
    // Only what cannot be seen was typed, or a sign without a figure.
    if (this.part?.problem === "empty") return missing.amount;
    return this.amount === null ? missing.problem : null;
  }

  get answer(): AmountInput {
    return this.choice === "all" ? "all" : { part: this.typed.text };
  }
}
