import { render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { aView } from "$testing/activitySamples";
import type { Activity } from "$state/activity.svelte";
import Totals from "./Totals.svelte";

function show(unreadable: number) {
  const filter = { period: "week", day: null };
  const activity = { view: { ...aView(), unreadable }, filter } as unknown as Activity;
  return render(Totals, { activity });
}

describe("the totals of Activity", () => {
  it("say nothing of entries that cannot be read where there is none", () => {
    show(0);
    expect(screen.queryByTestId("activity-unreadable")).toBeNull();
  });

  it("say how many entries could not be read, and that their own orders are locked", () => {
    show(1);
    expect(screen.getByTestId("activity-unreadable").textContent).toBe(
      "1 entry could not be read. Its link and order are locked.",
    );
  });
});
