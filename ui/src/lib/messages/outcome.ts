// What became of a change, in words. Each dictionary covers its whole union. An outcome that is not known is never
// called a success here, nor a failure.

import { duration, linkName, money, whenSeconds } from "$lib/format";
import type { OperationKind, OperationView, OutcomeKind, WireError } from "$lib/ipc";
import { notSentWords, onYourWord } from "./notsent";
import { atTime, from, sentence, to } from "./sentence";

export type OutcomeWords = { title: string; text: string[] };

const sum = ({ amount }: OperationView) => (amount === null ? "the amount" : money(amount));
const sumFirst = ({ amount }: OperationView) => (amount === null ? "The amount" : money(amount));

const whose = linkName;

/** What was asked for, in one line. */
const asked: Record<OperationKind, (operation: OperationView) => string> = {
  refund: (operation) => `${sumFirst(operation)}${to(operation.customerName)}, ${whose(operation)}`,
  capture: (operation) =>
    operation.released && operation.released.minor > 0
      ? `Capture ${sum(operation)}, release ${money(operation.released)}, ${whose(operation)}`
      : `Capture ${sum(operation)}${from(operation.customerName)}, ${whose(operation)}`,
  void: (operation) => `Void ${sum(operation)}, ${whose(operation)}`,
  cancel: (operation) => `Cancel the link ${whose(operation)}`,
  resend: (operation) => `Resend the link ${whose(operation)}`,
  create: (operation) => `New link for ${sum(operation)}, ${whose(operation)}`,
};

export const askedFor = (operation: OperationView) => asked[operation.kind](operation);

const sending: Record<OperationKind, string> = {
  refund: "Waiting for Pine Labs. Refunds on this order are locked.",
  capture: "Waiting for Pine Labs. Capture and void are locked on this order.",
  void: "Waiting for Pine Labs. Capture and void are locked on this order.",
  cancel: "Waiting for Pine Labs.",
  resend: "Waiting for Pine Labs.",
  create: "Waiting for Pine Labs. Its reference is taken until then.",
};

const DAYS = "The bank usually needs a few days.";

/** Of a link that was cancelled: what its orders said of money afterwards, and nothing where they did not say. */
function moneyOnIt({ noMoney }: OperationView): string[] {
  if (noMoney === null) return [];
  return noMoney
    ? ["No money was on it."]
    : [
        "Money is on it all the same: paid, held, or on its way. Do not make a new link for it.",
        "Look at its payments: hand over or refund what was paid, capture or void what is held.",
      ];
}

const moreRefunded = ({ moreRefunded: more }: OperationView): string[] =>
  more === null
    ? []
    : [
        `${money(more)} more was refunded on this order than this one and what you saw: by somebody else, or elsewhere.`,
      ];

const done: Record<OperationKind, (operation: OperationView) => OutcomeWords> = {
  refund: (operation) => ({ title: "Refunded", text: [`${sumFirst(operation)} went back. ${DAYS}`] }),
  capture: (operation) => {
    const { released, capturedInstead, amount } = operation;
    if (capturedInstead !== null) {
      return {
        title: "Captured another amount than asked",
        text: [
          `Asked: ${amount === null ? "not known" : money(amount)}. Captured: ${money(capturedInstead)}.`,
          "If that is too much, refund the difference.",
        ],
      };
    }
    const back =
      released !== null && released.minor > 0
        ? ` ${money(released)} goes back to the customer; the bank usually needs a few days.`
        : "";
    return { title: "Captured", text: [`${sumFirst(operation)} is yours.${back}`] };
  },
  void: (operation) => ({
    title: "Voided",
    text: [`${sumFirst(operation)} goes back to the customer; the bank usually needs a few days.`],
  }),
  cancel: (operation) => ({
    title: operation.noMoney === false ? "Cancelled, with money on it" : "Cancelled",
    text: ["The link no longer works.", ...moneyOnIt(operation)],
  }),
  resend: () => ({
    title: "Sent again",
    text: ["Pine Labs took it and sends the message in its own words."],
  }),
  create: (operation) => ({
    title: "Link made",
    text: [`It asks for ${sum(operation)} under the reference ${whose(operation)}.`],
  }),
};

/** Pine Labs refused it, and a look-up found nothing of it. What others did meanwhile is not told by that. */
const nothingMoved: Record<OperationKind, string> = {
  refund: "No money moved.",
  capture: "No money moved: nothing was captured.",
  void: "The hold was not voided.",
  cancel: "The link was not cancelled.",
  resend: "Pine Labs did not take it. No money is involved.",
  create: "No link was made.",
};

const unknown: Record<OperationKind, string> = {
  refund:
    "No certain answer came, so the money may or may not have moved. Do not refund again: we are checking by reference.",
  capture:
    "No certain answer came, so the money may or may not have been captured. Capture and void stay locked on this order until Pine Labs tells us.",
  void: "No certain answer came, so the hold may or may not be void. Capture and void stay locked on this order until Pine Labs tells us.",
  cancel: "No certain answer came, so the link may or may not be cancelled. We are reading it until we know.",
  resend: "No answer came, so the message may or may not have gone out.",
  create:
    "No certain answer came, so the link may or may not have been made. Do not make it again: we are looking for its reference.",
};

const providerCodes: Record<string, string> = {
  REFUND_DURATION_EXCEEDED: "the time allowed for refunding this payment has ended.",
  AMOUNT_LIMIT_EXCEEDED: "the amount is over a limit of your account.",
};

/** What Pine Labs says about a refusal: in plain words where its code is known, else as it says it. */
function refusal({ error }: OperationView): string {
  if (error === null) return "Pine Labs gave no reason.";
  const { providerCode, providerMessage } = error.detail;
  const known = providerCode === null ? undefined : providerCodes[providerCode];
  if (known !== undefined) return `Pine Labs says ${known}`;
  return providerMessage === null ? error.message : `Pine Labs says: ${sentence(providerMessage)}`;
}

/** Found out by looking it up: it did not happen, because the order or the link went another way. */
const wentOtherwise: Record<OperationKind, (status: string) => string> = {
  refund: (status) => `Pine Labs has it as ${status}. The money is still with you.`,
  capture: (status) => `Nothing was captured: Pine Labs now has the order as ${status}.`,
  void: (status) => `The hold was not voided: Pine Labs now has the order as ${status}.`,
  cancel: (status) => `The link was not cancelled: Pine Labs now has it as ${status}.`,
  resend: (status) => `The link was not sent: Pine Labs now has it as ${status}.`,
  create: (status) => `The link was not made: Pine Labs has it as ${status}.`,
};

function refused(operation: OperationView): OutcomeWords {
  const { kind, statusNow, error } = operation;
  if (error === null && statusNow !== null) {
    const title = kind === "refund" ? "The refund did not go through" : "It did not go through";
    return { title, text: [wentOtherwise[kind](statusNow)] };
  }
  if (error === null && kind === "create") {
    return {
      title: "Refused",
      text: [nothingMoved.create, "This reference has a link already, and it asks for something else."],
    };
  }
  return { title: "Refused", text: [nothingMoved[kind], refusal(operation)] };
}

/** Nobody can prove what became of it: what is known, and that only the person can go on. */
const undecided: Record<OperationKind, string> = {
  refund:
    "The money may or may not have moved. Refunds on this order stay locked until you say what you find.",
  capture:
    "The money may or may not have been captured. Capture and void stay locked on this order until you say what you find.",
  void: "The hold may or may not be void. Capture and void stay locked on this order until you say what you find.",
  cancel: "The link may or may not be cancelled. It stays locked until you say what you find.",
  resend: "The message may or may not have gone out.",
  create: "The link may or may not have been made. Its reference stays taken until you say what you find.",
};

function needsYou(operation: OperationView, now: number): OutcomeWords {
  const { kind, amount, canDecide, mayHaveGoneOut, sentAt, checkedAt, otherAmount, forgotten } = operation;
  if (canDecide) {
    const sent = sentAt === null ? "It was sent" : `It was sent ${atTime(sentAt, now)}`;
    const looked = checkedAt === null ? "" : `, last ${atTime(checkedAt, now)}`;
    return {
      title: "This needs you",
      text: [
        `${sent}, and no certain answer came. Linkdesk keeps looking it up${looked}, and Pine Labs cannot tell.`,
        undecided[kind],
      ],
    };
  }
  if (otherAmount !== null) {
    const asked = amount === null ? "another amount" : money(amount);
    return {
      title: "Another amount than asked",
      text: [
        `Pine Labs has a refund of ${money(otherAmount)} under this refund’s reference; ${asked} was asked for.`,
        `Look at it in the Pine Labs dashboard, and talk to Pine Labs with its IDs. Do not refund the difference before you know how it came.`,
      ],
    };
  }
  if (forgotten) {
    return {
      title: "Not found any more",
      text: [
        `${operation.canTakeBack ? "You said that this refund is there" : "Pine Labs accepted this refund"}, and for days no look-up finds it${operation.canTakeBack ? "" : " any more"}.`,
        "The money may or may not be on its way: look in the Pine Labs dashboard, and ask Pine Labs with its IDs. Do not refund it again before you know.",
      ],
    };
  }
  if (kind === "refund") {
    return {
      title: "The refund failed",
      text: [
        `Pine Labs took it and could not carry it out. ${amount ? `${money(amount)} is` : "The money is"} still with you, and can be refunded again.`,
      ],
    };
  }
  if (mayHaveGoneOut) {
    return {
      title: "It may have gone out",
      text: [
        "Pine Labs did not answer, so the message may or may not have been sent. No money is involved: resend it if the customer did not get it.",
      ],
    };
  }
  return {
    title: "This needs you",
    text: ["Look it up in the Pine Labs dashboard before you do anything else with it."],
  };
}

const outcomes: Record<OutcomeKind, (operation: OperationView, now: number) => OutcomeWords> = {
  held: (operation) => ({ title: "Not sent yet", text: [askedFor(operation)] }),
  sending: ({ kind, waitingUntil }, now) =>
    waitingUntil === null
      ? { title: "Sending", text: [sending[kind]] }
      : {
          title: "Waiting to send",
          text: [
            `Pine Labs asked us to wait. It is sent by itself after ${whenSeconds(waitingUntil, now)} IST.`,
          ],
        },
  undone: (operation) => ({
    title: "Taken back",
    text: ["Nothing was sent.", askedFor(operation)],
  }),
  accepted: (operation) => ({
    title: "Accepted",
    text: [
      operation.decidedAt !== null
        ? onYourWord(true)
        : `Pine Labs took the refund of ${sum(operation)}. ${DAYS}`,
      ...moreRefunded(operation),
    ],
  }),
  done: (operation) => {
    const words = done[operation.kind](operation);
    if (operation.decidedAt === null) return words;
    return {
      ...words,
      text: [onYourWord(true), ...(operation.kind === "cancel" ? moneyOnIt(operation) : [])],
    };
  },
  refused,
  checking: ({ kind }) => ({ title: "Outcome unknown", text: [unknown[kind]] }),
  not_sent: notSentWords,
  needs_you: needsYou,
};

/** What became of a change: a title and sentences. */
export const outcomeWords = (operation: OperationView, now = Date.now()): OutcomeWords =>
  outcomes[operation.outcome](operation, now);

export const countdown = (ms: number) =>
  ms > 0 ? `Sending in ${String(Math.ceil(ms / 1000))} s` : "Sending now";

/** Overdue for longer than a look-up takes: nobody is at it, this copy of the program least of all. */
const OVERDUE = 2 * 60_000;

/** No two look-ups are further apart: what says so was reckoned before this computer's clock was set. */
const FURTHEST = 15 * 60_000;

/** `Checked 14:06:02 IST, next in 40 s`. */
export function checkTimes({ checkedAt, nextCheckAt }: OperationView, now: number): string | null {
  const checked = checkedAt === null ? null : `Checked ${whenSeconds(checkedAt, now)} IST`;
  const left = nextCheckAt === null ? Infinity : nextCheckAt - now;
  const next = left > FURTHEST ? null : nextCheck(left);
  if (checked === null) return next === null ? null : next.charAt(0).toUpperCase() + next.slice(1);
  return next === null ? checked : `${checked}, ${next}`;
}

function nextCheck(left: number): string {
  if (left > 0) return `next in ${duration(left)}`;
  return left < -OVERDUE ? "not being looked up now" : "checking now";
}

export const outcomeLabels = {
  reference: "Reference",
  refundOrder: "Refund",
  request: "Request",
  undo: "Undo",
  checkNow: "Check now",
  takeBack: "Take that back",
  asked: "Asked for",
  made: "Made",
  found: "At Pine Labs",
  more: "Refunded beside it",
  dashboard: "Open in Pine Labs dashboard",
  copyDetails: "Copy details",
  copied: "Copied",
  notCopied: "It could not be copied",
} as const;

/** What was asked for about a change and could not be done: that, and what is known about the money. */
export const notDone = {
  undo: { title: "It was not taken back", known: "It is still held, and may go out." },
  checkNow: {
    title: "It could not be looked up now",
    known: "What became of it is still not known. Do not ask for it again.",
  },
  sendAgain: { title: "It was not sent again", known: "Nothing was sent this time." },
  takeBack: { title: "Your word was not taken back", known: "It stays as you said. Nothing was sent." },
  decide: { title: "Your answer was not taken down", known: "It stays undecided. Nothing was sent." },
  markSeen: { title: "It was not marked as seen", known: "It stays in the count. Nothing was sent." },
} as const;

/** The code of an error for small print: what Pine Labs calls it, as far as it said. */
export function errorLine({ code, detail }: WireError): string {
  const status = detail.httpStatus === null ? "" : `${String(detail.httpStatus)} `;
  return `${status}${detail.providerCode ?? code}`;
}

/** The way out of a dialog once it has an outcome. */
export const leaveWords: Record<OutcomeKind, string> = {
  held: "Close, it goes on",
  sending: "Close",
  undone: "Close",
  accepted: "Done",
  done: "Done",
  refused: "Close",
  checking: "Close, keep checking",
  not_sent: "Close",
  needs_you: "Close",
};

/** What support needs to find a change: ids, codes and times, no names and no contact data. */
export function supportText(operation: OperationView): string {
  const { error, sentAt, resolvedAt } = operation;
  const lines: [string, string | null | undefined][] = [
    ["Change", operation.kind],
    ["Outcome", operation.outcome],
    ["Entry", operation.number.toString()],
    ["Decided by", operation.decidedAt === null ? null : "the person"],
    ["Link", operation.linkId],
    ["Link reference", operation.linkReference],
    ["Order", operation.orderId],
    ["Reference", operation.reference],
    ["Refund order", operation.refundOrderId],
    ["Amount", operation.amount && money(operation.amount)],
    ["Found under its reference", operation.otherAmount && money(operation.otherAmount)],
    ["Refunded beside it", operation.moreRefunded && money(operation.moreRefunded)],
    ["Not found any more", operation.forgotten ? "yes" : null],
    ["Code", error?.detail.providerCode ?? error?.code],
    ["HTTP status", error?.detail.httpStatus?.toString()],
    ["Request", operation.requestId ?? error?.detail.requestId],
    ["Sent", sentAt === null ? null : new Date(sentAt).toISOString()],
    ["Settled", resolvedAt === null ? null : new Date(resolvedAt).toISOString()],
  ];
  return lines
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([label, value]) => `${label}: ${value ?? ""}`)
    .join("\n");
}
