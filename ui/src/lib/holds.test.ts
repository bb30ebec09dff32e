import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { holdEnd, holdsLast } from "./holds";
import { operation } from "$testing/samples";

const YEARS = 157_680_000_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  holdsLast(Infinity);
  vi.useRealTimers();
});

const held = (id: string, heldForMs: number, heldUntil = 1_000) =>
  operation({ id, outcome: "held", heldUntil, heldForMs });

describe("a hold", () => {
  it("ends when it was first said to, however often and late it is told again", () => {
    const end = performance.now() + 5_000;
    holdEnd(held("a", 5_000));
    vi.advanceTimersByTime(2_000);
    expect(holdEnd(held("a", 5_000))).toBe(end);
    vi.setSystemTime(Date.now() - YEARS);
    expect(holdEnd(held("a", YEARS))).toBe(end);
  });

  it("is never longer than holds are, whatever a clock that was set says", () => {
    holdsLast(5_000);
    expect(holdEnd(held("b", YEARS))).toBe(performance.now() + 5_000);
  });

  it("begins anew where it is sent again", () => {
    holdEnd(held("c", 5_000));
    vi.advanceTimersByTime(60_000);
    expect(holdEnd(held("c", 5_000, 61_000))).toBe(performance.now() + 5_000);
  });

  it("is none of a change that is not held", () => {
    expect(holdEnd(operation({ outcome: "done" }))).toBeNull();
  });
});
