// Why it is certain that a change was not sent, or that what was sent is not there.

import { money, waitUntil, whenSeconds } from "$lib/format";
import type { OperationKind, NotSentReason, OperationView } from "$lib/ipc";
import { actionReasons } from "./link";
import { whatChanged } from "./seen";

const STILL_LOOKED_UP = "Linkdesk still looks for it whenever its link is read, and says so if it turns up.";

/** What is not there may be late. A message cannot be looked up. */
const stillLookedUp: Record<OperationKind, string | undefined> = {
  refund: STILL_LOOKED_UP,
  capture: STILL_LOOKED_UP,
  void: STILL_LOOKED_UP,
  cancel: STILL_LOOKED_UP,
  resend: undefined,
  create: "Linkdesk looks for it again before a link is made under its reference.",
};

const TO_BE_SURE = "To be sure, Linkdesk looks it up for an hour or more, once its account is connected.";

/** What the person found and said, set apart from what Pine Labs told. */
export const onYourWord = (there: boolean) =>
  `You looked in the Pine Labs dashboard and said that it is ${there ? "" : "not "}there. This is your word: Pine Labs did not tell Linkdesk.`;

const NOTHING_FOUND = "Each look-up under its reference found nothing, for 15 minutes.";
const LINK_UNCHANGED = "Linkdesk looked at the link for 15 minutes, and found it unchanged.";

/** How it was proven that something which was sent did not arrive: only what has a reference can be looked up by one. */
const absent: Record<OperationKind, string> = {
  refund: NOTHING_FOUND,
  create: NOTHING_FOUND,
  capture: "Linkdesk looked at the order for 15 minutes, and found it unchanged: nothing was captured.",
  void: "Linkdesk looked at the order for 15 minutes, and found it unchanged: the hold is still there.",
  cancel: LINK_UNCHANGED,
  resend: LINK_UNCHANGED,
};

const did: Partial<Record<OperationKind, string>> = { refund: "refunded", capture: "captured" };

/** Somebody else was first: what they did, and that ours did not come beside it. */
function madeInstead({ kind, amount, otherAmount }: OperationView, how: string): string {
  const other = otherAmount === null ? "Another amount" : money(otherAmount);
  const asked = amount === null ? "" : ` You asked for ${money(amount)}.`;
  const next =
    kind === "refund"
      ? "What is left is read anew: ask for it again if it is still right."
      : "Look at the order as it is now before you ask for anything again.";
  return `${other} was ${did[kind] ?? "made"} ${how}. Yours was not made.${asked} ${next}`;
}

const reasons: Record<NotSentReason, (operation: OperationView, now: number) => string> = {
  changed: (operation) => `${whatChanged(operation)} Look again, and ask again if it is still right.`,
  not_allowed: ({ notAllowed }) =>
    notAllowed === null ? "It is no longer allowed for this link." : actionReasons[notAllowed],
  reference_used: () => "This reference already has a link, so no second one was asked for.",
  unreachable: ({ error }) => error?.message ?? "Pine Labs could not be reached.",
  could_not_reread: ({ kind, error }) => {
    const unread =
      kind === "create"
        ? "it could not be seen whether the reference is free"
        : "the link could not be read again";
    return `Right before sending, ${unread}.${error ? ` ${error.message}` : ""}`;
  },
  not_recorded: () =>
    "It could not be written down on this computer. Look for a full disk, or a folder without the right to write.",
  proven_absent: ({ kind }) => absent[kind],
  made_elsewhere: (operation) => madeInstead(operation, "meanwhile, not from this computer"),
  made_here: (operation) =>
    madeInstead(operation, "under the same reference, by another request from this computer"),
  closed_in_hold: () => "Linkdesk was closed while this could still be taken back. Nothing was sent.",
  closed_before_sending: ({ sentAt }) =>
    `${
      sentAt === null
        ? "Linkdesk ended before this was sent. Nothing was sent."
        : "Pine Labs asked to wait, and Linkdesk ended before this was sent again."
    } Ask for it again if it is still right.`,
  hold_overrun: () =>
    "This computer slept, its clock jumped, or the network took too long before this could leave. Nothing was sent. Ask for it again if it is still right.",
  person_says_not: () => onYourWord(false),
  rate_limited: ({ nextCheckAt }, now) =>
    nextCheckAt === null
      ? "Pine Labs asked us to wait. Try again in a little while."
      : nextCheckAt - now < 48 * 3_600_000
        ? `Pine Labs asked us to wait. Try again after ${whenSeconds(nextCheckAt, now)} IST.`
        : `Pine Labs asked us to wait ${waitUntil(nextCheckAt, now)}. Try again after that.`,
};

/** It left this computer, and is not there: "nothing was sent" would not be true. */
const titles: Partial<Record<NotSentReason, string>> = {
  proven_absent: "Pine Labs does not have it",
  person_says_not: "Not there",
  made_elsewhere: "Made elsewhere",
  made_here: "Made by another request",
};

/** Kept from a further attempt: what was sent before it had no effect. */
const afterAnAttempt: NotSentReason[] = [
  "changed",
  "not_allowed",
  "could_not_reread",
  "rate_limited",
  "closed_before_sending",
];

const titleOf = (notSent: NotSentReason, { sentAt }: OperationView) =>
  titles[notSent] ??
  (sentAt !== null && afterAnAttempt.includes(notSent) ? "Nothing came of it" : "Nothing was sent");

/** It may have been sent, and can still come to light. */
const mayTurnUp: NotSentReason[] = ["proven_absent", "person_says_not"];

/** Sent once already, and not there: why it was not sent once more. */
const notAgain: Partial<Record<NotSentReason, string>> = {
  closed_in_hold: "It was not sent again: Linkdesk was closed while that could still be taken back.",
  hold_overrun:
    "It was not sent again: this computer slept, its clock jumped, or the network took too long meanwhile.",
  not_recorded: "It was not sent again: that could not be written down on this computer.",
};

export function notSentWords(operation: OperationView, now: number): { title: string; text: string[] } {
  const { kind, notSent, againUnsent, interruptedAt } = operation;
  if (notSent === null) return { title: "Nothing was sent", text: [] };
  const notOnceMore = againUnsent === null ? undefined : notAgain[againUnsent];
  const later = mayTurnUp.includes(notSent) ? stillLookedUp[kind] : undefined;
  // A start only says so: the ledger may be an older copy of another one.
  const toBeSure =
    interruptedAt !== null && later === undefined && kind !== "resend" ? TO_BE_SURE : undefined;
  const all = [reasons[notSent](operation, now), notOnceMore, later, toBeSure];
  const text = all.filter((words) => words !== undefined);
  return { title: titleOf(notSent, operation), text };
}
