// The language of the page, chosen when it starts. English is in the chunks of the pages that use it; every other language is a
// chunk of its own, loaded before the first screen where it is asked for.

import type { Locale } from "./dictionary";

export type LocaleName = "en" | "pseudo";

/** The words of a room in another language, or what a language makes of the English ones. */
export type Speak = <Room extends keyof Locale>(room: Room, en: Locale[Room]) => Locale[Room];

const others: Record<Exclude<LocaleName, "en">, () => Promise<Speak>> = {
  // English, lengthened and marked: it shows what is not in a dictionary, and what a longer language would cut off.
  pseudo: async () => (await import("./pseudo")).pseudo,
};

const tags: Record<LocaleName, string> = { en: "en", pseudo: "en-XA" };

let speak: Speak | null = null;

/** Loads a language. What was worded before stays as it is, so this comes before the first screen. */
export async function setLocale(name: LocaleName): Promise<void> {
  speak = name === "en" ? null : await others[name]();
  document.documentElement.lang = tags[name];
}

/**
 * The language that an address asks for, `#locale=pseudo`. Only who drives the window from outside can give it another one than
 * its own, so nothing of this is within a shopkeeper's reach.
 */
export function localeOf(hash: string): LocaleName {
  const asked = new URLSearchParams(hash.replace(/^#/, "")).get("locale");
  return asked === "pseudo" ? asked : "en";
}

const isRoom = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The part of a dictionary at `path`, in the language of the moment it is looked at. */
function view(dictionary: () => unknown, en: Record<string, unknown>, path: readonly string[]): object {
  const parts = new Map<string, object>();
  const now = () => path.reduce<unknown>((part, key) => (isRoom(part) ? part[key] : undefined), dictionary());
  return new Proxy(en, {
    get(_, key) {
      if (typeof key === "symbol") return Reflect.get(en, key);
      const english = en[key];
      if (isRoom(english)) {
        const part = parts.get(key) ?? view(dictionary, english, [...path, key]);
        parts.set(key, part);
        return part;
      }
      const there = now();
      return isRoom(there) ? there[key] : undefined;
    },
  });
}

/**
 * The words of a room. Parts of it may be taken at once and looked into later: they follow the language. A text is read when it is
 * needed, for it is in the language of that moment.
 */
export function words<Room extends keyof Locale>(room: Room, en: Locale[Room]): Locale[Room] {
  const dictionary = () => (speak === null ? en : speak(room, en));
  return view(dictionary, en as Record<string, unknown>, []) as Locale[Room];
}
