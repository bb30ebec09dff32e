// English made longer and put between marks, with accents on its letters: a page in it has no text outside of marks, unless a text
// stands in no dictionary. What is put into a sentence stays as it is: names, amounts, times.

import type { Speak } from "./locale";

const OPEN = "⟦";
const CLOSE = "⟧";

/** Around what is put in. Signs of the private use area, which no text of a shop has. */
const GUARD = "\ue000";
const RELEASE = "\ue001";

/** How much longer than English a language may be. */
const LONGER = 0.4;

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "áƀćďéƒǧħíĵķĺɱńóþɋŕšťúṽŵẋýžÁɃĆĎÉƑǦĦÍĴĶĹṀŃÓÞɊŔŠŤÚṼŴẊÝŽ";

const accents = new Map([...PLAIN].map((letter, at) => [letter, [...ACCENTED][at] ?? letter]));

const accented = (text: string) => [...text].map((letter) => accents.get(letter) ?? letter).join("");

/** Words that fill up a text to the length of another language. A short one grows more than its share. */
function filling(length: number): string {
  const letters = Math.max(2, Math.round(length * LONGER));
  return " ẋẋẋẋẋẋ"
    .repeat(Math.ceil(letters / 7))
    .slice(0, letters)
    .trimEnd();
}

function marked(text: string): string {
  if (text === "") return "";
  const pieces = text.split(GUARD).map((piece, at) => {
    if (at === 0) return accented(piece);
    const [given = "", after = ""] = piece.split(RELEASE);
    return given + accented(after);
  });
  const whole = pieces.join("");
  return `${OPEN}${whole}${filling(whole.length)}${CLOSE}`;
}

const guarded = (value: unknown) =>
  typeof value === "string" && value !== ""
    ? `${GUARD}${value.replaceAll(/[\ue000\ue001]/g, "")}${RELEASE}`
    : value;

export function transformed(value: unknown): unknown {
  if (typeof value === "string") return marked(value);
  if (typeof value === "function") {
    return (...given: unknown[]) =>
      transformed((value as (...given: unknown[]) => unknown)(...given.map(guarded)));
  }
  if (Array.isArray(value)) return value.map(transformed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, transformed(part)]));
}

const rooms = new Map<string, unknown>();

export const pseudo: Speak = (room, en) => {
  if (!rooms.has(room)) rooms.set(room, transformed(en));
  return rooms.get(room) as typeof en;
};
