import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { anEntry, aView, checking } from "$testing/activitySamples";
import { AppState } from "$state/app.svelte";
import { commands } from "$lib/ipc";
import { anAccount, aStart, ok, taken } from "$testing/views";
import { loadAllRoutes } from "./routes";
import Shell from "./Shell.svelte";

vi.mock("$lib/ipc");

const account = anAccount({ id: "account-1" });
const press = (key: string, held: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });

async function show() {
  const app = new AppState(aStart({ accounts: [account], current: account.id }));
  await app.readOperations();
  render(Shell, { app, account });
  await press("2", { ctrlKey: true });
  await screen.findAllByTestId("activity-row");
  return app;
}

beforeAll(loadAllRoutes);

beforeEach(() => {
  vi.mocked(commands.checkChain).mockResolvedValue(ok({ state: "empty", since: null, entry: null }));
  vi.mocked(commands.activity).mockResolvedValue(ok(aView()));
  vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry({ operation: checking })));
  vi.mocked(commands.unfinished).mockResolvedValue(ok([checking]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.classify).mockImplementation((value) =>
    Promise.resolve(taken(value, { kind: "empty" })),
  );
  vi.mocked(commands.start).mockResolvedValue(ok(aStart({ accounts: [account], current: account.id })));
});

describe("the activity among the pages", () => {
  it("is one key away, and the counter stands on each of them", async () => {
    const app = await show();
    expect(app.navigation.route.name).toBe("activity");
    for (const [key, title] of [
      ["3", "Settings"],
      ["1", "Recent links"],
      ["2", "Activity"],
    ] as const) {
      await press(key, { ctrlKey: true });
      expect(await screen.findByRole("heading", { name: title, level: 1 })).toBeTruthy();
      expect(screen.getByTestId("checking-count").dataset.value).toBe("1");
    }
  });

  it("closes its entry with Esc first, and only then goes back to the links", async () => {
    const app = await show();
    await fireEvent.click(screen.getAllByTestId("activity-row")[1] ?? document.body);
    await screen.findByTestId("activity-entry");
    await press("Escape");
    await waitFor(() => {
      expect(screen.queryByTestId("activity-entry")).toBeNull();
    });
    expect(app.navigation.route.name).toBe("activity");
    await press("Escape");
    await waitFor(() => {
      expect(app.navigation.route.name).toBe("links");
    });
  });

  it("keeps what was looked for while one looks at something else", async () => {
    const app = await show();
    await fireEvent.input(screen.getByTestId("activity-filter"), { target: { value: "Farida" } });
    app.navigation.go("settings");
    await waitFor(() => {
      expect(screen.queryByTestId("activity-filter")).toBeNull();
    });
    app.navigation.go("activity");
    expect((await screen.findByTestId<HTMLInputElement>("activity-filter")).value).toBe("Farida");
  });

  it("reads itself again with F5, and leaves the link behind it alone", async () => {
    const app = await show();
    const refreshed = vi.spyOn(app.linkPage, "refresh");
    vi.mocked(commands.activity).mockClear();
    await press("F5");
    expect(commands.activity).toHaveBeenCalled();
    expect(refreshed).not.toHaveBeenCalled();
  });
});
