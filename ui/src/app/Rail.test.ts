import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { operation } from "$testing/samples";
import { AppState } from "$state/app.svelte";
import { commands } from "$lib/ipc";
import { anAccount, aStart, ok } from "$testing/views";
import News from "./News.svelte";
import Rail from "./Rail.svelte";

vi.mock("$lib/ipc");

const account = anAccount({ id: "account-1" });
const checking = operation({ outcome: "checking" });
const closed = operation({
  outcome: "not_sent",
  notSent: "closed_in_hold",
  interruptedAt: Date.now(),
});

async function started() {
  const app = new AppState(aStart({ accounts: [account], current: account.id }));
  await app.readOperations();
  return app;
}

beforeEach(() => {
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
});

describe("the counter of what is not settled", () => {
  it("is not there while there is nothing to count", async () => {
    render(Rail, { app: await started(), account });
    expect(screen.queryByTestId("checking-count")).toBeNull();
    expect(screen.getByRole("button", { name: "Activity" })).toBeTruthy();
  });

  it("stands on the way to the activity, with its words, and leads there", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking, { ...checking, id: "operation-2" }]));
    const app = await started();
    render(Rail, { app, account });
    expect(screen.getByTestId("checking-count").dataset.value).toBe("2");
    expect(screen.getByTestId("nav-activity").textContent).toMatch(
      /Activity\s*2\s*, 2 changes are not settled/,
    );
    await fireEvent.click(screen.getByTestId("checking-count"));
    expect(app.navigation.route.name).toBe("activity");
    expect(screen.getByTestId("nav-activity").getAttribute("aria-current")).toBe("page");
  });

  it("follows each change as it is heard of", async () => {
    const app = await started();
    render(Rail, { app, account });
    vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
    app.operations.hear([checking]);
    expect((await screen.findByTestId("checking-count")).dataset.value).toBe("1");
    vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
    app.operations.hear([operation({ outcome: "accepted" })]);
    await waitFor(() => {
      expect(screen.queryByTestId("checking-count")).toBeNull();
    });
  });
});

describe("the news after a start", () => {
  it("tells what was not sent because Linkdesk was closed, and leads to the activity", async () => {
    vi.mocked(commands.operations).mockResolvedValue(ok([closed]));
    const app = await started();
    render(News, { app, account });
    expect(screen.getByTestId("closed-unsent").textContent).toMatch(/not sent.*₹1,250.00 to Neha Kulkarni/);
    await fireEvent.click(screen.getByText("Open Activity"));
    expect(app.navigation.route.name).toBe("activity");
    expect(screen.queryByTestId("closed-unsent")).toBeNull();
  });

  it("never says to ask anew for what was to be sent once more", async () => {
    const again = operation({
      outcome: "not_sent",
      notSent: "proven_absent",
      sendAgain: true,
      interruptedAt: Date.now(),
    });
    vi.mocked(commands.operations).mockResolvedValue(ok([again]));
    render(News, { app: await started(), account });
    const words = screen.getByTestId("closed-unsent").textContent;
    expect(words).toContain("send it again from its entry");
    expect(words).not.toContain("Ask for it again");
  });

  it("hears of it later, too, and is put away when it was read", async () => {
    const app = await started();
    render(News, { app, account });
    app.operations.hear([closed]);
    await screen.findByTestId("closed-unsent");
    await fireEvent.click(screen.getByLabelText("Dismiss"));
    expect(screen.queryByTestId("closed-unsent")).toBeNull();
  });
});
