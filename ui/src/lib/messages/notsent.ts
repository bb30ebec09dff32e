// Why it is certain that a change was not sent, or that what was sent is not there: which sentences tell it.

import { money, whenSeconds } from "$lib/format";
import { en } from "$lib/i18n/en/notsent";
import { words } from "$lib/i18n/locale";
import type { MoneyView, NotSentReason, OperationOf, OperationView } from "$lib/ipc";
import { errorSentence } from "./errors";
import { actionReasons } from "./link";
import { whatChanged } from "./seen";
import { waitEnd } from "./times";

const not = words("notsent", en);

export const onYourWord = (there: boolean) => (there ? not.onYourWordThere : not.onYourWordNotThere);

/** Somebody else was first. */
function madeInstead(
  { kind, amount }: OperationView,
  otherAmount: MoneyView,
  made: typeof en.madeHere,
): string {
  const what = kind === "refund" || kind === "capture" ? kind : "other";
  return made[what](money(otherAmount), amount && money(amount));
}

function rateLimited(until: number, now: number): string {
  if (until - now < 48 * 3_600_000) return not.rateLimitedUntil(whenSeconds(until, now));
  const end = waitEnd(until, now);
  return end === null ? not.rateLimitedAYear : not.rateLimitedLong(end.time, end.left);
}

function reasonOf(operation: OperationOf<"not_sent">, now: number): string {
  const { kind } = operation;
  switch (operation.notSent) {
    case "changed":
      return `${whatChanged(kind, operation.before, operation.after)} ${not.lookAgain}`;
    case "not_allowed":
      return actionReasons[operation.notAllowed];
    case "reference_used":
      return not.referenceUsed;
    case "unreachable":
      return errorSentence(operation.error);
    case "could_not_reread":
      return `${kind === "create" ? not.referenceUnread : not.linkUnread} ${errorSentence(operation.error)}`;
    case "rate_limited":
      return rateLimited(operation.waitUntil, now);
    case "not_recorded":
      return not.notRecorded;
    case "closed_in_hold":
      return not.closedInHold;
    case "closed_before_sending":
      return operation.sentAt === null ? not.closedBefore : not.closedWaiting;
    case "hold_overrun":
      return not.holdOverrun;
    case "proven_absent":
      return not.absent[kind];
    case "person_says_not":
      return onYourWord(false);
    case "made_elsewhere":
      return madeInstead(operation, operation.otherAmount, not.madeElsewhere);
    case "made_here":
      return madeInstead(operation, operation.otherAmount, not.madeHere);
  }
}

/** Kept from a further attempt: what was sent before it had no effect. */
const afterAnAttempt: NotSentReason[] = [
  "changed",
  "not_allowed",
  "could_not_reread",
  "rate_limited",
  "closed_before_sending",
];

const hasTitle = (why: NotSentReason): why is NotSentReason & keyof typeof en.titles => why in en.titles;

/** What left this computer, and is not there, has a title of its own: "nothing was sent" would not be true. */
function titleOf({ notSent, sentAt }: OperationOf<"not_sent">): string {
  if (hasTitle(notSent)) return not.titles[notSent];
  return sentAt !== null && afterAnAttempt.includes(notSent)
    ? not.titles.nothingCame
    : not.titles.nothingSent;
}

/** It may have been sent, and can still come to light. */
const mayTurnUp: NotSentReason[] = ["proven_absent", "person_says_not"];

const saysWhyNotAgain = (why: NotSentReason | undefined): why is keyof typeof en.notAgain =>
  why !== undefined && why in en.notAgain;

export function notSentWords(
  operation: OperationOf<"not_sent">,
  now: number,
): { title: string; text: string[] } {
  const { kind, notSent, interruptedAt } = operation;
  const notAgain = operation.againUnsent?.notSent;
  const notOnceMore = saysWhyNotAgain(notAgain) ? not.notAgain[notAgain] : undefined;
  const later = mayTurnUp.includes(notSent) && kind !== "resend" ? not.stillLookedUp[kind] : undefined;
  // A start only says so: the ledger may be an older copy of another one.
  const toBeSure =
    interruptedAt !== null && later === undefined && kind !== "resend" ? not.toBeSure : undefined;
  const all = [reasonOf(operation, now), notOnceMore, later, toBeSure];
  return { title: titleOf(operation), text: all.filter((words) => words !== undefined) };
}
