import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";
import { aRecent, rupees } from "../../testing/views";
import RecentList from "./RecentList.svelte";

vi.mock("$lib/ipc");

const handlers = { onopen: vi.fn(), onforget: vi.fn(), onleave: vi.fn() };
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
  expect(handlers.onopen).toHaveBeenCalledWith(second);
});

it("is one stop for Tab; the arrows move, Enter opens, Delete forgets, Esc leaves", async () => {
  show();
  expect(rows().map((row) => row.tabIndex)).toEqual([0, -1]);
  rows()[0]?.focus();
  await press(rows()[0], "ArrowDown");
  expect(document.activeElement).toBe(rows()[1]);
  await press(rows()[1], "Enter");
  await press(rows()[1], "Delete");
  await press(rows()[1], "Escape");

  expect(handlers.onopen).toHaveBeenCalledWith(second);
  expect(handlers.onforget).toHaveBeenCalledWith(second);
  expect(handlers.onleave).toHaveBeenCalledOnce();
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
