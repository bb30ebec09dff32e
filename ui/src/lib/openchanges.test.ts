import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { operation } from "$features/link/samples";
import { commands } from "$lib/ipc";
import { anError, later, ok, refused } from "../testing/views";
import { OpenChanges } from "./openchanges.svelte";

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
  const changes = new OpenChanges();
  await changes.read("account-1");
  return changes;
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
    const changes = await started();
    for (const outcome of ["held", "sending"] as const) changes.hear(operation({ outcome }));
    expect(commands.unfinished).toHaveBeenCalledOnce();
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    changes.hear(checking);
    await vi.waitFor(() => {
      expect(changes.unfinished).toEqual([checking]);
    });
  });

  it("is nobody else's: of another account nothing is heard, and nothing stays after a switch", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    const changes = await started();
    changes.hear(operation({ accountId: "account-2", outcome: "checking" }));
    expect(commands.unfinished).toHaveBeenCalledOnce();

    vi.mocked(commands.unfinished).mockReturnValue(later<Unfinished>().promise);
    void changes.read("account-2");
    expect(changes.unfinished).toEqual([]);
  });

  it("is never an older answer than the one that is shown", async () => {
    const changes = await started();
    const slow = later<Unfinished>();
    vi.mocked(commands.unfinished).mockReturnValueOnce(slow.promise).mockResolvedValueOnce(ok([]));
    const first = changes.count();
    await changes.count();
    slow.answer(ok([checking]));
    await first;
    expect(changes.unfinished).toEqual([]);
  });

  it("stays as it was where it cannot be read", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    const changes = await started();
    vi.mocked(commands.unfinished).mockResolvedValue(refused(anError("storage")));
    await changes.count();
    expect(changes.unfinished).toEqual([checking]);
  });
});

describe("what is left open and cannot be read", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is asked for again by itself, until it is known", async () => {
    vi.useFakeTimers();
    vi.mocked(commands.unfinished).mockResolvedValue(refused(anError("storage")));
    const changes = await started();
    expect(changes.unfinished).toEqual([]);
    await vi.advanceTimersByTimeAsync(15_000);
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(changes.unfinished).toEqual([checking]);
    const asked = vi.mocked(commands.unfinished).mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(commands.unfinished).toHaveBeenCalledTimes(asked);
  });

  it("of an account that comes back is what was last known of it", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    const changes = await started();
    vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
    await changes.read("account-2");
    vi.mocked(commands.unfinished).mockReturnValue(later<Unfinished>().promise);
    void changes.read("account-1");
    expect(changes.unfinished).toEqual([checking]);
  });
});

describe("what came to nothing because the program was closed", () => {
  it("is found at the start, or told, and is listed once", async () => {
    vi.mocked(commands.operations).mockResolvedValue(ok([closed, operation({ outcome: "done" })]));
    const changes = await started();
    changes.hear(closed);
    expect(changes.closed).toEqual([closed]);
  });

  it("stays away once it was read", async () => {
    const changes = await started();
    changes.hear(closed);
    changes.putAway();
    changes.hear(closed);
    expect(changes.closed).toEqual([]);
  });

  it("is no news of an earlier start, nor what was not sent for another reason", async () => {
    const changes = await started();
    changes.hear({ ...closed, interruptedAt: Date.now() - 3_600_000 });
    changes.hear({ ...closed, interruptedAt: null });
    expect(changes.closed).toEqual([]);
  });
});
