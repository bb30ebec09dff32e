import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { heldIntent, link, operation } from "$testing/samples";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import VoidDialog from "./VoidDialog.svelte";

const ipc = vi.hoisted(() => ({
  commands: { prepare: vi.fn(), voidOrder: vi.fn() },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

beforeEach(async () => {
  vi.resetAllMocks();
  commands.prepare.mockResolvedValue({ status: "ok", data: heldIntent({ kind: "void" }) });
  commands.voidOrder.mockResolvedValue({ status: "ok", data: operation({ kind: "void" }) });
  const props = {
    link: link(),
    live: new LiveOperation(new Operations()),
    onclose: vi.fn(),
    onpage: vi.fn(),
    onproblem: vi.fn(),
  };
  render(VoidDialog, { props });
  await screen.findByText("₹32,000.00");
});

describe("the void dialog", () => {
  it("says what leaves, in figures and words, and that it is for good", () => {
    expect(screen.getByText("Thirty-two thousand rupees")).toBeTruthy();
    expect(screen.getByText("₹32,000.00 goes back to the card; this can’t be undone.")).toBeTruthy();
    expect(screen.getByTestId("dialog-confirm").classList).toContain("danger");
  });

  it("says on its way out what stays, and has the focus there", async () => {
    const dismiss = screen.getByTestId("dialog-dismiss");
    expect(dismiss.textContent).toContain("Keep the hold");
    await waitFor(() => {
      expect(document.activeElement).toBe(dismiss);
    });
  });

  it("sends once by a click, and not by Enter", async () => {
    const confirm = screen.getByTestId("dialog-confirm");
    expect(await fireEvent.keyDown(confirm, { key: "Enter" })).toBe(false);
    expect(commands.voidOrder).not.toHaveBeenCalled();
    await Promise.all([fireEvent.click(confirm), fireEvent.click(confirm), fireEvent.click(confirm)]);
    expect(commands.voidOrder).toHaveBeenCalledExactlyOnceWith({
      accountId: "account-1",
      intentId: "intent-1",
      amount: null,
      reason: null,
    });
  });
});
