// Runs in the page with axe-core loaded: what a screen reader calls the controls of these hooks, and every control in
// sight that it would call nothing. Answers a list of sentences, empty where all is well.
const [wanted] = arguments;
const done = arguments[arguments.length - 1];
const CONTROLS = "button, input, select, textarea, a[href], summary, [role='option'], [role^='menuitem'], [tabindex='0']";
const visible = (element) => element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true });
const { accessibleText } = axe.commons.text;
const { getRole } = axe.commons.aria;
const found = [];

axe.setup(document);
try {
  for (const [hook, role, name] of wanted) {
    const element = [...document.querySelectorAll(`[data-testid="${hook}"]`)].find(visible);
    if (!element) {
      found.push(`${hook} is not there`);
      continue;
    }
    const seen = [getRole(element), accessibleText(element).replace(/\s+/g, " ").trim()];
    if (seen[0] !== role || !seen[1].startsWith(name)) found.push(`${hook} is ${seen.join(" ")}, not ${role} ${name}`);
  }
  const scope = document.querySelector('[role="dialog"], [role="menu"]') ?? document.body;
  for (const element of scope.querySelectorAll(CONTROLS)) {
    if (!visible(element) || element.closest("[aria-hidden='true']")) continue;
    if (!getRole(element)) found.push(`has no role: ${element.outerHTML.slice(0, 160)}`);
    else if (accessibleText(element).trim() === "") found.push(`has no name: ${element.outerHTML.slice(0, 160)}`);
  }
} finally {
  axe.teardown();
}
done(found);
