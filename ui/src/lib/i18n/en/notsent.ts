// Why it is certain that a change was not sent, or that what was sent is not there.

import type { NotSentReason, OperationKind } from "$lib/ipc";

const STILL_LOOKED_UP = "Linkdesk still looks for it whenever its link is read, and says so if it turns up.";
const NOTHING_FOUND = "Each look-up under its reference found nothing, for 15 minutes.";
const LINK_UNCHANGED = "Linkdesk looked at the link for 15 minutes, and found it unchanged.";
const READ_ANEW = "What is left is read anew: ask for it again if it is still right.";
const LOOK_FIRST = "Look at the order as it is now before you ask for anything again.";

/** Somebody else was first: what they did, and that ours did not come beside it. `asked` is empty where that is not known. */
const elsewhere = (told: string, asked: string | null, next: string) =>
  asked === null
    ? `${told} Yours was not made. ${next}`
    : `${told} Yours was not made. You asked for ${asked}. ${next}`;

type Made = (other: string, asked: string | null) => string;

export const en = {
  titles: {
    nothingSent: "Nothing was sent",
    nothingCame: "Nothing came of it",
    proven_absent: "Pine Labs does not have it",
    person_says_not: "Not there",
    made_elsewhere: "Made elsewhere",
    made_here: "Made by another request",
  },
  /** What is not there may be late. A message cannot be looked up. */
  stillLookedUp: {
    refund: STILL_LOOKED_UP,
    capture: STILL_LOOKED_UP,
    void: STILL_LOOKED_UP,
    cancel: STILL_LOOKED_UP,
    create: "Linkdesk looks for it again before a link is made under its reference.",
  } satisfies Record<Exclude<OperationKind, "resend">, string>,
  toBeSure: "To be sure, Linkdesk looks it up for an hour or more, once its account is connected.",
  /** What the person found and said, set apart from what Pine Labs told. */
  onYourWordThere:
    "You looked in the Pine Labs dashboard and said that it is there. This is your word: Pine Labs did not tell Linkdesk.",
  onYourWordNotThere:
    "You looked in the Pine Labs dashboard and said that it is not there. This is your word: Pine Labs did not tell Linkdesk.",
  /** How it was proven that something which was sent did not arrive: only what has a reference can be looked up by one. */
  absent: {
    refund: NOTHING_FOUND,
    create: NOTHING_FOUND,
    capture: "Linkdesk looked at the order for 15 minutes, and found it unchanged: nothing was captured.",
    void: "Linkdesk looked at the order for 15 minutes, and found it unchanged: the hold is still there.",
    cancel: LINK_UNCHANGED,
    resend: LINK_UNCHANGED,
  } satisfies Record<OperationKind, string>,
  madeElsewhere: {
    refund: (other, asked) =>
      elsewhere(`${other} was refunded meanwhile, not from this computer.`, asked, READ_ANEW),
    capture: (other, asked) =>
      elsewhere(`${other} was captured meanwhile, not from this computer.`, asked, LOOK_FIRST),
    other: (other, asked) =>
      elsewhere(`${other} was made meanwhile, not from this computer.`, asked, LOOK_FIRST),
  } satisfies Record<string, Made>,
  madeHere: {
    refund: (other, asked) =>
      elsewhere(
        `${other} was refunded under the same reference, by another request from this computer.`,
        asked,
        READ_ANEW,
      ),
    capture: (other, asked) =>
      elsewhere(
        `${other} was captured under the same reference, by another request from this computer.`,
        asked,
        LOOK_FIRST,
      ),
    other: (other, asked) =>
      elsewhere(
        `${other} was made under the same reference, by another request from this computer.`,
        asked,
        LOOK_FIRST,
      ),
  } satisfies Record<string, Made>,
  lookAgain: "Look again, and ask again if it is still right.",
  referenceUsed: "This reference already has a link, so no second one was asked for.",
  linkUnread: "Right before sending, the link could not be read again.",
  referenceUnread: "Right before sending, it could not be seen whether the reference is free.",
  notRecorded:
    "It could not be written down on this computer. Look for a full disk, or a folder without the right to write.",
  closedInHold: "Linkdesk was closed while this could still be taken back. Nothing was sent.",
  closedBefore:
    "Linkdesk ended before this was sent. Nothing was sent. Ask for it again if it is still right.",
  closedWaiting:
    "Pine Labs asked to wait, and Linkdesk ended before this was sent again. Ask for it again if it is still right.",
  holdOverrun:
    "This computer slept, its clock jumped, or the network took too long before this could leave. Nothing was sent. Ask for it again if it is still right.",
  rateLimitedUntil: (time: string) => `Pine Labs asked us to wait. Try again after ${time} IST.`,
  rateLimitedLong: (time: string, left: string) =>
    `Pine Labs asked us to wait until ${time} IST (${left}). Try again after that.`,
  rateLimitedAYear: "Pine Labs asked us to wait for a year or more. Try again after that.",
  /** Why it was not sent once more when that was asked for last. */
  notAgain: {
    closed_in_hold: "It was not sent again: Linkdesk was closed while that could still be taken back.",
    hold_overrun:
      "It was not sent again: this computer slept, its clock jumped, or the network took too long meanwhile.",
    not_recorded: "It was not sent again: that could not be written down on this computer.",
  } satisfies Partial<Record<NotSentReason, string>>,
};
