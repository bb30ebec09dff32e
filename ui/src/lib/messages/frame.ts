// The words of the frame: rail, ribbon, top bar, stamps, copying.

import type { AccountView, EnvironmentKind, NoticeCode, NoticeReason } from "$lib/ipc";

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
  /** An account, as a sentence names it. */
  nowIn: (account: string) => `Now in ${account}`,
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

  /** What happened to a file, and what that means. `why` is a sentence of `noticeReasons`, or empty. */
  notices: {
    recents_reset: {
      title: "The list of recent links was damaged",
      body: () =>
        "There was no good copy of it, so it starts empty. Links are found again by their ID or reference; no payment is affected.",
    },
    recents_restored: {
      title: "The list of recent links was damaged",
      body: () =>
        "Its last good copy is in its place. A link that is missing is found again by its ID or reference; no payment is affected.",
    },
    recents_unread: {
      title: "The list of recent links could not be read",
      body: (why) =>
        `${why} The file is left as it is and nothing is written over it. Links that you open now are listed until Linkdesk closes.`,
    },
    recents_unsaved: {
      title: "The list of recent links could not be saved",
      body: (why) =>
        `${why} The file is as it was before. Linkdesk tries again with the next link that you open, and when it closes.`,
    },
    settings_reset: {
      title: "The settings and accounts were damaged",
      body: () =>
        "There was no good copy of them, so accounts have to be connected again. Secrets in the system keychain are not affected, nor is any payment.",
    },
    settings_restored: {
      title: "The settings and accounts were damaged",
      body: () =>
        "Their last good copy is in their place. Secrets in the system keychain are not affected, nor is any payment.",
    },
    settings_unread: {
      title: "The settings and accounts could not be read",
      body: (why) =>
        `${why} The file is left as it is and nothing is written over it. What you change or connect now lasts until Linkdesk closes.`,
    },
    settings_unsaved: {
      title: "The settings and accounts could not be saved",
      body: (why) =>
        `${why} The file is as it was before. Linkdesk tries again with your next change, and when it closes.`,
    },
  } satisfies Record<NoticeCode, { title: string; body: (why: string) => string }>,
  noticeReasons: {
    full: "The disk is full.",
    not_allowed: "This computer does not allow it: look at the rights of the file and of its folder.",
    newer: "It was written by a newer version of Linkdesk.",
    other: "This computer reported an error with it.",
  } satisfies Record<NoticeReason, string>,
  keptAt: (path: string) => `The damaged file was kept: ${path}`,
  fileAt: (path: string) => `The file: ${path}`,
  dismiss: "Dismiss",

  startFailed: "Linkdesk could not start",
} as const;
