import { beforeEach, describe, expect, it, vi } from "vitest";
import { commands, type WireError } from "$lib/ipc";
import {
  aLink,
  anAccount,
  anError,
  aRecent,
  aStart,
  found,
  later,
  NOON,
  notFound,
  ok,
  taken,
} from "$testing/views";
import { AppState } from "$state/app.svelte";

vi.mock("$lib/ipc");

type Found = Awaited<ReturnType<typeof commands.find>>;
type Switched = Awaited<ReturnType<typeof commands.switchAccount>>;

const foundLink = (reference: string) =>
  ok(found(reference, aLink({ reference, linkId: `link of ${reference}` })));
const failed = (text: string, code: WireError["code"], detail: Partial<WireError["detail"]> = {}) =>
  ok(notFound(taken(text), anError(code, detail)));

/** The search has gone out. */
const asked = () =>
  vi.waitFor(() => {
    expect(commands.find).toHaveBeenCalled();
  });

beforeEach(() => {
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.knownLink).mockResolvedValue(ok(null));
});

describe("what is painted", () => {
  it("is never a late answer to an older search", async () => {
    const first = later<Found>();
    vi.mocked(commands.find).mockReturnValueOnce(first.promise).mockResolvedValueOnce(foundLink("INV-2"));
    const app = new AppState(aStart());

    const slow = app.find.run("INV-1");
    await asked();
    await app.find.run("INV-2");
    first.answer(foundLink("INV-1"));
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
    slow.answer(foundLink("INV-1"));
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
      .mockResolvedValueOnce(foundLink("INV-1"))
      .mockResolvedValueOnce(failed("INV-404", "not_found"));
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
    vi.mocked(commands.find).mockResolvedValue(failed("INV-1", "signed_out"));
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
    vi.mocked(commands.find).mockResolvedValue(failed("INV-1", "secret_missing"));
    const app = new AppState(aStart());

    await app.find.run("INV-1");

    expect(app.navigation.route.params).toMatchObject({
      why: "session_over",
      account: { name: "Kaveri Handlooms" },
    });
  });

  it("with too many requests is over when the time that was asked for has passed", async () => {
    vi.useFakeTimers();
    vi.mocked(commands.find).mockResolvedValue(failed("INV-1", "rate_limited", { retryAfterMs: 4000 }));
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
    vi.mocked(commands.find).mockResolvedValue(failed("INV-1", "rate_limited", { retryAfterMs: months }));
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
