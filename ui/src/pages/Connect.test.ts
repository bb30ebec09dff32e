import { render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { operation } from "$testing/samples";
import { AppState } from "$state/app.svelte";
import { commands, type NoticeView } from "$lib/ipc";
import { anAccount, aStart, ok } from "../testing/views";
import Connect from "./Connect.svelte";

vi.mock("$lib/ipc");

const account = anAccount({ id: "account-1" });

function show(app: AppState) {
  const { route } = app.navigation;
  if (route.name === "connect") render(Connect, { app, params: route.params });
}

beforeEach(() => {
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
});

describe("the connect screen", () => {
  it("says what is not settled, where a secret is all that it waits for", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([operation({ outcome: "checking" })]));
    const app = new AppState(aStart({ accounts: [account], current: account.id }));
    await app.readOperations();
    app.navigation.connect({ why: "signed_out", account });
    show(app);
    expect(screen.getByTestId("checking-count").dataset.value).toBe("1");
    expect(screen.getByTestId("checking-count").textContent).toContain("1 change is not settled");
  });

  it.each([
    ["is not known", [{ outcome: "checking" }], true, false],
    ["only the person can tell", [{ outcome: "needs_you", needsYou: "cannot_tell" }], true, false],
    ["is not found any more", [{ outcome: "needs_you", needsYou: "forgotten" }], true, false],
    ["failed, and can be asked for again", [{ outcome: "needs_you" }], false, true],
    ["is of both kinds", [{ outcome: "checking" }, { outcome: "needs_you" }], true, true],
  ] as const)(
    "forbids to ask again only for what it looks up: what %s",
    async (_, changes, lookedUp, others) => {
      vi.mocked(commands.unfinished).mockResolvedValue(ok(changes.map((change) => operation(change))));
      const app = new AppState(aStart({ accounts: [account], current: account.id }));
      await app.readOperations();
      app.navigation.connect({ why: "signed_out", account });
      show(app);
      const words = screen.getByTestId("checking-count").textContent;
      expect(words.includes("Do not ask for it again")).toBe(lookedUp);
      expect(words.includes("stands in Activity")).toBe(others);
    },
  );

  it.each([
    [5, "undoable for 5 s"],
    [0, "Checked, and confirmed."],
  ])("promises to undo for as long as it does: %d s", (undoSeconds, words) => {
    show(new AppState(aStart({ accounts: [], current: null, undoSeconds })));
    expect(document.body.textContent).toContain(words);
  });

  it("says that the secret goes into the keychain only where settings can be kept, read or not", () => {
    const notice: NoticeView = {
      code: "settings_unread",
      reason: "newer",
      missing: null,
      path: "/home/asha/settings.json",
      offBy: null,
    };
    const app = new AppState(aStart({ accounts: [], current: null, notices: [notice] }));
    app.notices.dismiss(notice);
    show(app);
    expect(document.body.textContent).toContain("stays in memory and is forgotten when you quit");
    expect(document.body.textContent).not.toContain("goes into this computer’s system keychain");
  });

  it("says nothing of the kind where all is settled", () => {
    show(new AppState(aStart({ accounts: [], current: null })));
    expect(screen.queryByTestId("checking-count")).toBeNull();
  });
});
