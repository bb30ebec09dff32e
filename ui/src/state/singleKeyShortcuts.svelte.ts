// Whether keys that are a single sign, `/` and `?`, do anything. Somebody who speaks to the computer, or whose hand rests on
// the keys, switches them off. Kept in the web view's own store: it belongs to these hands, not to an account.

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
