// What an error means: which sentences of the dictionary tell it.

import { en } from "$lib/i18n/en/errors";
import { words } from "$lib/i18n/locale";
import type { ErrorCause, ErrorCode, WireError } from "$lib/ipc";
import { waitEnd } from "./times";

export const errors = words("errors", en);

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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In the largest unit that it fills. */
function waitSentence(ms: number): string {
  if (ms >= 366 * DAY) return errors.waitAYear;
  if (ms >= DAY) return errors.waitDays(Math.floor((ms + DAY / 2) / DAY));
  if (ms >= HOUR) return errors.waitHours(Math.floor((ms + HOUR / 2) / HOUR));
  return ms >= MINUTE
    ? errors.waitMinutes(Math.floor((ms + MINUTE / 2) / MINUTE))
    : errors.plain.rate_limited;
}

const isProxy = (cause: ErrorCause): cause is keyof typeof en.proxies => cause in en.proxies;

/** The error in one sentence or two, where no more is known than itself. */
export function errorSentence({ code, cause, detail }: WireError): string {
  if (cause !== null) {
    return isProxy(cause)
      ? errors.proxies[cause](detail.place)
      : errors.causes[cause](detail.place ?? detail.account ?? "");
  }
  if (code === "rate_limited") return waitSentence(detail.retryAfterMs ?? 0);
  if (code === "secret_missing" && detail.account !== null) return errors.secretOf(detail.account);
  if (code === "reference_used" && detail.linkId !== null) return errors.referenceHasLink;
  if (code === "invalid_fields") return detail.invalid.map(({ fault }) => errors.fields[fault]).join(" ");
  return errors.plain[code];
}

const safe = ({ connecting }: Doing) => (connecting ? errors.nothingStored : errors.nothingChanged);

const keychain =
  (code: keyof typeof en.keychains) =>
  (_: WireError, { connecting }: Doing): ErrorWords => {
    const told = errors.keychains[code];
    return { title: told.title, body: connecting ? told.connecting : told.later };
  };

/** A failure on the way, after which everything is as it was. */
const onTheWay =
  (title: (host: string | null) => string, body: () => string) =>
  (_: WireError, doing: Doing): ErrorWords => ({
    title: title(doing.host),
    body: `${body()} ${safe(doing)}`,
  });

function rateLimited({ detail: { retryAfterMs: wait } }: WireError, doing: Doing): ErrorWords {
  const isLong = wait !== null && wait >= MINUTE;
  const end = isLong ? waitEnd(doing.at + wait, doing.at) : null;
  const next =
    wait === null
      ? errors.tooMany
      : isLong
        ? errors.tooManyLong
        : errors.tooManySeconds(Math.ceil(wait / 1000));
  const title = !isLong
    ? errors.rateLimited
    : end === null
      ? errors.rateLimitedAYear
      : errors.rateLimitedUntil(end.time, end.left);
  return { title, body: `${next} ${safe(doing)}` };
}

function unreadable({ detail: { path } }: WireError, doing: Doing): ErrorWords {
  if (path === "access_token") {
    return { title: errors.noToken, body: `${errors.noTokenBody} ${safe(doing)} ${errors.noTokenNext}` };
  }
  const untold = path === null || path === "" || path === ".";
  return { title: errors.unreadable, body: untold ? errors.unreadableBody : errors.unreadableAt(path) };
}

export const errorWords: Record<ErrorCode, (error: WireError, doing: Doing) => ErrorWords> = {
  credentials_refused: (_, { account }) => ({
    title: errors.credentialsRefused,
    body: errors.credentialsRefusedBody(account),
  }),
  signed_out: (_, { account }) => ({ title: errors.signedOut(account), body: errors.signedOutBody }),
  secret_missing: (_, { account }) => ({
    title: errors.secretMissing(account),
    body: errors.secretMissingBody,
  }),
  keychain_no_bus: keychain("keychain_no_bus"),
  keychain_missing: keychain("keychain_missing"),
  keychain_locked: keychain("keychain_locked"),
  keychain_refused: keychain("keychain_refused"),
  keychain_broke_off: keychain("keychain_broke_off"),
  keychain_slow: keychain("keychain_slow"),
  keychain_failed: keychain("keychain_failed"),
  dns: onTheWay(
    (host) => errors.dns(host),
    () => errors.dnsBody,
  ),
  connection_refused: onTheWay(
    (host) => errors.connectionRefused(host),
    () => errors.connectionRefusedBody,
  ),
  tls: (error, { host }) => ({
    title: errors.tls(host),
    body: `${errorSentence(error)} ${errors.nothingSent}`,
  }),
  proxy: (error, doing) => ({
    title: errors.proxy(doing.host),
    body: `${errorSentence(error)} ${safe(doing)}`,
  }),
  timeout: onTheWay(
    (host) => errors.timeout(host),
    () => errors.timeoutBody,
  ),
  interrupted: onTheWay(
    (host) => errors.interrupted(host),
    () => errors.interruptedBody,
  ),
  portal: onTheWay(
    () => errors.portal,
    () => errors.portalBody,
  ),
  rate_limited: rateLimited,
  not_found: (_, { account, query }) => ({
    title: query === null ? errors.notFound : errors.notFoundNamed(query),
    body: errors.notFoundBody(account),
  }),
  not_an_id: (error) => ({ title: errors.notAnId, body: errorSentence(error) }),
  unknown_url: (_, { query }) => ({
    title: query === null ? errors.unknownUrl : errors.unknownUrlNamed(query),
    body: errors.unknownUrlBody,
  }),
  refused: ({ detail: { providerMessage } }) => ({
    title: errors.refused,
    body: `${providerMessage === null ? errors.refusedWithout : errors.refusedWith(providerMessage)} ${errors.nothingWasChanged}`,
  }),
  unreadable,
  server: (_, doing) => ({
    title: errors.server,
    body: `${errors.serverBody} ${safe(doing)} ${errors.serverNext}`,
  }),
  not_allowed: (error) => ({ title: errors.notAllowed, body: errorSentence(error) }),
  invalid_fields: (error) => ({ title: errors.invalidFields, body: errorSentence(error) }),
  reference_used: (error) => ({ title: errors.referenceUsed, body: errorSentence(error) }),
  already_open: (error) => ({ title: errors.alreadyOpen, body: errorSentence(error) }),
  bad_request: (error) => ({
    title: errors.badRequest,
    body: `${errorSentence(error)} ${errors.nothingWasChanged}`,
  }),
  storage: (error) => ({ title: errors.storage, body: errorSentence(error) }),
  desktop: (error) => ({ title: errors.desktop, body: errorSentence(error) }),
};
