// The words of the connect screen.

import type { EnvironmentKind } from "$lib/ipc";

export const connect = {
  promise: ["Every payment link,", "in one quiet window."],
  promises: [
    {
      title: "Found at once",
      body: "By link ID, reference, order ID or URL. Seen links stay readable offline.",
    },
    {
      title: "Refunds that cannot go out twice",
      body: "Checked, confirmed, undoable for a few seconds. A timeout is never called a failure.",
    },
    { title: "Honest about money", body: "Held is not paid, and what is not known yet is called Checking." },
  ],
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
    signed_out: (account: string) =>
      `Pine Labs no longer takes the keys of ${account}. Everything seen so far can still be read.`,
    session_over: (account: string) =>
      `For ${account}. It is not on this computer any more. Everything seen so far can still be read.`,
    keychain_shut: (account: string) =>
      `For ${account}. The system keychain does not give it now. Everything seen so far can still be read.`,
  },
  openChanges:
    "Linkdesk looks them up as soon as it has the secret of their account. Do not ask for them again meanwhile.",
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
  clientIdHint: (end: string) => `Until now one that ends in ${end}.`,
  clientSecret: "Client secret",
  showSecret: "Show the secret",
  hideSecret: "Hide the secret",
  safe: "The secret goes into this computer’s system keychain. It never leaves this computer, except to Pine Labs to sign in.",
  submit: "Connect",
  submitting: "Signing in…",
  sampleData: "Try with sample data",
  notKeptYet: "Pine Labs took these credentials. They are not kept yet.",
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
