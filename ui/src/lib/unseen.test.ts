import { expect, it } from "vitest";
import { folded, seen } from "./unseen";

const code = (from: number, to = from) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at));

it("takes away every sign of no width, and nothing that can be seen", () => {
  const unseen = [
    ...code(0xad),
    ...code(0x200b, 0x200f),
    ...code(0x202a, 0x202e),
    ...code(0x2060, 0x2064),
    ...code(0x2066, 0x2069),
    ...code(0xfeff),
  ];
  for (const sign of unseen) expect(seen(`${sign}a${sign}-1${sign}`)).toBe("a-1");
  expect(seen("INV–1 ₹ é\u00a0")).toBe("INV–1 ₹ é\u00a0");
});

it("calls texts the same that differ in width, dash and letter case", () => {
  for (const text of ["inv-1", "INV–1", "INV\u20111", "ＩＮＶ－１", "\ufeffInv-\u00ad1"])
    expect(folded(text)).toBe("inv-1");
});
