import { expect, it } from "vitest";
import { dayStart } from "$lib/calendar";
import { boundsOf, periodWords, type Period } from "./period";

const at = (ist: string) => Date.parse(`${ist}+05:30`);
const NOW = at("2025-11-20T14:05:12");
const day = dayStart(at("2025-11-18T09:00:00"));

it.each([
  ["today", "2025-11-20T00:00:00", null, "20 Nov"],
  ["week", "2025-11-14T00:00:00", null, "14 Nov – 20 Nov"],
  ["month", "2025-10-22T00:00:00", null, "22 Oct – 20 Nov"],
  ["day", "2025-11-18T00:00:00", "2025-11-19T00:00:00", "18 Nov"],
  ["all", null, null, "any time"],
] satisfies [Period, string | null, string | null, string][])(
  "the period %s is from %s until %s, and is written %s",
  (period, from, until, words) => {
    expect(boundsOf(period, day, NOW)).toEqual({ from: from && at(from), until: until && at(until) });
    expect(periodWords(period, day, NOW)).toBe(words);
  },
);
