// What the UI does with an error from the desktop side: its kind, its words, and the lines to copy for support. It never invents
// a cause.

import { shortened } from "$lib/bidi";
import { clockSeconds } from "$lib/format";
import type { AccountView, ErrorCode, WireError } from "$lib/ipc";
import { errors, errorWords, type ErrorWords, type Where } from "$lib/messages/errors";
import { frame } from "$lib/messages/frame";

/** Where an error is shown, which is all that decides how. */
export type Trouble =
  /** about what was typed: a line beside the box */
  | "input"
  /** this computer cannot reach Pine Labs: the offline notice, the last known data, Retry */
  | "network"
  /** the secret cannot be had from the keychain: offer to paste it for this session */
  | "keychain"
  /** nobody is signed in: the connect screen, with the account named */
  | "signed_out"
  | "other";

const troubles: Record<ErrorCode, Trouble> = {
  not_an_id: "input",
  unknown_url: "input",
  not_found: "input",
  dns: "network",
  connection_refused: "network",
  tls: "network",
  proxy: "network",
  timeout: "network",
  interrupted: "network",
  portal: "network",
  keychain_no_bus: "keychain",
  keychain_missing: "keychain",
  keychain_locked: "keychain",
  keychain_refused: "keychain",
  keychain_broke_off: "keychain",
  keychain_slow: "keychain",
  keychain_failed: "keychain",
  signed_out: "signed_out",
  secret_missing: "signed_out",
  credentials_refused: "signed_out",
  rate_limited: "other",
  refused: "other",
  unreadable: "other",
  server: "other",
  not_allowed: "other",
  invalid_fields: "other",
  reference_used: "other",
  already_open: "other",
  bad_request: "other",
  storage: "other",
  desktop: "other",
};

export const troubleOf = (error: WireError): Trouble => troubles[error.code];

/** An account as a sentence names it: "Kaveri Handlooms, UAT". */
export const accountWords = (account: Pick<AccountView, "name" | "environment">) =>
  `${account.name}, ${frame.environment[account.environment]}`;

/** Where an error of this account happened. */
export const whereOf = (account: AccountView): Where => ({
  account: accountWords(account),
  host: account.host === "" ? null : account.host,
});

/** The host of an address, as people name it: without scheme and path. */
export const hostOf = (address: string) => address.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");

/** How much of what was looked for is named. */
const NAMED = 60;

/** In words; what was looked for is named, whatever became of it. `at` is when it failed: a wait counts from there. */
export function explain(
  error: WireError,
  where: Where,
  query: string | null = null,
  at: number = Date.now(),
): ErrorWords {
  const named = query === null ? null : shortened(query, NAMED);
  const words = errorWords[error.code](error, { ...where, query: named, at });
  if (named === null || words.title.includes(named)) return words;
  return { ...words, body: `${words.body} ${errors.lookedFor(named)}` };
}

/** For support: codes and ids only, never what was typed. */
export function supportDetails(error: WireError, at: number): string {
  const { detail } = error;
  const lines: [string, string | number | null][] = [
    [errors.details.code, error.code],
    [errors.details.status, detail.httpStatus],
    [errors.details.provider, detail.providerCode],
    [errors.details.providerMessage, detail.providerMessage],
    [errors.details.request, detail.requestId],
    [errors.details.path, detail.path],
    [errors.details.at, `${new Date(at).toISOString()} (${clockSeconds(at)} IST)`],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])).join("\n");
}
