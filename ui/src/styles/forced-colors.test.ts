// Where the person's own colours are forced on a page, grounds and shadows are taken away. The engine that the app runs
// in on Linux has no such mode to be driven into, so the styles themselves are read here.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const parts = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });
// A style sheet comes out empty under the test runner, so this one is read from the disk.
const sources = { ...parts, "base.css": readFileSync("src/styles/base.css", "utf8") };

type Rule = { file: string; selector: string; body: string; forced: boolean };

/** The style rules of every file, with whether they are for forced colours. */
const rules: Rule[] = Object.entries(sources).flatMap(([file, source]) => {
  const css = file.endsWith(".css") ? source : (/<style>([\s\S]*)<\/style>/.exec(source)?.[1] ?? "");
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "");
  const forced = [...plain.matchAll(/@media \(forced-colors: active\) \{((?:[^{}]|\{[^{}]*\})*)\}/g)];
  const rest = forced.reduce((left, [block]) => left.replace(block, ""), plain);
  const read = (text: string, isForced: boolean) =>
    [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = "", body = ""]) => ({
      file,
      selector: selector.trim().replace(/\s+/g, " "),
      body,
      forced: isForced,
    }));
  return [...read(rest, false), ...forced.flatMap(([, block = ""]) => read(block, true))];
});
const usual = rules.filter(({ forced }) => !forced);
const hasForced = (file: string) => rules.some((rule) => rule.file === file && rule.forced);

describe("where the person's own colours are forced", () => {
  it("reads the styles that there are", () => {
    expect(usual.length).toBeGreaterThan(300);
    expect(rules.some(({ forced }) => forced)).toBe(true);
  });

  it("no shadow says what no line says", () => {
    // The chosen row of a list, which gets an outline in styles/base.css.
    const known = ['.item[aria-selected="true"]'];
    const shadows = usual.filter(({ body }) => /box-shadow:(?!\s*none)/.test(body));
    expect(shadows.map(({ selector }) => selector).filter((each) => !known.includes(each))).toEqual([]);
  });

  it("the focus is an outline wherever it can be", () => {
    // What is around these shows it: a field's frame, and the page itself, which takes the focus from a skip link.
    const framed = /TextField|FindBox|Frame|AccountMenu|ReasonField|palette|base\.css/i;
    const silent = usual.filter(({ file, body }) => /outline: (none|0)/.test(body) && !framed.test(file));
    expect(silent).toEqual([]);
    for (const file of usual.filter(({ body }) => /outline: none/.test(body)).map((rule) => rule.file)) {
      if (!/TextField|FindBox|ReasonField/.test(file)) continue;
      const frame = usual.some((rule) => rule.file === file && /:focus-(within|visible)/.test(rule.selector));
      expect(frame, `${file} shows the focus on its frame`).toBe(true);
    }
  });

  it("what is chosen, current or pressed gets a line", () => {
    const marks = ["aria-current", "aria-selected", "data-highlighted", "menuitemradio"];
    const shared = rules.filter(({ file, forced }) => forced && file.endsWith("base.css"));
    for (const mark of marks)
      expect(shared.some(({ selector, body }) => selector.includes(mark) && body.includes("outline"))).toBe(
        true,
      );
    const others = /aria-pressed="true"|\.chosen\b/;
    for (const file of new Set(
      usual.filter(({ selector }) => others.test(selector)).map((rule) => rule.file),
    ))
      expect(hasForced(file), `${file} says in forced colours what is chosen`).toBe(true);
  });

  it("every button has an edge, or stands in a list, a menu or beside a field", () => {
    const button = usual.filter(
      ({ file, selector }) => /components\/(Icon)?Button/.test(file) && selector === "button",
    );
    for (const { body } of button) expect(body).toMatch(/border: 1px solid/);
    expect(button).toHaveLength(2);
  });
});
