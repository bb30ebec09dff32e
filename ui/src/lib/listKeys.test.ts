import { expect, it } from "vitest";
import { rowFor } from "./listKeys";

it.each([
  ["ArrowDown", 0, 1],
  ["ArrowDown", 8, 8],
  ["ArrowUp", 3, 2],
  ["ArrowUp", 0, 0],
  ["PageDown", 1, 5],
  ["PageDown", 7, 8],
  ["PageUp", 6, 2],
  ["PageUp", 1, 0],
  ["Home", 6, 0],
  ["End", 2, 8],
  ["Enter", 2, null],
  ["a", 2, null],
])("%s from row %i of nine leads to %o", (key, at, to) => {
  expect(rowFor(key, at, 9, () => 4)).toBe(to);
});
