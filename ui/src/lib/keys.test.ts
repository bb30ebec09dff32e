import { describe, expect, it } from "vitest";
import { shortcutKeys, shortcutOf, type Shortcut } from "./keys";

const press = (key: string, held: Partial<KeyboardEventInit> = {}, target: Element = document.body) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, ...held });
  Object.defineProperty(event, "target", { value: target });
  return shortcutOf(event);
};

describe("a key", () => {
  it.each([
    ["k", { ctrlKey: true }, "palette"],
    ["K", { ctrlKey: true }, "palette"],
    ["k", { metaKey: true }, "palette"],
    ["1", { ctrlKey: true }, "links"],
    ["2", { ctrlKey: true }, "activity"],
    ["3", { ctrlKey: true }, "settings"],
    ["A", { ctrlKey: true, shiftKey: true }, "accounts"],
    ["F5", {}, "again"],
    ["/", {}, "find"],
    ["/", { shiftKey: true }, "find"],
    ["?", { shiftKey: true }, "keys"],
  ] satisfies [string, KeyboardEventInit, Shortcut][])("%s with %o asks for %s", (key, held, shortcut) => {
    expect(press(key, held)).toBe(shortcut);
  });

  it.each([
    ["k", {}],
    ["a", { ctrlKey: true }],
    ["k", { ctrlKey: true, shiftKey: true }],
    ["k", { ctrlKey: true, altKey: true }],
    ["/", { ctrlKey: true }],
    ["r", {}],
    ["Enter", {}],
  ] satisfies [string, KeyboardEventInit][])("%s with %o asks for nothing", (key, held) => {
    expect(press(key, held)).toBeNull();
  });

  it("works on a keyboard in another script, by what is printed beside it", () => {
    expect(press("क", { ctrlKey: true, code: "KeyK" })).toBe("palette");
    expect(press("२", { ctrlKey: true, code: "Digit2" })).toBe("activity");
  });
});

it("a sign is a sign where it is typed, and a key with Ctrl works there too", () => {
  for (const name of ["input", "textarea", "select"]) {
    const field = document.createElement(name);
    expect(press("/", {}, field)).toBeNull();
    expect(press("?", { shiftKey: true }, field)).toBeNull();
    expect(press("k", { ctrlKey: true }, field)).toBe("palette");
  }
});

it("a sign does nothing where signs are switched off, and all other keys go on", () => {
  const off = (key: string, held: KeyboardEventInit = {}) =>
    shortcutOf(new KeyboardEvent("keydown", { key, ...held }), false);
  expect(off("/")).toBeNull();
  expect(off("?", { shiftKey: true })).toBeNull();
  expect(off("k", { ctrlKey: true })).toBe("palette");
  expect(off("F5")).toBe("again");
});

it("no two are the same", () => {
  const all = Object.values(shortcutKeys).map((keys) => keys.join(" "));
  expect(new Set(all).size).toBe(all.length);
});
