// Times as a part of a sentence. Figures, months and units are written alike in every language: format.ts.

const NO_BREAK = "\u00a0";

export const en = {
  today: (clock: string) => `today, ${clock}`,
  onDay: (day: string, clock: string) => `${day}, ${clock}`,
  /** Up to when something has to be done, in the middle of a sentence. */
  byToday: (clock: string) => `today ${clock}`,
  byDay: (day: string, clock: string) => `${day} ${clock}`,
  /** When something was done, in the middle of a sentence. */
  at: (clock: string) => `at ${clock} IST`,
  onDayAt: (day: string, clock: string) => `on ${day} at ${clock} IST`,
  days: (count: number) => `${String(count)}${NO_BREAK}${count === 1 ? "day" : "days"}`,
  dayIsToday: (day: string) => `Today, ${day}`,
  dayIsYesterday: (day: string) => `Yesterday, ${day}`,
};
