// What became of a change: which sentences tell it. Each dictionary covers its whole union.

import { duration, linkName, money, whenSeconds } from "$lib/format";
import { en } from "$lib/i18n/en/outcome";
import { words } from "$lib/i18n/locale";
import type { OperationKind, OperationOf, OperationView, WireError } from "$lib/ipc";
import { errorOf, moreRefundedOf, otherAmountOf, refundOrderOf, resolvedAtOf } from "$lib/outcomes";
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
function moneyOnIt({ noMoney }: OperationOf<"done">): string[] {
  if (noMoney === null) return [];
  return noMoney ? [out.noMoneyOnIt] : out.moneyOnIt;
}

const moreRefunded = ({ moreRefunded: more }: OperationOf<"accepted">): string[] =>
  more === null ? [] : [out.moreRefunded(money(more))];

function captured(operation: OperationOf<"done">): OutcomeWords {
  const { capturedInstead } = operation;
  const [amount, released] = [sumOf(operation), releasedOf(operation)];
  if (capturedInstead !== null) {
    const text = [out.capturedOther(amount, money(capturedInstead)), out.refundDifference];
    return { title: out.titles.capturedOther, text };
  }
  const text = released === null ? out.captured(amount) : out.capturedReleased(amount, released);
  return { title: out.titles.captured, text: [text] };
}

const doneWords: Record<OperationKind, (operation: OperationOf<"done">) => OutcomeWords> = {
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
function refusal(error: WireError): string {
  const { providerCode, providerMessage } = error.detail;
  if (isKnown(providerCode)) return out.refusals[providerCode];
  return providerMessage === null ? errorSentence(error) : out.pineLabsSays(sentence(providerMessage));
}

function refused(operation: OperationOf<"refused">): OutcomeWords {
  const { kind } = operation;
  if (operation.refusal === "went_otherwise") {
    const title = kind === "refund" ? out.titles.refundOtherwise : out.titles.otherwise;
    return { title, text: [out.wentOtherwise[kind](operation.statusNow)] };
  }
  const why = operation.refusal === "answered" ? refusal(operation.error) : out.referenceHasOther;
  return { title: out.titles.refused, text: [out.nothingMoved[kind], why] };
}

/** Nobody can prove what became of it: what is known, and that only the person can go on. */
function unproven(sentAt: number | null, checkedAt: number | null, now: number): string {
  const looked = checkedAt === null ? null : atTime(checkedAt, now);
  if (sentAt === null) return looked === null ? out.unproven : out.unprovenLooked(looked);
  const sent = atTime(sentAt, now);
  return looked === null ? out.unprovenSent(sent) : out.unprovenSentLooked(sent, looked);
}

function needsYou(operation: OperationOf<"needs_you">, now: number): OutcomeWords {
  const { titles } = out;
  switch (operation.needsYou) {
    case "cannot_tell": {
      const known = unproven(operation.sentAt, operation.checkedAt, now);
      return { title: titles.needsYou, text: [known, out.undecided[operation.kind]] };
    }
    case "other_amount": {
      const found = out.otherAmount(money(operation.otherAmount), sumOf(operation));
      return { title: titles.otherAmount, text: [found, out.otherAmountNext] };
    }
    case "forgotten": {
      const was = operation.canTakeBack ? out.forgottenYourWord : out.forgottenAccepted;
      return { title: titles.forgotten, text: [was, out.forgottenNext] };
    }
    case "refund_failed":
      return { title: titles.refundFailed, text: [out.refundFailed(sumOf(operation))] };
    case "may_have_gone_out":
      return { title: titles.mayHaveGoneOut, text: [out.mayHaveGoneOut] };
  }
}

function accepted(operation: OperationOf<"accepted">): OutcomeWords {
  const told = operation.decidedAt !== null ? onYourWord(true) : out.accepted(sumOf(operation));
  return { title: out.titles.accepted, text: [told, ...moreRefunded(operation)] };
}

function done(operation: OperationOf<"done">): OutcomeWords {
  const told = doneWords[operation.kind](operation);
  if (operation.decidedAt === null) return told;
  const more = operation.kind === "cancel" ? moneyOnIt(operation) : [];
  return { ...told, text: [onYourWord(true), ...more] };
}

function sending({ kind, waitingUntil }: OperationOf<"sending">, now: number): OutcomeWords {
  return waitingUntil === null
    ? { title: out.titles.sending, text: [out.sending[kind]] }
    : { title: out.titles.waiting, text: [out.waiting(whenSeconds(waitingUntil, now))] };
}

/** What became of a change: a title and sentences. */
export function outcomeWords(operation: OperationView, now = Date.now()): OutcomeWords {
  switch (operation.outcome) {
    case "held":
      return { title: out.titles.held, text: [askedFor(operation)] };
    case "sending":
      return sending(operation, now);
    case "undone":
      return { title: out.titles.undone, text: [out.nothingSent, askedFor(operation)] };
    case "accepted":
      return accepted(operation);
    case "done":
      return done(operation);
    case "refused":
      return refused(operation);
    case "checking":
      return { title: out.titles.checking, text: [out.unknown[operation.kind]] };
    case "not_sent":
      return notSentWords(operation, now);
    case "needs_you":
      return needsYou(operation, now);
  }
}

export const countdown = (ms: number) => (ms > 0 ? out.sendingIn(Math.ceil(ms / 1000)) : out.sendingNow);

/** Overdue for longer than a look-up takes: nobody is at it, this copy of the program least of all. */
const OVERDUE = 2 * 60_000;

/** No two look-ups are further apart: what says so was reckoned before this computer's clock was set. */
const FURTHEST = 15 * 60_000;

type LookUps = Pick<OperationOf<"checking">, "checkedAt" | "nextCheckAt">;

/** `Checked 14:06:02 IST, next in 40 s`. */
export function checkTimes({ checkedAt, nextCheckAt }: LookUps, now: number): string | null {
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
  const { sentAt } = operation;
  const [error, resolvedAt] = [errorOf(operation), resolvedAtOf(operation)];
  const [found, more] = [otherAmountOf(operation), moreRefundedOf(operation)];
  const isForgotten = operation.outcome === "needs_you" && operation.needsYou === "forgotten";
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
    [told.refundOrder, refundOrderOf(operation)],
    [told.amount, operation.amount && money(operation.amount)],
    [told.found, found && money(found)],
    [told.more, more && money(more)],
    [told.forgotten, isForgotten ? told.yes : null],
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
