import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { beforeEach, expect, it, vi } from "vitest";
import Dialog from "./Dialog.svelte";

const body = createRawSnippet(() => ({ render: () => `<input aria-label="Amount" />` }));
const footer = createRawSnippet(() => ({
  render: () => `<div><button data-way-out>Keep it</button><button>Refund</button></div>`,
}));

const onclose = vi.fn();
const opened = () =>
  render(Dialog, {
    open: true,
    title: "Refund to Asha Rao",
    closeLabel: "Close",
    onclose,
    children: body,
    footer,
  });

beforeEach(() => {
  onclose.mockClear();
});

it("puts the first focus on the way out", async () => {
  opened();
  await waitFor(() => {
    expect(document.activeElement?.textContent).toBe("Keep it");
  });
});

it("has its title as its name", () => {
  opened();
  expect(screen.getByRole("dialog", { name: "Refund to Asha Rao" })).toBeTruthy();
});

it("closes with Esc", async () => {
  opened();
  await fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
  await waitFor(() => {
    expect(onclose).toHaveBeenCalledOnce();
  });
});

it("lets Enter in a field do nothing", async () => {
  opened();
  const goesOn = await fireEvent.keyDown(screen.getByLabelText("Amount"), { key: "Enter" });
  expect(goesOn).toBe(false);
  expect(onclose).not.toHaveBeenCalled();
});
