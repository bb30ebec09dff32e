import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import RadioGroup from "./RadioGroup.svelte";

const options = [
  { value: "all", label: "All that is left" },
  { value: "part", label: "Part of it" },
];

it("nothing is chosen until somebody chooses", () => {
  render(RadioGroup, { label: "How much", options, value: null });
  expect(screen.getAllByRole("radio").map((radio) => radio.getAttribute("aria-checked"))).toEqual([
    "false",
    "false",
  ]);
});

it("Tab arrives at one option only, and the arrows choose the others", async () => {
  const onchange = vi.fn();
  render(RadioGroup, { label: "How much", options, value: null, onchange });
  const [all, part] = screen.getAllByRole("radio");
  expect([all?.tabIndex, part?.tabIndex]).toEqual([0, -1]);

  all?.focus();
  if (all) await fireEvent.keyDown(all, { key: "ArrowDown" });

  expect(onchange).toHaveBeenCalledWith("part");
  expect(document.activeElement).toBe(part);
});
