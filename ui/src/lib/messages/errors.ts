// What an error means in a shopkeeper's words: what happened, what is known about the money, what to do now.

import { waitUntil } from "$lib/format";
import type { ErrorCode, WireError } from "$lib/ipc";

export type ErrorWords = { title: string; body: string };

/** Where it happened: the account as a sentence names it, and the host that was asked, if there is one to name. */
export type Where = {
  account: string;
  host: string | null;
  /** Keys were being tried, and are kept nowhere yet. */
  connecting?: boolean;
};

/** What was being done: where, what was looked for, and when it failed. */
export type Doing = Where & { query: string | null; at: number };

const who = ({ host }: Doing) => host ?? "Pine Labs’ server";
const safe = ({ connecting }: Doing) =>
  connecting
    ? "The keys were not stored. They stay in this form."
    : "Nothing was changed. What was read before can still be seen.";
/** The way on without a keychain, as the button beside it says it. */
const onward = ({ connecting }: Doing) =>
  connecting ? "go on for this session" : "paste the secret for this session";

const unreadable = (path: string | null): ErrorWords => ({
  title: "The answer could not be understood",
  body: `${path === null || path === "" || path === "." ? "Pine Labs answered in a form that Linkdesk does not know." : `Pine Labs’ answer is not as expected at “${path}”.`} Rather than guess about money, Linkdesk shows nothing of it.`,
});

export const errorWords: Record<ErrorCode, (error: WireError, doing: Doing) => ErrorWords> = {
  credentials_refused: (_, { account }) => ({
    title: "Pine Labs refused these credentials",
    body: `Nothing was stored. Check that the secret is complete, and that this pair belongs to ${account}: each environment has its own.`,
  }),
  signed_out: (_, { account }) => ({
    title: `Signed out of ${account}`,
    body: "Pine Labs no longer takes its keys. Nothing was changed. Paste the secret to go on.",
  }),
  secret_missing: (_, { account }) => ({
    title: `The secret of ${account} is not on this computer`,
    body: "Recent links and the activity can still be read. Paste the secret to go on.",
  }),
  keychain_no_bus: (_, doing) => ({
    title: "No way to a system keychain",
    body: `This session has no message bus (D-Bus), by which programs reach the keychain. Linkdesk keeps secrets nowhere else. You can ${onward(doing)}, or start Linkdesk from a desktop session.`,
  }),
  keychain_missing: (_, doing) => ({
    title: "No system keychain found",
    body: `Linkdesk keeps secrets nowhere else. You can ${onward(doing)}, or install one (GNOME Keyring or KWallet) and try again.`,
  }),
  keychain_locked: (_, doing) => ({
    title: "The system keychain is locked",
    body: `Unlock it, in its own window where it asks for its password, and try again. Or ${onward(doing)}: no file keeps the secret.`,
  }),
  keychain_refused: (_, doing) => ({
    title: "The system keychain said no",
    body: `Its question was closed, or it does not let Linkdesk in. Allow it and try again, or ${onward(doing)}.`,
  }),
  keychain_broke_off: (_, doing) => ({
    title: "The system keychain stopped in the middle",
    body: `It ended before it was done. Try again, or ${onward(doing)}.`,
  }),
  keychain_slow: (_, doing) => ({
    title: "The system keychain does not answer",
    body: `It is there, but takes too long. Try again, or ${onward(doing)}.`,
  }),
  keychain_failed: ({ message }, doing) => ({
    title: "The system keychain could not be used",
    body: `${message} Try again, or ${onward(doing)}.`,
  }),
  dns: (_, doing) => ({
    title: `${who(doing)} was not found`,
    body: `The name server does not know it, or this computer is offline. ${safe(doing)}`,
  }),
  connection_refused: (_, doing) => ({
    title: `${who(doing)} refused the connection`,
    body: `It cannot be reached from this network now. ${safe(doing)}`,
  }),
  tls: ({ message }, doing) => ({
    title: `The connection to ${who(doing)} is not safe`,
    body: `${message} Nothing was sent.`,
  }),
  proxy: ({ message }, doing) => ({
    title: `A proxy stands between this computer and ${who(doing)}`,
    body: `${message} ${safe(doing)}`,
  }),
  timeout: (_, doing) => ({
    title: `${who(doing)} did not answer in time`,
    body: `The network may be slow. ${safe(doing)}`,
  }),
  interrupted: (_, doing) => ({
    title: `The answer of ${who(doing)} broke off`,
    body: `The connection ended before all of it was here. ${safe(doing)}`,
  }),
  portal: (_, doing) => ({
    title: "A web page answered instead of Pine Labs",
    body: `This network seems to ask you to sign in first. Do that in a browser, then try again. ${safe(doing)}`,
  }),
  rate_limited: ({ detail: { retryAfterMs: wait } }, doing) => ({
    title: `Pine Labs asks to wait${wait !== null && wait >= 60_000 ? ` ${waitUntil(doing.at + wait, doing.at)}` : ""}`,
    body: `There were too many requests. ${
      wait === null
        ? "The next one goes in a while."
        : wait < 60_000
          ? `The next one goes in ${Math.ceil(wait / 1000)} s.`
          : "Ask again after that."
    } ${safe(doing)}`,
  }),
  not_found: (_, { account, query }) => ({
    title: query === null ? "Pine Labs does not know it" : `${query} was not found`,
    body: `Pine Labs does not know it in ${account}. It may belong to the other environment, or to another shop.`,
  }),
  not_an_id: ({ message }) => ({ title: "That cannot be an ID", body: message }),
  unknown_url: (_, { query }) => ({
    title: `${query ?? "This URL"} was never seen here`,
    body: "Find the link by its ID or reference once; then its URL works on this computer, too.",
  }),
  refused: ({ detail }) => ({
    title: "Pine Labs refused this",
    body: `${detail.providerMessage === null ? "It gave no reason." : `It says: “${detail.providerMessage}”.`} Nothing was changed.`,
  }),
  unreadable: ({ detail }, doing) =>
    detail.path === "access_token"
      ? {
          title: "These credentials could not be used",
          body: `Pine Labs answered them, and gave no token that can be sent back. ${safe(doing)} Try again; if it stays so, tell Pine Labs.`,
        }
      : unreadable(detail.path),
  server: (_, doing) => ({
    title: "Pine Labs has a fault right now",
    body: `Their server could not answer. ${safe(doing)} Try again in a minute.`,
  }),
  not_allowed: ({ message }) => ({ title: "That cannot be done now", body: message }),
  invalid_fields: ({ message }) => ({ title: "The link cannot be asked for like this", body: message }),
  reference_used: ({ message }) => ({ title: "This reference is taken", body: message }),
  already_open: ({ message }) => ({ title: "Another change is under way", body: message }),
  bad_request: ({ message }) => ({
    title: "Linkdesk asked for something wrong",
    body: `${message} Nothing was changed.`,
  }),
  storage: ({ message }) => ({ title: "Linkdesk could not use its files", body: message }),
  desktop: ({ message }) => ({ title: "This computer did not do it", body: message }),
};

export const errors = {
  lookedFor: (query: string) => `${query} was looked for.`,
  request: "Request",
  copyRequestId: "Copy request ID",
  copyDetails: "Copy details",
  retry: "Retry",
  details: {
    code: "Code",
    status: "HTTP status",
    provider: "Pine Labs code",
    providerMessage: "Pine Labs message",
    request: "Request",
    path: "Field",
    at: "Time",
  },
} as const;
