// Days as the shop counts them: in IST, which knows no summer time, so that each day has 24 hours.

const HOUR = 60 * 60_000;
export const DAY = 24 * HOUR;
const IST = 5.5 * HOUR;

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** The midnight that a day in IST began with. */
export const dayStart = (at: number): number => Math.floor((at + IST) / DAY) * DAY - IST;

/** A date of which only the UTC parts are to be read: they are those of IST. */
const inIst = (at: number) => new Date(at + IST);

/** How many days ago the day of `at` was: 0 of today. */
export const dayAgo = (at: number, now: number): number => (dayStart(now) - dayStart(at)) / DAY;

/** `Tuesday 18 November`, with the year where it is another one; today has no year. */
export function longDay(at: number, now: number): string {
  const date = inIst(at);
  const weekday = WEEKDAYS[date.getUTCDay()] ?? "";
  const month = MONTHS[date.getUTCMonth()] ?? "";
  const year = date.getUTCFullYear();
  const name = `${weekday} ${String(date.getUTCDate())} ${month}`;
  const isNear = [0, 1].includes(dayAgo(at, now));
  return isNear || year === inIst(now).getUTCFullYear() ? name : `${name} ${String(year)}`;
}

function dayOf(year: number, month: number, date: number): number | null {
  const utc = Date.UTC(year, month, date);
  const real = new Date(utc);
  return real.getUTCMonth() === month && real.getUTCDate() === date ? utc - IST : null;
}

function monthOf(text: string): number {
  const word = text.toLowerCase();
  return /^\d/.test(word)
    ? Number(word) - 1
    : MONTHS.findIndex((month) => word.length >= 3 && month.toLowerCase().startsWith(word));
}

const yearOf = (text: string) => (text.length === 2 ? 2000 + Number(text) : Number(text));

/**
 * A day as people write one: `20 Nov`, `20 November 2025`, `20/11/2025`, `2025-11-20`. Without a year it is the last day
 * of that name. Null: it is no day.
 */
export function readDay(text: string, now: number): number | null {
  const whole = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  if (whole) return dayOf(Number(whole[1]), Number(whole[2]) - 1, Number(whole[3]));
  const [, date, month = "", year] =
    /^(\d{1,2})[\s./-]+(\p{L}+|\d{1,2})\.?(?:[\s,./-]+(\d{2}|\d{4}))?$/u.exec(text.trim()) ?? [];
  if (date === undefined || monthOf(month) < 0) return null;
  if (year !== undefined) return dayOf(yearOf(year), monthOf(month), Number(date));
  const thisYear = inIst(now).getUTCFullYear();
  const day = dayOf(thisYear, monthOf(month), Number(date));
  return day !== null && day > now ? dayOf(thisYear - 1, monthOf(month), Number(date)) : day;
}
