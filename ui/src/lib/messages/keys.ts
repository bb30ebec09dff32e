// The words of the list of keys.

import { shortcutKeys } from "$lib/keys";

type Line = { words: string; keys: readonly string[] };

export const keyWords = {
  title: "Keys",
  onMac: "On a Mac, Cmd stands in for Ctrl",
  close: "Close",
  settings: "Open Settings",
  safe: "No single key moves money, and Enter never confirms a refund, a capture or a void. Single-key shortcuts can be switched off in Settings.",
  sections: [
    {
      title: "Anywhere",
      lines: [
        { words: "Find or do", keys: shortcutKeys.palette },
        { words: "To the Find box", keys: shortcutKeys.find },
        { words: "Links", keys: shortcutKeys.links },
        { words: "Activity", keys: shortcutKeys.activity },
        { words: "Settings", keys: shortcutKeys.settings },
        { words: "Switch account", keys: shortcutKeys.accounts },
        { words: "Larger, smaller", keys: ["Ctrl", "+", "−"] },
        { words: "Usual size", keys: ["Ctrl", "0"] },
        { words: "This list", keys: shortcutKeys.keys },
        { words: "Close, go back", keys: ["Esc"] },
      ],
    },
    {
      title: "In a list",
      lines: [
        { words: "Up, down", keys: ["↑", "↓"] },
        { words: "Page up, down", keys: ["PgUp", "PgDn"] },
        { words: "First, last", keys: ["Home", "End"] },
        { words: "Open beside", keys: ["Enter"] },
        { words: "Open full page", keys: ["Ctrl", "Enter"] },
        { words: "Take off the recent links", keys: ["Del"] },
        { words: "Buttons in the row", keys: ["→"] },
      ],
    },
    {
      title: "On a link",
      lines: [
        { words: "Read again", keys: shortcutKeys.again },
        { words: "What can be done", keys: shortcutKeys.palette },
        { words: "Next control", keys: ["Tab"] },
        { words: "The one before", keys: ["Shift", "Tab"] },
        { words: "Choose in a dialog", keys: ["↑", "↓"] },
        { words: "Press a button", keys: ["Space"] },
      ],
    },
  ] satisfies { title: string; lines: Line[] }[],
} as const;
