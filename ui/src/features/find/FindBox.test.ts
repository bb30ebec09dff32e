import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Desk } from "$lib/desk.svelte";
import { commands, type FindKind } from "$lib/ipc";
import { anError, aRecent, aStart, later, refused } from "../../testing/views";
import FindBox from "./FindBox.svelte";

vi.mock("$lib/ipc");

const input = () => screen.getByTestId("find-input");
const type = (value: string) => fireEvent.input(input(), { target: { value } });

function show(start = aStart(), recentsShown = true) {
  const desk = new Desk(start);
  const ondown = vi.fn();
  render(FindBox, { desk, recentsShown, ondown });
  return { desk, ondown };
}

beforeEach(() => {
  vi.mocked(commands.classify).mockImplementation((value) =>
    Promise.resolve({ kind: value === "" ? "empty" : "reference", reason: null, value }),
  );
});

describe("what was typed", () => {
  it.each([
    ["link_id", "Link ID"],
    ["reference", "Reference"],
    ["order_id", "Order ID"],
    ["url", "Link URL"],
    ["not_an_id", "Not an ID"],
  ] satisfies [FindKind, string][])("is told to be taken for %s", async (kind, words) => {
    show();
    vi.mocked(commands.classify).mockResolvedValue({ kind, reason: null, value: "x" });
    await type("x");
    await waitFor(() => {
      expect(screen.getByTestId("find-kind").dataset.kind).toBe(kind);
    });
    expect(screen.getByTestId("find-kind").textContent).toContain(words);
  });

  it("is told by the newest answer, not by the latest to come", async () => {
    show();
    const slow = later<Awaited<ReturnType<typeof commands.classify>>>();
    vi.mocked(commands.classify).mockReturnValueOnce(slow.promise);
    await type("v1-");
    await type("INV-1");
    slow.answer({ kind: "order_id", reason: null, value: "v1-" });
    await waitFor(() => {
      expect(screen.getByTestId("find-kind").dataset.kind).toBe("reference");
    });
  });
});

it("says beside the box why something cannot be an id, and asks nothing", async () => {
  show();
  vi.mocked(commands.classify).mockResolvedValue({ kind: "not_an_id", reason: "too_long", value: "" });
  await type("x".repeat(10_000));
  await fireEvent.click(screen.getByTestId("find-submit"));

  const line = await screen.findByTestId("error");
  expect(line.dataset.code).toBe("not_an_id");
  expect(line.textContent).toContain("too long");
  expect(commands.find).not.toHaveBeenCalled();
});

it("names the account in which something was not found, and the other environment", async () => {
  show();
  vi.mocked(commands.find).mockResolvedValue(refused(anError("not_found")));
  await type("INV-404");
  await fireEvent.click(screen.getByTestId("find-submit"));

  const line = await screen.findByTestId("error");
  expect(line.textContent).toContain("INV-404 was not found");
  expect(line.textContent).toContain("Kaveri Handlooms, LIVE");
  expect(line.textContent).toContain("other environment");
});

it("asks nothing more while Pine Labs asks to wait", async () => {
  const { desk } = show();
  desk.waitUntil = Date.now() + 60_000;
  await type("INV-1");
  await fireEvent.click(screen.getByTestId("find-submit"));

  expect(commands.find).not.toHaveBeenCalled();
  expect(screen.getByTestId("find-submit").getAttribute("aria-disabled")).toBe("true");
});

describe("the recent links", () => {
  it("get the focus from the down arrow where they are on screen", async () => {
    const { ondown } = show(aStart({ recents: [aRecent()] }));
    input().focus();
    await fireEvent.keyDown(input(), { key: "ArrowDown" });
    expect(ondown).toHaveBeenCalledOnce();
    expect(screen.queryByTestId("recent-item")).toBeNull();
  });

  it("hang below the box where they are not", async () => {
    show(aStart({ recents: [aRecent(), aRecent({ linkId: "pl-2", reference: "INV-2" })] }), false);
    await fireEvent.focusIn(input());
    const [first] = await screen.findAllByTestId("recent-item");
    await fireEvent.keyDown(input(), { key: "ArrowDown" });
    expect(document.activeElement).toBe(first);
  });
});
