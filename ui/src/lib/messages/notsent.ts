// Why it is certain that a change was not sent, or that what was sent is not there: which sentences tell it.

import { money, whenSeconds } from "$lib/format";
import { en } from "$lib/i18n/en/notsent";
import { words } from "$lib/i18n/locale";
import type { NotSentReason, OperationView } from "$lib/ipc";
import { errorSentence } from "./errors";
import { actionReasons } from "./link";
import { whatChanged } from "./seen";
import { waitEnd } from "./times";

const not = words("notsent", en);

export const onYourWord = (there: boolean) => (there ? not.onYourWordThere : not.onYourWordNotThere);

/** Somebody else was first. */
function madeInstead({ kind, amount, otherAmount }: OperationView, made: typeof en.madeHere): string {
  const what = kind === "refund" || kind === "capture" ? kind : "other";
  return made[what](otherAmount && money(otherAmount), amount && money(amount));
}

function rateLimited({ nextCheckAt: until }: OperationView, now: number): string {
  if (until === null) return not.rateLimited;
  if (until - now < 48 * 3_600_000) return not.rateLimitedUntil(whenSeconds(until, now));
  const end = waitEnd(until, now);
  return end === null ? not.rateLimitedAYear : not.rateLimitedLong(end.time, end.left);
}

const reasons: Record<NotSentReason, (operation: OperationView, now: number) => string> = {
  changed: (operation) => `${whatChanged(operation)} ${not.lookAgain}`,
  not_allowed: ({ notAllowed }) => (notAllowed === null ? not.notAllowed : actionReasons[notAllowed]),
  reference_used: () => not.referenceUsed,
  unreachable: ({ error }) => (error === null ? not.unreachable : errorSentence(error)),
  could_not_reread: ({ kind, error }) => {
    const unread = kind === "create" ? not.referenceUnread : not.linkUnread;
    return error === null ? unread : `${unread} ${errorSentence(error)}`;
  },
  not_recorded: () => not.notRecorded,
  proven_absent: ({ kind }) => not.absent[kind],
  made_elsewhere: (operation) => madeInstead(operation, not.madeElsewhere),
  made_here: (operation) => madeInstead(operation, not.madeHere),
  closed_in_hold: () => not.closedInHold,
  closed_before_sending: ({ sentAt }) => (sentAt === null ? not.closedBefore : not.closedWaiting),
  hold_overrun: () => not.holdOverrun,
  person_says_not: () => onYourWord(false),
  rate_limited: rateLimited,
};

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
function titleOf(notSent: NotSentReason, { sentAt }: OperationView): string {
  if (hasTitle(notSent)) return not.titles[notSent];
  return sentAt !== null && afterAnAttempt.includes(notSent)
    ? not.titles.nothingCame
    : not.titles.nothingSent;
}

/** It may have been sent, and can still come to light. */
const mayTurnUp: NotSentReason[] = ["proven_absent", "person_says_not"];

const saysWhyNotAgain = (why: NotSentReason | null): why is keyof typeof en.notAgain =>
  why !== null && why in en.notAgain;

export function notSentWords(operation: OperationView, now: number): { title: string; text: string[] } {
  const { kind, notSent, againUnsent, interruptedAt } = operation;
  if (notSent === null) return { title: not.titles.nothingSent, text: [] };
  const notOnceMore = saysWhyNotAgain(againUnsent) ? not.notAgain[againUnsent] : undefined;
  const later = mayTurnUp.includes(notSent) && kind !== "resend" ? not.stillLookedUp[kind] : undefined;
  // A start only says so: the ledger may be an older copy of another one.
  const toBeSure =
    interruptedAt !== null && later === undefined && kind !== "resend" ? not.toBeSure : undefined;
  const all = [reasons[notSent](operation, now), notOnceMore, later, toBeSure];
  const text = all.filter((words) => words !== undefined);
  return { title: titleOf(notSent, operation), text };
}
