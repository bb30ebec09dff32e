import { fireEvent, render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { describe, expect, it, vi } from "vitest";
import Button from "./Button.svelte";

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

describe("a button that cannot be used now", () => {
  it("can be reached, does nothing, and says why", async () => {
    const onclick = vi.fn();
    render(Button, { disabledReason: "The link was cancelled.", onclick, children: words("Resend") });
    const button = screen.getByRole("button", { name: "Resend" });

    await fireEvent.click(button);
    button.focus();

    expect(onclick).not.toHaveBeenCalled();
    expect(button.getAttribute("aria-disabled")).toBe("true");
    expect(document.activeElement).toBe(button);
    const reason = document.getElementById(button.getAttribute("aria-describedby") ?? "");
    expect(reason?.textContent).toBe("The link was cancelled.");
  });

  it("points at its reason where that is written already", () => {
    render(Button, { disabledReason: "Offline.", reasonId: "why", children: words("Refund") });
    expect(screen.getByRole("button").getAttribute("aria-describedby")).toBe("why");
  });
});

it("a busy button takes no second click", async () => {
  const onclick = vi.fn();
  render(Button, { busy: true, onclick, children: words("Connect") });
  await fireEvent.click(screen.getByRole("button"));
  expect(onclick).not.toHaveBeenCalled();
});

it("a button that moves money takes no Enter key", async () => {
  render(Button, { refuseEnter: true, children: words("Refund") });
  const enterGoesOn = await fireEvent.keyDown(screen.getByRole("button"), { key: "Enter" });
  const spaceGoesOn = await fireEvent.keyDown(screen.getByRole("button"), { key: " " });
  expect([enterGoesOn, spaceGoesOn]).toEqual([false, true]);
});
