// Signs that nobody sees, which come along when a text is copied out of a chat or a mail. The desktop side takes the same
// ones away (`domain/invisible.rs`).

/** The text without them. */
export const seen = (text: string): string => text.replace(/\p{Default_Ignorable_Code_Point}/gu, "");

const DASHES = /[\u2010-\u2015\u2212]/g;

/** The text as two people would call it the same: without such signs, of any width, dash and letter case. */
export const folded = (text: string): string =>
  seen(text).normalize("NFKC").replace(DASHES, "-").toLocaleLowerCase("en-IN");
