// The keys that work everywhere in a connected account's pages. None of them moves money: the most that one does is to
// open a dialog. The list of keys and the palette show the same table, so that what they say is so.

export type Shortcut = "palette" | "find" | "keys" | "links" | "activity" | "settings" | "accounts" | "again";

/** Each as it stands on the key caps. */
export const shortcutKeys: Record<Shortcut, readonly string[]> = {
  palette: ["Ctrl", "K"],
  find: ["/"],
  keys: ["?"],
  links: ["Ctrl", "1"],
  activity: ["Ctrl", "2"],
  settings: ["Ctrl", "3"],
  accounts: ["Ctrl", "Shift", "A"],
  again: ["F5"],
};

const inOrder = Object.keys(shortcutKeys) as Shortcut[];

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "target">;

/** Where letters are letters and not orders. */
export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches("input, textarea, select, [contenteditable]:not([contenteditable='false'])");

/** The name of a key as in the table. On a keyboard in another script, the letter that is printed beside it. */
function nameOf({ key, code }: Pressed): string {
  if (key.length > 1 || /^[\u0020-\u007e]$/.test(key)) return key.toUpperCase();
  return code.replace(/^(Key|Digit)/, "").toUpperCase();
}

/** What was asked for by a key, if anything. A single sign is one only where nothing is being typed, and if `signs` work. */
export function shortcutOf(event: Pressed, signs = true): Shortcut | null {
  if (event.altKey) return null;
  const command = event.ctrlKey || event.metaKey;
  const sign = event.key.length === 1 && !command;
  if (sign && (!signs || isTyping(event.target))) return null;
  const name = nameOf(event);
  return (
    inOrder.find((shortcut) => {
      const keys = shortcutKeys[shortcut];
      // Which signs need Shift differs from keyboard to keyboard.
      const shift = sign || keys.includes("Shift") === event.shiftKey;
      return keys.at(-1)?.toUpperCase() === name && keys.includes("Ctrl") === command && shift;
    }) ?? null
  );
}
