// The words of the connect screen.

import type { Environment } from "$lib/ipc";

/** Without the secret. The figures of a link beyond its line in the list are kept only while Linkdesk runs. */
const STILL_READ = "Recent links and the activity can still be read.";

const SAME_REFERENCE =
  "All computers of a shop give the same refund the same reference, which Pine Labs takes once.";

const SENT_TO_PINE_LABS = "It is sent to Pine Labs to sign in, and to nobody else.";
const sentTo = (host: string) => `It is sent to ${host} to sign in, and to nobody else.`;

export const en = {
  promise: "Every payment link,\nin one quiet window.",
  promises: [
    {
      title: "Found at once",
      body: () =>
        "By link ID, reference or order ID, and by the URL of a link that was opened here before. Recent links can be read offline.",
    },
    {
      title: "Refunds that are not sent twice",
      body: (undoSeconds) =>
        undoSeconds > 0
          ? `Checked, confirmed, and undoable for ${String(undoSeconds)} s. ${SAME_REFERENCE}`
          : `Checked, and confirmed. ${SAME_REFERENCE}`,
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
  } satisfies Record<Environment, { name: string; hint: string }>,
  shopName: "Shop name",
  /** What an account is called whose shop got no name. */
  unnamed: "My shop",
  sampleShop: "Sample shop",
  optional: "optional",
  shopNameHint: "Tells your accounts apart in the list.",
  clientId: "Client ID",
  clientIdHint: (end: string) =>
    `Until now one that ends in ${end}. While changes of this account are not finished, another one becomes an account of its own.`,
  clientSecret: "Client secret",
  showSecret: "Show the secret",
  hideSecret: "Hide the secret",
  /** `host`: of a server that is not Pine Labs’. `kept`: what is connected outlasts this run of the program. */
  safe: (host: string | null, kept: boolean) => {
    const where = kept
      ? "The secret goes into this computer’s system keychain."
      : "The secret stays in memory and is forgotten when you quit, because the settings cannot be kept.";
    return `${where} ${host === null ? SENT_TO_PINE_LABS : sentTo(host)}`;
  },
  submit: "Connect",
  submitting: "Signing in…",
  sampleData: "Try with sample data",
  notKeptYet: (host: string | null) =>
    host === null
      ? "Pine Labs took these credentials. They are not kept yet."
      : `${host} took these credentials. They are not kept yet.`,
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
  /** What stands between asterisks is what the dashboard calls it. */
  steps: [
    "Open the Pine Labs Online dashboard and sign in.",
    "Go to *Settings*, then *Credentials* (older accounts: *API Keys*).",
    "Copy both. UAT and Live each have their own pair.",
  ],
  openDashboard: "Open the dashboard",
  signUp: "Create a Pine Labs account",
};
