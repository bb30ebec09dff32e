// Runs in the page, as the body of an async WebDriver script, with the page in the pseudo-locale: its words have accents there, so
// a plain word is what the shop or Pine Labs wrote, or stands in no dictionary. Answers a list of sentences.
const [where, data] = arguments;
const done = arguments[arguments.length - 1];

/** Ids, keys, raw answers, and what a shop wrote, which has its own direction. */
const NOT_OURS = "[data-value], [dir='auto'], .mono, kbd, pre, code, style, script, input, textarea";
const SPOKEN = ["aria-label", "title", "placeholder", "alt", "aria-description"];
/** How dates and times are written in every language, and the name of the app. */
const WRITTEN_ALIKE =
  /\b(IST|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|min|Linkdesk)\b/g;
/** An address, an id or a reference, a code in capitals: what the server or the shop spelt. */
const SPELT = /\S+@\S+|https?:\S+|\/\S+|[\w…-]*[\d…•][\w…-]*|\b[A-Z][A-Z_]+\b/g;

const found = new Set();
/** A name may have figures in it, and an id a name. */
const ours = (text) => data.reduce((rest, known) => rest.replaceAll(known, ""), text);
const look = (text, element, what) => {
  if (text === null) return;
  const names = ours(text.replace(SPELT, "")).replace(WRITTEN_ALIKE, "");
  const ids = ours(text).replace(SPELT, "").replace(WRITTEN_ALIKE, "");
  const left = names.length < ids.length ? names : ids;
  if (/[A-Za-z]{2,}/.test(left)) found.add(`${where}: ${element.tagName.toLowerCase()} ${what} is English: ${text.trim()}`);
};

for (const element of document.querySelectorAll("html, html *")) {
  if (element.closest("head") && element.tagName !== "TITLE") continue;
  for (const name of SPOKEN) look(element.getAttribute(name), element, name);
  if (element.closest(NOT_OURS)) continue;
  for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) look(node.textContent, element, "text");
}
for (const dialog of document.querySelectorAll("[role='dialog']")) {
  const { top, left, right, bottom } = dialog.getBoundingClientRect();
  if (top < 0 || left < 0 || right > innerWidth + 1 || bottom > innerHeight + 1) found.add(`${where}: a dialog is cut by the window`);
}
done([...found]);
