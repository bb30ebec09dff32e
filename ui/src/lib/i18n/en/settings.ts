// The words of the settings.

import type { DialectView, SecretState } from "$lib/ipc";

export const en = {
  title: "Settings",
  accounts: "Accounts",
  add: "Add account",
  clientId: (shortened: string) => `Client ID ${shortened}`,
  invented: "Invented payments",
  secrets: {
    keychain: "Secret in the system keychain",
    session: "In memory only, until you quit",
    missing: "No secret: reading what was seen only",
    not_needed: "Needs no secret",
  } satisfies Record<SecretState, string>,
  replace: "Replace secret…",
  paste: "Paste the secret…",
  save: "Save to keychain",
  remove: "Remove…",
  removeTitle: (name: string) => `Remove ${name}?`,
  removeBody: {
    keychain:
      "Its secret is deleted from the system keychain, and its recent links are forgotten on this computer.",
    session: "Its secret is forgotten, and so are its recent links on this computer.",
    missing: "Its recent links are forgotten on this computer.",
    not_needed: "The invented shop and its recent links go. You can try it again at any time.",
  } satisfies Record<SecretState, string>,
  removeNothingElse: "Nothing changes at Pine Labs: links stay open, and no money moves.",
  keep: "Keep the account",
  removeNow: "Remove the account",

  dialect: "API dialect in force",
  dialectHint: "Pine Labs documents two ways of asking. Linkdesk learns which one an account understands.",
  dialects: {
    unknown: "Not known yet; learned on the first look-up by reference",
    reference: "Reference (API reference)",
    guide: "Guide (integration guides)",
  } satisfies Record<DialectView, string>,
  host: "Host",

  look: "Look",
  theme: "Theme",
  themes: { system: "System", light: "Light", dark: "Dark" },

  keyboard: "Keyboard",
  signs: "Single-key shortcuts",
  signsHint: "/ goes to Find and ? lists the keys. Keys with Ctrl always work.",
  singleKeysOn: { on: "On", off: "Off" },

  safety: "Moving money",
  undo: "Time to undo",
  undoHint: "A refund, capture or void is held this long before it is sent.",
  undoSeconds: (seconds: number) => (seconds === 0 ? "Sent at once" : `${seconds} s`),

  about: "About",
  version: "Version",
  logs: "Logs",
  logsHint:
    "A file a day, a week of them: what was asked for and how it ended. No ids, names, amounts or secrets.",
  openLogs: "Open logs folder",
};
