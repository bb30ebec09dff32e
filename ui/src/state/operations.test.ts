import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { operation } from "$testing/samples";
import { commands } from "$lib/ipc";
import { anError, later, ok, refused } from "$testing/views";
import { Operations } from "./operations.svelte";

vi.mock("$lib/ipc");

type Unfinished = Awaited<ReturnType<typeof commands.unfinished>>;
const checking = operation({ outcome: "checking" });
const closed = operation({
  id: "operation-2",
  outcome: "not_sent",
  notSent: "closed_in_hold",
  interruptedAt: Date.now(),
});

async function started() {
  const operations = new Operations();
  await operations.read("account-1");
  return operations;
}

beforeEach(() => {
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
});

describe("what is left open", () => {
  it("is asked for at the start", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    expect((await started()).unfinished).toEqual([checking]);
  });

  it("is asked for again with each outcome, and not while a change is on its way", async () => {
    const operations = await started();
    for (const outcome of ["held", "sending"] as const) operations.hear([operation({ outcome })]);
    expect(commands.unfinished).toHaveBeenCalledOnce();
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    operations.hear([checking]);
    await vi.waitFor(() => {
      expect(operations.unfinished).toEqual([checking]);
    });
  });

  it("is nobody else's: of another account nothing is heard, and nothing stays after a switch", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    const operations = await started();
    operations.hear([operation({ accountId: "account-2", outcome: "checking" })]);
    expect(commands.unfinished).toHaveBeenCalledOnce();

    vi.mocked(commands.unfinished).mockReturnValue(later<Unfinished>().promise);
    void operations.read("account-2");
    expect(operations.unfinished).toEqual([]);
  });

  it("is never an older answer than the one that is shown", async () => {
    const operations = await started();
    const slow = later<Unfinished>();
    vi.mocked(commands.unfinished).mockReturnValueOnce(slow.promise).mockResolvedValueOnce(ok([]));
    const first = operations.count();
    await operations.count();
    slow.answer(ok([checking]));
    await first;
    expect(operations.unfinished).toEqual([]);
  });

  it("stays as it was where it cannot be read", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    const operations = await started();
    vi.mocked(commands.unfinished).mockResolvedValue(refused(anError("storage")));
    await operations.count();
    expect(operations.unfinished).toEqual([checking]);
  });
});

describe("what is left open and cannot be read", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is asked for again by itself, until it is known", async () => {
    vi.useFakeTimers();
    vi.mocked(commands.unfinished).mockResolvedValue(refused(anError("storage")));
    const operations = await started();
    expect(operations.unfinished).toEqual([]);
    await vi.advanceTimersByTimeAsync(15_000);
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(operations.unfinished).toEqual([checking]);
    const asked = vi.mocked(commands.unfinished).mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(commands.unfinished).toHaveBeenCalledTimes(asked);
  });

  it("of an account that comes back is what was last known of it", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    const operations = await started();
    vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
    await operations.read("account-2");
    vi.mocked(commands.unfinished).mockReturnValue(later<Unfinished>().promise);
    void operations.read("account-1");
    expect(operations.unfinished).toEqual([checking]);
  });
});

describe("what came to nothing because the program was closed", () => {
  it("is found at the start, or told, and is listed once", async () => {
    vi.mocked(commands.operations).mockResolvedValue(ok([closed, operation({ outcome: "done" })]));
    const operations = await started();
    operations.hear([closed]);
    expect(operations.interrupted).toEqual([closed]);
  });

  it("stays away once it was read", async () => {
    const operations = await started();
    operations.hear([closed]);
    operations.dismissInterrupted();
    operations.hear([closed]);
    expect(operations.interrupted).toEqual([]);
  });

  it("is no news of an earlier start, nor what was not sent for another reason", async () => {
    const operations = await started();
    operations.hear([{ ...closed, interruptedAt: Date.now() - 3_600_000 }]);
    operations.hear([{ ...closed, interruptedAt: null }]);
    expect(operations.interrupted).toEqual([]);
  });
});

describe("a change of an operation", () => {
  it("is dropped where a newer revision is known, in whatever order they come", async () => {
    const operations = await started();
    const follower = vi.fn();
    operations.follow(follower);
    const newer = operation({ outcome: "accepted", revision: 3 });
    operations.hear([newer, operation({ id: "operation-2", revision: 1 })]);
    operations.hear([operation({ outcome: "sending", revision: 2 })]);
    expect(follower).toHaveBeenCalledOnce();
    expect(operations.take(operation({ outcome: "checking", revision: 1 }))).toEqual(newer);
    expect(operations.get(newer.id)).toEqual(newer);
  });

  it("of many at once has the page read once", async () => {
    const operations = await started();
    const follower = vi.fn();
    operations.follow(follower);
    const many = Array.from({ length: 500 }, (_, at) =>
      operation({ id: `operation-${at}`, outcome: "done" }),
    );
    operations.hear(many);
    expect(follower.mock.calls).toEqual([[many]]);
    // Once at the start.
    expect(commands.unfinished).toHaveBeenCalledTimes(2);
  });

  it("that was missed is made up for when the operations are read again", async () => {
    const operations = await started();
    operations.hear([operation({ outcome: "sending", revision: 2 })]);
    const missed = operation({ outcome: "refused", revision: 4 });
    vi.mocked(commands.operations).mockResolvedValue(ok([missed]));
    await operations.read("account-1");
    expect(operations.get(missed.id)).toEqual(missed);
  });
});
