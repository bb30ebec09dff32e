import { beforeEach, describe, expect, it, vi } from "vitest";
import { commands, type FoundView } from "$lib/ipc";
import { aLink, anAccount, anError, aRecent, aStart, later, NOON, ok, refused, taken } from "$testing/views";
import { AppState } from "$state/app.svelte";

vi.mock("$lib/ipc");

type Found = Awaited<ReturnType<typeof commands.find>>;
type Switched = Awaited<ReturnType<typeof commands.switchAccount>>;

const found = (reference: string, knownAs: string | null = null): FoundView => ({
  kind: "reference",
  page: { link: aLink({ reference, linkId: `link of ${reference}` }) },
  knownAs,
});

/** The search has gone out. */
const asked = () =>
  vi.waitFor(() => {
    expect(commands.find).toHaveBeenCalled();
  });

beforeEach(() => {
  vi.mocked(commands.classify).mockImplementation((value) => Promise.resolve(taken(value)));
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.knownLink).mockResolvedValue(ok(null));
});

describe("what is painted", () => {
  it("is never a late answer to an older search", async () => {
    const first = later<Found>();
    vi.mocked(commands.find)
      .mockReturnValueOnce(first.promise)
      .mockResolvedValueOnce(ok(found("INV-2")));
    const app = new AppState(aStart());

    const slow = app.find.run("INV-1");
    await asked();
    await app.find.run("INV-2");
    first.answer(ok(found("INV-1")));
    await slow;

    expect(app.linkPage.link?.reference).toBe("INV-2");
    expect(app.find.query).toBeNull();
  });

  it("is never an answer for an account that was left", async () => {
    const accounts = [anAccount(), anAccount({ id: "other", name: "Other shop" })];
    const slow = later<Found>();
    vi.mocked(commands.find).mockReturnValueOnce(slow.promise);
    vi.mocked(commands.switchAccount).mockResolvedValue(ok(aStart({ accounts, current: "other" })));
    const app = new AppState(aStart({ accounts }));

    const search = app.find.run("INV-1");
    await asked();
    await app.switchTo("other");
    slow.answer(ok(found("INV-1")));
    await search;

    expect(app.accounts.current?.name).toBe("Other shop");
    expect(app.linkPage.page).toBeNull();
  });

  it("is the account chosen last, in whatever order the answers come", async () => {
    const accounts = [anAccount(), anAccount({ id: "b" }), anAccount({ id: "c" })];
    const slow = later<Switched>();
    vi.mocked(commands.switchAccount)
      .mockReturnValueOnce(slow.promise)
      .mockResolvedValueOnce(ok(aStart({ accounts, current: "c" })));
    const app = new AppState(aStart({ accounts }));

    const first = app.switchTo("b");
    await app.switchTo("c");
    slow.answer(ok(aStart({ accounts, current: "b" })));
    await first;

    expect(app.accounts.currentId).toBe("c");
  });

  it("stays as it was while something else is looked for, and after that failed", async () => {
    vi.mocked(commands.find)
      .mockResolvedValueOnce(ok(found("INV-1")))
      .mockResolvedValueOnce(refused(anError("not_found")));
    const app = new AppState(aStart());

    await app.find.run("INV-1");
    await app.find.run("INV-404");

    expect(app.linkPage.link?.reference).toBe("INV-1");
    expect(app.failure.current?.query).toBe("INV-404");
  });

  it("is at once what is known of a link, and then the link as it is now", async () => {
    const recent = aRecent();
    const now = later<Awaited<ReturnType<typeof commands.openLink>>>();
    vi.mocked(commands.knownLink).mockResolvedValue(ok(aLink({ status: "CREATED", asOf: NOON - 60_000 })));
    vi.mocked(commands.openLink).mockReturnValue(now.promise);
    const app = new AppState(aStart({ recents: [recent] }));

    const opening = app.linkPage.open(recent.linkId, recent.reference ?? "");
    await vi.waitFor(() => {
      expect(app.linkPage.link?.status).toBe("CREATED");
    });
    expect(app.linkPage.rereading).toBe(true);
    now.answer(ok(aLink({ status: "PROCESSED" })));
    await opening;

    expect(app.linkPage.link?.status).toBe("PROCESSED");
    expect(app.linkPage.rereading).toBe(false);
  });
});

describe("Find", () => {
  it("asks Pine Labs nothing for what cannot be an id", async () => {
    vi.mocked(commands.classify).mockResolvedValue(taken("../x", { kind: "not_an_id", reason: "path" }));
    const app = new AppState(aStart());

    await app.find.run("../x");

    expect(commands.find).not.toHaveBeenCalled();
    expect(app.find.notAnId).toMatchObject({ kind: "not_an_id", reason: "path" });
  });

  it("looks for what was picked out of a message, and says what that was", async () => {
    vi.mocked(commands.classify).mockResolvedValue(taken("INV-1", { picked: true }));
    vi.mocked(commands.find).mockResolvedValue(ok(found("Inv-1", "Inv-1")));
    const app = new AppState(aStart());

    await app.find.run("Dear Ritu, INV-1 is due");

    expect(commands.find).toHaveBeenCalledWith({ accountId: "kaveri", query: "INV-1" });
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
    vi.mocked(commands.classify).mockResolvedValue(taken("", { kind: "several", choices: [...choices] }));
    const app = new AppState(aStart());

    await app.find.run("INV-1 pl-1");

    expect(commands.find).not.toHaveBeenCalled();
    expect(app.find.kind?.choices).toEqual(choices);
    expect(app.find.showsOlderPage).toBe(false);
  });

  it("says of the page that stays that it is an older one, until something is found or put away", async () => {
    vi.mocked(commands.find)
      .mockResolvedValueOnce(ok(found("INV-1")))
      .mockResolvedValueOnce(refused(anError("not_found")))
      .mockResolvedValueOnce(refused(anError("server")))
      .mockResolvedValueOnce(ok(found("INV-1")));
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
    vi.mocked(commands.find).mockResolvedValue(ok({ kind: "reference", page: { link }, knownAs: null }));
    const app = new AppState(aStart());

    await app.find.run("INV-1");

    expect([app.find.showsOlderPage, app.failure.current?.error.code]).toEqual([false, "dns"]);
  });

  it("comes back to the links from the settings when it has found something", async () => {
    vi.mocked(commands.find).mockResolvedValue(ok(found("INV-1")));
    const app = new AppState(aStart());
    app.navigation.go("settings");

    await app.find.run("INV-1");

    expect(app.navigation.route.name).toBe("links");
  });
});

describe("trouble", () => {
  it("with the network keeps the last known page, and is over with the next answer", async () => {
    const stale = anError("dns");
    vi.mocked(commands.openLink)
      .mockResolvedValueOnce(ok(aLink({ stale })))
      .mockResolvedValueOnce(ok(aLink()));
    const app = new AppState(aStart());

    await app.linkPage.open("pl-1", "INV-1");
    expect(app.linkPage.link).not.toBeNull();
    expect(app.failure.current?.error.code).toBe("dns");
    expect(app.connection.offlineSince).not.toBeNull();

    await app.linkPage.refresh();
    expect(app.failure.current).toBeNull();
    expect(app.connection.offlineSince).toBeNull();
  });

  it("with the keys leads to the connect screen, with the account named", async () => {
    vi.mocked(commands.find).mockResolvedValue(refused(anError("signed_out")));
    const app = new AppState(aStart());

    await app.find.run("INV-1");

    expect(app.navigation.route.name).toBe("connect");
    expect(app.navigation.route.params).toMatchObject({
      why: "signed_out",
      account: { name: "Kaveri Handlooms" },
    });
    app.navigation.go("links");
    expect(app.navigation.route.name).toBe("links");
  });

  it("with no secret at hand asks for it, and does not say that Pine Labs refused it", async () => {
    vi.mocked(commands.find).mockResolvedValue(refused(anError("secret_missing")));
    const app = new AppState(aStart());

    await app.find.run("INV-1");

    expect(app.navigation.route.params).toMatchObject({
      why: "session_over",
      account: { name: "Kaveri Handlooms" },
    });
  });

  it("with too many requests is over when the time that was asked for has passed", async () => {
    vi.useFakeTimers();
    vi.mocked(commands.find).mockResolvedValue(refused(anError("rate_limited", { retryAfterMs: 4000 })));
    const app = new AppState(aStart());

    await app.find.run("INV-1");
    expect(app.connection.waitUntil).not.toBeNull();
    vi.advanceTimersByTime(4000);

    expect(app.connection.waitUntil).toBeNull();
    vi.useRealTimers();
  });

  it("and a wait of months is not over at once, nor cut short by the pause that is kept meanwhile", async () => {
    vi.useFakeTimers();
    const months = 90 * 24 * 3_600_000;
    vi.mocked(commands.find).mockResolvedValue(refused(anError("rate_limited", { retryAfterMs: months })));
    const app = new AppState(aStart());

    await app.find.run("INV-1");
    const until = app.connection.waitUntil;
    app.connection.hear({ accountId: app.accounts.currentId ?? "", until: Date.now() + 20_000 });
    vi.advanceTimersByTime(60_000);

    expect(app.connection.waitUntil).toBe(until);
    vi.useRealTimers();
  });
});

describe("the start", () => {
  it("shows the connect screen where there is no account", () => {
    expect(new AppState(aStart({ accounts: [], current: null })).navigation.route.name).toBe("connect");
  });

  it("shows the recent links at once where there is one, and sets the theme", () => {
    const app = new AppState(aStart({ recents: [aRecent()], theme: "dark" }));

    expect(app.navigation.route.name).toBe("links");
    expect(app.recents.list).toHaveLength(1);
    expect(app.connection.lastRead).toBe(NOON);
    expect(document.documentElement.dataset.theme).toBe("dark");
  });
});
