// Finds English on a page that is in the pseudo-locale. Its words have accents there, so a plain word is either what a shop or
// Pine Labs wrote, or a text that stands in no dictionary.

/** What is never a word of ours: an id, a key, a raw answer. What a shop wrote has its own direction. */
const NOT_OURS = "[data-value], [dir='auto'], .mono, kbd, pre, code, style, script";

const SPOKEN = ["aria-label", "title", "placeholder", "alt", "aria-description"];

/** How figures, dates and times are written, in every language; and the name of the app and of Pine Labs. */
const WRITTEN_ALIKE =
  /\b(IST|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|min|Linkdesk)\b/g;

/** An address, an id or a reference, a code in capitals: what the server or the shop spelt. */
const SPELT = /\S+@\S+|https?:\S+|[\w…-]*[\d…][\w…-]*|\b[A-Z][A-Z_]+\b/g;

const PLAIN = /[A-Za-z]{2,}/;

/** Every text in sight or read out that has a plain word beyond those in `data`, each with where it stands. */
export function unmarked(root: Element, data: readonly string[]): string[] {
  const found = new Set<string>();
  const look = (text: string, where: Element, what: string) => {
    const unknown = data.reduce((rest, known) => rest.replaceAll(known, ""), text);
    const left = unknown.replace(SPELT, "").replace(WRITTEN_ALIKE, "");
    if (PLAIN.test(left)) found.add(`${where.tagName.toLowerCase()} ${what}: ${text.trim()}`);
  };
  for (const element of [root, ...root.querySelectorAll("*")]) {
    for (const name of SPOKEN) look(element.getAttribute(name) ?? "", element, name);
    if (element.closest(NOT_OURS)) continue;
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) look(node.textContent ?? "", element, "text");
    }
  }
  return [...found];
}
