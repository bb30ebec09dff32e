// A part of the page that is loaded when it is first needed.

export class Chunk<T> {
  /** Null until it is loaded. */
  value = $state.raw<T | null>(null);

  readonly #load: () => Promise<{ default: T }>;

  constructor(load: () => Promise<{ default: T }>) {
    this.#load = load;
  }

  async load(): Promise<void> {
    this.value ??= (await this.#load()).default;
  }
}
