// The words of the frame: rail, ribbon, top bar, stamps, copying.

import { en } from "$lib/i18n/en/frame";
import { words } from "$lib/i18n/locale";
import type { AccountView } from "$lib/ipc";

export const frame = words("frame", en);

/** The title of the window, by which it is told apart in the task bar. */
export function windowTitle({ name, environment, host }: AccountView): string {
  const kind = frame.environment[environment];
  return environment === "custom" ? frame.titleCustom(name, kind, host) : frame.title(name, kind);
}
