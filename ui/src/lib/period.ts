// Which time of the activity is looked at. The periods that lead up to now have no end: what happens next belongs to them.

import { DAY, dayStart } from "./calendar";
import { day as dayWords } from "./format";
import type { OperationView } from "./ipc";
import { activity } from "./messages/activity";

export type Period = keyof typeof activity.periods;

export const periods = Object.keys(activity.periods) as Period[];

type Bounds = { from: number | null; until: number | null };

/** `day`: the midnight of the one day, where it is one. */
export function boundsOf(period: Period, day: number, now: number): Bounds {
  const today = dayStart(now);
  switch (period) {
    case "today":
      return { from: today, until: null };
    case "week":
      return { from: today - 6 * DAY, until: null };
    case "month":
      return { from: today - 29 * DAY, until: null };
    case "day":
      return { from: day, until: day + DAY };
    case "all":
      return { from: null, until: null };
  }
}

/** The operations that the period leaves out. */
export function leftOut(changes: OperationView[], period: Period, day: number, now: number): OperationView[] {
  const { from, until } = boundsOf(period, day, now);
  return changes.filter(
    ({ confirmedAt: at }) => (from !== null && at < from) || (until !== null && at >= until),
  );
}

/** Says that they are unresolved: from before the period, or from another day where it is one day. */
export function leftOutWords(count: number, period: Period, day: number, now: number): string {
  const { from } = boundsOf(period, day, now);
  return period === "day" || from === null
    ? activity.unresolvedElsewhere(count)
    : activity.unresolvedBefore(count, dayWords(from, now));
}

/** `14 Nov – 20 Nov`, `20 Nov`, or that it is any time. */
export function periodWords(period: Period, day: number, now: number): string {
  const { from, until } = boundsOf(period, day, now);
  if (from === null) return activity.anyTime;
  const first = dayWords(from, now);
  const last = dayWords(until === null ? now : from, now);
  return first === last ? first : `${first} – ${last}`;
}
