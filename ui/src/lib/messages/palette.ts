// The words of the palette.

import { en } from "$lib/i18n/en/palette";
import { words } from "$lib/i18n/locale";

export const palette = words("palette", en);
