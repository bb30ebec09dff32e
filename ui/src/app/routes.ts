// The table of routes: the name and parameters of each (state/navigation.svelte.ts) and the page that shows it. Each page is a
// chunk of its own.

import type { Component } from "svelte";
import type { AccountView } from "$lib/ipc";
import type { AppState } from "$state/app.svelte";
import type { RouteName, RouteParams, ShellRouteName } from "$state/navigation.svelte";
import { Chunk } from "./chunk.svelte";

/** What every page inside the shell gets. */
export type ShellPageProps = {
  app: AppState;
  /** There is room for a list and what is open of it beside each other. */
  wide: boolean;
  /** Puts the focus into Find. */
  onfind: () => void;
};

/** What the shell asks of a page. */
export type ShellPageExports = {
  /** Puts the focus into the page's list. */
  focusList?: () => Promise<void>;
};

type ShellPage = Component<ShellPageProps, ShellPageExports>;
type BarePage<Name extends RouteName> = Component<{ app: AppState; params: RouteParams[Name] }>;

export type Pages = {
  [Name in RouteName]: Chunk<Name extends ShellRouteName ? ShellPage : BarePage<Name>>;
};

export const pages: Pages = {
  links: new Chunk<ShellPage>(() => import("../pages/Links.svelte")),
  activity: new Chunk<ShellPage>(() => import("../pages/Activity.svelte")),
  settings: new Chunk<ShellPage>(() => import("../pages/Settings.svelte")),
  connect: new Chunk<BarePage<"connect">>(() => import("../pages/Connect.svelte")),
};

export const shell = new Chunk<Component<{ app: AppState; account: AccountView }>>(
  () => import("./Shell.svelte"),
);

/** Loads what a route needs to be drawn. */
export async function loadRoute(name: RouteName): Promise<void> {
  await Promise.all([pages[name].load(), name === "connect" ? undefined : shell.load()]);
}

/** Loads the rest, once the first screen is drawn. */
export async function loadAllRoutes(): Promise<void> {
  await Promise.all([shell, ...Object.values(pages)].map((chunk) => chunk.load()));
}
