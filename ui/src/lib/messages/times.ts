// Times as sentences have them: words around what format.ts writes.

import { clock, clockSeconds, day, duration, sameDay } from "$lib/format";
import { dayAgo, longDay } from "$lib/calendar";
import { en } from "$lib/i18n/en/times";
import { words } from "$lib/i18n/locale";

const times = words("times", en);

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** For sentences: `today, 21:25` or `18 Nov, 17:05`. */
export const moment = (at: number, now: number) =>
  sameDay(at, now) ? times.today(clock(at)) : times.onDay(day(at, now), clock(at));

/** The same as a deadline: `today 21:25` or `24 Nov 21:25`. */
export const byMoment = (at: number, now: number) =>
  sameDay(at, now) ? times.byToday(clock(at)) : times.byDay(day(at, now), clock(at));

/** `at 14:05:12 IST` today, else `on 18 Nov at 14:05:12 IST`. */
export const atTime = (at: number, now: number) =>
  sameDay(at, now) ? times.at(clockSeconds(at)) : times.onDayAt(day(at, now), clockSeconds(at));

/** When a wait that began at `now` ends, and how long it is; null of a year or more. */
export function waitEnd(until: number, now: number): { time: string; left: string } | null {
  const left = until - now;
  if (left >= 366 * DAY) return null;
  return {
    time: sameDay(until, now) ? clock(until) : moment(until, now),
    left: left < DAY ? duration(left) : times.days(Math.round(left / DAY)),
  };
}

/** `Today, Thursday 20 November`, `Yesterday, …`, else `Tuesday 18 November`, with the year where it is another one. */
export function dayName(at: number, now: number): string {
  const name = longDay(at, now);
  const ago = dayAgo(at, now);
  return ago === 0 ? times.dayIsToday(name) : ago === 1 ? times.dayIsYesterday(name) : name;
}
