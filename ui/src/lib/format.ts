// How figures, times and ids are written on screen, in every language: Indian grouping, Latin digits, IST.
// It knows nothing of links or orders, and does no arithmetic with money beyond splitting it into digits.

import type { MoneyView } from "./ipc";

const MINUS = "\u2212";
const NO_BREAK = "\u00a0";
const ELLIPSIS = "\u2026";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `₹1,23,456.00`, or `USD 1,234.50` for a currency that is not the rupee. */
export function money({ minor, currency, exponent }: MoneyView): string {
  const value = BigInt(minor);
  const sign = value < 0n ? MINUS : "";
  const digits = (value < 0n ? -value : value).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent > 0 ? `.${digits.slice(-exponent)}` : "";
  return currency === "INR"
    ? `${sign}₹${groupIndian(whole)}${fraction}`
    : `${sign}${currency}${NO_BREAK}${groupThousands(whole)}${fraction}`;
}

/** The part that `some` is of `all`, in tenths of a percent, for the width of a bar. Never over 100 %. */
export function percentOf(some: MoneyView, all: MoneyView): number {
  if (some.currency !== all.currency || all.minor <= 0 || some.minor <= 0) return 0;
  const tenths = Number((BigInt(some.minor) * 1000n) / BigInt(all.minor));
  return Math.min(tenths, 1000) / 10;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function groupIndian(digits: string): string {
  if (digits.length <= 3) return digits;
  const head = digits.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ",");
  return `${head},${digits.slice(-3)}`;
}

// The locale is always given: without one, WebKit under a C locale makes Intl throw.
const newIst = () =>
  new Intl.DateTimeFormat("en-IN", {
    timeZone: "Asia/Kolkata",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });

/** Made when the first time is shown, which the connect screen has none of: its data takes a while to load. */
let ist: Intl.DateTimeFormat | undefined;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

type IstParts = { year: string; month: string; day: string; hour: string; minute: string; second: string };

function istParts(at: number): IstParts {
  ist ??= newIst();
  const found = new Map(ist.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? "";
  return {
    year: part("year"),
    month: MONTHS[Number(part("month")) - 1] ?? "",
    day: String(Number(part("day"))),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

/** `14:05`, IST. */
export function clock(at: number): string {
  const { hour, minute } = istParts(at);
  return `${hour}:${minute}`;
}

/** `14:05:12`, IST. */
export function clockSeconds(at: number): string {
  return `${clock(at)}:${istParts(at).second}`;
}

/** `14:05:12.604`, IST. */
export function clockMillis(at: number): string {
  return `${clockSeconds(at)}.${String(((at % SECOND) + SECOND) % SECOND).padStart(3, "0")}`;
}

/** `18 Nov`, with the year where it is not the present one. */
export function day(at: number, now: number): string {
  const then = istParts(at);
  const short = `${then.day} ${then.month}`;
  return then.year === istParts(now).year ? short : `${short} ${then.year}`;
}

/** For columns and timelines: `14:05` today, else `18 Nov 17:05`. */
export function when(at: number, now: number): string {
  return sameDay(at, now) ? clock(at) : `${day(at, now)} ${clock(at)}`;
}

/** To the second: `14:05:12` today, else `18 Nov 14:05:12`. */
export function whenSeconds(at: number, now: number): string {
  return sameDay(at, now) ? clockSeconds(at) : `${day(at, now)} ${clockSeconds(at)}`;
}

/** Whether both are the same day in IST. */
export function sameDay(at: number, now: number): boolean {
  const a = istParts(at);
  const b = istParts(now);
  return a.day === b.day && a.month === b.month && a.year === b.year;
}

/** A length of time in its two largest units: `2 d 3 h`, `7 h 20 min`, `55 min`, `40 s`. Never negative. */
export function duration(ms: number): string {
  const left = Math.max(0, ms);
  const of = (unit: number, within: number) => Math.floor((left % within) / unit);
  if (left >= DAY) return pair(Math.floor(left / DAY), "d", of(HOUR, DAY), "h");
  if (left >= HOUR) return pair(of(HOUR, DAY), "h", of(MINUTE, HOUR), "min");
  if (left >= MINUTE) return `${of(MINUTE, HOUR)}${NO_BREAK}min`;
  return `${of(SECOND, MINUTE)}${NO_BREAK}s`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${large}${NO_BREAK}${largeUnit}`;
  return small > 0 ? `${head}${NO_BREAK}${small}${NO_BREAK}${smallUnit}` : head;
}

/** An id shortened in its middle; short ones stay whole. The whole value belongs in the title. */
export function shortId(id: string, head = 12, tail = 6): string {
  const letters = [...id];
  if (letters.length <= head + tail + 2) return id;
  return `${letters.slice(0, head).join("")}${ELLIPSIS}${letters.slice(-tail).join("")}`;
}

type Named = { linkReference: string | null; linkId: string | null };

/** The name of an operation's link: a new link has no ID until Pine Labs makes it, and always has a reference. */
export const linkName = ({ linkReference, linkId }: Named) => linkReference ?? linkId ?? "";

/** The same where there is little room. */
export const shortLinkName = ({ linkReference, linkId }: Named) => linkReference ?? shortId(linkId ?? "");

/** A URL without its scheme, shortened at its front: its end is what tells one link from another. */
export function shortUrl(url: string, length = 28): string {
  const letters = [...url.replace(/^https?:\/\//, "")];
  return letters.length <= length ? letters.join("") : `${ELLIPSIS}${letters.slice(1 - length).join("")}`;
}
