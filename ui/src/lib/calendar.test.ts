import { describe, expect, it } from "vitest";
import { DAY, dayStart, readDay } from "./calendar";
import { dayName } from "./messages/times";

const at = (ist: string) => Date.parse(`${ist}+05:30`);
const NOW = at("2025-11-20T14:05:12");

describe("a day", () => {
  it.each(["2025-11-20T00:00:00", "2025-11-20T05:29:59", "2025-11-20T23:59:59"])(
    "begins at midnight IST for %s, whatever day UTC has",
    (time) => {
      expect(dayStart(at(time))).toBe(at("2025-11-20T00:00:00"));
    },
  );

  it.each([
    ["2025-11-20T00:10:00", "Today, Thursday 20 November"],
    ["2025-11-19T23:50:00", "Yesterday, Wednesday 19 November"],
    ["2025-11-18T09:00:00", "Tuesday 18 November"],
    ["2024-02-29T09:00:00", "Thursday 29 February 2024"],
  ])("that holds %s is called %s", (time, name) => {
    expect(dayName(at(time), NOW)).toBe(name);
  });
});

describe("a day that is typed", () => {
  it.each([
    "20 Nov",
    "20 nov 2025",
    "20 November",
    "20/11/2025",
    "20-11-25",
    "20.11.",
    "20 11 2025",
    " 2025-11-20 ",
    "20 Nov, 2025",
  ])("as %s is read", (text) => {
    expect(readDay(text, NOW)).toBe(at("2025-11-20T00:00:00"));
  });

  it("without a year is the last one of that name, never one to come", () => {
    expect(readDay("24 Dec", NOW)).toBe(at("2024-12-24T00:00:00"));
    expect(readDay("1 Jan", NOW)).toBe(at("2025-01-01T00:00:00"));
  });

  it.each(["", "20", "Nov 20", "31 Nov", "29 Feb 2025", "32/1/2025", "20/13/2025", "20 No", "yesterday"])(
    "as %j is no day",
    (text) => {
      expect(readDay(text, NOW)).toBeNull();
    },
  );

  it("is as long as any other", () => {
    const day = readDay("30 Mar 2025", NOW);
    expect(dayStart((day ?? 0) + DAY - 1)).toBe(day);
  });
});
