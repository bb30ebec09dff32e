import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";
import { aRecent, rupees } from "../../testing/views";
import { commands } from "$lib/ipc";
import RecentList from "./RecentList.svelte";

vi.mock("$lib/ipc");

const handlers = { onopen: vi.fn(), onforget: vi.fn(), onleave: vi.fn(), onback: vi.fn() };
const first = aRecent();
const second = aRecent({ linkId: "pl-2", reference: "INV-2" });
const show = (recents = [first, second], selected: string | null = null) =>
  render(RecentList, { recents, selected, ...handlers });
const rows = () => screen.getAllByTestId("recent-item");
const press = async (row: HTMLElement | undefined, key: string) => {
  if (row) await fireEvent.keyDown(row, { key });
};

beforeEach(() => {
  vi.clearAllMocks();
});

it("opens a link from anywhere in its row", async () => {
  show();
  await fireEvent.click(screen.getAllByText("Ritu Bansal")[1] ?? document.body);
  expect(handlers.onopen).toHaveBeenCalledWith(second, false);
});

it("is one stop for Tab; the arrows move, Enter opens, Delete forgets, Esc goes back", async () => {
  show();
  expect(rows().map((row) => row.tabIndex)).toEqual([0, -1]);
  rows()[0]?.focus();
  await press(rows()[0], "ArrowDown");
  expect(document.activeElement).toBe(rows()[1]);
  await press(rows()[1], "Enter");
  await press(rows()[1], "Delete");
  await press(rows()[1], "Escape");

  expect(handlers.onopen).toHaveBeenCalledWith(second, false);
  expect(handlers.onforget).toHaveBeenCalledWith(second);
  expect(handlers.onback).toHaveBeenCalledOnce();
  expect(handlers.onleave).not.toHaveBeenCalled();
});

it("opens the full page with Ctrl+Enter, goes up to Find from the first, and jumps to the ends and by the page", async () => {
  const many = Array.from({ length: 9 }, (_, at) => aRecent({ linkId: `pl-${String(at)}` }));
  show(many);
  rows()[0]?.focus();
  const focused = () => rows().indexOf(document.activeElement as HTMLElement);
  await press(rows()[0], "ArrowUp");
  expect(handlers.onleave).toHaveBeenCalledOnce();
  await press(rows()[0], "End");
  expect(focused()).toBe(8);
  await press(rows()[8], "PageUp");
  expect(focused()).toBeLessThan(8);
  await press(rows()[focused()], "Home");
  expect(focused()).toBe(0);
  await press(rows()[0], "PageDown");
  expect(focused()).toBeGreaterThan(0);

  const last = rows()[8];
  if (last) await fireEvent.keyDown(last, { key: "Enter", ctrlKey: true });
  expect(handlers.onopen).toHaveBeenCalledWith(many[8], true);
});

it("marks the link that is open", () => {
  show([first, second], "pl-2");
  expect(rows().map((row) => row.getAttribute("aria-selected"))).toEqual(["false", "true"]);
});

it("goes by the link id where there is no reference, and by the server’s word where there is no other", () => {
  show([aRecent({ reference: null, state: "unknown", status: "SETTLED_ELSEWHERE", customer: null })]);
  expect(rows()[0]?.dataset.value).toBe(first.linkId);
  expect(screen.getByText("SETTLED_ELSEWHERE")).toBeTruthy();
});

it("shows what is still due of a link that is paid in part", () => {
  show([
    aRecent({ state: "part_paid", status: "PARTIAL_PROCESSED", amount: rupees(18_500), due: rupees(7500) }),
  ]);
  expect(screen.getByText("₹7,500.00 due")).toBeTruthy();
});

it("says of an ended link that money came in, also where the link itself does not tell how much", () => {
  const ended = { state: "cancelled_received", status: "CANCELLED", amount: rupees(1650) } as const;
  show([aRecent({ ...ended, due: rupees(650) }), aRecent({ ...ended, linkId: "pl-2", due: rupees(1650) })]);
  expect(screen.getByText("₹1,000.00 received")).toBeTruthy();
  expect(screen.getByText("money received")).toBeTruthy();
});

it("reaches the buttons of a row with →, and goes back to the row with ← and with Esc", async () => {
  vi.mocked(commands.copyText).mockResolvedValue({ status: "ok", data: null });
  show();
  const row = rows()[1] ?? document.body;
  row.focus();
  await press(row, "ArrowRight");
  const copy = document.activeElement as HTMLElement;
  expect(copy.getAttribute("aria-label")).toBe("Copy link ID");
  expect(row.contains(copy)).toBe(true);
  await fireEvent.click(copy);
  expect(commands.copyText).toHaveBeenCalledWith("pl-2");
  expect(handlers.onopen).not.toHaveBeenCalled();

  await press(copy, "ArrowRight");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Take INV-2 off this list");
  await press(document.activeElement as HTMLElement, "Escape");
  expect(document.activeElement).toBe(row);
  expect(handlers.onback).not.toHaveBeenCalled();

  await press(row, "ArrowRight");
  await press(document.activeElement as HTMLElement, "ArrowLeft");
  expect(document.activeElement).toBe(row);
  await press(row, "ArrowRight");
  await press(document.activeElement as HTMLElement, "ArrowUp");
  expect(document.activeElement).toBe(rows()[0]);
});

it("leaves Enter and Space in a row to its button", async () => {
  show();
  const row = rows()[0] ?? document.body;
  row.focus();
  await press(row, "ArrowRight");
  await press(document.activeElement as HTMLElement, "Enter");
  await press(document.activeElement as HTMLElement, "Delete");
  expect(handlers.onopen).not.toHaveBeenCalled();
  expect(handlers.onforget).not.toHaveBeenCalled();
});
