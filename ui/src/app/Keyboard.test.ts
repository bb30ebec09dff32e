import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AppState } from "$state/app.svelte";
import { commands } from "$lib/ipc";
import { setSingleKeys } from "$state/singleKeyShortcuts.svelte";
import { PageCommands } from "$state/pageCommands.svelte";
import { aRecent, aStart, taken } from "$testing/views";
import Keyboard from "./Keyboard.svelte";

vi.mock("$lib/ipc");

const handlers = { onfind: vi.fn(), ongo: vi.fn(), onaccounts: vi.fn(), onagain: vi.fn() };
const refund = vi.fn();
const voided = vi.fn();

function show() {
  const app = new AppState(aStart({ recents: [aRecent()] }));
  vi.spyOn(app.find, "run").mockResolvedValue();
  vi.spyOn(app.linkPage, "open").mockResolvedValue();
  const pageCommands = new PageCommands();
  pageCommands.current = {
    title: "INV-1",
    commands: [
      { id: "refund", icon: "undo", words: "Refund…", run: refund },
      { id: "void", icon: "slash", words: "Void…", off: "Nothing is held.", run: voided },
    ],
  };
  render(Keyboard, { app, pageCommands, recentsShown: true, top: 0, front: null, ...handlers });
  return app;
}
const press = (key: string, held: KeyboardEventInit = {}) => fireEvent.keyDown(window, { key, ...held });
const openPalette = () => press("k", { ctrlKey: true });
const box = () => screen.getByTestId("find-input");
const inBox = (key: string) => fireEvent.keyDown(box(), { key });
const marked = () =>
  screen.getAllByRole("option").find((each) => each.getAttribute("aria-selected") === "true");

beforeEach(() => {
  vi.mocked(commands.classify).mockImplementation((value) => {
    const kind = value === "" ? "empty" : /\s/.test(value) ? "not_an_id" : "reference";
    return Promise.resolve(
      taken(value, { kind, notAnId: kind === "not_an_id" ? { code: "not_one_word" } : null }),
    );
  });
});

describe("a key", () => {
  it("goes to Find, to a page and to the accounts, and reads what is shown again", async () => {
    show();
    await press("/");
    await press("2", { ctrlKey: true });
    await press("3", { ctrlKey: true });
    await press("F5");
    await press("A", { ctrlKey: true, shiftKey: true });
    expect(handlers.onfind).toHaveBeenCalledOnce();
    expect(handlers.ongo.mock.calls).toEqual([["activity"], ["settings"]]);
    expect(handlers.onagain).toHaveBeenCalledOnce();
    expect(handlers.onaccounts).toHaveBeenCalledOnce();
  });

  it("that is a single-key shortcut does nothing once these are switched off", async () => {
    show();
    setSingleKeys(false);
    await press("/");
    await press("?");
    setSingleKeys(true);
    expect(handlers.onfind).not.toHaveBeenCalled();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("does nothing while a dialog is open", async () => {
    show();
    await press("?");
    await screen.findByRole("dialog", { name: "Keys" });
    await press("1", { ctrlKey: true });
    await openPalette();
    expect(handlers.ongo).not.toHaveBeenCalled();
    expect(screen.queryByRole("combobox")).toBeNull();
  });
});

describe("the palette", () => {
  it("has the focus in its box, and marks the first of what it offers", async () => {
    show();
    await openPalette();
    await waitFor(() => {
      expect(document.activeElement).toBe(box());
    });
    expect(marked()?.textContent).toContain("INV-1");
    expect(box().getAttribute("aria-activedescendant")).toBe(marked()?.id);
  });

  it("moves with the arrows, round the ends, and does what is marked", async () => {
    const app = show();
    await openPalette();
    await inBox("ArrowUp");
    expect(marked()?.textContent).toContain("All keys");
    await inBox("ArrowDown");
    await inBox("Enter");
    await waitFor(() => {
      expect(app.linkPage.open).toHaveBeenCalledWith(aRecent().linkId, "INV-1");
    });
    expect(screen.queryByRole("combobox")).toBeNull();
  });

  it("finds what was typed with Enter, even before it is told what that is taken for", async () => {
    const app = show();
    await openPalette();
    await fireEvent.input(box(), { target: { value: "INV-42" } });
    await inBox("Enter");
    await waitFor(() => {
      expect(app.find.run).toHaveBeenCalledWith("INV-42");
    });
  });

  it("says why something cannot be an id, and asks nothing", async () => {
    const app = show();
    await openPalette();
    await fireEvent.input(box(), { target: { value: "no such words" } });
    expect((await screen.findByTestId("error")).textContent).toContain("one word");
    await inBox("Enter");
    expect(app.find.run).not.toHaveBeenCalled();
    expect(box().getAttribute("aria-expanded")).toBe("false");
  });

  it("opens none of several by itself, and the one that is gone to", async () => {
    const app = show();
    const choices = [
      { kind: "reference", value: "INV-8" },
      { kind: "link_id", value: "pl-9" },
    ] as const;
    vi.mocked(commands.classify).mockResolvedValue(taken("", { kind: "several", choices: [...choices] }));
    await openPalette();
    await fireEvent.input(box(), { target: { value: "INV-8 or pl-9" } });
    expect((await screen.findByTestId("error")).textContent).toContain("Which one?");
    expect(screen.getAllByTestId("find-choice").map(({ dataset }) => dataset.value)).toEqual([
      "INV-8",
      "pl-9",
    ]);
    await inBox("Enter");
    expect(marked()).toBeUndefined();
    expect(app.find.run).not.toHaveBeenCalled();
    await inBox("ArrowUp");
    expect(marked()?.dataset.value).toBe("pl-9");
    await inBox("Enter");
    await waitFor(() => {
      expect(app.find.run).toHaveBeenCalledWith("pl-9");
    });
  });

  it("only opens the dialog of what moves money", async () => {
    show();
    await openPalette();
    await fireEvent.input(box(), { target: { value: "refund" } });
    await waitFor(() => {
      expect(marked()?.textContent).toContain("Refund…");
    });
    await inBox("Enter");
    await waitFor(() => {
      expect(refund).toHaveBeenCalledOnce();
    });
  });

  it("marks the first thing that can be done, and does not do another", async () => {
    show();
    await openPalette();
    await fireEvent.input(box(), { target: { value: "void" } });
    await waitFor(() => {
      expect(marked()?.textContent).toContain("Find this reference");
    });
    const [off] = screen.getAllByRole("option");
    expect(off?.textContent).toContain("Nothing is held.");
    if (off) await fireEvent.click(off);
    expect(voided).not.toHaveBeenCalled();
    expect(box()).toBeTruthy();
  });

  it("closes with Esc, and lists the keys with ? in the empty box", async () => {
    show();
    await openPalette();
    await inBox("Escape");
    await waitFor(() => {
      expect(screen.queryByRole("combobox")).toBeNull();
    });
    await openPalette();
    await inBox("?");
    expect(await screen.findByRole("dialog", { name: "Keys" })).toBeTruthy();
  });
});
