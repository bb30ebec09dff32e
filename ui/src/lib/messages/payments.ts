// The words of what happened to money on a link: payments, refunds, shares, the timeline, and where customers land.
// What Pine Labs spells in a way that is not known here stays as it is spelt.

import { money } from "$lib/format";
import type { MoneyView, OrderView, PaymentView, RefundView, SplitShareView, TimelineKind } from "$lib/ipc";
import { labels } from "./link";
import { lowerFirst } from "./sentence";

// ---- payments

const methods: Record<string, string> = {
  CARD: "Card",
  CREDIT_CARD: "Credit card",
  DEBIT_CARD: "Debit card",
  UPI: "UPI",
  NETBANKING: "Net banking",
  WALLET: "Wallet",
  POINTS: "Reward points",
  CREDIT_EMI: "Credit card EMI",
  DEBIT_EMI: "Debit card EMI",
  BNPL: "Pay later",
};

/** A way to pay in words; one that is not known stays as Pine Labs spelt it. */
export const methodWords = (method: string) => methods[method.toUpperCase()] ?? method;

const networks: Record<string, string> = {
  VISA: "Visa",
  MASTERCARD: "Mastercard",
  RUPAY: "RuPay",
  AMEX: "American Express",
  DINERS: "Diners Club",
  MAESTRO: "Maestro",
};

/** `Visa card ending 2208`, `UPI, mo••••••s@examplebank`, `Net banking`. */
export function paidWith(payment: PaymentView): string {
  const { method, network, lastFour, upiHandle } = payment;
  const way = method === null ? "" : methodWords(method);
  if (upiHandle !== null) return `${way === "" ? "UPI" : way}, ${upiHandle}`;
  const brand = network === null ? "" : (networks[network.toUpperCase()] ?? network);
  const card = brand !== "" && way !== "" && way !== "UPI" ? `${brand} ${lowerFirst(way)}` : brand || way;
  if (lastFour === null) return card === "" ? "Way of paying not given" : card;
  return `${card === "" ? "Card" : card} ending ${lastFour}`;
}

/** What a card is, as Pine Labs spells it: `CREDIT, CONSUMER, EXAMPLE BANK, IND`. */
export const cardWords = ({ cardType, cardCategory, cardIssuer, cardCountry }: PaymentView): string =>
  [cardType, cardCategory, cardIssuer, cardCountry].filter(Boolean).join(", ");

/** The same, short: for a title line. `Visa ending 4417`, `paid by UPI`. */
export function paidByShort({ method, network, lastFour }: PaymentView): string | null {
  const brand = network === null ? null : (networks[network.toUpperCase()] ?? network);
  if (lastFour !== null) return `${brand ?? "Card"} ending ${lastFour}`;
  return method === null ? null : `paid by ${lowerExceptUpi(methodWords(method))}`;
}

const lowerExceptUpi = (text: string) => (text === "UPI" ? text : lowerFirst(text));

/** Where money goes back to, as far as it is known. */
export function goesBackTo(payment: PaymentView | null): string {
  if (payment === null) return "the customer";
  if (payment.method?.toUpperCase() === "UPI") return "the UPI account";
  return payment.lastFour !== null || payment.method?.toUpperCase().includes("CARD")
    ? "the card"
    : "the customer";
}

// Codes differ from bank to bank, so they are told by what is in them. The first that fits holds.
const failures: [RegExp, string][] = [
  [/OTP|3DS|AUTHENTICATION/, "The one-time password was wrong, or was not given in time."],
  [/INSUFFICIENT|LOW_BALANCE/, "There was not enough money in the account."],
  [/M?PIN/, "The PIN was wrong."],
  [/EXPIRED_CARD|CARD_EXPIRED/, "The card has expired."],
  [/LIMIT/, "It was over a limit of the card or the account."],
  [/VPA|UPI_ID|INVALID_HANDLE/, "The UPI ID was not right."],
  [/TIME_?D?_?OUT|EXPIRED/, "It was not finished in time."],
  [/CANCEL|ABORT|DROPPED|BACK_?PRESS/, "The customer stopped."],
  [/UNAVAILABLE|DOWN|ISSUER_ERROR|BANK_ERROR|TECHNICAL/, "The bank could not be reached."],
  [/DECLINE|REJECT|DO_NOT_HONOU?R|NOT_PERMITTED|BLOCKED/, "The bank said no."],
];

/** Why a try did not go through: in plain words for common causes, else as the provider says it. */
export function failureWords({
  errorCode,
  errorMessage,
}: Pick<PaymentView, "errorCode" | "errorMessage">): string {
  const code = (errorCode ?? "").toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  const known = failures.find(([sign]) => sign.test(code));
  return known?.[1] ?? errorMessage ?? errorCode ?? "No reason was given.";
}

/** The word for one try. A status that is not known stays as it was spelt. */
export function paymentWord({ paid, failed, held, status }: PaymentView): string {
  if (paid) return "Paid";
  if (held) return "Held";
  if (failed) return "Failed";
  return status === "CANCELLED" ? "Released" : status;
}

export function refundWord({ pending, failed, status }: RefundView): string {
  if (failed) return "Failed";
  if (pending) return "Pending";
  return status.toUpperCase() === "PROCESSED" ? "Refunded" : status;
}

const orderStatuses: Record<string, string> = {
  CREATED: "Not paid",
  PENDING: "Pending",
  ATTEMPTED: "Tried, not paid",
  AUTHORIZED: "Held, not taken",
  PROCESSED: "Paid",
  PARTIALLY_CAPTURED: "Captured in part",
  CANCELLED: "Released, not paid",
  FAILED: "Failed",
  PARTIALLY_REFUNDED: "Part refunded",
  FULLY_REFUNDED: "Refunded",
};

export const orderStatusWords = (status: string) => orderStatuses[status] ?? status;

/** What an order is about: its amount, and where only part of that was taken, both. */
export function orderSum({ amount, captured }: OrderView): string {
  if (amount === null) return captured === null ? "" : money(captured);
  const part = captured !== null && captured.minor > 0 && captured.minor < amount.minor;
  return part ? `${money(captured)} of ${money(amount)}` : money(amount);
}

// ---- the timeline

const amountThen = (amount: MoneyView | null, some: string, none: string) =>
  amount === null ? none : `${money(amount)} ${some}`;

export const timelineWords: Record<TimelineKind, (amount: MoneyView | null) => string> = {
  created: () => "Created",
  opened: () => "Opened",
  paid: (amount) => amountThen(amount, "paid", "Paid"),
  payment_failed: (amount) => amountThen(amount, "tried, not paid", "A try did not go through"),
  held: (amount) => amountThen(amount, "held", "Held"),
  captured: (amount) => amountThen(amount, "captured", "Captured"),
  voided: (amount) => amountThen(amount, "released", "Hold released"),
  refunded: (amount) => amountThen(amount, "refunded", "Refunded"),
  refund_pending: (amount) => amountThen(amount, "refund on its way", "Refund on its way"),
  refund_failed: (amount) => amountThen(amount, "refund did not go through", "A refund did not go through"),
  cancelled: () => "Cancelled",
  expired: () => "Expired",
  expires: () => "Expires",
};

/** What stands below an event: a way to pay, or why a try did not go through, in words; else an id, as it is. */
export function timelineDetail(kind: TimelineKind, detail: string): string {
  if (kind === "payment_failed") return failureWords({ errorCode: detail, errorMessage: null });
  if (kind === "expires") return labels.asSpelt(detail);
  return kind === "paid" || kind === "held" ? methodWords(detail) : detail;
}

// ---- where the customer lands after paying

export type Landing = { when: string; where: string };

const DEFAULT_PAGE = "The page set when the shop was signed up with Pine Labs";

/** The four cases, each with the page that the customer sees. `given` says whether any address is known here. */
export function landings(callbackUrl: string | null, failureCallbackUrl: string | null): Landing[] {
  const success = callbackUrl ?? "Your success page, if one was given: Pine Labs does not tell it";
  return [
    { when: "Paid", where: success },
    {
      when: "Not paid, failure page given",
      where: failureCallbackUrl ?? "Does not apply: no failure page is given",
    },
    {
      when: "Not paid, no failure page",
      where: failureCallbackUrl === null ? success : "Does not apply: a failure page is given",
    },
    { when: "No page given at all", where: DEFAULT_PAGE },
  ];
}

export const refundBelow = ({ pending, failed, orderId, reference }: RefundView): string | null => {
  const state = pending ? "The bank has not confirmed it yet." : failed ? "The money stayed with you." : null;
  return [reference === null ? null : orderId, state].filter(Boolean).join(". ") || null;
};

/** What else is known of a share: whether it was to be held back, and when it was made. */
export function shareBelow({ onHold }: SplitShareView, created: string | null): string | null {
  const hold = onHold === null ? null : onHold ? "To be held back" : "Not to be held back";
  return [hold, created === null ? null : `Created ${created} IST`].filter(Boolean).join(". ") || null;
}

export function splitWord({ status, onHold }: SplitShareView): string {
  if (status === "RELEASED") return "Released";
  if (status === "HOLD" || (status === null && onHold === true)) return "On hold";
  return status ?? (onHold === false ? "Not on hold" : "Not told");
}
