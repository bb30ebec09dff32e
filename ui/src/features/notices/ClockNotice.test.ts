import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppState } from "$state/app.svelte";
import type { NoticeView } from "$lib/ipc";
import { serverIsAhead, serverNow } from "$lib/now";
import { aRecent, aStart } from "$testing/views";
import RecentList from "$features/recents/RecentList.svelte";
import Notices from "./Notices.svelte";

vi.mock("$lib/ipc");

const HOUR = 3_600_000;
const clock = (offBy: number): NoticeView => ({
  code: offBy < 0 ? "clock_ahead" : "clock_behind",
  reason: null,
  missing: null,
  path: null,
  offBy,
});
const plain = (element: HTMLElement) => element.textContent.replaceAll("\u00a0", " ");

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  serverIsAhead(0);
  vi.useRealTimers();
});

describe("a computer clock that is wrong", () => {
  it.each([
    [-25 * 60_000, "clock_ahead", "ahead of Pine Labs", "It is 25 min ahead."],
    [26 * HOUR, "clock_behind", "behind Pine Labs", "It is 1 d 2 h behind."],
  ])("by %d ms is said with how far, and no file", (offBy, code, title, far) => {
    render(Notices, { notices: new AppState(aStart({ notices: [clock(offBy)] })).notices });
    const note = screen.getByTestId("error");
    expect(note.dataset.code).toBe(code);
    expect(plain(note)).toContain(title);
    expect(plain(note)).toContain(far);
    expect(plain(note)).not.toContain("file:");
  });

  it("is no longer said when it is put right", () => {
    const app = new AppState(aStart({ notices: [clock(HOUR)] }));
    expect(serverNow()).toBe(Date.now() + HOUR);
    app.notices.set([]);
    expect(app.notices.list).toEqual([]);
    expect(serverNow()).toBe(Date.now());
  });

  it("moves the time that is left of a link, also when the notice is put away", () => {
    const app = new AppState(aStart());
    const recent = aRecent({ expiresAt: Date.now() + 5 * HOUR });
    const noop = () => undefined;
    const props = {
      recents: [recent],
      selected: null,
      onopen: noop,
      onforget: noop,
      onleave: noop,
      onback: noop,
    };
    render(RecentList, props);
    const row = () => plain(screen.getByTestId("recent-item"));
    expect(row()).toContain("5 h");
    app.notices.set([clock(2 * HOUR)]);
    flushSync();
    expect(row()).toContain("3 h");
    for (const notice of app.notices.list) app.notices.dismiss(notice);
    flushSync();
    expect(row()).toContain("3 h");
  });
});
