import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AppState } from "$state/app.svelte";
import { commands, type FindKind } from "$lib/ipc";
import { aLink, anError, aRecent, aStart, found, later, notFound, ok, taken } from "../../testing/views";
import FindBox from "./FindBox.svelte";

vi.mock("$lib/ipc");

const input = () => screen.getByTestId("find-input");
const type = (value: string) => fireEvent.input(input(), { target: { value } });

function show(start = aStart(), recentsShown = true) {
  const app = new AppState(start);
  const ondown = vi.fn();
  render(FindBox, { app, recentsShown, ondown });
  return { app, ondown };
}

beforeEach(() => {
  vi.mocked(commands.classify).mockImplementation((value) => Promise.resolve(taken(value)));
});

describe("what was typed", () => {
  it.each([
    ["link_id", "Link ID"],
    ["reference", "Reference"],
    ["order_id", "Order ID"],
    ["payment_id", "Payment ID"],
    ["url", "Link URL"],
    ["several", "Several IDs"],
    ["not_an_id", "Not an ID"],
  ] satisfies [FindKind, string][])("is told to be taken for %s", async (kind, words) => {
    show();
    vi.mocked(commands.classify).mockResolvedValue(taken("x", { kind }));
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
    slow.answer(taken("v1-", { kind: "order_id" }));
    await waitFor(() => {
      expect(screen.getByTestId("find-kind").dataset.kind).toBe("reference");
    });
  });
});

it("says beside the box why something cannot be an id", async () => {
  show();
  vi.mocked(commands.find).mockResolvedValue(
    ok(notFound(taken("", { kind: "not_an_id", notAnId: { code: "too_long" } }))),
  );
  await type("x".repeat(10_000));
  await fireEvent.click(screen.getByTestId("find-submit"));

  const line = await screen.findByTestId("error");
  expect(line.dataset.code).toBe("not_an_id");
  expect(line.textContent).toContain("too long");
});

it("names the account in which something was not found, and the other environment", async () => {
  show();
  vi.mocked(commands.find).mockResolvedValue(ok(notFound(taken("INV-404"), anError("not_found"))));
  await type("INV-404");
  await fireEvent.click(screen.getByTestId("find-submit"));

  const line = await screen.findByTestId("error");
  expect(line.textContent).toContain("INV-404 was not found");
  expect(line.textContent).toContain("Kaveri Handlooms, LIVE");
  expect(line.textContent).toContain("other environment");
});

const choices = () => screen.getAllByTestId("find-choice");
const look = () => fireEvent.click(screen.getByTestId("find-submit"));

it("offers the ids of a text with several, each a press away", async () => {
  const { app } = show();
  const several = taken("", {
    kind: "several",
    choices: [
      { kind: "reference", value: "INV-1" },
      { kind: "link_id", value: "pl-1" },
    ],
  });
  vi.mocked(commands.find)
    .mockResolvedValueOnce(ok(notFound(several)))
    .mockResolvedValueOnce(ok(notFound(taken("pl-1"), anError("not_found"))));
  await type("INV-1 pl-1");
  await look();

  expect((await screen.findByTestId("error")).textContent).toContain("Which one?");
  expect(choices().map(({ dataset }) => dataset.value)).toEqual(["INV-1", "pl-1"]);
  expect(choices().every((choice) => choice instanceof HTMLButtonElement && choice.tabIndex === 0)).toBe(
    true,
  );
  await fireEvent.click(choices()[1] ?? document.body);
  await waitFor(() => {
    expect(commands.find).toHaveBeenCalledWith({ accountId: "kaveri", text: "pl-1" });
  });
  expect(document.activeElement).toBe(input());
  expect(app.find.query).toBeNull();
  expect(screen.queryByTestId("find-choice")).toBeNull();
});

it("names the sign that no reference has, and how it may be stored", async () => {
  show();
  const sign = taken("INV/25", {
    kind: "not_an_id",
    notAnId: { code: "sign", sign: "/" },
    choices: [{ kind: "reference", value: "INV-25" }],
  });
  vi.mocked(commands.find).mockResolvedValue(ok(notFound(sign)));
  await type("INV/25");
  await look();

  const line = await screen.findByTestId("error");
  expect(line.textContent).toContain("Pine Labs’ references have no “/”. Perhaps it is stored as INV-25.");
  expect(choices().map(({ dataset }) => dataset.value)).toEqual(["INV-25"]);
});

it("offers the letter case that is known here once the one typed was not found", async () => {
  show();
  const seenAs = taken("inv-1", { choices: [{ kind: "reference", value: "INV-1" }] });
  vi.mocked(commands.classify).mockResolvedValue(seenAs);
  vi.mocked(commands.find).mockResolvedValue(ok(notFound(seenAs, anError("not_found"))));
  await type("inv-1");
  expect(screen.queryByTestId("find-choice")).toBeNull();
  await look();

  const line = await screen.findByTestId("error");
  expect(line.textContent).toContain("On this computer it was seen as INV-1.");
  expect(choices()).toHaveLength(1);
});

it("says what it took out of a message, and how Pine Labs spells it", async () => {
  show();
  const link = aLink({ reference: "Inv-1" });
  vi.mocked(commands.find).mockResolvedValue(ok(found("INV-1", link, { knownAs: "Inv-1" }, true)));
  await type("Dear Ritu, INV-1 is due");
  await look();

  const line = await screen.findByTestId("find-told");
  expect(line.textContent).toBe("Took INV-1 from what was pasted. Pine Labs knows it as “Inv-1”.");
});

it("names what was looked for when the URL was never seen here", async () => {
  show();
  const url = `https://pay.example.com/${"x".repeat(200)}`;
  vi.mocked(commands.find).mockResolvedValue(
    ok(notFound(taken(url, { kind: "url" }), anError("unknown_url"))),
  );
  await type(url);
  await look();

  const line = await screen.findByTestId("error");
  expect(line.textContent).toContain("https://pay.example.com/xxx");
  expect(line.textContent.length).toBeLessThan(220);
});

it("asks nothing more while Pine Labs asks to wait", async () => {
  const { app } = show();
  app.connection.waitUntil = Date.now() + 60_000;
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
