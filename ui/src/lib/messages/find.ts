// The words of Find and of the list of recent links.

import { clockSeconds } from "$lib/format";
import { en } from "$lib/i18n/en/find";
import { words } from "$lib/i18n/locale";
import type { FindKindView } from "$lib/ipc";
import { waitEnd } from "./times";

export const find = words("find", en);

const noSign = (sign: string) => (sign.trim() === "" ? find.noSpace : find.noSign(sign));

/** Why nothing is asked, and what may be asked instead. */
export function whyNotAsked({ kind, notAnId, choices }: FindKindView): string {
  if (kind === "empty") return find.nothingTyped;
  if (kind === "several") return find.which;
  if (notAnId === null) return find.notAnIdAtAll;
  const why = notAnId.code === "sign" ? noSign(notAnId.sign) : find.notAnId[notAnId.code];
  const [only, ...more] = choices;
  if (!only) return why;
  return `${why} ${more.length > 0 ? find.perhapsOne : find.perhaps(only.value)}`;
}

/** Until when Pine Labs asks to wait. */
export function waitWords(until: number, now: number): string {
  if (until - now < 60_000) return find.waitingShort(clockSeconds(until));
  const end = waitEnd(until, now);
  return end === null ? find.waitingForAYear : find.waitingUntil(end.time, end.left);
}
