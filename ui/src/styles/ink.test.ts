// The contrast of the inks that warn and name errors, and that no status tone is used in their place.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const tokens = readFileSync("src/styles/tokens.css", "utf8");
const parts = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });
const sources = { ...parts, "base.css": readFileSync("src/styles/base.css", "utf8") };

const INKS = ["--warn-ink", "--error-ink"];
/** Every ground that such text stands on: page, rail, rows that are pointed at or open, sunken strips. */
const GROUNDS = ["--bg", "--bg-rail", "--bg-sunk", "--bg-hover", "--bg-selected"];
const TEXT_CONTRAST = 4.5;

/** The declarations of a theme. */
const declarations = (selector: string) => {
  const blocks = tokens.split(/(?<=\})/).filter((block) => block.includes(`${selector} {`));
  return Object.fromEntries(
    blocks.flatMap((block) =>
      [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
    ),
  ) as Record<string, string>;
};

const channel = (hex: string) => {
  const share = parseInt(hex, 16) / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance, as WCAG 2 defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(color.slice(at, at + 2)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(ink: string, ground: string): number {
  const [dark = 0, light = 0] = [luminance(ink), luminance(ground)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(["light", "dark"])("in the %s theme", (theme) => {
  const values = declarations(`:root[data-theme="${theme}"]`);

  it.each(INKS)("%s can be read on every ground that it stands on", (ink) => {
    for (const ground of GROUNDS)
      expect(contrast(values[ink] ?? "", values[ground] ?? ""), `${ink} on ${ground}`).toBeGreaterThanOrEqual(
        TEXT_CONTRAST,
      );
  });
});

it("measures as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

it("a status tone is ink only on its own ground, or of an icon or word of that status", () => {
  const rules = Object.entries(sources).flatMap(([file, source]) =>
    [...source.matchAll(/([^{}]+)\{([^{}]*var\(--st-(\w+)-ink\)[^{}]*)\}/g)].map(
      ([, selector = "", body = "", tone = ""]) => ({ file, selector: selector.trim(), body, tone }),
    ),
  );
  expect(rules.length).toBeGreaterThan(9);
  const alone = rules.filter(({ body, tone }) => !body.includes(`--st-${tone}-bg`));
  expect(
    alone.filter(({ selector, tone }) => selector !== `.tone-${tone}` && !selector.endsWith(`.tone-${tone}`)),
  ).toEqual([]);
});
