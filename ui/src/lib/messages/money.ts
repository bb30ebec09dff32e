// The words of the dialogs that change something. What became of it is in outcome.ts.

import { isolated, shortened } from "$lib/bidi";
import { money } from "$lib/format";
import type {
  LinkOperationKind,
  AmountProblem,
  OperationKind,
  IntentView,
  MoneyView,
  OperationView,
  RefundDoubtView,
} from "$lib/ipc";
import { goesBackTo } from "./payments";
import { from, to } from "./sentence";

export const dialogTitles: Record<LinkOperationKind, (customerName: string | null) => string> = {
  refund: (customerName) => `Refund${to(customerName)}`,
  capture: (customerName) => `Capture${from(customerName)}`,
  void: (customerName) =>
    customerName === null ? "Void the hold" : `Void the hold on ${isolated(customerName)}`,
  cancel: () => "Cancel this link",
  resend: () => "Send this link again",
};

/** The way out says what stays. */
export const keepWords: Record<LinkOperationKind, string> = {
  refund: "Cancel",
  capture: "Cancel",
  void: "Keep the hold",
  cancel: "Keep the link",
  resend: "Cancel",
};

/** The button that sends, before it is known how much. */
export const bareVerbs: Record<LinkOperationKind, string> = {
  refund: "Refund",
  capture: "Capture",
  void: "Void",
  cancel: "Cancel the link",
  resend: "Resend",
};

// A name may be as long as Pine Labs allows; the title has it whole.
const shortName = (customerName: string | null) =>
  customerName === null ? null : shortened(customerName, 32);

export const refundButton = (amount: MoneyView, customerName: string | null) =>
  `Refund ${money(amount)}${to(shortName(customerName))}`;

export const captureButton = (amount: MoneyView, released: MoneyView, customerName: string | null) =>
  released.minor > 0
    ? `Capture ${money(amount)}, release ${money(released)}`
    : `Capture ${money(amount)}${from(shortName(customerName))}`;

export const voidButton = (amount: MoneyView, customerName: string | null) =>
  customerName === null
    ? `Void ${money(amount)}`
    : `Void ${money(amount)} of ${isolated(shortened(customerName, 32))}`;

/** Sends a change once more that Pine Labs does not have. */
const again: Record<OperationKind, (operation: OperationView) => string> = {
  refund: ({ amount, customerName }) =>
    `Send ${amount ? money(amount) : "it"}${to(shortName(customerName))} again`,
  capture: ({ amount, released }) =>
    `Capture ${amount ? money(amount) : "it"} again${
      released && released.minor > 0 ? `, release ${money(released)}` : ""
    }`,
  void: ({ amount }) => `Void ${amount ? money(amount) : "the hold"} again`,
  cancel: () => "Cancel the link again",
  resend: () => "Resend the link again",
  create: () => "Make the link again",
};

export const sendAgainButton = (operation: OperationView) => again[operation.kind](operation);

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

const rupee = { currency: "INR", exponent: 2 };

/** The least that can move: one whole unit, ₹1.00 or USD 1.00. */
const least = (like: MoneyView | null): MoneyView => {
  const { currency, exponent } = like ?? rupee;
  return { currency, exponent, minor: 10 ** exponent };
};

/** How an amount is typed in a currency, as an example. */
const example = (like: MoneyView | null) => {
  const decimals = "5".padEnd((like ?? rupee).exponent, "0");
  return (like ?? rupee).exponent === 0 ? "1250" : `1,250.${decimals}`;
};

const inCurrency = (like: MoneyView | null) =>
  (like ?? rupee).currency === "INR" ? "rupees" : (like ?? rupee).currency;

const COUNTED = ["no", "one", "two", "three", "four"];

const tooManyDecimals = (like: MoneyView | null) => {
  const { currency, exponent } = like ?? rupee;
  if (currency === "INR") return "At most two decimals: a paisa is the smallest part of a rupee.";
  return exponent === 0
    ? `An amount in ${currency} has no decimals.`
    : `At most ${COUNTED[exponent] ?? String(exponent)} decimals in ${currency}.`;
};

const commaUnclear = (like: MoneyView | null) => {
  const typed = (like ?? rupee).exponent === 0 ? "Type it without one" : "Type a point before decimals";
  return `That comma could be a decimal point. ${typed}, like ${example(like)}.`;
};

/** Why an amount cannot be taken as it was typed. `limit` is what is left, or what is held. */
export const amountProblems: Record<
  AmountProblem,
  (limit: MoneyView | null, kind: LinkOperationKind) => string
> = {
  empty: () => "Type an amount.",
  not_an_amount: (limit) => `That is not an amount. Type ${inCurrency(limit)}, like ${example(limit)}.`,
  letters: (limit) => `Type the amount in figures, like ${example(limit)}.`,
  exponent: (limit) => `Write the amount out, without an exponent, like ${example(limit)}.`,
  plus_sign: () => "Type the amount without a plus sign.",
  space_inside: (limit) => `Type the amount without a space inside, like ${example(limit)}.`,
  comma_unclear: (limit) => commaUnclear(limit),
  several_points: (limit) => `There is more than one point in it. Type it like ${example(limit)}.`,
  too_many_decimals: (limit) => tooManyDecimals(limit),
  other_currency: (limit) => `That is another currency’s sign: this money is in ${inCurrency(limit)}.`,
  negative: () => "The amount must be more than zero.",
  below_minimum: (limit) => `The amount must be at least ${money(least(limit))}.`,
  above_left: (limit, kind) =>
    limit === null
      ? "That is more than there is."
      : `That is more than the ${money(limit)} ${kind === "capture" ? "held" : "left"}.`,
};

export const restTooSmall = (rest: MoneyView) =>
  `This leaves ${money(rest)}, which can never be refunded: the least is ${money(least(rest))}.`;

/** What may need more than a refund that says only how much. */
export const refundDoubts: Record<RefundDoubtView, string> = {
  split: "Pine Labs may refuse a plain refund: this payment is shared with partners.",
  products: "Pine Labs may refuse a plain refund: this order has several products.",
};

/** Why the button cannot send yet. */
export const missing = {
  reading: "Reading it again",
  choice: "Choose how much",
  amount: "Type the amount",
  problem: "Correct the amount",
  checking: "Checking the amount",
  reason: "Say why",
} as const;

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
  elsewhere:
    "Already refunded and pending are as known here. What was refunded elsewhere may not be listed: Pine Labs has the last word.",
  reason: "Reason",
  leftAfter: "Left after this",
  ifRefused: "If it does, no money moves. Refund it in the Pine Labs dashboard then.",
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
