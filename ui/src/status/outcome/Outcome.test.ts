import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { error, figures, operation, rupees, seen, type OperationChanges } from "$testing/samples";
import { later } from "$testing/views";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import Outcome from "./Outcome.svelte";

const ipc = vi.hoisted(() => ({
  commands: {
    undo: vi.fn(),
    checkNow: vi.fn(),
    sendAgain: vi.fn(),
    takeBack: vi.fn(),
    copyText: vi.fn(),
    openExternal: vi.fn(),
  },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

const changedMeanwhile = {
  outcome: "not_sent",
  notSent: "changed",
  before: seen(),
  after: seen({
    linkStatus: "CANCELLED",
    figures: figures({ refunded: rupees(85_000), left: rupees(400_000) }),
  }),
} as const;

function show(more: OperationChanges, brief = false) {
  const live = new LiveOperation(new Operations());
  const change = operation(more);
  live.adopt(change);
  render(Outcome, { props: { operation: change, live, brief } });
  return live;
}

beforeEach(() => {
  vi.resetAllMocks();
});

describe("an outcome", () => {
  it("of a change that is being sent is none yet, and carries no hook of one", () => {
    show({ outcome: "sending" });
    expect(screen.getByTestId("sending").dataset.outcome).toBeUndefined();
    expect(screen.queryByTestId("outcome")).toBeNull();
  });

  it.each(["accepted", "done", "refused", "checking", "not_sent", "undone", "needs_you"] as const)(
    "%s is on the hook that is looked for",
    (outcome) => {
      show({ outcome });
      expect(screen.getByTestId("outcome").dataset.outcome).toBe(outcome);
    },
  );

  it("held counts down and can be taken back", async () => {
    commands.undo.mockResolvedValue({ status: "ok", data: operation({ outcome: "undone", revision: 1 }) });
    const live = show({ outcome: "held", heldUntil: Date.now() + 5_000, heldForMs: 5_000 });
    expect(screen.getByTestId("outcome").textContent).toMatch(/Sending in [45] s/);
    await fireEvent.click(screen.getByTestId("undo"));
    expect(commands.undo).toHaveBeenCalledExactlyOnceWith("operation-1");
    await waitFor(() => {
      expect(live.current?.outcome).toBe("undone");
    });
  });

  it.each([
    ["as it should be", 0],
    ["set back by years meanwhile", -157_680_000_000],
    ["set forward by years meanwhile", 157_680_000_000],
  ])("held counts down second by second with the clock %s", async (_, jump) => {
    vi.useFakeTimers();
    try {
      const told: (string | undefined)[] = [];
      const title = () => /Sending (in \d+ s|now)/.exec(screen.getByTestId("outcome").textContent)?.[1];
      show({ id: `jump ${String(jump)}`, outcome: "held", heldUntil: Date.now() + 5_000, heldForMs: 5_000 });
      told.push(title());
      vi.setSystemTime(Date.now() + jump);
      for (let second = 1; second <= 5; second += 1) {
        await vi.advanceTimersByTimeAsync(1_000);
        told.push(title());
      }
      expect(told).toEqual(["in 5 s", "in 4 s", "in 3 s", "in 2 s", "in 1 s", "now"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("unknown gives its reference and its times, and can be checked now but not sent again", async () => {
    commands.checkNow.mockResolvedValue({
      status: "ok",
      data: operation({ outcome: "accepted", revision: 1 }),
    });
    const live = show({ outcome: "checking", checkedAt: Date.now(), nextCheckAt: Date.now() + 40_000 });
    expect(screen.getByTestId("outcome").textContent).toContain("rf-0183-1");
    expect(screen.getByTestId("outcome").textContent).toMatch(/Checked .* IST, next in/);
    expect(screen.queryByTestId("send-again")).toBeNull();
    await fireEvent.click(screen.getByTestId("check-now"));
    await waitFor(() => {
      expect(live.current?.outcome).toBe("accepted");
    });
  });

  it("refused gives the code, and the whole request id", () => {
    const requestId = "7c1e22aa-90aa-4f10-9b1b-000000a90b";
    show({
      outcome: "refused",
      requestId,
      error: error("refused", { providerCode: "X_1", httpStatus: 422 }),
    });
    expect(screen.getByTestId("error").dataset.code).toBe("refused");
    expect(screen.getByTestId("error").textContent).toBe("422 X_1");
    expect(screen.getByTestId("error-request-id").dataset.value).toBe(requestId);
  });

  it("copies the details for support, and says so", async () => {
    commands.copyText.mockResolvedValue({ status: "ok", data: null });
    show({ outcome: "refused", error: error("refused", { providerCode: "X_1" }) });
    await fireEvent.click(screen.getByText("Copy details"));
    expect(commands.copyText.mock.calls[0]?.[0]).toContain("X_1");
    expect((await screen.findAllByText("Copied")).length).toBeGreaterThan(0);
  });

  it("not sent because something changed sets all that differs beside what the person saw", () => {
    show(changedMeanwhile);
    const table = screen.getByTestId("outcome-changed");
    const rows = [...table.querySelectorAll("tbody tr")].map(({ children }) =>
      [...children].map(({ textContent }) => textContent),
    );
    expect(rows).toEqual([
      ["Link status", "Paid or held", "Cancelled"],
      ["Refunded", "₹600.00", "₹850.00"],
      ["Left to refund", "₹4,250.00", "₹4,000.00"],
    ]);
    expect(table.querySelector('[data-value="CANCELLED"]')?.getAttribute("title")).toBe("CANCELLED");
    expect(table.querySelector('[data-minor="40000"]')).toBeNull();
    expect(table.querySelector('[data-minor="400000"]')).toBeTruthy();
  });

  it("not sent because something changed leaves the figures in brief to the page around it", () => {
    show(changedMeanwhile, true);
    expect(screen.queryByTestId("outcome-changed")).toBeNull();
    expect(screen.getByTestId("outcome").textContent).toContain("changed after you looked at them");
  });

  it("not sent because only the listed refunds changed shows no empty table", () => {
    show({ outcome: "not_sent", notSent: "changed", before: seen(), after: seen() });
    expect(screen.queryByTestId("outcome-changed")).toBeNull();
    expect(screen.getByTestId("outcome").textContent).toContain("the refunds that it lists");
  });

  it("in brief leaves ids and figures to the page around it, and keeps the code and what can be done", () => {
    const unread = { outcome: "not_sent", notSent: "could_not_reread", error: error("timeout") } as const;
    show({ ...unread, requestId: "request-1" }, true);
    expect(screen.queryByTestId("error-request-id")).toBeNull();
    expect(screen.getByTestId("outcome").textContent).not.toContain("rf-0183-1");
    expect(screen.getByTestId("error").dataset.code).toBe("timeout");
    expect(screen.getByText("Copy details")).toBeTruthy();
  });

  it("proven absent can be sent again, once, not by Enter, and is held first like any other", async () => {
    const slow = later<unknown>();
    commands.sendAgain.mockReturnValue(slow.promise);
    const live = show({ outcome: "not_sent", notSent: "proven_absent", sendAgain: true });
    const button = screen.getByTestId("send-again");
    expect(button.textContent).toContain("Send ₹1,250.00 to Neha Kulkarni again");
    expect(await fireEvent.keyDown(button, { key: "Enter" })).toBe(false);
    await Promise.all([fireEvent.click(button), fireEvent.click(button), fireEvent.click(button)]);
    expect(commands.sendAgain).toHaveBeenCalledExactlyOnceWith("operation-1");
    expect(live.current).toMatchObject({ outcome: "not_sent", sendAgain: true });
    slow.answer({ status: "ok", data: operation({ outcome: "held", revision: 1 }) });
    await waitFor(() => {
      expect(live.current?.outcome).toBe("held");
    });
  });

  it.each([
    [
      "undo",
      { outcome: "held", heldUntil: Date.now() + 5_000, heldForMs: 5_000 },
      commands.undo,
      /still held, and may go out/,
    ],
    ["check-now", { outcome: "checking" }, commands.checkNow, /still not known. Do not ask for it again/],
    [
      "send-again",
      { outcome: "not_sent", notSent: "proven_absent", sendAgain: true },
      commands.sendAgain,
      /not sent again.*Nothing was sent this time/,
    ],
    [
      "take-back",
      { outcome: "accepted", decidedAt: 1, canTakeBack: true },
      commands.takeBack,
      /word was not taken back.*stays as you said/,
    ],
  ] as const)(
    "says why %s could not be done, what is known, and the id to copy",
    async (hook, more, command, words) => {
      command.mockResolvedValue({ status: "error", error: error("storage", { requestId: "request-1" }) });
      const live = show(more);
      await fireEvent.click(screen.getByTestId(hook));
      const note = await screen.findByTestId("error");
      expect(note.dataset.code).toBe("storage");
      expect(note.textContent).toMatch(words);
      expect(screen.getByTestId("error-request-id").dataset.value).toBe("request-1");
      expect(live.current).toMatchObject(more);
      expect(screen.getByTestId(hook)).toBeTruthy();
    },
  );

  it("forgets what could not be done once the change has gone on", async () => {
    commands.undo.mockResolvedValue({ status: "error", error: error("storage") });
    const change = operation({ outcome: "held", heldUntil: Date.now() + 5_000, heldForMs: 5_000 });
    const live = new LiveOperation(new Operations());
    const { rerender } = render(Outcome, { props: { operation: change, live } });
    await fireEvent.click(screen.getByTestId("undo"));
    await screen.findByTestId("error");
    await rerender({ operation: operation({ outcome: "sending" }) });
    expect(screen.queryByTestId("error")).toBeNull();
  });

  it("that is held again gives the focus to Undo, and not to nowhere", async () => {
    const change = operation({ outcome: "not_sent", notSent: "proven_absent", sendAgain: true });
    const live = new LiveOperation(new Operations());
    const { rerender } = render(Outcome, { props: { operation: change, live } });
    screen.getByTestId("send-again").focus();
    await rerender({
      operation: operation({ outcome: "held", heldUntil: Date.now() + 5_000, heldForMs: 5_000 }),
    });
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getByTestId("undo"));
    });
  });

  it.each([
    ["what was made elsewhere", { outcome: "not_sent", notSent: "made_elsewhere" }, "Made"],
    ["what stands under its reference", { outcome: "needs_you", needsYou: "other_amount" }, "At Pine Labs"],
  ] as const)("sets %s beside what was asked, as figures, also in brief", (_, more, label) => {
    show({ ...more, otherAmount: rupees(10_000) }, true);
    expect(screen.getByTestId("outcome-asked").dataset.minor).toBe("125000");
    expect(screen.getByTestId("outcome-other").dataset.minor).toBe("10000");
    expect(screen.getByText(label)).toBeTruthy();
    expect(screen.getByText("Copy details")).toBeTruthy();
    expect(screen.queryByTestId("send-again")).toBeNull();
  });

  it("of a refund beside which more went back has that as a figure", () => {
    show({ outcome: "accepted", moreRefunded: rupees(10_000) });
    expect(screen.getByTestId("outcome-more").dataset.minor).toBe("10000");
    expect(screen.queryByTestId("outcome-other")).toBeNull();
  });

  it("that is what was asked has no figures to compare", () => {
    show({ outcome: "accepted" });
    expect(screen.queryByTestId("outcome-asked")).toBeNull();
  });

  it.each([true, false])("that rests on the person's word can be taken back, in brief: %s", async (brief) => {
    const again = operation({ outcome: "needs_you", needsYou: "cannot_tell", revision: 1 });
    commands.takeBack.mockResolvedValue({ status: "ok", data: again });
    const live = show({ outcome: "accepted", decidedAt: Date.now(), canTakeBack: true }, brief);
    const button = screen.getByTestId("take-back");
    expect(button.textContent).toContain("Take that back");
    await Promise.all([fireEvent.click(button), fireEvent.click(button)]);
    expect(commands.takeBack).toHaveBeenCalledExactlyOnceWith("operation-1");
    await waitFor(() => {
      expect(live.current).toEqual(again);
    });
  });

  it("that Pine Labs has told cannot be taken back", () => {
    show({ outcome: "accepted", decidedAt: null });
    expect(screen.queryByTestId("take-back")).toBeNull();
  });
});
