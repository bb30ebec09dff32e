import { expect, it } from "vitest";

const parts = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });

it("asks boxes how wide they are in rem: in px, WebKit answers with the enlarged page", () => {
  const queries = Object.entries(parts).flatMap(([file, source]) =>
    [...source.matchAll(/@container [^{]*/g)].map(([query]) => `${file}: ${query}`),
  );
  expect(queries.length).toBeGreaterThan(5);
  expect(queries.filter((query) => /\dpx/.test(query))).toEqual([]);
});
