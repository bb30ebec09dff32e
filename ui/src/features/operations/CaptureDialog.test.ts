import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { IntentView } from "$lib/ipc";
import { heldIntent, link, operation, rupees } from "$testing/samples";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import CaptureDialog from "./CaptureDialog.svelte";

const ipc = vi.hoisted(() => ({
  commands: { prepare: vi.fn(), checkAmount: vi.fn(), capture: vi.fn() },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

const confirm = () => screen.getByTestId("dialog-confirm");

async function open(more: Partial<IntentView> = {}) {
  commands.prepare.mockResolvedValue({ status: "ok", data: heldIntent(more) });
  const props = {
    link: link(),
    live: new LiveOperation(new Operations()),
    onclose: vi.fn(),
    onpage: vi.fn(),
    onproblem: vi.fn(),
  };
  render(CaptureDialog, { props });
  await screen.findByTestId("capture-full");
}

beforeEach(() => {
  vi.resetAllMocks();
  commands.checkAmount.mockResolvedValue({
    status: "ok",
    data: {
      amount: rupees(2_450_000),
      words: "Twenty-four thousand five hundred rupees",
      rest: rupees(750_000),
      problem: null,
      restTooSmall: false,
    },
  });
  commands.capture.mockResolvedValue({ status: "ok", data: operation({ kind: "capture" }) });
});

describe("the capture dialog", () => {
  it("opens with nothing chosen and the focus on the way out", async () => {
    await open();
    expect(screen.getByTestId("capture-full").getAttribute("aria-checked")).toBe("false");
    expect(screen.getByTestId("capture-part").getAttribute("aria-checked")).toBe("false");
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getByTestId("dialog-dismiss"));
    });
    await fireEvent.click(confirm());
    expect(commands.capture).not.toHaveBeenCalled();
  });

  it("captures all that is held, in figures and words, and from whom", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("capture-full"));
    expect(confirm().textContent).toContain("Capture ₹32,000.00 from Neha Kulkarni");
    expect(screen.getByText("Thirty-two thousand rupees")).toBeTruthy();
    expect(screen.getByTestId("capture-released").dataset.minor).toBe("0");
    await fireEvent.click(confirm());
    expect(commands.capture).toHaveBeenCalledExactlyOnceWith({
      accountId: "account-1",
      intentId: "intent-1",
      amount: "all",
      reason: null,
    });
  });

  it("names what goes back before a part of it goes, in its text and on its button", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("capture-part"));
    await fireEvent.input(screen.getByTestId("capture-amount"), { target: { value: "24500" } });
    await waitFor(() => {
      expect(confirm().textContent).toContain("Capture ₹24,500.00, release ₹7,500.00");
    });
    expect(screen.getByTestId("capture-released").dataset.minor).toBe("750000");
    expect(screen.getByText(/₹7,500.00 goes back to the customer and can never be captured\./)).toBeTruthy();
    await fireEvent.click(confirm());
    expect(commands.capture.mock.calls[0]?.[0]).toMatchObject({ amount: { part: "24500" } });
  });

  it("shows what was read of the part in figures and words", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("capture-part"));
    await fireEvent.input(screen.getByTestId("capture-amount"), { target: { value: "₹ २४,५००/-" } });
    const words = await screen.findByTestId("capture-words");
    expect(words.textContent).toBe("Twenty-four thousand five hundred rupees");
    expect((words.previousElementSibling as HTMLElement).dataset.minor).toBe("2450000");
  });

  it("does not send on Enter", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("capture-full"));
    expect(await fireEvent.keyDown(confirm(), { key: "Enter" })).toBe(false);
    expect(commands.capture).not.toHaveBeenCalled();
  });

  it("words the deadline with the two days that some cards allow", async () => {
    await open({ captureBy: Date.parse("2099-11-24T21:25:00+05:30") });
    expect(screen.getByText(/Capture by 24 Nov 2099 21:25 IST; some cards allow two days more/)).toBeTruthy();
  });

  it("is still offered once it is overdue, and says what may be so", async () => {
    await open({ captureOverdue: true, captureBy: Date.now() - 3_600_000 });
    expect(screen.getByText(/May be void already/)).toBeTruthy();
    await fireEvent.click(screen.getByTestId("capture-full"));
    expect(confirm().getAttribute("aria-disabled")).toBeNull();
  });
});
