import { describe, expect, it } from "vitest";
import {
  clock,
  clockMillis,
  clockSeconds,
  day,
  duration,
  money,
  percentOf,
  shortId,
  shortUrl,
  when,
  whenSeconds,
} from "./format";
import { moment } from "$lib/messages/times";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const rupees = (minor: number) => ({ minor, currency: "INR", exponent: 2 });
const at = (text: string) => Date.parse(text);
const NOW = at("2025-11-20T14:05:12+05:30");

describe("money", () => {
  it.each([
    [0, "₹0.00"],
    [1, "₹0.01"],
    [99, "₹0.99"],
    [100, "₹1.00"],
    [99999, "₹999.99"],
    [100000, "₹1,000.00"],
    [1850000, "₹18,500.00"],
    [9999999, "₹99,999.99"],
    [12345600, "₹1,23,456.00"],
    [100000000, "₹10,00,000.00"],
    [1234567890, "₹1,23,45,678.90"],
    [9007199254740991, "₹9,00,71,99,25,47,409.91"],
  ])("writes %i paise with Indian groups and two decimals, as %s", (minor, text) => {
    expect(money(rupees(minor))).toBe(text);
  });

  it("puts a real minus before the sign of the rupee", () => {
    expect(money(rupees(-10620))).toBe("\u2212₹106.20");
  });

  it.each([
    ["USD", 2, 123456789, "USD 1,234,567.89"],
    ["JPY", 0, 1234567, "JPY 1,234,567"],
    ["KWD", 3, 1005, "KWD 1.005"],
    ["KWD", 3, -5, "\u2212KWD 0.005"],
  ])("writes %s by its own code and exponent %i", (currency, exponent, minor, text) => {
    expect(plain(money({ minor, currency, exponent }))).toBe(text);
  });
});

describe("the share of a bar", () => {
  it("is counted in whole tenths of a percent", () => {
    expect(percentOf(rupees(1100000), rupees(1850000))).toBe(59.4);
  });

  it("stays within nothing and all", () => {
    expect(percentOf(rupees(-5), rupees(100))).toBe(0);
    expect(percentOf(rupees(500), rupees(100))).toBe(100);
    expect(percentOf(rupees(5), rupees(0))).toBe(0);
  });

  it("never compares two currencies", () => {
    expect(percentOf({ minor: 50, currency: "USD", exponent: 2 }, rupees(100))).toBe(0);
  });
});

describe("times", () => {
  it("are told in IST, whatever the machine's own zone is", () => {
    expect(clock(at("2025-11-20T08:35:12Z"))).toBe("14:05");
    expect(clockSeconds(at("2025-11-20T08:35:12Z"))).toBe("14:05:12");
    expect(clockMillis(at("2025-11-20T08:35:12.004Z"))).toBe("14:05:12.004");
  });

  it("begin the day at 00:00, not at 24:00", () => {
    expect(clock(at("2025-11-19T18:30:00Z"))).toBe("00:00");
    expect(day(at("2025-11-19T18:29:59Z"), NOW)).toBe("19 Nov");
    expect(day(at("2025-11-19T18:30:00Z"), NOW)).toBe("20 Nov");
  });

  it("name the day only where it is not today, and the year only where it is not this one", () => {
    expect(when(at("2025-11-20T13:36:00+05:30"), NOW)).toBe("13:36");
    expect(when(at("2025-11-18T17:05:00+05:30"), NOW)).toBe("18 Nov 17:05");
    expect(when(at("2024-09-01T09:07:00+05:30"), NOW)).toBe("1 Sep 2024 09:07");
    expect(whenSeconds(at("2025-11-20T13:36:05+05:30"), NOW)).toBe("13:36:05");
    expect(whenSeconds(at("2025-11-18T17:05:07+05:30"), NOW)).toBe("18 Nov 17:05:07");
  });

  it("say today in a sentence", () => {
    expect(moment(at("2025-11-20T21:25:00+05:30"), NOW)).toBe("today, 21:25");
    expect(moment(at("2025-11-22T17:05:00+05:30"), NOW)).toBe("22 Nov, 17:05");
  });
});

describe("a length of time", () => {
  it.each([
    [0, "0 s"],
    [-5000, "0 s"],
    [40_000, "40 s"],
    [59_999, "59 s"],
    [55 * 60_000, "55 min"],
    [7 * 3_600_000 + 20 * 60_000, "7 h 20 min"],
    [21 * 3_600_000, "21 h"],
    [2 * 86_400_000 + 3 * 3_600_000, "2 d 3 h"],
    [5 * 86_400_000 + 59 * 60_000, "5 d"],
  ])("of %i ms is told in its two largest units", (ms, text) => {
    expect(plain(duration(ms))).toBe(text);
  });
});

describe("ids", () => {
  it("are shortened in the middle, and short ones are left alone", () => {
    expect(shortId("pl-v1-251117104010-aa-Jr5bXf")).toBe("pl-v1-251117…Jr5bXf");
    expect(shortId("INV-2526-0183")).toBe("INV-2526-0183");
  });

  it("of a URL keep their end", () => {
    expect(shortUrl("https://pay.example.com/a")).toBe("pay.example.com/a");
    expect(shortUrl("https://shortener.v2.example.com/PLUTUS/7hq2mxa")).toBe("….example.com/PLUTUS/7hq2mxa");
  });
});
