import { describe, expect, it, vi } from "vitest";
import { zoomAfter } from "./zoom";

vi.mock("$lib/ipc", () => ({ commands: { zoom: vi.fn() } }));

const key = (name: string, more = {}) => ({
  key: name,
  ctrlKey: true,
  metaKey: false,
  altKey: false,
  ...more,
});

describe("the size of the page", () => {
  it("grows to four times and shrinks to half, step by step", () => {
    let size = 100;
    for (let step = 0; step < 20; step++) size = zoomAfter(size, key("+")) ?? 0;
    expect(size).toBe(400);
    for (let step = 0; step < 20; step++) size = zoomAfter(size, key("-")) ?? 0;
    expect(size).toBe(50);
    expect(zoomAfter(size, key("0"))).toBe(100);
  });

  it("takes plus with and without Shift, and Cmd for Ctrl", () => {
    expect(zoomAfter(100, key("="))).toBe(110);
    expect(zoomAfter(100, key("+", { ctrlKey: false, metaKey: true }))).toBe(110);
  });

  it("leaves every other key alone", () => {
    expect(zoomAfter(100, key("k"))).toBeNull();
    expect(zoomAfter(100, key("0", { ctrlKey: false }))).toBeNull();
    expect(zoomAfter(100, key("0", { altKey: true }))).toBeNull();
  });
});
