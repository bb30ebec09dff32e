// Texts of somebody else's inside sentences of ours: a name written from right to left, or with signs that turn the
// direction, may not reorder the figures beside it.

const TURNS =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The text between the signs that keep its direction to itself; one that turns nothing stays as it is. */
export const isolated = (text: string): string => (TURNS.test(text) ? `\u2068${text}\u2069` : text);

/** A letter with the signs that belong to it, so that a cut never leaves half of one. */
const LETTERS = /\P{M}[\p{M}\u200c\u200d]*/gu;

/** At most this many letters, the last one a sign that there were more. */
export function shortened(text: string, most: number): string {
  const letters = text.match(LETTERS) ?? [];
  if (letters.length <= most) return text;
  return `${letters
    .slice(0, most - 1)
    .join("")
    .trimEnd()}…`;
}
