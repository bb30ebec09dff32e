import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { AppState } from "$state/app.svelte";
import type { NoticeCode, NoticeView } from "$lib/ipc";
import { aStart } from "$testing/views";
import Notices from "./Notices.svelte";

vi.mock("$lib/ipc");

const path = "/shop/ledger.db";
const notice = (code: NoticeCode, missing: number | null = null): NoticeView => ({
  code,
  reason: null,
  missing,
  path,
  offBy: null,
});

const shown = (...notices: NoticeView[]) => {
  const app = new AppState(aStart({ notices }));
  render(Notices, { notices: app.notices });
  return app;
};

it("says of a ledger that went while the program runs that money moves are off, what to do, and where it was", () => {
  shown(notice("ledger_gone"));
  const { textContent } = screen.getByTestId("error");
  expect(textContent).toContain("deleted, moved or replaced");
  expect(textContent).toContain("nothing is refunded, captured, cancelled or sent");
  expect(textContent).toContain(
    "Close Linkdesk, put the file and its folder back in their place, and start it again",
  );
  expect(textContent).toContain(path);
});

it.each([
  ["ledger_older", "older than this computer’s last one"],
  ["ledger_another", "another one than this computer’s last"],
  ["ledger_missing", "that was here is gone"],
] as const)(
  "says of %s how many changes are not in it, and never that they did not happen",
  (code, title) => {
    shown(notice(code, 3));
    const { textContent } = screen.getByTestId("error");
    expect(textContent).toContain(title);
    expect(textContent).toContain("3 changes that were made here are not in it");
    expect(textContent).toContain("look for them in the Pine Labs dashboard");
    expect(textContent).not.toMatch(/not sent|nothing moved|failed/i);
  },
);

it("counts one change as one", () => {
  shown(notice("ledger_older", 1));
  expect(screen.getByTestId("error").textContent).toContain("1 change that was made here is not in it");
});

it("says of an entry that cannot be read that its own order is locked, and no other one", () => {
  shown(notice("ledger_entries_unread", 1));
  const { textContent } = screen.getByTestId("error");
  expect(textContent).toContain("1 entry is left as it is, and its link and its order are locked");
  expect(textContent).toContain("All other payments go on as usual");
  expect(textContent).not.toMatch(/not sent|nothing moved|failed/i);
});

it("puts an older ledger out of sight when it was read, and keeps it so while other files change", async () => {
  const app = shown(notice("ledger_older", 2));
  await fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  app.notices.set([notice("ledger_older", 2), notice("settings_unsaved")]);
  expect((await screen.findByTestId("error")).dataset["code"]).toBe("settings_unsaved");
});
