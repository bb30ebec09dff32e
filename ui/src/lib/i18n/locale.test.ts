import { afterEach, describe, expect, it } from "vitest";
import type { Locale } from "./dictionary";
import { en as steps } from "./en/steps";
import { localeOf, setLocale, words } from "./locale";
import { transformed } from "./pseudo";

type Telling = (...given: unknown[]) => unknown;

const dictionaries = import.meta.glob<{ en: Record<string, unknown> }>("./en/*.ts", { eager: true });

/** Every text of a dictionary, each with its path; a function tells it with figures in place of names and amounts. */
function texts(part: unknown, path: string): [string, string][] {
  if (typeof part === "string") return [[path, part]];
  if (typeof part === "function") {
    return path.endsWith("inWords") ? [] : texts((part as Telling)(7, 8, 9), path);
  }
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, inside]) => texts(inside, `${path}.${key}`));
}

afterEach(() => setLocale("en"));

describe("the words of a room", () => {
  const time = words("times", { ...timesLike() });

  function timesLike(): Locale["times"] {
    const same = (one: string, other = "") => `${one} ${other}`.trim();
    const days = (count: number) => `${String(count)} days`;
    return {
      today: same,
      onDay: same,
      byToday: same,
      byDay: same,
      at: same,
      onDayAt: same,
      days,
      dayIsToday: same,
      dayIsYesterday: same,
    };
  }

  it("follow the language, also in a part that was taken before it was chosen", async () => {
    const { what } = words("steps", steps);
    expect(what.prepared).toBe("Prepared");
    await setLocale("pseudo");
    expect(what.prepared).toMatch(/^⟦Þŕéþáŕéď .*⟧$/);
    expect(document.documentElement.lang).toBe("en-XA");
    await setLocale("en");
    expect(what.prepared).toBe("Prepared");
  });

  it("keep what is put into them as it is", async () => {
    await setLocale("pseudo");
    expect(time.today("Asha 21:25")).toMatch(/^⟦Asha 21:25 ẋ.*⟧$/);
    expect(time.days(12)).toMatch(/^⟦12 ďáýš/);
  });

  it("have the keys of English", () => {
    expect(Object.keys(words("steps", steps))).toEqual(Object.keys(steps));
    expect("nothing of that name" in words("steps", steps)).toBe(false);
  });

  it("are forced by the types to be whole", () => {
    const { tried, ...less } = steps;
    // @ts-expect-error A language that lacks a key is none.
    const lacking: Locale["steps"] = less;
    expect(Object.keys(lacking)).toHaveLength(Object.keys(steps).length - 1);
    expect(tried).toBe("Tried to send");
  });
});

describe("the pseudo-locale", () => {
  it.each(Object.entries(dictionaries))("marks and lengthens every text of %s", (path, { en }) => {
    const told = texts(en, path);
    const marked = new Map(texts(transformed(en), path));
    for (const [key, english] of told.filter(([, text]) => text !== "")) {
      const text = marked.get(key) ?? "";
      expect(text, key).toMatch(/^⟦[^]*⟧$/);
      expect(text, key).not.toMatch(/[A-Za-z]/);
      expect(text.length, key).toBeGreaterThanOrEqual(english.length * 1.3);
    }
  });
});

it("is asked for by the address alone", () => {
  expect(["", "#", "#main", "#locale=pseudo", "#locale=xx"].map(localeOf)).toEqual([
    "en",
    "en",
    "en",
    "pseudo",
    "en",
  ]);
});
