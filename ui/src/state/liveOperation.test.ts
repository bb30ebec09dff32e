import { describe, expect, it, vi } from "vitest";
import type { OperationView } from "$lib/ipc";
import { operation } from "$testing/samples";
import { isFinal } from "$lib/outcomes";
import { LiveOperation } from "./liveOperation.svelte";
import { Operations } from "$state/operations.svelte";

vi.mock("$lib/ipc");

/** A page that follows every operation. */
function page() {
  const operations = new Operations();
  const live = new LiveOperation(operations);
  live.follow(() => true);
  const hear = (view: OperationView) => {
    operations.hear([view]);
  };
  return { live, hear };
}

describe("the change that a page follows", () => {
  it("takes each event as it comes", () => {
    const { live, hear } = page();
    hear(operation({ outcome: "held" }));
    hear(operation({ outcome: "sending" }));
    hear(operation({ outcome: "accepted" }));
    expect(live.current?.outcome).toBe("accepted");
  });

  it("does not go back when the command answers after its first events", () => {
    const { live, hear } = page();
    hear(operation({ outcome: "checking" }));
    live.start(operation({ outcome: "sending", revision: 0 }));
    expect(live.current?.outcome).toBe("checking");
  });

  it("does not go back to what a page read meanwhile still said", () => {
    const { live, hear } = page();
    hear(operation({ outcome: "done", revision: 3 }));
    live.adopt(operation({ outcome: "checking", revision: 2 }));
    expect(live.current?.outcome).toBe("done");
  });

  it("begins with a new change at once, whatever the last one said", () => {
    const { live, hear } = page();
    hear(operation({ outcome: "checking" }));
    live.start(operation({ id: "operation-2", outcome: "held" }));
    expect(live.current?.id).toBe("operation-2");
  });

  it("stays with an open change while a page tells of an older one", () => {
    const { live, hear } = page();
    live.start(operation({ id: "operation-2", outcome: "held" }));
    live.adopt(operation({ id: "operation-1", outcome: "done" }));
    hear(operation({ id: "operation-1", outcome: "done" }));
    expect(live.current?.id).toBe("operation-2");
  });

  it("goes on with what is said of a change that is sent again, be it held first", () => {
    const { live, hear } = page();
    hear(operation({ outcome: "not_sent", sendAgain: true, revision: 4 }));
    live.adopt(operation({ outcome: "held", heldUntil: Date.now() + 5_000, heldForMs: 5_000, revision: 5 }));
    expect(live.current).toMatchObject({ outcome: "held", heldForMs: 5_000 });
    hear(operation({ outcome: "sending", revision: 6 }));
    live.adopt(operation({ outcome: "held", revision: 5 }));
    expect(live.current?.outcome).toBe("sending");
  });

  it("hears that an accepted refund did not go through after all", () => {
    const { live, hear } = page();
    hear(operation({ outcome: "accepted" }));
    live.adopt(
      operation({ outcome: "refused", refusal: "went_otherwise", statusNow: "FAILED", revision: 1 }),
    );
    expect(live.current?.outcome).toBe("refused");
  });

  it("does not go back from the person’s own verdict to what was read before it", () => {
    const { live, hear } = page();
    hear(operation({ outcome: "needs_you", needsYou: "cannot_tell" }));
    live.adopt(operation({ outcome: "not_sent", notSent: "person_says_not", revision: 9 }));
    live.adopt(operation({ outcome: "needs_you", needsYou: "cannot_tell" }));
    expect(live.current?.outcome).toBe("not_sent");
  });

  it("makes up for a change that came before it followed", () => {
    const operations = new Operations();
    const live = new LiveOperation(operations);
    live.adopt(operation({ outcome: "checking", revision: 2 }));
    operations.hear([operation({ outcome: "accepted", revision: 3 })]);
    live.follow(() => true);
    expect(live.current?.outcome).toBe("accepted");
  });

  it("shows at once what was heard while its page was being read", () => {
    const operations = new Operations();
    operations.hear([operation({ id: "operation-3", outcome: "done", revision: 5 })]);
    const live = new LiveOperation(operations);
    live.adopt(operation({ id: "operation-3", outcome: "checking", revision: 4 }));
    expect(live.current?.outcome).toBe("done");
  });

  it("turns only to the operations that are meant for it, until it stops", () => {
    const operations = new Operations();
    const live = new LiveOperation(operations);
    const stop = live.follow(({ id }) => id !== "operation-2");
    operations.hear([operation({ id: "operation-2", outcome: "held" })]);
    expect(live.current).toBeNull();
    operations.hear([operation({ id: "operation-1", outcome: "done" })]);
    expect(live.current?.outcome).toBe("done");
    stop();
    operations.hear([operation({ id: "operation-3", outcome: "held" })]);
    expect(live.current?.id).toBe("operation-1");
  });

  it("hears of two operations on one link at once, and shows the one that goes on", () => {
    const operations = new Operations();
    const live = new LiveOperation(operations);
    live.follow(() => true);
    operations.hear([operation({ outcome: "sending" })]);
    operations.hear([
      operation({ outcome: "not_sent", revision: 2 }),
      operation({ id: "operation-2", outcome: "held" }),
    ]);
    expect(live.current?.id).toBe("operation-2");
  });

  it("is final once nothing more comes of it by itself", () => {
    const open = (["held", "sending", "checking"] as const).map((outcome) => isFinal(operation({ outcome })));
    const ended = (["undone", "accepted", "done", "refused", "not_sent", "needs_you"] as const).map(
      (outcome) => isFinal(operation({ outcome })),
    );
    expect(open).not.toContain(true);
    expect(ended).not.toContain(false);
  });
});
