import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";
import type { LinkView } from "$lib/ipc";
import { Operations } from "$state/operations.svelte";
import LinkPanel from "$testing/LinkPanelWithDialogs.svelte";
import { actions, intent, link, operation, withOutcome, type OperationChanges } from "$testing/samples";

const ipc = vi.hoisted(() => ({ commands: { prepare: vi.fn() } }));
vi.mock("$lib/ipc", () => ipc);

const checking = operation({ outcome: "checking", revision: 3 });
const readBefore = link({
  state: "paid",
  actions: actions({
    resend: "already_paid",
    cancel: "already_paid",
    refund: true,
    capture: "already_paid",
    void: "already_paid",
  }),
});
const readMeanwhile = link({
  state: "checking",
  operation: checking,
  actions: actions({
    resend: "checking",
    cancel: "checking",
    refund: "checking",
    capture: "checking",
    void: "checking",
  }),
});

function show(given: LinkView) {
  const operations = new Operations();
  const props = {
    page: { link: given },
    operations,
    expanded: false,
    busy: false,
    onrefresh: vi.fn(),
    onpage: vi.fn(),
    onproblem: vi.fn(),
  };
  const { rerender } = render(LinkPanel, { props });
  return {
    ...props,
    hear: (change: OperationChanges) => {
      operations.hear([withOutcome(checking, { outcome: "checking", revision: 4, ...change })]);
    },
    turnTo: (next: LinkView) => rerender({ page: { link: next } }),
  };
}

const refund = () => screen.getByTestId("action-refund");
const state = () => screen.getByTestId("link-status").dataset.state;

beforeEach(() => {
  vi.resetAllMocks();
  ipc.commands.prepare.mockResolvedValue({ status: "ok", data: intent() });
});

it.each(["not_sent", "refused"] as const)(
  "after “%s” a refund can be asked for at once, though the link was read last while that was unknown",
  async (outcome) => {
    const page = show(readBefore);
    page.hear({ outcome: "checking" });
    await page.turnTo(readMeanwhile);
    expect([state(), refund().getAttribute("aria-disabled")]).toEqual(["checking", "true"]);

    page.hear({ outcome, revision: 5 });
    await vi.waitFor(() => {
      expect([state(), refund().getAttribute("aria-disabled")]).toEqual(["paid", null]);
    });
    expect(page.onrefresh).toHaveBeenCalled();
    await fireEvent.click(refund());
    expect(await screen.findByTestId("dialog-dismiss")).toBeTruthy();
  },
);

it.each([
  ["money may have moved", { outcome: "accepted" }],
  ["the person has to decide", { outcome: "needs_you", needsYou: "cannot_tell" }],
  ["the person’s word is all there is", { outcome: "not_sent", notSent: "person_says_not", decidedAt: 1 }],
] as const)("it stays locked until the link is read again where %s", async (_, change) => {
  const page = show(readBefore);
  page.hear({ outcome: "checking" });
  await page.turnTo(readMeanwhile);
  page.hear({ ...change, revision: 5 });
  await vi.waitFor(() => {
    expect(screen.getByTestId("outcome").dataset.outcome).toBe(change.outcome);
  });
  expect(refund().getAttribute("aria-disabled")).toBe("true");

  await page.turnTo(readBefore);
  expect(refund().getAttribute("aria-disabled")).toBeNull();
});

it("a link of which nothing older is known stays as it was read", async () => {
  const page = show(readMeanwhile);
  page.hear({ outcome: "not_sent", revision: 5 });
  await vi.waitFor(() => {
    expect(page.onrefresh).toHaveBeenCalled();
  });
  expect(refund().getAttribute("aria-disabled")).toBe("true");
});
