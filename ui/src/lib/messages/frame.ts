// The words of the frame: rail, ribbon, top bar, stamps, copying.

import type { AccountView, EnvironmentKind, NoticeCode } from "$lib/ipc";

const environment = {
  live: "LIVE",
  uat: "UAT",
  custom: "CUSTOM",
  sample: "SAMPLE DATA",
} satisfies Record<EnvironmentKind, string>;

export const frame = {
  app: "Linkdesk",
  skip: "Skip to content",
  nav: "Linkdesk",
  links: "Links",
  settings: "Settings",
  close: "Close",
  back: "Back",
  asOf: (time: string) => `as of ${time} IST`,
  withAge: (stamp: string, age: string) => `${stamp}, ${age} old`,
  copied: "Copied",
  notCopied: "It could not be copied",

  environment,
  /** Of the window; the desktop side words it alike. */
  title: ({ name, environment: kind, host }: AccountView) =>
    `${name} · ${environment[kind]}${kind === "custom" ? ` ${host}` : ""} · Linkdesk`,
  ribbon: {
    live: () => "",
    uat: () => "Pine Labs’ test environment. Treat every amount as real.",
    custom: (host: string) => host,
    sample: () => "An invented shop on this computer.",
  } satisfies Record<EnvironmentKind, (host: string) => string>,
  environmentLabel: "Environment",

  switchAccount: "Switch account:",
  accounts: "Accounts",
  addAccount: "Add an account…",
  accountsInSettings: "Accounts in Settings",

  darkTheme: "Dark theme",
  lightTheme: "Light theme",

  upToDate: "Up to date",
  offlineSince: (time: string) => `Offline since ${time}`,
  lastRead: (time: string) => `Last read ${time} IST`,
  checking: (count: number) => `${count} checking`,
  checkingHint: "The outcome of a change is being looked up. Open it.",

  notices: {
    recents_reset: {
      title: "The list of recent links could not be read",
      body: "It starts empty. Links are found again by their ID or reference; no payment is affected.",
    },
    settings_reset: {
      title: "The settings and accounts could not be read",
      body: "Accounts have to be connected again. Secrets in the system keychain are not affected, nor is any payment.",
    },
  } satisfies Record<NoticeCode, { title: string; body: string }>,
  keptAt: (path: string) => `The old file was kept: ${path}`,
  dismiss: "Dismiss",

  startFailed: "Linkdesk could not start",
} as const;
