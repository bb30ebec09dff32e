// The theme on <html>: what the person chose, or what the system has.

import type { Theme } from "$lib/ipc";

const systemDark = () => window.matchMedia("(prefers-color-scheme: dark)");

export const isDark = (theme: Theme) => (theme === "system" ? systemDark().matches : theme === "dark");

/** Sets the theme, and follows the system while that is the choice. Returns how to stop following. */
export function applyTheme(theme: Theme): () => void {
  const set = () => {
    document.documentElement.dataset.theme = isDark(theme) ? "dark" : "light";
  };
  set();
  if (theme !== "system") return () => undefined;
  const query = systemDark();
  query.addEventListener("change", set);
  return () => {
    query.removeEventListener("change", set);
  };
}
