// Why it is certain that a change was not sent, or that what was sent is not there.

import { whenSeconds } from "$lib/format";
import type { ChangeKind, NotSentReason, OperationView } from "$lib/ipc";
import { actionReasons } from "./link";
import { whatChanged } from "./seen";

/** What the person found and said, set apart from what Pine Labs told. */
export const onYourWord = (there: boolean) =>
  `You looked in the Pine Labs dashboard and said that it is ${there ? "" : "not "}there. This is your word: Pine Labs did not tell Linkdesk.`;

const NOTHING_FOUND = "Each look-up under its reference found nothing, for 15 minutes.";
const LINK_UNCHANGED = "Linkdesk looked at the link for 15 minutes, and found it unchanged.";

/** How it was proven that something which was sent did not arrive: only what has a reference can be looked up by one. */
const absent: Record<ChangeKind, string> = {
  refund: NOTHING_FOUND,
  create: NOTHING_FOUND,
  capture: "Linkdesk looked at the order for 15 minutes, and found it unchanged: nothing was captured.",
  void: "Linkdesk looked at the order for 15 minutes, and found it unchanged: the hold is still there.",
  cancel: LINK_UNCHANGED,
  resend: LINK_UNCHANGED,
};

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
  closed_in_hold: () => "Linkdesk was closed while this could still be taken back. Nothing was sent.",
  closed_before_sending: () =>
    "Linkdesk ended before this was sent. Nothing was sent. Ask for it again if it is still right.",
  hold_overrun: () =>
    "This computer slept, its clock jumped, or the network took too long before this could leave. Nothing was sent. Ask for it again if it is still right.",
  person_says_not: () => onYourWord(false),
  rate_limited: ({ nextCheckAt }, now) =>
    nextCheckAt === null
      ? "Pine Labs asked us to wait. Try again in a little while."
      : `Pine Labs asked us to wait. Try again after ${whenSeconds(nextCheckAt, now)} IST.`,
};

/** It left this computer, and is not there: "nothing was sent" would not be true. */
const titles: Partial<Record<NotSentReason, string>> = {
  proven_absent: "Pine Labs does not have it",
  person_says_not: "Not there",
};

/** Sent once already, and not there: why it was not sent once more. */
const notAgain: Partial<Record<NotSentReason, string>> = {
  closed_in_hold: "It was not sent again: Linkdesk was closed while that could still be taken back.",
  hold_overrun:
    "It was not sent again: this computer slept, its clock jumped, or the network took too long meanwhile.",
  not_recorded: "It was not sent again: that could not be written down on this computer.",
};

export function notSentWords(operation: OperationView, now: number): { title: string; text: string[] } {
  const { notSent, againUnsent } = operation;
  if (notSent === null) return { title: "Nothing was sent", text: [] };
  const notOnceMore = againUnsent === null ? undefined : notAgain[againUnsent];
  const text = [reasons[notSent](operation, now), notOnceMore].filter((words) => words !== undefined);
  return { title: titles[notSent] ?? "Nothing was sent", text };
}
