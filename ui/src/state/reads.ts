// One read of the link page at a time: Find, opening a recent link, reading again. A new read cancels the one before it, so
// that a late answer never replaces a newer page.

export class Reads {
  #turn = 0;
  readonly #resets: (() => void)[] = [];

  /** A store names what it clears when a read begins. */
  onBegin(reset: () => void): void {
    this.#resets.push(reset);
  }

  /** Begins a read. Returns whether its answer is still wanted. */
  begin(): () => boolean {
    this.#turn += 1;
    const turn = this.#turn;
    for (const reset of this.#resets) reset();
    return () => turn === this.#turn;
  }
}
