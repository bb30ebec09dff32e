import { describe, expect, it } from "vitest";
import { amountInWords } from "./amounts";

const inWords = (minor: number, currency: string, exponent: number) =>
  amountInWords({ minor, currency, exponent });

describe("an amount in words", () => {
  it.each([
    [0, "Zero rupees"],
    [1, "One paisa"],
    [50, "Fifty paise"],
    [100, "One rupee"],
    [101, "One rupee and one paisa"],
    [125_000, "One thousand two hundred and fifty rupees"],
    [125_050, "One thousand two hundred and fifty rupees and fifty paise"],
    [2_450_000, "Twenty-four thousand five hundred rupees"],
    [3_200_000, "Thirty-two thousand rupees"],
    [10_000_100, "One lakh and one rupees"],
    [12_345_600, "One lakh twenty-three thousand four hundred and fifty-six rupees"],
    [1_000_000_000, "One crore rupees"],
    [
      123_456_789_012,
      "One hundred and twenty-three crore forty-five lakh sixty-seven thousand eight hundred and ninety rupees and twelve paise",
    ],
  ])("is spelt as on an Indian cheque: %i", (minor, expected) => {
    expect(inWords(minor as number, "INR", 2)).toBe(expected);
  });

  it.each([
    ["USD", 2, 12_000, "One hundred twenty US dollars"],
    ["USD", 2, 100, "One US dollar"],
    ["USD", 2, 101, "One US dollar and one cent"],
    ["USD", 2, 5, "Five cents"],
    [
      "USD",
      2,
      123_456_789,
      "One million two hundred thirty-four thousand five hundred sixty-seven US dollars and eighty-nine cents",
    ],
    ["EUR", 2, 2_050, "Twenty euros and fifty cents"],
    ["GBP", 2, 1, "One penny"],
    ["AED", 2, 150, "One UAE dirham and fifty fils"],
    ["JPY", 0, 120, "One hundred twenty yen"],
    ["JPY", 0, 1, "One yen"],
    ["KWD", 3, 1_005, "One Kuwaiti dinar and five fils"],
    ["KWD", 3, 0, "Zero Kuwaiti dinars"],
    ["SGD", 2, 100_000, "One thousand Singapore dollars"],
    ["XYZ", 2, 12_345, "XYZ\u00a0123.45"],
  ])(
    "of %s has its own name and decimals, and else keeps its figures",
    (currency, exponent, minor, expected) => {
      expect(inWords(minor, currency, exponent)).toBe(expected);
    },
  );

  it("has none where it is less than nothing", () => {
    expect(inWords(-100, "INR", 2)).toBeNull();
    expect(inWords(-1, "XYZ", 2)).toBeNull();
  });

  it("has some even where it is the largest", () => {
    expect(inWords(Number.MAX_SAFE_INTEGER, "INR", 2)).toContain("crore");
    expect(inWords(Number.MAX_SAFE_INTEGER, "JPY", 0)).toMatch(/^Nine quadrillion/);
  });
});
