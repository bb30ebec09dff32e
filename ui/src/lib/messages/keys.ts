// The list of keys: what each does, and which it is.

import { en } from "$lib/i18n/en/keys";
import { words } from "$lib/i18n/locale";
import { shortcutKeys } from "$lib/keys";

export const keyWords = words("keys", en);

type Line = { does: string; keys: readonly string[] };

export const keySections = (): { title: string; lines: Line[] }[] => [
  {
    title: keyWords.anywhere,
    lines: [
      { does: keyWords.findOrDo, keys: shortcutKeys.palette },
      { does: keyWords.findBox, keys: shortcutKeys.find },
      { does: keyWords.links, keys: shortcutKeys.links },
      { does: keyWords.activity, keys: shortcutKeys.activity },
      { does: keyWords.openSettings, keys: shortcutKeys.settings },
      { does: keyWords.switchAccount, keys: shortcutKeys.accounts },
      { does: keyWords.zoom, keys: ["Ctrl", "+", "−"] },
      { does: keyWords.usualSize, keys: ["Ctrl", "0"] },
      { does: keyWords.thisList, keys: shortcutKeys.keys },
      { does: keyWords.goBack, keys: ["Esc"] },
    ],
  },
  {
    title: keyWords.inAList,
    lines: [
      { does: keyWords.upDown, keys: ["↑", "↓"] },
      { does: keyWords.pageUpDown, keys: ["PgUp", "PgDn"] },
      { does: keyWords.firstLast, keys: ["Home", "End"] },
      { does: keyWords.openBeside, keys: ["Enter"] },
      { does: keyWords.openFullPage, keys: ["Ctrl", "Enter"] },
      { does: keyWords.takeOff, keys: ["Del"] },
      { does: keyWords.rowButtons, keys: ["→"] },
    ],
  },
  {
    title: keyWords.onALink,
    lines: [
      { does: keyWords.readAgain, keys: shortcutKeys.again },
      { does: keyWords.whatCanBeDone, keys: shortcutKeys.palette },
      { does: keyWords.nextControl, keys: ["Tab"] },
      { does: keyWords.controlBefore, keys: ["Shift", "Tab"] },
      { does: keyWords.chooseInDialog, keys: ["↑", "↓"] },
      { does: keyWords.pressButton, keys: ["Space"] },
    ],
  },
];
