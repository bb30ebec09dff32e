import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const parts = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });
// A style sheet comes out empty under the test runner, so this one is read from the disk.
const sources = { ...parts, "base.css": readFileSync("src/styles/base.css", "utf8") };

const found = (pattern: RegExp) =>
  Object.entries(sources).flatMap(([file, source]) =>
    [...source.matchAll(pattern)].map(([query]) => `${file}: ${query}`),
  );

it("asks boxes how wide they are in rem: in px, WebKit answers with the enlarged page", () => {
  const queries = found(/@container [^{]*/g);
  expect(queries.length).toBeGreaterThan(5);
  expect(queries.filter((query) => /\dpx/.test(query))).toEqual([]);
});

it("asks a box, and never the window, how wide it is", () => {
  expect(found(/@media[^{]*width[^{]*/g)).toEqual([]);
});
