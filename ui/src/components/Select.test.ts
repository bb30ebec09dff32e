import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import Select from "./Select.svelte";

it("has a name, shows what is chosen, and tells what was chosen instead", async () => {
  const onchange = vi.fn();
  const options = [
    { value: "any", label: "Any kind" },
    { value: "void", label: "Void" },
  ];
  render(Select, { label: "Kind", options, value: "any", onchange });
  const select = screen.getByLabelText<HTMLSelectElement>("Kind");
  expect(select.value).toBe("any");
  await fireEvent.change(select, { target: { value: "void" } });
  expect(onchange).toHaveBeenCalledExactlyOnceWith("void");
});
