// The words of what happened to money on a link: payments, refunds, shares, the timeline, and where customers land.
// What Pine Labs spells in a way that is not known here stays as it is spelt.

import { money } from "$lib/format";
import { en } from "$lib/i18n/en/payments";
import { words } from "$lib/i18n/locale";
import type { MoneyView, OrderView, PaymentView, RefundView, SplitShareView, TimelineKind } from "$lib/ipc";
import { asSpelt } from "./link";

const pay = words("payments", en);

// ---- payments

type Method = keyof typeof en.methods;

const isMethod = (method: string): method is Method => method in en.methods;
const isNetwork = (network: string): network is keyof typeof en.networks => network in en.networks;
const isBranded = (method: string): method is keyof typeof en.branded => method in en.branded;
const isOrderStatus = (status: string): status is keyof typeof en.orderStatuses => status in en.orderStatuses;

/** A way to pay in words; one that is not known stays as Pine Labs spelt it. */
export function methodWords(method: string): string {
  const known = method.toUpperCase();
  return isMethod(known) ? pay.methods[known] : method;
}

function networkWords(network: string | null): string | null {
  const known = network?.toUpperCase() ?? "";
  return isNetwork(known) ? pay.networks[known] : network || null;
}

/** The network and the way to pay in one. */
function brandedWords(network: string, method: string): string {
  const known = method.toUpperCase();
  return isBranded(known) ? pay.branded[known](network) : pay.brandedOther(network, method);
}

/** `Visa card ending 2208`, `UPI, mo••••••s@examplebank`, `Net banking`. */
export function paidWith({ method, network, lastFour, upiHandle }: PaymentView): string {
  const way = method === null || method === "" ? null : methodWords(method);
  if (upiHandle !== null) return pay.upiOf(way ?? pay.upi, upiHandle);
  const brand = networkWords(network);
  const card =
    brand !== null && method && method.toUpperCase() !== "UPI" ? brandedWords(brand, method) : (brand ?? way);
  if (lastFour === null) return card ?? pay.methodNotGiven;
  return pay.ending(card ?? pay.card, lastFour);
}

/** What a card is, as Pine Labs spells it: `CREDIT, CONSUMER, EXAMPLE BANK, IND`. */
export const cardWords = ({ cardType, cardCategory, cardIssuer, cardCountry }: PaymentView): string =>
  [cardType, cardCategory, cardIssuer, cardCountry].filter(Boolean).join(", ");

/** The same, short: for a title line. `Visa ending 4417`, `paid by UPI`. */
export function paidByShort({ method, network, lastFour }: PaymentView): string | null {
  if (lastFour !== null) return pay.ending(networkWords(network) ?? pay.card, lastFour);
  if (method === null) return null;
  const known = method.toUpperCase();
  return isMethod(known) ? pay.paidBy[known] : pay.paidByOther(method);
}

/** Where money goes back to, as far as it is known. */
export type GoesBackTo = "card" | "upi" | "customer";

export function goesBackTo(payment: PaymentView | null): GoesBackTo {
  const method = payment?.method?.toUpperCase();
  if (payment === null || method === "UPI") return payment === null ? "customer" : "upi";
  return payment.lastFour !== null || method?.includes("CARD") ? "card" : "customer";
}

// Codes differ from bank to bank, so they are told by what is in them. The first that fits holds.
const failures: [RegExp, keyof typeof en.failures][] = [
  [/OTP|3DS|AUTHENTICATION/, "otp"],
  [/INSUFFICIENT|LOW_BALANCE/, "balance"],
  [/M?PIN/, "pin"],
  [/EXPIRED_CARD|CARD_EXPIRED/, "cardExpired"],
  [/LIMIT/, "limit"],
  [/VPA|UPI_ID|INVALID_HANDLE/, "upiId"],
  [/TIME_?D?_?OUT|EXPIRED/, "time"],
  [/CANCEL|ABORT|DROPPED|BACK_?PRESS/, "stopped"],
  [/UNAVAILABLE|DOWN|ISSUER_ERROR|BANK_ERROR|TECHNICAL/, "bankDown"],
  [/DECLINE|REJECT|DO_NOT_HONOU?R|NOT_PERMITTED|BLOCKED/, "bankRefused"],
];

/** Why a try did not go through: in plain words for common causes, else as the provider says it. */
export function failureWords({
  errorCode,
  errorMessage,
}: Pick<PaymentView, "errorCode" | "errorMessage">): string {
  const code = (errorCode ?? "").toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  const known = failures.find(([sign]) => sign.test(code));
  return known ? pay.failures[known[1]] : (errorMessage ?? errorCode ?? pay.failures.none);
}

/** The word for one try. A status that is not known stays as it was spelt. */
export function paymentWord({ paid, failed, held, status }: PaymentView): string {
  if (paid) return pay.paid;
  if (held) return pay.held;
  if (failed) return pay.failed;
  return status === "CANCELLED" ? pay.released : status;
}

export function refundWord({ pending, failed, status }: RefundView): string {
  if (failed) return pay.failed;
  if (pending) return pay.pending;
  return status.toUpperCase() === "PROCESSED" ? pay.refunded : status;
}

export const orderStatusWords = (status: string) =>
  isOrderStatus(status) ? pay.orderStatuses[status] : status;

/** What an order is about: its amount, and where only part of that was taken, both. */
export function orderSum({ amount, captured }: OrderView): string {
  if (amount === null) return captured === null ? "" : money(captured);
  const part = captured !== null && captured.minor > 0 && captured.minor < amount.minor;
  return part ? pay.partOf(money(captured), money(amount)) : money(amount);
}

// ---- the timeline

export const timelineWords = (kind: TimelineKind, amount: MoneyView | null) =>
  pay.timeline[kind](amount === null ? null : money(amount));

/** What stands below an event: a way to pay, or why a try did not go through, in words; else an id, as it is. */
export function timelineDetail(kind: TimelineKind, detail: string): string {
  if (kind === "payment_failed") return failureWords({ errorCode: detail, errorMessage: null });
  if (kind === "expires") return asSpelt(detail);
  return kind === "paid" || kind === "held" ? methodWords(detail) : detail;
}

// ---- where the customer lands after paying

export type Landing = { when: string; where: string };

/** The four cases, each with the page that the customer sees. `given` says whether any address is known here. */
export function landings(callbackUrl: string | null, failureCallbackUrl: string | null): Landing[] {
  const success = callbackUrl ?? pay.successPage;
  return [
    { when: pay.whenPaid, where: success },
    { when: pay.whenFailure, where: failureCallbackUrl ?? pay.noFailurePage },
    { when: pay.whenNoFailure, where: failureCallbackUrl === null ? success : pay.hasFailurePage },
    { when: pay.whenNone, where: pay.signUpPage },
  ];
}

export function refundBelow({ pending, failed, orderId, reference }: RefundView): string | null {
  const order = reference === null ? null : orderId || null;
  if (pending) return order === null ? pay.bankNotConfirmed : pay.orderBankNotConfirmed(order);
  if (failed) return order === null ? pay.moneyStayed : pay.orderMoneyStayed(order);
  return order;
}

/** What else is known of a share: whether it was to be held back, and when it was made. */
export function shareBelow({ onHold }: SplitShareView, created: string | null): string | null {
  if (onHold === null) return created === null ? null : pay.created(created);
  if (created === null) return onHold ? pay.toBeHeld : pay.notToBeHeld;
  return onHold ? pay.toBeHeldCreated(created) : pay.notToBeHeldCreated(created);
}

export function splitWord({ status, onHold }: SplitShareView): string {
  if (status === "RELEASED") return pay.released;
  if (status === "HOLD" || (status === null && onHold === true)) return pay.onHold;
  return status ?? (onHold === false ? pay.notOnHold : pay.notTold);
}
