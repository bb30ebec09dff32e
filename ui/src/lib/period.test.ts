import { expect, it } from "vitest";
import { dayStart } from "./calendar";
import { operation } from "$testing/samples";
import { boundsOf, leftOut, leftOutWords, periodWords, type Period } from "./period";

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

it.each([
  [
    "today",
    ["2025-11-19T23:59:59", "2025-11-13T09:00:00"],
    "2 changes from before 20 Nov are not settled yet",
  ],
  ["week", ["2025-11-13T09:00:00"], "1 change from before 14 Nov is not settled yet"],
  [
    "day",
    ["2025-11-20T13:00:00", "2025-11-19T23:59:59", "2025-11-13T09:00:00"],
    "3 changes from other days are not settled yet",
  ],
  ["all", [], ""],
] satisfies [Period, string[], string][])("the period %s leaves out %j", (period, left, words) => {
  const unresolved = ["2025-11-20T13:00:00", "2025-11-19T23:59:59", "2025-11-13T09:00:00"].map((ist) =>
    operation({ confirmedAt: at(ist) }),
  );
  expect(leftOut(unresolved, period, day, NOW).map(({ confirmedAt }) => confirmedAt)).toEqual(left.map(at));
  if (left.length > 0) expect(leftOutWords(left.length, period, day, NOW)).toBe(words);
});

it("one change that another day has is told as one", () => {
  expect(leftOutWords(1, "day", day, NOW)).toBe("1 change from another day is not settled yet");
});
