// The words of the frame: rail, ribbon, top bar, stamps, copying.

import type { Environment, NoticeCode, IoCause } from "$lib/ipc";

const environment = {
  live: "LIVE",
  uat: "UAT",
  custom: "CUSTOM",
  sample: "SAMPLE DATA",
} satisfies Record<Environment, string>;

const unreadEntries = (count: number) =>
  count === 1
    ? "1 entry is left as it is, and its link and its order are locked: look for it in the Pine Labs dashboard."
    : `${String(count)} entries are left as they are, and their links and orders are locked: look for them in the Pine Labs dashboard.`;

/** Of an older ledger. What was asked for may have been carried out: nobody is told that it was not. */
const notInIt = (missing: number) =>
  missing === 1
    ? "1 change that was made here is not in it: look for it in the Pine Labs dashboard before you ask for it again."
    : `${String(missing)} changes that were made here are not in it: look for them in the Pine Labs dashboard before you ask for any of them again.`;

export const en = {
  app: "Linkdesk",
  skip: "Skip to content",
  nav: "Linkdesk",
  links: "Links",
  activity: "Activity",
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
  /** Of the window. `environment` is one of those above. */
  title: (name: string, environment: string) => `${name} · ${environment} · Linkdesk`,
  titleCustom: (name: string, environment: string, host: string) =>
    `${name} · ${environment} ${host} · Linkdesk`,
  ribbon: {
    live: () => "",
    uat: () => "Pine Labs’ test environment. Treat every amount as real.",
    custom: (host: string) => host,
    sample: () => "An invented shop on this computer.",
  } satisfies Record<Environment, (host: string) => string>,
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
  /** How many changes have no known outcome, or wait for the person. */
  openOperations: (count: number) =>
    count === 1 ? "1 change is not settled" : `${String(count)} changes are not settled`,

  /** Found at the start: the program was closed before they were sent. */
  closedUnsent: (count: number) =>
    count === 1
      ? "A change was not sent, because Linkdesk was closed"
      : `${String(count)} changes were not sent, because Linkdesk was closed`,
  closedUnsentBody:
    "To be sure, Linkdesk looks up money moves and links for an hour or more, once their account is connected. Ask for it again if it is still right.",
  /** Of one that was to be sent once more: a new one beside it could pay twice. */
  closedNotAgainBody:
    "If it is still right, send it again from its entry in Activity. Do not ask for it anew: the first one may still come to light.",
  openActivity: "Open Activity",

  /**
   * What happened to a file, and what that means. `why` is a sentence of `noticeReasons`, or empty; `missing` counts changes. Of a
   * clock `why` is how far it is off.
   */
  notices: {
    clock_ahead: {
      title: "This computer’s clock is ahead of Pine Labs’ clock",
      body: (far) =>
        `It is ${far} ahead. Deadlines here are reckoned by Pine Labs’ clock, but the times of what was asked for and read here are this computer’s. Set its clock right in the system’s settings.`,
    },
    clock_behind: {
      title: "This computer’s clock is behind Pine Labs’ clock",
      body: (far) =>
        `It is ${far} behind. Deadlines here are reckoned by Pine Labs’ clock, but the times of what was asked for and read here are this computer’s. Set its clock right in the system’s settings.`,
    },
    ledger_other_copy: {
      title: "Another copy of Linkdesk is running",
      body: () =>
        "It keeps the ledger of changes, so this one only reads: nothing can be refunded, captured, cancelled or sent from here. Use the other one, or close it and start this one again.",
    },
    ledger_newer: {
      title: "The ledger was written by a newer Linkdesk",
      body: () =>
        "It is left as it is. Links and payments can be read, but nothing can be refunded, captured, cancelled or sent from this version.",
    },
    ledger_damaged: {
      title: "The ledger of changes is damaged",
      body: () =>
        "It is left as it is, and nothing is sent that cannot be written down. To begin a new one, close Linkdesk and move the file away; look in the Pine Labs dashboard for changes that were under way.",
    },
    ledger_unwritable: {
      title: "The ledger of changes cannot be written",
      body: () =>
        "Nothing is sent that cannot be written down. Look for a full disk, or for missing rights to the file and its folder, and start Linkdesk again.",
    },
    ledger_gone: {
      title: "The ledger of changes was deleted, moved or replaced",
      body: () =>
        "This happened while Linkdesk was running, so nothing can be written down any more, and nothing is refunded, captured, cancelled or sent. Close Linkdesk, put the file and its folder back in their place, and start it again. What is under way is looked up after that.",
    },
    ledger_older: {
      title: "The ledger of changes is older than this computer’s last one",
      body: (_, missing) => `It was put back from a copy. ${notInIt(missing)}`,
    },
    ledger_another: {
      title: "The ledger of changes is another one than this computer’s last",
      body: (_, missing) => `It comes from elsewhere, or from an older Linkdesk. ${notInIt(missing)}`,
    },
    ledger_missing: {
      title: "The ledger of changes that was here is gone",
      body: (_, missing) => `A new one was begun. ${notInIt(missing)}`,
    },
    ledger_entries_unread: {
      title: "Something in the ledger of changes could not be read",
      body: (_, count) => `${unreadEntries(count)} All other payments go on as usual.`,
    },
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
        "There was no good copy of them, so accounts have to be connected again. What was asked for is kept, and found again with the same keys. Secrets in the system keychain are not affected, nor is any payment.",
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
  } satisfies Record<NoticeCode, { title: string; body: (why: string, missing: number) => string }>,
  noticeReasons: {
    full: "The disk is full.",
    not_allowed: "This computer does not allow it: look at the rights of the file and of its folder.",
    newer: "It was written by a newer version of Linkdesk.",
    other: "This computer reported an error with it.",
  } satisfies Record<IoCause, string>,
  keptAt: (path: string) => `The damaged file was kept: ${path}`,
  fileAt: (path: string) => `The file: ${path}`,
  dismiss: "Dismiss",

  startFailed: "Linkdesk could not start",
};
