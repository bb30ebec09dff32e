// Runs in the page, as the body of an async WebDriver script: asks `probe` once a frame until it finds something or
// the time is over, and then says what the page showed instead.
const args = arguments[0];
const milliseconds = arguments[1];
const done = arguments[arguments.length - 1];
const visible = (element) =>
  element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
const shown = (id) => [...document.querySelectorAll(`[data-testid="${id}"]`)].filter(visible);
const words = (element) => (element.matches("input, textarea, select") ? element.value : element.innerText).trim();
const hook = (element) => ({
  text: words(element),
  attributes: Object.fromEntries([...element.attributes].map((each) => [each.name, each.value])),
});
const summary = () =>
  [...document.querySelectorAll("[data-testid]")]
    .filter(visible)
    .map((each) => {
      const data = JSON.stringify({ ...each.dataset, testid: undefined });
      return `${each.dataset.testid} ${data} ${words(each).replace(/\s+/g, " ").slice(0, 80)}`;
    })
    .join("\n    ") || document.body.innerText.trim().slice(0, 400);
const probe = () => {
  PROBE
};
const end = performance.now() + milliseconds;
let frames = 0;
const look = () => {
  frames += 1;
  let found;
  try {
    found = probe();
  } catch (error) {
    return done({ broken: String(error) });
  }
  if (found !== undefined && found !== null && found !== false) return done({ found });
  if (performance.now() > end) return done({ late: summary() });
  requestAnimationFrame(look);
};
look();
