import { beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "$lib/ipc";
import { aLink, anError, aRecent, aStart, found, notFound, ok, taken } from "$testing/views";
import { AppState } from "./app.svelte";

vi.mock("$lib/ipc");

const foundLink = (reference: string) => ok(found(reference, aLink({ reference })));
const failed = (text: string, code: "not_found" | "server") => ok(notFound(taken(text), anError(code)));

beforeEach(() => {
  vi.resetAllMocks();
});

describe("Find", () => {
  it("says of what cannot be an id why not, and that nothing failed", async () => {
    const path = taken("../x", { kind: "not_an_id", notAnId: { code: "path" } });
    vi.mocked(commands.find).mockResolvedValue(ok(notFound(path)));
    const app = new AppState(aStart());

    await app.find.run("../x");

    expect(app.find.notAnId).toEqual(path);
    expect(app.failure.current).toBeNull();
  });

  it("looks for what was picked out of a message, and says what that was", async () => {
    vi.mocked(commands.find).mockResolvedValue(
      ok(found("INV-1", aLink({ reference: "Inv-1" }), { knownAs: "Inv-1" }, true)),
    );
    const app = new AppState(aStart());

    await app.find.run("Dear Ritu, INV-1 is due");

    expect(commands.find).toHaveBeenCalledWith({ accountId: "kaveri", text: "Dear Ritu, INV-1 is due" });
    expect(app.find.note).toEqual({ picked: "INV-1", knownAs: "Inv-1" });
    await app.find.run("INV-2");
    app.linkPage.close();
    expect(app.find.note).toBeNull();
  });

  it("asks which of several is meant, and nothing else", async () => {
    const choices = [
      { kind: "reference", value: "INV-1" },
      { kind: "link_id", value: "pl-1" },
    ] as const;
    vi.mocked(commands.find).mockResolvedValue(
      ok(notFound(taken("", { kind: "several", choices: [...choices] }))),
    );
    const app = new AppState(aStart());

    await app.find.run("INV-1 pl-1");

    expect(app.linkPage.page).toBeNull();
    expect(app.find.kind?.choices).toEqual(choices);
    expect(app.find.showsOlderPage).toBe(false);
  });

  it("says of the page that stays that it is an older one, until something is found or put away", async () => {
    vi.mocked(commands.find)
      .mockResolvedValueOnce(foundLink("INV-1"))
      .mockResolvedValueOnce(failed("INV-404", "not_found"))
      .mockResolvedValueOnce(failed("INV-500", "server"))
      .mockResolvedValueOnce(foundLink("INV-1"));
    const app = new AppState(aStart());

    await app.find.run("INV-1");
    expect(app.find.showsOlderPage).toBe(false);
    await app.find.run("INV-404");
    expect(app.find.showsOlderPage).toBe(true);
    await app.find.run("INV-500");
    expect([app.find.showsOlderPage, app.failure.current?.query]).toEqual([true, "INV-500"]);
    app.find.dismiss();
    expect(app.find.showsOlderPage).toBe(false);
    await app.find.run("INV-1");
    app.linkPage.fail(anError("storage"));
    expect(app.find.showsOlderPage).toBe(false);
  });

  it("says nothing of an older page where the very link that was looked for is shown as last known", async () => {
    const link = aLink({ stale: anError("dns") });
    vi.mocked(commands.find).mockResolvedValue(ok(found("INV-1", link)));
    const app = new AppState(aStart());

    await app.find.run("INV-1");

    expect([app.find.showsOlderPage, app.failure.current?.error.code]).toEqual([false, "dns"]);
  });

  it("costs one call, with the recent links in its answer", async () => {
    const recent = aRecent({ reference: "INV-1" });
    vi.mocked(commands.find).mockResolvedValue(ok(found("INV-1", aLink(), { recents: [recent] })));
    const app = new AppState(aStart());

    await app.find.run("INV-1");

    const called = Object.entries(commands).filter(([, command]) => vi.mocked(command).mock.calls.length > 0);
    expect(called.map(([name]) => name)).toEqual(["find"]);
    expect(commands.find).toHaveBeenCalledExactlyOnceWith({ accountId: "kaveri", text: "INV-1" });
    expect(app.recents.list).toEqual([recent]);
  });

  it("comes back to the links from the settings when it has found something", async () => {
    vi.mocked(commands.find).mockResolvedValue(foundLink("INV-1"));
    const app = new AppState(aStart());
    app.navigation.go("settings");

    await app.find.run("INV-1");

    expect(app.navigation.route.name).toBe("links");
  });
});
