import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { OperationView } from "$lib/ipc";
import { error, operation } from "$testing/samples";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import Outcome from "./Outcome.svelte";

const ipc = vi.hoisted(() => ({
  commands: { decide: vi.fn(), copyText: vi.fn(), openExternal: vi.fn() },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

const undecided = operation({ outcome: "needs_you", needsYou: "cannot_tell" });

function show(change: OperationView = undecided) {
  const live = new LiveOperation(new Operations());
  live.adopt(change);
  render(Outcome, { props: { operation: change, live } });
  return live;
}
const press = (testid: string) => fireEvent.click(screen.getByTestId(testid));

beforeEach(() => {
  vi.resetAllMocks();
});

describe("a change whose outcome nobody can prove", () => {
  it("names what to look for: reference, order, amount and time, whole", () => {
    show();
    expect(screen.getByTestId("verdict-reference").dataset.value).toBe("rf-0183-1");
    expect(screen.getByTestId("verdict-order").dataset.value).toBe("v1-251118172104-aa-kX2mQa");
    expect(screen.getByTestId("verdict-amount").dataset.minor).toBe("125000");
    expect(screen.getByTestId("outcome").textContent).toMatch(/20 Nov( 2025)?, 14:05:12 IST/);
    expect(screen.getByText("Open in Pine Labs dashboard")).toBeTruthy();
  });

  it.each([
    ["verdict-there", true],
    ["verdict-not-there", false],
  ])("takes the answer of %s only when it was asked once more, and once", async (answer, there) => {
    const told = operation({
      outcome: there ? "accepted" : "not_sent",
      decidedAt: 1_763_627_400_000,
      revision: 1,
    });
    commands.decide.mockResolvedValue({ status: "ok", data: told });
    const live = show();
    await press(answer);
    expect(commands.decide).not.toHaveBeenCalled();
    expect(screen.getByTestId("verdict-question").textContent).toContain("on your word");
    await Promise.all([press("verdict-confirm"), press("verdict-confirm")]);
    expect(commands.decide).toHaveBeenCalledExactlyOnceWith("operation-1", there);
    await waitFor(() => {
      expect(live.current).toEqual(told);
    });
  });

  it("puts the focus on the way back, and takes no answer by Enter", async () => {
    show();
    await press("verdict-there");
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getByTestId("verdict-back"));
    });
    expect(await fireEvent.keyDown(screen.getByTestId("verdict-confirm"), { key: "Enter" })).toBe(false);
    await press("verdict-back");
    expect(screen.queryByTestId("verdict-confirm")).toBeNull();
    expect(commands.decide).not.toHaveBeenCalled();
  });

  it("stays undecided where the answer could not be taken down, and says why", async () => {
    commands.decide.mockResolvedValue({ status: "error", error: error("storage") });
    const live = show();
    await press("verdict-not-there");
    await press("verdict-confirm");
    const note = await screen.findByTestId("error");
    expect(note.dataset.code).toBe("storage");
    expect(note.textContent).toMatch(/not taken down.*could not write.*stays undecided/);
    expect(live.current).toEqual(undecided);
    expect(screen.getByTestId("verdict-confirm")).toBeTruthy();
  });

  it.each(["checking", "accepted", "not_sent", "needs_you"] as const)(
    "is the only one that asks: %s without it does not",
    (outcome) => {
      show(operation({ outcome }));
      expect(screen.queryByTestId("verdict-there")).toBeNull();
    },
  );
});
