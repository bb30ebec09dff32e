// What became of a change: which sentences tell it. Each dictionary covers its whole union.

import { duration, linkName, money, whenSeconds } from "$lib/format";
import { en } from "$lib/i18n/en/outcome";
import { words } from "$lib/i18n/locale";
import type { OperationKind, OperationView, OutcomeKind, WireError } from "$lib/ipc";
import { errorSentence } from "./errors";
import { notSentWords, onYourWord } from "./notsent";
import { isolated } from "$lib/bidi";
import { atTime } from "./times";

const out = words("outcome", en);

export type OutcomeWords = { title: string; text: string[] };

const sumOf = ({ amount }: OperationView) => (amount === null ? null : money(amount));

const releasedOf = ({ released }: OperationView) =>
  released !== null && released.minor > 0 ? money(released) : null;

export function askedFor(operation: OperationView): string {
  const { kind, customerName } = operation;
  const [amount, released, link] = [sumOf(operation), releasedOf(operation), linkName(operation)];
  return kind === "capture" && released !== null
    ? out.askedCaptureReleases(amount, released, link)
    : out.asked[kind](amount, link, customerName === null ? null : isolated(customerName));
}

/** Of a link that was cancelled: what its orders said of money afterwards, and nothing where they did not say. */
function moneyOnIt({ noMoney }: OperationView): string[] {
  if (noMoney === null) return [];
  return noMoney ? [out.noMoneyOnIt] : out.moneyOnIt;
}

const moreRefunded = ({ moreRefunded: more }: OperationView): string[] =>
  more === null ? [] : [out.moreRefunded(money(more))];

function captured(operation: OperationView): OutcomeWords {
  const { capturedInstead } = operation;
  const [amount, released] = [sumOf(operation), releasedOf(operation)];
  if (capturedInstead !== null) {
    const text = [out.capturedOther(amount, money(capturedInstead)), out.refundDifference];
    return { title: out.titles.capturedOther, text };
  }
  const text = released === null ? out.captured(amount) : out.capturedReleased(amount, released);
  return { title: out.titles.captured, text: [text] };
}

const done: Record<OperationKind, (operation: OperationView) => OutcomeWords> = {
  refund: (operation) => ({ title: out.titles.refunded, text: [out.refunded(sumOf(operation))] }),
  capture: captured,
  void: (operation) => ({ title: out.titles.voided, text: [out.voided(sumOf(operation))] }),
  cancel: (operation) => ({
    title: operation.noMoney === false ? out.titles.cancelledWithMoney : out.titles.cancelled,
    text: [out.cancelled, ...moneyOnIt(operation)],
  }),
  resend: () => ({ title: out.titles.sentAgain, text: [out.sentAgain] }),
  create: (operation) => ({
    title: out.titles.linkMade,
    text: [out.linkMade(sumOf(operation), linkName(operation))],
  }),
};

/** A sentence of somebody else's, with its stop. */
const sentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

const isKnown = (code: string | null): code is keyof typeof en.refusals =>
  code !== null && code in en.refusals;

/** What Pine Labs says about a refusal: in plain words where its code is known, else as it says it. */
function refusal({ error }: OperationView): string {
  if (error === null) return out.noReason;
  const { providerCode, providerMessage } = error.detail;
  if (isKnown(providerCode)) return out.refusals[providerCode];
  return providerMessage === null ? errorSentence(error) : out.pineLabsSays(sentence(providerMessage));
}

function refused(operation: OperationView): OutcomeWords {
  const { kind, statusNow, error } = operation;
  if (error === null && statusNow !== null) {
    const title = kind === "refund" ? out.titles.refundOtherwise : out.titles.otherwise;
    return { title, text: [out.wentOtherwise[kind](statusNow)] };
  }
  const why = error === null && kind === "create" ? out.referenceHasOther : refusal(operation);
  return { title: out.titles.refused, text: [out.nothingMoved[kind], why] };
}

/** Nobody can prove what became of it: what is known, and that only the person can go on. */
function unproven({ sentAt, checkedAt }: OperationView, now: number): string {
  const looked = checkedAt === null ? null : atTime(checkedAt, now);
  if (sentAt === null) return looked === null ? out.unproven : out.unprovenLooked(looked);
  const sent = atTime(sentAt, now);
  return looked === null ? out.unprovenSent(sent) : out.unprovenSentLooked(sent, looked);
}

function needsYou(operation: OperationView, now: number): OutcomeWords {
  const { kind, canDecide, canTakeBack, mayHaveGoneOut, otherAmount, forgotten } = operation;
  if (canDecide) return { title: out.titles.needsYou, text: [unproven(operation, now), out.undecided[kind]] };
  if (otherAmount !== null) {
    const text = [out.otherAmount(money(otherAmount), sumOf(operation)), out.otherAmountNext];
    return { title: out.titles.otherAmount, text };
  }
  if (forgotten) {
    const text = [canTakeBack ? out.forgottenYourWord : out.forgottenAccepted, out.forgottenNext];
    return { title: out.titles.forgotten, text };
  }
  if (kind === "refund") {
    return { title: out.titles.refundFailed, text: [out.refundFailed(sumOf(operation))] };
  }
  if (mayHaveGoneOut) return { title: out.titles.mayHaveGoneOut, text: [out.mayHaveGoneOut] };
  return { title: out.titles.needsYou, text: [out.lookItUp] };
}

const outcomes: Record<OutcomeKind, (operation: OperationView, now: number) => OutcomeWords> = {
  held: (operation) => ({ title: out.titles.held, text: [askedFor(operation)] }),
  sending: ({ kind, waitingUntil }, now) =>
    waitingUntil === null
      ? { title: out.titles.sending, text: [out.sending[kind]] }
      : { title: out.titles.waiting, text: [out.waiting(whenSeconds(waitingUntil, now))] },
  undone: (operation) => ({ title: out.titles.undone, text: [out.nothingSent, askedFor(operation)] }),
  accepted: (operation) => ({
    title: out.titles.accepted,
    text: [
      operation.decidedAt !== null ? onYourWord(true) : out.accepted(sumOf(operation)),
      ...moreRefunded(operation),
    ],
  }),
  done: (operation) => {
    const told = done[operation.kind](operation);
    if (operation.decidedAt === null) return told;
    return {
      ...told,
      text: [onYourWord(true), ...(operation.kind === "cancel" ? moneyOnIt(operation) : [])],
    };
  },
  refused,
  checking: ({ kind }) => ({ title: out.titles.checking, text: [out.unknown[kind]] }),
  not_sent: notSentWords,
  needs_you: needsYou,
};

/** What became of a change: a title and sentences. */
export const outcomeWords = (operation: OperationView, now = Date.now()): OutcomeWords =>
  outcomes[operation.outcome](operation, now);

export const countdown = (ms: number) => (ms > 0 ? out.sendingIn(Math.ceil(ms / 1000)) : out.sendingNow);

/** Overdue for longer than a look-up takes: nobody is at it, this copy of the program least of all. */
const OVERDUE = 2 * 60_000;

/** No two look-ups are further apart: what says so was reckoned before this computer's clock was set. */
const FURTHEST = 15 * 60_000;

/** `Checked 14:06:02 IST, next in 40 s`. */
export function checkTimes({ checkedAt, nextCheckAt }: OperationView, now: number): string | null {
  const left = nextCheckAt === null ? Infinity : nextCheckAt - now;
  const next = left > FURTHEST ? "none" : left > 0 ? "later" : left < -OVERDUE ? "nobody" : "now";
  if (checkedAt === null) {
    const alone = {
      none: null,
      later: out.nextIn(duration(left)),
      nobody: out.nobodyLooks,
      now: out.checkingNow,
    };
    return alone[next];
  }
  const at = whenSeconds(checkedAt, now);
  const both = {
    none: out.checked(at),
    later: out.checkedNext(at, duration(left)),
    nobody: out.checkedNobody(at),
    now: out.checkedNow(at),
  };
  return both[next];
}

export const outcomeLabels = out.labels;

export const notDone = out.notDone;

/** The code of an error for small print: what Pine Labs calls it, as far as it said. */
export function errorLine({ code, detail }: WireError): string {
  const status = detail.httpStatus === null ? "" : `${String(detail.httpStatus)} `;
  return `${status}${detail.providerCode ?? code}`;
}

/** The way out of a dialog once it has an outcome. */
export const leaveWords = out.leave;

/** What support needs to find a change: ids, codes and times, no names and no contact data. */
export function supportText(operation: OperationView): string {
  const { error, sentAt, resolvedAt } = operation;
  const told = out.support;
  const lines: [string, string | null | undefined][] = [
    [told.kind, operation.kind],
    [told.outcome, operation.outcome],
    [told.entry, operation.number.toString()],
    [told.decidedBy, operation.decidedAt === null ? null : told.person],
    [told.link, operation.linkId],
    [told.linkReference, operation.linkReference],
    [told.order, operation.orderId],
    [told.reference, operation.reference],
    [told.refundOrder, operation.refundOrderId],
    [told.amount, operation.amount && money(operation.amount)],
    [told.found, operation.otherAmount && money(operation.otherAmount)],
    [told.more, operation.moreRefunded && money(operation.moreRefunded)],
    [told.forgotten, operation.forgotten ? told.yes : null],
    [told.code, error?.detail.providerCode ?? error?.code],
    [told.status, error?.detail.httpStatus?.toString()],
    [told.request, operation.requestId ?? error?.detail.requestId],
    [told.sent, sentAt === null ? null : new Date(sentAt).toISOString()],
    [told.resolved, resolvedAt === null ? null : new Date(resolvedAt).toISOString()],
  ];
  return lines
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([label, value]) => `${label}: ${value ?? ""}`)
    .join("\n");
}
