// Whether single-key shortcuts, `/` and `?`, are on. Speech input and a resting hand press them by accident. Stored in the web
// view: the choice belongs to a person, not to an account.

const KEPT = "signs";
const OFF = "off";

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) !== OFF;
  } catch {
    return true;
  }
}

let work = $state(kept());

export const singleKeysOn = () => work;

export function setSingleKeys(on: boolean): void {
  work = on;
  try {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, OFF);
  } catch {
    // A store that takes nothing: then it is for this session.
  }
}
