import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { aView, checking } from "$testing/activitySamples";
import { at, operation, withOutcome } from "$testing/samples";
import { said } from "$state/announcements.svelte";
import { dayStart } from "$lib/calendar";
import { AppState } from "$state/app.svelte";
import { commands, onTopics } from "$lib/ipc";
import type { ChainView, OperationView } from "$lib/ipc";
import { anAccount, anError, aStart, later, ok, refused } from "../testing/views";
import Activity from "./Activity.svelte";

vi.mock("$lib/ipc");

const unbroken: ChainView = { state: "unbroken", since: at("2025-11-03T10:00:00"), entry: null };

type Answer = Awaited<ReturnType<typeof commands.activity>>;

let hear: (operation: OperationView) => void = () => undefined;

async function show() {
  const app = new AppState(aStart({ accounts: [anAccount({ id: "account-1" })], current: "account-1" }));
  await app.readOperations();
  hear = (operation) => {
    app.operations.hear([operation]);
  };
  render(Activity, { app, wide: true });
  await waitFor(() => {
    expect(app.activity.reading).toBe(false);
  });
  return app;
}
const rows = () => screen.getAllByTestId("activity-row");
const row = (nth: number) => rows()[nth] ?? document.body;
const tile = (outcome: string) =>
  screen.getAllByTestId("activity-tile").find((each) => each.dataset.outcome === outcome) ?? document.body;
const asked = () => vi.mocked(commands.activity).mock.lastCall?.[0];

beforeEach(() => {
  vi.mocked(commands.activity).mockResolvedValue(ok(aView()));
  vi.mocked(commands.checkChain).mockResolvedValue(ok(unbroken));
  vi.mocked(commands.activityEntry).mockResolvedValue(refused(anError("storage")));
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
});

describe("the list", () => {
  it("has each change with its kind, outcome, reference and amount, by day in IST", async () => {
    await show();
    expect(rows().map(({ dataset }) => [dataset.kind, dataset.outcome, dataset.value])).toEqual([
      ["refund", "accepted", "INV-2526-0183"],
      ["refund", "checking", "INV-2526-0176"],
      ["resend", "done", "INV-2526-0183"],
    ]);
    expect(row(0).textContent).toMatch(
      /14:05:13.*5b0e…d417.*Neha Kulkarni.*₹1,250.00.*Item returned.*Accepted/,
    );
    expect(row(0).querySelector("[data-minor]")?.getAttribute("data-minor")).toBe("125000");
    expect(row(2).textContent).toContain("no amount");
    expect(screen.getAllByTestId("activity-day-name").map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/Thursday 20 November/),
      expect.stringMatching(/Wednesday 19 November/),
    ]);
  });

  it("has the sums of all that matches in its foot, and none that there is not", async () => {
    await show();
    expect(screen.getByTestId("activity-total-count").dataset.value).toBe("3");
    expect(screen.getByTestId("activity-total-refunded").dataset.minor).toBe("125000");
    expect(screen.getByTestId("activity-total-checking").dataset.minor).toBe("240000");
    expect(screen.queryByTestId("activity-total-captured")).toBeNull();
  });

  it("is one stop for Tab; the arrows move, Enter opens, up from the first leads to the filter", async () => {
    await show();
    expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
    row(0).focus();
    await fireEvent.keyDown(row(0), { key: "ArrowDown" });
    expect(document.activeElement).toBe(row(1));
    await fireEvent.keyDown(row(1), { key: "Enter" });
    expect(commands.activityEntry).toHaveBeenCalledWith("operation-2");
    await fireEvent.keyDown(row(1), { key: "Home" });
    await fireEvent.keyDown(row(0), { key: "ArrowUp" });
    expect(document.activeElement).toBe(screen.getByTestId("activity-filter"));
    await fireEvent.keyDown(screen.getByTestId("activity-filter"), { key: "ArrowDown" });
    expect(document.activeElement).toBe(row(1));
  });

  it("reads itself again when a change of this account goes on, and not for another’s", async () => {
    await show();
    vi.mocked(commands.activity).mockResolvedValue(
      ok(aView([withOutcome(checking, { outcome: "accepted" })])),
    );
    hear(operation({ accountId: "account-2" }));
    expect(commands.activity).toHaveBeenCalledOnce();
    hear(checking);
    await waitFor(() => {
      expect(rows().map(({ dataset }) => dataset.outcome)).toEqual(["accepted"]);
    });
  });

  it("is read again when the window comes to the front: another copy may have changed it", async () => {
    const app = await show();
    app.navigation.go("activity");
    vi.mocked(commands.start).mockResolvedValue(refused(anError("storage")));
    vi.mocked(onTopics).mockReturnValue(() => undefined);
    const stop = app.listen();
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([checking])));
    await fireEvent.focus(window);
    await waitFor(() => {
      expect(rows()).toHaveLength(1);
    });
    stop();
  });

  it("tells the kind of each row to whoever listens, in a narrow pane too", async () => {
    await show();
    expect([...row(0).querySelectorAll("[aria-hidden]")].map(({ textContent }) => textContent)).not.toContain(
      "Refund",
    );
  });

  it("has places for its rows while it is read for the first time", async () => {
    const slow = later<Answer>();
    vi.mocked(commands.activity).mockReturnValue(slow.promise);
    render(Activity, {
      app: new AppState(aStart({ accounts: [anAccount({ id: "account-1" })], current: "account-1" })),
      wide: true,
    });
    expect(screen.getByRole("status", { name: "Reading the activity" })).toBeTruthy();
    slow.answer(ok(aView()));
    expect(await screen.findAllByTestId("activity-row")).toHaveLength(3);
  });

  it("stays, marked as the last that is known, where it cannot be read again", async () => {
    await show();
    vi.mocked(commands.activity).mockResolvedValue(refused(anError("storage")));
    hear(checking);
    expect((await screen.findByTestId("stale")).dataset.code).toBe("storage");
    expect(rows()).toHaveLength(3);
    vi.mocked(commands.activity).mockResolvedValue(ok(aView()));
    await fireEvent.click(screen.getByText("Retry"));
    await waitFor(() => {
      expect(screen.queryByTestId("stale")).toBeNull();
    });
  });

  it("says why it could not be read at all, and is never blank", async () => {
    vi.mocked(commands.activity).mockResolvedValue(refused(anError("storage")));
    await show();
    expect(screen.getByTestId("error").textContent).toContain("could not be read");
  });
});

describe("the filters", () => {
  it("are tiles with the word of the pill and the count of their outcome, whatever is chosen", async () => {
    await show();
    const told = screen
      .getAllByTestId("activity-tile")
      .map(({ dataset, textContent }) => [
        dataset.outcome,
        dataset.value,
        textContent.replace(/\s+/g, " ").trim(),
      ]);
    expect(told).toEqual([
      ["all", "3", "3 All"],
      ["accepted", "1", "1 Accepted"],
      ["done", "1", "1 Done"],
      ["refused", "0", "0 Refused"],
      ["checking", "1", "1 Checking"],
      ["undone", "0", "0 Undone"],
      ["not_sent", "0", "0 Not sent"],
      ["needs_you", "0", "0 Needs you"],
    ]);
    expect(tile("all").getAttribute("aria-pressed")).toBe("true");
    await fireEvent.click(tile("checking"));
    expect(asked()).toMatchObject({ accountId: "account-1", outcome: "checking" });
    expect(tile("checking").getAttribute("aria-pressed")).toBe("true");
    await fireEvent.click(tile("all"));
    expect(asked()?.outcome).toBeNull();
  });

  it("take words as they are typed, and drop the answer to older ones", async () => {
    await show();
    const slow = later<Answer>();
    vi.mocked(commands.activity)
      .mockReturnValueOnce(slow.promise)
      .mockResolvedValueOnce(ok(aView([checking])));
    await fireEvent.input(screen.getByTestId("activity-filter"), { target: { value: "Far" } });
    await fireEvent.input(screen.getByTestId("activity-filter"), { target: { value: " Farida " } });
    expect(asked()?.text).toBe("Farida");
    await waitFor(() => {
      expect(rows()).toHaveLength(1);
    });
    slow.answer(ok(aView()));
    await slow.promise;
    expect(rows()).toHaveLength(1);
  });

  it("take a kind, and all of them again", async () => {
    await show();
    const kind = screen.getByTestId("activity-kind");
    await fireEvent.change(kind, { target: { value: "void" } });
    expect(asked()?.kind).toBe("void");
    await fireEvent.change(kind, { target: { value: "any" } });
    expect(asked()?.kind).toBeNull();
  });

  it("take a period in days of IST, beginning with the last seven", async () => {
    await show();
    const today = dayStart(Date.now());
    const day = 24 * 3_600_000;
    expect(asked()).toMatchObject({ from: today - 6 * day, until: null });
    const period = screen.getByTestId("activity-period");
    await fireEvent.change(period, { target: { value: "today" } });
    expect(asked()).toMatchObject({ from: today, until: null });
    await fireEvent.change(period, { target: { value: "all" } });
    expect(asked()).toMatchObject({ from: null, until: null });
  });

  it("take one day as it is typed to its end, the one before it, and no half of one", async () => {
    await show();
    await fireEvent.change(screen.getByTestId("activity-period"), { target: { value: "day" } });
    const typed = screen.getByTestId("activity-day");
    vi.mocked(commands.activity).mockClear();
    await fireEvent.input(typed, { target: { value: "18 Nov 2025" } });
    expect(commands.activity).not.toHaveBeenCalled();
    await fireEvent.keyDown(typed, { key: "Enter" });
    expect(asked()).toMatchObject({ from: at("2025-11-18T00:00:00"), until: at("2025-11-19T00:00:00") });
    await fireEvent.click(screen.getByLabelText("The day before"));
    expect(asked()?.from).toBe(at("2025-11-17T00:00:00"));
    await fireEvent.click(screen.getByLabelText("The day after"));
    expect(asked()?.from).toBe(at("2025-11-18T00:00:00"));

    await fireEvent.input(typed, { target: { value: "someday" } });
    await fireEvent.blur(typed);
    expect(screen.getByText("Type a day, like 18 Nov 2025.")).toBeTruthy();
    expect(asked()?.from).toBe(at("2025-11-18T00:00:00"));
  });

  it("leave a day that is half typed alone, whatever the clock and the other filters do", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await show();
    await fireEvent.change(screen.getByTestId("activity-period"), { target: { value: "day" } });
    await fireEvent.input(screen.getByTestId("activity-day"), { target: { value: "18 N" } });
    vi.advanceTimersByTime(60_000);
    await fireEvent.change(screen.getByTestId("activity-kind"), { target: { value: "void" } });
    expect(screen.getByTestId<HTMLInputElement>("activity-day").value).toBe("18 N");
    vi.useRealTimers();
  });

  it("that match nothing of an account that never asked for anything say so", async () => {
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([])));
    vi.mocked(commands.checkChain).mockResolvedValue(ok({ state: "empty", since: null, entry: null }));
    await show();
    expect(screen.getByTestId("activity-empty").textContent).toContain("Nothing was asked for yet");
    expect(screen.queryByTestId("activity-widen")).toBeNull();
  });

  it("that match nothing say what was looked through, and can be widened", async () => {
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([])));
    await show();
    expect(screen.getByTestId("activity-empty").textContent).toContain("No entry matches");
    await fireEvent.click(screen.getByTestId("activity-widen"));
    expect(asked()).toMatchObject({ from: null, until: null, kind: null, outcome: null, text: null });
    await waitFor(() => {
      expect(screen.getByTestId("activity-empty").textContent).toContain("Nothing was asked for yet");
    });
  });
});

describe("the focus", () => {
  const press = async (testid: string) => {
    const button = screen.getByTestId(testid);
    button.focus();
    await fireEvent.click(button);
  };

  it("goes to the first of the rows that were not there before, once there are no more", async () => {
    const [first, ...rest] = aView().entries;
    vi.mocked(commands.activity).mockResolvedValue(ok({ ...aView(first ? [first] : []), total: 3 }));
    await show();
    vi.mocked(commands.activity).mockResolvedValue(ok({ ...aView(rest), total: 3 }));
    await press("activity-more");
    await waitFor(() => {
      expect(document.activeElement).toBe(row(1));
    });
  });

  it("goes to the list once it shows all entries", async () => {
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([])));
    await show();
    vi.mocked(commands.activity).mockResolvedValue(ok(aView()));
    await press("activity-widen");
    await waitFor(() => {
      expect(document.activeElement).toBe(row(0));
    });
  });

  it("goes back to the export once its note was put away", async () => {
    vi.mocked(commands.exportActivity).mockResolvedValue(ok("activity.csv"));
    await show();
    await fireEvent.click(screen.getByTestId("activity-export"));
    const dismiss = within(await screen.findByTestId("activity-exported")).getByLabelText("Dismiss");
    dismiss.focus();
    await fireEvent.click(dismiss);
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getByTestId("activity-export"));
    });
  });
});

describe("the file", () => {
  it("has what is looked for, all of it, and it is said where it is", async () => {
    vi.mocked(commands.exportActivity).mockResolvedValue(ok("/home/asha/activity-20-nov.csv"));
    vi.mocked(commands.copyText).mockResolvedValue(ok(null));
    await show();
    await fireEvent.click(tile("checking"));
    await fireEvent.click(screen.getByTestId("activity-export"));
    const note = await screen.findByTestId("activity-exported");
    expect(vi.mocked(commands.exportActivity).mock.lastCall?.[0]).toMatchObject({ outcome: "checking" });
    expect(note.textContent).toContain("/home/asha/activity-20-nov.csv");
    await fireEvent.click(within(note).getByLabelText("Copy the path of the file"));
    expect(commands.copyText).toHaveBeenCalledWith("/home/asha/activity-20-nov.csv");
    await fireEvent.click(within(note).getByLabelText("Dismiss"));
    expect(screen.queryByTestId("activity-exported")).toBeNull();
  });

  it("that could not be written says why", async () => {
    vi.mocked(commands.exportActivity).mockResolvedValue(refused(anError("storage")));
    await show();
    await fireEvent.click(screen.getByTestId("activity-export"));
    expect((await screen.findByTestId("error")).textContent).toContain("could not be written");
  });
});

describe("the chain of fingerprints", () => {
  const chain = () => screen.getByTestId("activity-chain");

  it("is said in the head to be whole, since when, and what that means", async () => {
    await show();
    expect(chain().textContent).toMatch(/Chain unbroken since 3 Nov/);
    expect(chain().title).toMatch(/fingerprint of the one before it.*no proof/);
    expect(screen.queryByTestId("chain-broken")).toBeNull();
  });

  it("is said to be broken where it is, beside everything that the ledger still says", async () => {
    vi.mocked(commands.checkChain).mockResolvedValue(ok({ state: "broken", since: null, entry: 12 }));
    await show();
    expect(chain().textContent).toMatch(/Chain broken at entry 12/);
    expect(screen.getByTestId("chain-broken").textContent).toMatch(/Entry 12, or what stood right before it/);
    expect(rows()).toHaveLength(3);
  });

  it("is walked again when asked to, once at a time, and that is heard", async () => {
    await show();
    const slow = later<Awaited<ReturnType<typeof commands.checkChain>>>();
    vi.mocked(commands.checkChain).mockReturnValue(slow.promise);
    await fireEvent.click(screen.getByTestId("chain-check"));
    await fireEvent.click(screen.getByTestId("chain-check"));
    expect(commands.checkChain).toHaveBeenCalledTimes(2);
    slow.answer(ok({ state: "broken", since: null, entry: null }));
    await waitFor(() => {
      expect(said().at(-1)?.words).toBe("Chain broken at its end");
    });
  });

  it("is not there before the first change, and begins with it", async () => {
    vi.mocked(commands.checkChain).mockResolvedValue(ok({ state: "empty", since: null, entry: null }));
    await show();
    expect(screen.queryByTestId("activity-chain")).toBeNull();
    expect(screen.queryByTestId("chain-check")).toBeNull();
    vi.mocked(commands.checkChain).mockResolvedValue(ok(unbroken));
    hear(checking);
    await waitFor(() => {
      expect(chain().dataset.state).toBe("unbroken");
    });
  });

  it("can be walked again where it could not be", async () => {
    vi.mocked(commands.checkChain).mockResolvedValue(refused(anError("storage")));
    await show();
    expect(chain().textContent).toMatch(/could not be checked/);
    vi.mocked(commands.checkChain).mockResolvedValue(ok(unbroken));
    await fireEvent.click(screen.getByTestId("chain-check"));
    await waitFor(() => {
      expect(chain().dataset.state).toBe("unbroken");
    });
  });
});
