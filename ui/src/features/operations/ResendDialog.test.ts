import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { LinkView } from "$lib/ipc";
import { intent, link, operation } from "$testing/samples";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import ResendDialog from "./ResendDialog.svelte";

const ipc = vi.hoisted(() => ({
  commands: { prepare: vi.fn(), resend: vi.fn() },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

async function open(more: Partial<LinkView> = {}) {
  const shown = link(more);
  commands.prepare.mockResolvedValue({
    status: "ok",
    data: intent({ kind: "resend", link: shown, figures: null, undoSeconds: 0 }),
  });
  const props = {
    link: shown,
    live: new LiveOperation(new Operations()),
    onclose: vi.fn(),
    onpage: vi.fn(),
    onproblem: vi.fn(),
  };
  render(ResendDialog, { props });
  await screen.findByText(/No money moves/);
}

beforeEach(() => {
  vi.resetAllMocks();
});

describe("the dialog that resends a link", () => {
  it("says to whom it goes, and asks for what is still due", async () => {
    await open();
    expect(screen.getByText("+91 9876543210")).toBeTruthy();
    expect(screen.getByText("neha.k@example.com")).toBeTruthy();
    expect(screen.getByText("₹7,500.00")).toBeTruthy();
  });

  it("says so where Pine Labs gave neither a number nor an address", async () => {
    await open({ customer: null });
    expect(screen.getByText(/gave no mobile number and no e-mail address/)).toBeTruthy();
  });

  it("without an answer says that the message may have gone out", async () => {
    commands.resend.mockResolvedValue({
      status: "ok",
      data: operation({ kind: "resend", outcome: "needs_you", needsYou: "may_have_gone_out" }),
    });
    await open();
    await fireEvent.click(screen.getByTestId("dialog-confirm"));
    const outcome = await screen.findByTestId("outcome");
    expect(outcome.dataset.outcome).toBe("needs_you");
    expect(outcome.textContent).toContain("It may have gone out");
  });
});
