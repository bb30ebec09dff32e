import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { operation } from "$testing/samples";
import { AppState } from "$state/app.svelte";
import { commands } from "$lib/ipc";
import Page from "../../pages/Activity.svelte";
import { anAccount, aStart, ok } from "../../testing/views";
import { aView, checking } from "$testing/activitySamples";

vi.mock("$lib/ipc");

async function show() {
  const app = new AppState(aStart({ accounts: [anAccount({ id: "account-1" })], current: "account-1" }));
  await app.readOperations();
  render(Page, { app, wide: true });
  await waitFor(() => {
    expect(app.activity.reading).toBe(false);
  });
}
const asked = () => vi.mocked(commands.activity).mock.lastCall?.[0];

beforeEach(() => {
  vi.mocked(commands.activity).mockResolvedValue(ok(aView()));
  vi.mocked(commands.checkChain).mockResolvedValue(ok({ state: "empty", since: null, entry: null }));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
});

describe("what is not settled and older than what is looked at", () => {
  const old = { ...checking, confirmedAt: Date.now() - 30 * 86_400_000 };
  const lost = operation({ id: "operation-9", outcome: "needs_you", confirmedAt: old.confirmedAt });

  it("is said above the list, and is shown with its outcome when asked to", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([old, { ...checking, confirmedAt: Date.now() }]));
    await show();
    expect(screen.getByTestId("activity-unsettled").textContent).toMatch(
      /1 change from before \d+ \w{3} is not settled yet/,
    );
    const button = screen.getByTestId("activity-show-unsettled");
    button.focus();
    await fireEvent.click(button);
    expect(asked()).toMatchObject({ from: null, until: null, outcome: "checking", kind: null, text: null });
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getAllByTestId("activity-row")[0]);
    });
    expect(screen.queryByTestId("activity-unsettled")).toBeNull();
  });

  it("is shown whatever its outcome where there are several", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([old, lost]));
    await show();
    await fireEvent.change(screen.getByTestId("activity-kind"), { target: { value: "void" } });
    await fireEvent.click(screen.getByTestId("activity-show-unsettled"));
    expect(asked()).toMatchObject({ from: null, outcome: null, kind: null });
  });

  it("is not said where every time is looked at, or where there is none", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([{ ...checking, confirmedAt: Date.now() }]));
    await show();
    expect(screen.queryByTestId("activity-unsettled")).toBeNull();
  });
});
