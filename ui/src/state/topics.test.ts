import { fireEvent } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { commands, onTopics, type Topics } from "$lib/ipc";
import { operation } from "$testing/samples";
import { anAccount, aRecent, aStart, later, ok } from "$testing/views";
import { AppState } from "./app.svelte";
import { LiveOperation } from "./liveOperation.svelte";

vi.mock("$lib/ipc");

const start = aStart({ accounts: [anAccount({ id: "account-1" })], current: "account-1" });
const sending = operation({ outcome: "sending", revision: 2 });
const accepted = operation({ outcome: "accepted", revision: 3 });

let tell: Topics;
let app: AppState;
let stop: () => void;
const unlisten = vi.fn();

/** So often the page has asked what it shows. */
const reloads = () => vi.mocked(commands.start).mock.calls.length;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.mocked(commands.start).mockReset().mockResolvedValue(ok(start));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
  vi.mocked(onTopics).mockImplementation((topics) => {
    tell = topics;
    return unlisten;
  });
  app = new AppState(start);
  stop = app.listen();
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

it("each topic reaches its store by one listener, which ends with the window", () => {
  tell.operations([accepted]);
  tell.notices([{ code: "clock_ahead", reason: null, missing: null, path: null, offBy: 600_000 }]);
  tell.wait({ accountId: "account-1", until: Date.now() + 5_000 });
  expect(app.operations.get(accepted.id)).toEqual(accepted);
  expect(app.notices.list).toHaveLength(1);
  expect(app.connection.waitUntil).not.toBeNull();
  expect(vi.mocked(onTopics)).toHaveBeenCalled();
  stop();
  expect(unlisten).toHaveBeenCalled();
});

it("of a wait that nobody sits out says nothing: the answer to the question tells how long it is", () => {
  tell.wait({ accountId: "account-1", until: Date.now() + 864_000_000 });
  expect(app.connection.waitUntil).toBeNull();
});

describe("a page that has missed messages", () => {
  it("is right after “reload”: operations, recent links and notices", async () => {
    const live = new LiveOperation(app.operations);
    tell.operations([sending]);
    live.adopt(sending);
    const recent = aRecent();
    const notice = { code: "ledger_gone", reason: null, missing: null, path: "/x", offBy: null } as const;
    vi.mocked(commands.start).mockResolvedValue(ok({ ...start, recents: [recent], notices: [notice] }));
    vi.mocked(commands.operations).mockResolvedValue(ok([accepted]));
    tell.reload();
    await vi.advanceTimersByTimeAsync(0);
    expect(live.current).toEqual(accepted);
    expect(app.recents.list).toEqual([recent]);
    expect(app.notices.list).toEqual([notice]);
  });

  it("keeps what it heard while it read, where that is newer than the answer", async () => {
    const slow = later<Awaited<ReturnType<typeof commands.operations>>>();
    vi.mocked(commands.operations).mockReturnValue(slow.promise);
    tell.reload();
    tell.operations([accepted]);
    slow.answer(ok([sending]));
    await vi.advanceTimersByTimeAsync(0);
    expect(app.operations.get(accepted.id)).toEqual(accepted);
  });

  it("reads twice at most, however often it is told to meanwhile", async () => {
    const slow = later<Awaited<ReturnType<typeof commands.start>>>();
    vi.mocked(commands.start).mockReturnValueOnce(slow.promise);
    for (let time = 0; time < 1_000; time += 1) tell.reload();
    slow.answer(ok(start));
    await vi.advanceTimersByTimeAsync(0);
    expect(reloads()).toBe(2);
  });
});

describe("a page that slept", () => {
  it("asks again when the window comes to the front, and when it is seen again", async () => {
    await fireEvent.focus(window);
    await vi.advanceTimersByTimeAsync(0);
    expect(reloads()).toBe(1);
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(0);
    expect(reloads()).toBe(2);
  });

  it("asks again when its computer was suspended, and not while time goes by as always", async () => {
    await vi.advanceTimersByTimeAsync(120_000);
    expect(reloads()).toBe(0);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reloads()).toBe(1);
  });

  it("asks nothing while it is out of sight, or once it is closed", async () => {
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(0);
    hidden.mockRestore();
    stop();
    await fireEvent.focus(window);
    expect(reloads()).toBe(0);
  });
});
