// The words of the dialogs that change something, and of what became of it. Each dictionary covers its whole union.
// An outcome that is not known is never called a success here, nor a failure.

import { clockSeconds, duration, money } from "$lib/format";
import type {
  ActionKind,
  AmountProblem,
  Figures,
  IntentView,
  MoneyView,
  NotSentReason,
  OperationView,
  OutcomeKind,
  WireError,
} from "$lib/ipc";
import { actionReasons, goesBackTo } from "./link";

// ---- dialogs

const to = (payee: string | null) => (payee === null ? "" : ` to ${payee}`);
const from = (payee: string | null) => (payee === null ? "" : ` from ${payee}`);

export const dialogTitles: Record<ActionKind, (payee: string | null) => string> = {
  refund: (payee) => `Refund${to(payee)}`,
  capture: (payee) => `Capture${from(payee)}`,
  void: (payee) => (payee === null ? "Void the hold" : `Void the hold on ${payee}`),
  cancel: () => "Cancel this link",
  resend: () => "Send this link again",
};

/** The way out says what stays. */
export const keepWords: Record<ActionKind, string> = {
  refund: "Cancel",
  capture: "Cancel",
  void: "Keep the hold",
  cancel: "Keep the link",
  resend: "Cancel",
};

/** The button that sends, before it is known how much. */
export const bareVerbs: Record<ActionKind, string> = {
  refund: "Refund",
  capture: "Capture",
  void: "Void",
  cancel: "Cancel the link",
  resend: "Resend",
};

// A name may be as long as Pine Labs allows; the title has it whole.
const shortName = (payee: string | null) =>
  payee !== null && payee.length > 32 ? `${payee.slice(0, 31).trimEnd()}…` : payee;

export const refundButton = (amount: MoneyView, payee: string | null) =>
  `Refund ${money(amount)}${to(shortName(payee))}`;

export const captureButton = (amount: MoneyView, released: MoneyView, payee: string | null) =>
  released.minor > 0
    ? `Capture ${money(amount)}, release ${money(released)}`
    : `Capture ${money(amount)}${from(shortName(payee))}`;

export const voidButton = (amount: MoneyView, payee: string | null) =>
  payee === null ? `Void ${money(amount)}` : `Void ${money(amount)} of ${shortName(payee) ?? ""}`;

export const captureReleases = (released: MoneyView) =>
  `${money(released)} goes back to the customer and can never be captured.`;

export const voidWords = ({ held, paidBy }: IntentView) =>
  `${held ? money(held) : "The money"} goes back to ${goesBackTo(paidBy)}; this can’t be undone.`;

export const undoHint = (seconds: number) => (seconds > 0 ? `You get ${String(seconds)} s to undo` : null);

export const refundReasons = [
  "Item returned",
  "Item short",
  "Item damaged",
  "Order called off",
  "Paid twice",
  "Wrong amount",
] as const;

/** Why an amount cannot be taken as it was typed. `limit` is what is left, or what is held. */
export const amountProblems: Record<AmountProblem, (limit: MoneyView | null, kind: ActionKind) => string> = {
  empty: () => "Type an amount.",
  not_an_amount: () => "That is not an amount. Type rupees, like 1,250.50.",
  too_many_decimals: () => "At most two decimals: a paisa is the smallest part of a rupee.",
  negative: () => "The amount must be more than zero.",
  below_minimum: () => "The least is ₹1.00.",
  above_left: (limit, kind) =>
    limit === null
      ? "That is more than there is."
      : `That is more than the ${money(limit)} ${kind === "capture" ? "held" : "left"}.`,
};

export const strandsRest = (rest: MoneyView) =>
  `This leaves ${money(rest)}, which can never be refunded: the least is ₹1.00.`;

/** Why the button cannot send yet. */
export const missing = {
  reading: "Reading it again",
  choice: "Choose how much",
  amount: "Type the amount",
  problem: "Correct the amount",
  checking: "Checking the amount",
  reason: "Say why",
} as const;

// ---- outcomes

export type OutcomeWords = { title: string; text: string[] };

const sum = ({ amount }: OperationView) => (amount === null ? "the amount" : money(amount));
const sumFirst = ({ amount }: OperationView) => (amount === null ? "The amount" : money(amount));

const whose = ({ linkReference, linkId }: OperationView) => linkReference ?? linkId;

/** What was asked for, in one line. */
const asked: Record<ActionKind, (operation: OperationView) => string> = {
  refund: (operation) => `${sumFirst(operation)}${to(operation.payee)}, ${whose(operation)}`,
  capture: (operation) =>
    operation.released && operation.released.minor > 0
      ? `Capture ${sum(operation)}, release ${money(operation.released)}, ${whose(operation)}`
      : `Capture ${sum(operation)}${from(operation.payee)}, ${whose(operation)}`,
  void: (operation) => `Void ${sum(operation)}, ${whose(operation)}`,
  cancel: (operation) => `Cancel the link ${whose(operation)}`,
  resend: (operation) => `Resend the link ${whose(operation)}`,
};

const sending: Record<ActionKind, string> = {
  refund: "Waiting for Pine Labs. Refunds on this order are locked.",
  capture: "Waiting for Pine Labs. Capture and void are locked on this order.",
  void: "Waiting for Pine Labs. Capture and void are locked on this order.",
  cancel: "Waiting for Pine Labs.",
  resend: "Waiting for Pine Labs.",
};

const DAYS = "The bank usually needs a few days.";

const done: Record<ActionKind, (operation: OperationView) => OutcomeWords> = {
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
  cancel: () => ({ title: "Cancelled", text: ["The link no longer works. No money was on it."] }),
  resend: () => ({
    title: "Sent again",
    text: ["Pine Labs took it and sends the message in its own words."],
  }),
};

const nothingMoved: Record<ActionKind, string> = {
  refund: "No money moved.",
  capture: "No money moved: nothing was captured, the hold stays as it was.",
  void: "No money moved: the hold stays as it was.",
  cancel: "The link stays as it was.",
  resend: "Nothing was sent, and the link stays as it was.",
};

const unknown: Record<ActionKind, string> = {
  refund:
    "No certain answer came, so the money may or may not have moved. Do not refund again: we are checking by reference.",
  capture:
    "No certain answer came, so the money may or may not have been captured. Capture and void stay locked on this order until Pine Labs tells us.",
  void: "No certain answer came, so the hold may or may not be void. Capture and void stay locked on this order until Pine Labs tells us.",
  cancel: "No certain answer came, so the link may or may not be cancelled. We are reading it until we know.",
  resend: "No answer came, so the message may or may not have gone out.",
};

const notSent: Record<NotSentReason, (operation: OperationView) => string> = {
  changed: ({ kind, statusNow }) => {
    const what = kind === "cancel" || kind === "resend" ? "link" : "order";
    const now = statusNow === null ? "" : ` Pine Labs calls it ${statusNow} now.`;
    return `The ${what} changed after you looked at it.${now} Look again, and ask again if it is still right.`;
  },
  not_allowed: ({ notAllowed }) =>
    notAllowed === null ? "It is no longer allowed for this link." : actionReasons[notAllowed],
  unreachable: ({ error }) => error?.message ?? "Pine Labs could not be reached.",
  could_not_reread: ({ error }) =>
    `Right before sending, the link could not be read again.${error ? ` ${error.message}` : ""}`,
  not_recorded: () =>
    "It could not be written down on this computer. Look for a full disk, or a folder without the right to write.",
  proven_absent: () => "Pine Labs has no record of it: each look-up under its reference found nothing.",
  rate_limited: ({ nextCheckAt }) =>
    nextCheckAt === null
      ? "Pine Labs asked us to wait. Try again in a little while."
      : `Pine Labs asked us to wait. Try again after ${clockSeconds(nextCheckAt)} IST.`,
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

const sentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Found out by looking it up: it did not happen, because the order or the link went another way. */
const wentOtherwise: Record<ActionKind, (status: string) => string> = {
  refund: (status) => `Pine Labs has it as ${status}. The money is still with you.`,
  capture: (status) => `Nothing was captured: Pine Labs now has the order as ${status}.`,
  void: (status) => `The hold was not voided: Pine Labs now has the order as ${status}.`,
  cancel: (status) => `The link was not cancelled: Pine Labs now has it as ${status}.`,
  resend: (status) => `The link was not sent: Pine Labs now has it as ${status}.`,
};

function refused(operation: OperationView): OutcomeWords {
  const { kind, statusNow, error } = operation;
  if (error === null && statusNow !== null) {
    const title = kind === "refund" ? "The refund did not go through" : "It did not go through";
    return { title, text: [wentOtherwise[kind](statusNow)] };
  }
  return { title: "Refused", text: [nothingMoved[kind], refusal(operation)] };
}

const outcomes: Record<OutcomeKind, (operation: OperationView) => OutcomeWords> = {
  held: (operation) => ({ title: "Not sent yet", text: [asked[operation.kind](operation)] }),
  sending: ({ kind, waitingUntil }) =>
    waitingUntil === null
      ? { title: "Sending", text: [sending[kind]] }
      : {
          title: "Waiting to send",
          text: [`Pine Labs asked us to wait. It is sent by itself after ${clockSeconds(waitingUntil)} IST.`],
        },
  undone: (operation) => ({
    title: "Taken back",
    text: ["Nothing was sent.", asked[operation.kind](operation)],
  }),
  accepted: (operation) => ({
    title: "Accepted",
    text: [`Pine Labs took the refund of ${sum(operation)}. ${DAYS}`],
  }),
  done: (operation) => done[operation.kind](operation),
  refused,
  checking: ({ kind }) => ({ title: "Outcome unknown", text: [unknown[kind]] }),
  not_sent: (operation) => ({
    title: "Nothing was sent",
    text: operation.notSent === null ? [] : [notSent[operation.notSent](operation)],
  }),
  needs_you: ({ mayHaveGoneOut }) =>
    mayHaveGoneOut
      ? {
          title: "It may have gone out",
          text: [
            "Pine Labs did not answer, so the message may or may not have been sent. No money is involved: resend it if the customer did not get it.",
          ],
        }
      : {
          title: "This needs you",
          text: ["Look it up in the Pine Labs dashboard before you do anything else with it."],
        },
};

/** What became of a change: a title and sentences. */
export const outcomeWords = (operation: OperationView): OutcomeWords =>
  outcomes[operation.outcome](operation);

export const countdown = (ms: number) =>
  ms > 0 ? `Sending in ${String(Math.ceil(ms / 1000))} s` : "Sending now";

/** `Checked 14:06:02 IST, next in 40 s`. */
export function checkTimes({ checkedAt, nextCheckAt }: OperationView, now: number): string | null {
  const checked = checkedAt === null ? null : `Checked ${clockSeconds(checkedAt)} IST`;
  const next =
    nextCheckAt === null
      ? null
      : nextCheckAt <= now
        ? "checking now"
        : `next in ${duration(nextCheckAt - now)}`;
  if (checked === null) return next === null ? null : next.charAt(0).toUpperCase() + next.slice(1);
  return next === null ? checked : `${checked}, ${next}`;
}

/** The figures that are no longer what the person saw. */
export function changedFigures(before: Figures, after: Figures) {
  const rows: { label: string; before: MoneyView; after: MoneyView }[] = [
    { label: "Captured", before: before.captured, after: after.captured },
    { label: "Already refunded", before: before.refunded, after: after.refunded },
    { label: "Pending", before: before.pending, after: after.pending },
    { label: "Left to refund", before: before.left, after: after.left },
  ];
  return rows.filter((row) => row.before.minor !== row.after.minor);
}

export const outcomeLabels = {
  reference: "Reference",
  refundOrder: "Refund",
  request: "Request",
  undo: "Undo",
  checkNow: "Check now",
  sendAgain: "Send again",
  dashboard: "Open in Pine Labs dashboard",
  copyDetails: "Copy details",
  copied: "Copied",
  notCopied: "It could not be copied",
  figure: "Figure",
  seen: "You saw",
  isNow: "Now",
} as const;

/** The code of an error for small print: what Pine Labs calls it, as far as it said. */
export function errorLine({ code, detail }: WireError): string {
  const status = detail.httpStatus === null ? "" : `${String(detail.httpStatus)} `;
  return `${status}${detail.providerCode ?? code}`;
}

/** The way out of a dialog once it has an outcome. */
export const leaveWords: Record<OutcomeKind, string> = {
  held: "Close, send it",
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
  const { error, sentAt, settledAt } = operation;
  const lines: [string, string | null | undefined][] = [
    ["Change", operation.kind],
    ["Outcome", operation.outcome],
    ["Link", operation.linkId],
    ["Link reference", operation.linkReference],
    ["Order", operation.orderId],
    ["Reference", operation.reference],
    ["Refund order", operation.refundOrderId],
    ["Amount", operation.amount && money(operation.amount)],
    ["Code", error?.detail.providerCode ?? error?.code],
    ["HTTP status", error?.detail.httpStatus?.toString()],
    ["Request", operation.requestId ?? error?.detail.requestId],
    ["Sent", sentAt === null ? null : new Date(sentAt).toISOString()],
    ["Settled", settledAt === null ? null : new Date(settledAt).toISOString()],
  ];
  return lines
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([label, value]) => `${label}: ${value ?? ""}`)
    .join("\n");
}

export const dialogLabels = {
  reading: "Reading the link and its order again",
  readAt: (time: string) => `Read from Pine Labs at ${time} IST. Read again when you confirm.`,
  problem: "This cannot be done now",
  nothingSent: "Nothing was sent.",
  retry: "Try again",
  howMuch: "How much",
  partOfIt: "Part of it",
  amountToRefund: "Amount to refund",
  amountToCapture: "Amount to capture",
  allLeft: "All that is left",
  captured: "Captured",
  refunded: "Already refunded",
  pending: "Pending",
  left: "Left to refund",
  atMost: "Left, at most",
  elsewhere: "Some of it was refunded elsewhere, so Pine Labs has the last word on what is left.",
  reason: "Reason",
  leftAfter: "Left after this",
  goesBack: (where: string) => `The money goes back to ${where} it came from.`,
  fullHeld: "Full amount held",
  held: "Held",
  capturedSoFar: "Captured so far",
  timeLeft: "Time left",
  overdueBy: "Overdue by",
  captureBy: "Capture by",
  overdue: "May be void already. You can still try: Pine Labs says whether it worked.",
  onceOnly: "One capture only.",
  leftOut: "What you leave out goes back to the customer and can never be captured.",
  heldSince: (time: string) => `held ${time} IST`,
  youReceive: "You receive",
  released: "Released to the customer",
  voidNothing: "You receive nothing for this payment.",
  cancelText:
    "The link stops working at once and cannot be opened again. No money has come in on it, so none goes back.",
  sms: "SMS",
  email: "E-mail",
  resendText:
    "Pine Labs sends it in its own words. The link and its expiry stay as they are. No money moves.",
  noContact: "Pine Labs gave no mobile number and no e-mail address for this link.",
  opened: (time: string) => `Opened ${time}`,
  expires: (time: string) => `expires ${time} IST`,
} as const;
