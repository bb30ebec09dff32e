import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { error, intent, link, operation } from "$testing/samples";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import CancelDialog from "./CancelDialog.svelte";

const ipc = vi.hoisted(() => ({
  commands: { prepare: vi.fn(), cancelLink: vi.fn() },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

beforeEach(async () => {
  vi.resetAllMocks();
  const waiting = link({ status: "CREATED", state: "waiting" });
  commands.prepare.mockResolvedValue({
    status: "ok",
    data: intent({ kind: "cancel", link: waiting, figures: null, undoSeconds: 0 }),
  });
  const props = {
    link: waiting,
    live: new LiveOperation(new Operations()),
    onclose: vi.fn(),
    onpage: vi.fn(),
    onproblem: vi.fn(),
  };
  render(CancelDialog, { props });
  await screen.findByText(/The link stops working at once/);
});

describe("the dialog that cancels a link", () => {
  it("is not red, because no money moves, and names what stays", () => {
    expect(screen.getByTestId("dialog-confirm").classList).not.toContain("danger");
    expect(screen.getByTestId("dialog-confirm").textContent).toContain("Cancel the link");
    expect(screen.getByTestId("dialog-dismiss").textContent).toContain("Keep the link");
    expect(screen.queryByText(/to undo/)).toBeNull();
  });

  it("shows a refusal as it is, and that the link was not cancelled", async () => {
    commands.cancelLink.mockResolvedValue({
      status: "ok",
      data: operation({
        kind: "cancel",
        outcome: "refused",
        error: error("refused", {
          providerCode: "INVALID_REQUEST",
          providerMessage: "Only CREATED can be cancelled",
        }),
      }),
    });
    await fireEvent.click(screen.getByTestId("dialog-confirm"));
    const outcome = await screen.findByTestId("outcome");
    expect(outcome.dataset.outcome).toBe("refused");
    expect(outcome.textContent).toContain("The link was not cancelled.");
    expect(outcome.textContent).toContain("Only CREATED can be cancelled");
    expect(outcome.textContent).toContain("INVALID_REQUEST");
  });
});
