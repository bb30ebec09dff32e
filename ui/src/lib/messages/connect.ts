// The words of the connect screen.

import type { EnvironmentKind } from "$lib/ipc";

/** Without the secret. The figures of a link beyond its line in the list are kept only while Linkdesk runs. */
const STILL_READ = "Recent links and the activity can still be read.";

export const connect = {
  promise: ["Every payment link,", "in one quiet window."],
  promises: [
    {
      title: "Found at once",
      body: () =>
        "By link ID, reference or order ID, and by the URL of a link that was opened here before. Recent links can be read offline.",
    },
    {
      title: "Refunds that are not sent twice",
      body: (undoSeconds) =>
        `Checked, ${undoSeconds > 0 ? `confirmed, and undoable for ${String(undoSeconds)} s` : "and confirmed"}. All computers of a shop give the same refund the same reference, which Pine Labs takes once.`,
    },
    {
      title: "Honest about money",
      body: () => "Held is not paid, and what is not known is called neither done nor failed.",
    },
  ] satisfies { title: string; body: (undoSeconds: number) => string }[],
  imprint: "For merchants on Pine Labs Online. Not made by Pine Labs.",

  titles: {
    first: "Connect your account",
    add: "Add an account",
    replace: "Replace the secret",
    signed_out: "Sign in again",
    session_over: "Paste the secret",
    keychain_shut: "Paste the secret",
  },
  leads: {
    first: () => "Linkdesk signs in to Pine Labs Online with your own keys.",
    add: () => "Each account has its own keys, recent links and changes.",
    replace: (account: string) => `For ${account}. The new one is tried before the old one is let go.`,
    signed_out: (account: string) => `Pine Labs no longer takes the keys of ${account}. ${STILL_READ}`,
    session_over: (account: string) => `For ${account}. It is not on this computer any more. ${STILL_READ}`,
    keychain_shut: (account: string) =>
      `For ${account}. The system keychain does not give it now. ${STILL_READ}`,
  },
  /** Of the changes that are not settled: those whose outcome is not known, and the others. */
  openUnknown:
    "What is not known is looked up with the keys of its account, as soon as they are at hand. Do not ask for it again meanwhile.",
  openOthers: "What needs you stands in Activity, with what to do about it.",
  backTo: (account: string) => `Back to ${account}`,

  environment: "Environment",
  environments: {
    live: { name: "Live", hint: "Real customers, real money" },
    uat: { name: "UAT", hint: "Pine Labs test account" },
    custom: { name: "Custom", hint: "" },
    sample: { name: "Sample data", hint: "" },
  } satisfies Record<EnvironmentKind, { name: string; hint: string }>,
  shopName: "Shop name",
  optional: "optional",
  shopNameHint: "Tells your accounts apart in the list.",
  clientId: "Client ID",
  clientIdHint: (end: string) =>
    `Until now one that ends in ${end}. While changes of this account are not finished, another one becomes an account of its own.`,
  clientSecret: "Client secret",
  showSecret: "Show the secret",
  hideSecret: "Hide the secret",
  /** `host`: of a server that is not Pine Labs’. `kept`: what is connected outlasts this run of the program. */
  safe: (host: string | null, kept: boolean) =>
    `The secret ${kept ? "goes into this computer’s system keychain" : "stays in memory and is forgotten when you quit, because the settings cannot be kept"}. It is sent to ${host ?? "Pine Labs"} to sign in, and to nobody else.`,
  submit: "Connect",
  submitting: "Signing in…",
  sampleData: "Try with sample data",
  notKeptYet: (host: string | null) =>
    `${host ?? "Pine Labs"} took these credentials. They are not kept yet.`,
  sessionOnly: "Go on for this session",
  sessionOnlyHint: "The secret stays in memory, and is forgotten when you quit.",
  lookAgain: "Try the keychain again",
  tryAgain: "Try again",

  missing: {
    environment: "Choose where this account belongs.",
    clientId: "Paste the client ID.",
    clientSecret: "Paste the client secret.",
  },

  where: "Where to find them",
  steps: [
    [{ text: "Open the Pine Labs Online dashboard and sign in." }],
    [
      { text: "Go to " },
      { strong: "Settings" },
      { text: ", then " },
      { strong: "Credentials" },
      { text: " (older accounts: " },
      { strong: "API Keys" },
      { text: ")." },
    ],
    [{ text: "Copy both. UAT and Live each have their own pair." }],
  ] as ({ text: string; strong?: never } | { strong: string; text?: never })[][],
  openDashboard: "Open the dashboard",
  signUp: "Create a Pine Labs account",
} as const;
