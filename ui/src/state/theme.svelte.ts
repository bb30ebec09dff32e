// The theme that was chosen. lib/theme.ts puts it on <html>.

import { commands, type Theme } from "$lib/ipc";
import { applyTheme, isDark } from "$lib/theme";
import type { ReadFailure } from "./readFailure.svelte";

export class ThemeChoice {
  current = $state<Theme>("system");

  readonly #failure: ReadFailure;
  #stopFollowing: () => void = () => undefined;

  constructor(failure: ReadFailure) {
    this.#failure = failure;
  }

  get dark(): boolean {
    return isDark(this.current);
  }

  /** Shows a theme without saving it. */
  show(theme: Theme): void {
    this.#stopFollowing();
    this.#stopFollowing = applyTheme(theme);
    this.current = theme;
  }

  async choose(theme: Theme): Promise<void> {
    this.show(theme);
    const result = await commands.setTheme(theme);
    if (result.status === "error") this.#failure.set(result.error, null, () => this.choose(theme));
  }

  toggle(): Promise<void> {
    return this.choose(this.dark ? "light" : "dark");
  }
}
