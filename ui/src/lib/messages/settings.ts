// The words of the settings.

import { en } from "$lib/i18n/en/settings";
import { words } from "$lib/i18n/locale";

export const settings = words("settings", en);

/** Only its end is known here. */
export const clientIdWords = (end: string) => settings.clientId(end.includes("…") ? end : `…${end}`);
