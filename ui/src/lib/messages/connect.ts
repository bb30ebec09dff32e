// The words of the connect screen.

import { en } from "$lib/i18n/en/connect";
import { words } from "$lib/i18n/locale";

export const connect = words("connect", en);
