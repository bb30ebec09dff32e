// Runs in the page, as the body of an async WebDriver script, with axe-core loaded before: looks at what is on screen in
// one theme or both, and answers a list of sentences, empty where nothing is wrong.
const [where, bothThemes] = arguments;
const done = arguments[arguments.length - 1];
const root = document.documentElement;
const found = new Set();

const frames = (count) =>
  new Promise((resolve) => {
    const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve());
    next();
  });

/** Colours that are on their way from one theme to the other are nobody's colours. */
const atRest = async () => {
  await frames(2);
  const moving = document
    .getAnimations()
    .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime ?? Infinity));
  await Promise.all(moving.map((each) => each.finished.catch(() => null)));
};

const named = (element) => {
  const hook = element.closest("[data-testid]")?.dataset.testid ?? "no hook";
  const words = (element.innerText ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
  return `<${element.tagName.toLowerCase()} class="${String(element.getAttribute("class") ?? "").replace(/ ?svelte-\w+/g, "")}"> in ${hook} "${words}"`;
};

/** Not what a closed block hides, and not what is there to be heard only. */
const visible = (element) =>
  element.getClientRects().length > 0 &&
  element.checkVisibility({ visibilityProperty: true }) &&
  getComputedStyle(element).clipPath === "none";

/** Whether what is wider than this element can be reached or is cut on purpose by a box around it. */
const inOwnScroller = (element) => {
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflowX !== "visible") return true;
  }
  return false;
};

const layout = () => {
  // Enlarged, a page may be a fraction of a pixel wider than it says.
  if (root.scrollWidth > innerWidth + 1)
    found.add(`the page is ${root.scrollWidth} px wide and scrolls sideways in ${innerWidth}`);
  // Above one column the frame stays and its parts scroll.
  if (innerWidth > 640 && root.scrollHeight > innerHeight + 1)
    found.add(`the whole page is ${root.scrollHeight} px high and scrolls in ${innerHeight}`);
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg") || !visible(element)) continue;
    const { left, right, width } = element.getBoundingClientRect();
    const heard = element.closest(".vh, .skip");
    if (width > 0 && !heard && (right > innerWidth + 1 || left < -1) && !inOwnScroller(element))
      found.add(`sticks out of the window (${Math.round(left)} to ${Math.round(right)}): ${named(element)}`);
    const style = getComputedStyle(element);
    const scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
    if (scrolls && element.scrollWidth > element.clientWidth + 1 && !element.matches("pre"))
      found.add(`scrolls sideways: ${named(element)}`);
    const cut = style.overflowX !== "visible" && !scrolls && !heard && !element.matches("input");
    if (cut && element.scrollWidth > element.clientWidth + 1) {
      const whole = element.closest("[title]")?.getAttribute("title") ?? "";
      const dots = style.textOverflow === "ellipsis";
      if (!dots || whole === "") found.add(`is cut, and its whole text is nowhere: ${named(element)}`);
    }
    // A line of its own that does not fit its box in height is cut as well.
    const clipped = style.overflowY === "hidden" || style.overflowY === "clip";
    const folded = style.webkitLineClamp !== "none" || style.display === "-webkit-box";
    if (clipped && !folded && !heard && element.scrollHeight > element.clientHeight + 2 && element.clientHeight > 0)
      found.add(`is cut at the bottom (${element.scrollHeight} in ${element.clientHeight} px): ${named(element)}`);
  }
};

const REACHED = "button, input, select, textarea, summary, a[href], [role^='menuitem'], [role='option'], [tabindex='0']";

/** Everything that can be pressed or typed into comes in sight, and nothing lies over it. */
const reach = () => {
  const scope = document.querySelector('[role="dialog"], [role="menu"]') ?? document.body;
  const before = [...document.querySelectorAll("*")].filter((each) => each.scrollTop > 0).map((each) => [each, each.scrollTop]);
  for (const element of scope.querySelectorAll(REACHED)) {
    if (!visible(element) || element.closest(".skip")) continue;
    if (getComputedStyle(element).opacity === "0") continue;
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = element.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(Math.max(box.top, 0) + Math.min(box.height, innerHeight) / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    if (!top || !(element.contains(top) || top.contains(element) || top.closest("label")?.contains(element)))
      found.add(`cannot be reached, ${top ? named(top) : "nothing"} lies over it: ${named(element)}`);
  }
  for (const each of document.querySelectorAll("*")) if (each.scrollTop > 0) each.scrollTop = 0;
  for (const [each, top] of before) each.scrollTop = top;
};

/** The second theme differs in its colours alone, so only the rules about them are asked again. */
const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

const rules = async (runOnly) => {
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  for (const { id, nodes } of violations)
    for (const { html, failureSummary } of nodes)
      found.add(`${root.dataset.theme}: ${id}: ${html.slice(0, 200)} ${failureSummary.replace(/\s+/g, " ").slice(0, 300)}`);
};

const look = async () => {
  const theme = root.dataset.theme;
  const focus = document.activeElement;
  await atRest();
  await rules(ALL);
  if (bothThemes) {
    root.dataset.theme = theme === "dark" ? "light" : "dark";
    await atRest();
    await rules(COLOURS);
    root.dataset.theme = theme;
    await atRest();
  }
  layout();
  reach();
  if (document.activeElement !== focus) focus?.focus?.();
  return [...found].map((sentence) => `${where}: ${sentence}`);
};
look().then(done, (error) => done([`${where}: the look itself failed: ${error?.stack ?? error}`]));
