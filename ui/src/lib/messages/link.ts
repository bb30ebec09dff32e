// The words of the link page, in English: states, next steps, actions, labels. Payments are in payments.ts.
// Each dictionary covers its whole union, so that a code the desktop side adds fails the type check here.

import { isolated } from "$lib/bidi";
import { duration, moment, money } from "$lib/format";
import type { LinkOperationKind, ActionReason, LinkState, LinkView, MoneyView, NextStep } from "$lib/ipc";
import { lowerFirst } from "./sentence";

// ---- the word of each state

const withAmount = (word: string, amount: MoneyView | null, tail: string, untold = word) =>
  amount === null ? untold : `${word}, ${money(amount)} ${tail}`;

/** The words beside the icon of a status. An unknown one keeps the server's own spelling. */
export const stateWords: Record<LinkState, (link: LinkView) => string> = {
  checking: () => "Checking",
  to_capture: () => "To capture",
  released: () => "Released, not paid",
  refunded: () => "Refunded",
  // Refunded elsewhere, with no list of how much: then the figure is not known.
  paid_part_refunded: ({ refunded }) =>
    refunded === null || refunded.minor === 0
      ? "Paid, part refunded"
      : withAmount("Paid", refunded, "refunded"),
  captured_part: (link) => {
    const captured = capturedOf(link);
    return captured && link.amount
      ? `Captured ${money(captured)} of ${money(link.amount)}`
      : "Captured in part";
  },
  paid_or_held: () => "Paid or held",
  paid: () => "Paid",
  expired_received: ({ received }) => withAmount("Expired", received, "received", "Expired, money received"),
  cancelled_received: ({ received }) =>
    withAmount("Cancelled", received, "received", "Cancelled, money received"),
  expired: () => "Expired",
  cancelled: () => "Cancelled",
  part_paid: ({ due }) => withAmount("Part paid", due, "due"),
  paying: () => "Paying",
  opened: () => "Opened",
  waiting: () => "Waiting",
  unknown: ({ status }) => (status === "" ? "No status given" : status),
};

/** What was captured on the order that the link names, or on the only one that is known. */
export function capturedOf(link: LinkView): MoneyView | null {
  const order = link.orders.find(({ orderId }) => orderId === link.orderId) ?? link.orders[0];
  return order?.captured ?? null;
}

/** The order on which money is held, with the time by which it should be captured. */
function captureByOf(link: LinkView): number | null {
  return link.orders.find(({ captureBy }) => captureBy !== null)?.captureBy ?? null;
}

// ---- what it means, and what to do next

export type NextStepWords = { means: string; more?: string; next?: string };

const until = (at: number | null, now: number) => (at === null ? "" : ` until ${moment(at, now)} IST`);

const deadline = (link: LinkView, now: number) => {
  const by = captureByOf(link);
  return by === null ? "Holds end by themselves after some days." : captureByWords(by, now);
};

/** The one wording of the deadline of a hold. */
export const captureByWords = (by: number, now: number) =>
  `Capture by ${moment(by, now).replace(",", "")} IST; some cards allow two days more.`;

/** Whether what is due is what did not come in: an ended link may say that all of it is. */
const isTheRest = (link: LinkView): link is LinkView & { due: MoneyView } =>
  link.due !== null &&
  link.amount !== null &&
  link.received !== null &&
  link.due.minor + link.received.minor === link.amount.minor;

const wentBack = ({ refunded }: LinkView) =>
  refunded && refunded.minor > 0 ? `${money(refunded)} of it went back.` : undefined;

const ended = (link: LinkView) => (link.status === "CANCELLED" ? "was cancelled" : "expired");

export const nextSteps: Record<NextStep, (link: LinkView, now: number) => NextStepWords> = {
  checking: () => ({
    means: "The outcome of a change is not known yet.",
    more: "It may or may not have gone through.",
    next: "wait while we look it up. Do not ask for it again.",
  }),
  capture_or_void: (link, now) => ({
    means: "The money is held, not yours yet.",
    more: deadline(link, now),
    next: "capture it, or void it.",
  }),
  capture_overdue: (link, now) => {
    const by = captureByOf(link);
    return {
      means: "The hold may be void already.",
      more: by === null ? undefined : `It was to be captured by ${moment(by, now)} IST.`,
      next: "try to capture it; Pine Labs says whether it still can be.",
    };
  },
  released: () => ({
    means: "The hold was released. No money was taken.",
    next: "make a new link if the payment is still needed.",
  }),
  refunded: ({ refunded, refundPending }) =>
    refundPending && refundPending.minor > 0
      ? {
          means: `${money(refundPending)} is on its way back.`,
          more: "Pine Labs took the refund and has not carried it out yet.",
          next: "wait; the refund below says how far it is.",
        }
      : {
          means: refunded ? `${money(refunded)} went back.` : "All of the money went back.",
          more: "Nothing of this payment is left with you.",
          next: "no further action.",
        },
  part_refunded: (link) => ({
    means:
      link.refundPending && link.refundPending.minor > 0
        ? `The money was taken, and ${money(link.refundPending)} is on its way back.`
        : "The money was taken, and part of it went back.",
    more: link.refundable ? `${link.atMost ? "At most " : ""}${money(link.refundable)} is kept.` : undefined,
    next: "nothing more, unless more has to go back.",
  }),
  captured_part: (link) => {
    const captured = capturedOf(link);
    return {
      means: captured ? `${money(captured)} of the hold is yours.` : "Part of the hold is yours.",
      more: "The rest went back to the customer and can never be captured.",
      next: "hand over what was captured for.",
    };
  },
  read_order: () => ({
    means: "Paid, or only held: the order is not read yet.",
    more: "Until it is, nobody knows that the money is yours.",
    next: "refresh to read the order.",
  }),
  hand_over: () => ({ means: "The money has been taken.", next: "hand over the order." }),
  received_then_ended: (link) => ({
    means: link.received
      ? `${money(link.received)} came in before the link ${ended(link)}.`
      : `Part of the money came in before the link ${ended(link)}.`,
    more: "Nothing more can be paid on it.",
    next: isTheRest(link)
      ? `make a new link for the remaining ${money(link.due)}, or refund what came in.`
      : "make a new link for the rest, or refund what came in.",
  }),
  all_received_then_ended: (link) => ({
    means: link.received
      ? `All of it, ${money(link.received)}, came in before the link ${ended(link)}.`
      : `All of the money came in before the link ${ended(link)}.`,
    more: wentBack(link),
    next: "ask for nothing more. Keep it, or refund it if the sale was called off.",
  }),
  new_link_expired: () => ({
    means: "The time to pay ran out.",
    more: "No money came in.",
    next: "make a new link if the payment is still needed.",
  }),
  new_link_cancelled: () => ({
    means: "The link was cancelled.",
    more: "No money came in.",
    next: "no further action, or a new link if the payment is needed.",
  }),
  ended_unclear: (link) => ({
    means: `The link ${ended(link)}.`,
    more: "Pine Labs does not tell whether money came in before.",
    next: "look at the payment in the Pine Labs dashboard before you ask for it again.",
  }),
  resend_for_due: (link, now) => ({
    means: "Part of the money is in.",
    more: `The link stays open for the rest${until(link.expiresAt, now)}.`,
    next: link.due ? `resend it to ask for ${money(link.due)}.` : "resend it to ask for the rest.",
  }),
  link_lags: (link) => ({
    means: link.received
      ? `${money(link.received)} is in by the order. The link has not caught up yet.`
      : "Money is in, or on its way, and the link has not caught up yet.",
    more: wentBack(link),
    next: "refresh. Do not ask for it again: it could be paid twice.",
  }),
  wait_paying: () => ({
    means: "The customer has started to pay, and an order was created.",
    more: "Do not cancel now: a payment could be lost.",
    next: "check again shortly.",
  }),
  paying_too_long: (link, now) => ({
    means: "A payment was started over a day ago, an order was created, and it was never finished.",
    more: `The link can still be paid${until(link.expiresAt, now)}.`,
    next: "ask the customer, and resend the link so that they can try again.",
  }),
  follow_up_opened: () => ({
    means: "The customer opened the link, and has not paid yet.",
    next: "the payment is expected. Follow up if it stays like this.",
  }),
  opened_long: (link, now) => ({
    means: link.statusSince
      ? `Opened ${duration(now - link.statusSince)} ago, and not paid.`
      : "Opened long ago, and not paid.",
    more: "They may need a reminder, or help.",
    next: "resend it, or call the customer.",
  }),
  wait: () => ({ means: "The link is with the customer.", next: "wait, or resend it if needed." }),
  expiring_soon: (link, now) => ({
    means: link.expiresAt
      ? `Expires in ${duration(link.expiresAt - now)}, and not paid.`
      : "Expires soon, and not paid.",
    more: link.expiresAt ? `After ${moment(link.expiresAt, now)} IST it cannot be paid.` : undefined,
    next: "resend it now if the payment is still needed.",
  }),
  read_only: ({ status }) => ({
    means:
      status === ""
        ? "Pine Labs gave no status."
        : `Linkdesk does not know what “${isolated(status)}” means here.`,
    more: "So it only shows this link, and changes nothing.",
    next: "look it up in the Pine Labs dashboard.",
  }),
};

// ---- actions, and why one cannot be done

export const actionWords: Record<LinkOperationKind, string> = {
  resend: "Resend",
  refund: "Refund…",
  capture: "Capture…",
  void: "Void…",
  cancel: "Cancel link",
};

const subjects: Record<LinkOperationKind, string> = {
  resend: "Resend",
  refund: "Refund",
  capture: "Capture",
  void: "Void",
  cancel: "Cancel link",
};

export const actionReasons: Record<ActionReason, string> = {
  checking: "Locked until the last change is known.",
  operation_not_read: "An entry of this link in Activity cannot be read, so nothing is sent for it.",
  not_understood: "Only reading is offered where a status is not known or a sum is not told.",
  other_currency: "A payment is in another currency than its order, so it is only read here.",
  order_not_read: "The order could not be read, so nothing about the money is certain.",
  // A hold, and one that was released, use a link up as well.
  already_paid: "The link was used, and takes no more payments.",
  already_cancelled: "The link was cancelled.",
  already_expired: "The link has expired.",
  money_received: "Money has come in, so the link cannot be cancelled.",
  payment_under_way: "Payment has started. Cancelling now could lose it.",
  nothing_captured: "No money has been captured.",
  nothing_left: "All of it has been refunded.",
  capture_first: "The money is only held. Capture it first, or void it.",
  less_than_minimum: "Less is left than the smallest amount that can be refunded.",
  not_pre_auth: "Only for payments that are held first.",
  already_captured: "The hold has been captured.",
  already_released: "The hold has been released.",
  not_authorized_yet: "No money is held yet.",
  offline: "The link could not be read again. Nothing is sent on old figures.",
};

/** One reason for the actions that share it: `Capture, void: only for payments that are held first.` */
export function sharedReason(kinds: LinkOperationKind[], reason: ActionReason): string {
  const words = actionReasons[reason];
  return kinds.length < 2 ? words : `${listed(kinds.map((kind) => subjects[kind]))}: ${lowerFirst(words)}`;
}

function listed(words: string[]): string {
  return words.map((word, at) => (at === 0 ? word : lowerFirst(word))).join(", ");
}

// ---- the rest of the page

const counted = (count: number, one: string, many: string) => `${String(count)} ${count === 1 ? one : many}`;

export const labels = {
  openedAs: (title: string, word: string) => `Opened ${title}: ${word}`,
  nowIs: (title: string, word: string) => `${title} is now: ${word}`,
  refresh: "Read again",
  expand: "Open full page",
  shrink: "Back to the panel",
  close: "Close details",
  next: "Next:",
  more: "Show all",
  less: "Show less",
  copyLink: "Copy link",
  notTold: "Not told",
  /** What Pine Labs wrote where a time or an amount belongs. */
  asSpelt: (text: string) => `“${isolated(text)}”, as Pine Labs wrote it`,
  noAddress: "Pine Labs gave no address for this link.",
  copied: "Copied",
  notCopied: "It could not be copied",
  stale: "This is the last that is known",
  orderNotRead: "The order could not be read",
  retry: "Retry",
  request: "Request",
  reading: "Reading the link",
  dashboard: "Open in Pine Labs dashboard",

  asked: "Asked",
  received: "Received",
  due: "Due",
  refunded: "Refunded",
  paidTries: (paid: number, all: number) => `${String(paid)} of ${String(all)} tries`,
  until: (time: string) => `until ${time} IST`,
  pendingRefund: (amount: string) => `${amount} of it is on its way`,
  atLeast: "at least: some was refunded elsewhere",
  asKnown: "as known here: Pine Labs gives no list",

  payments: "Payments",
  triesAside: (orders: number, tries: number) =>
    `${counted(orders, "order", "orders")}, ${counted(tries, "try", "tries")}, IST`,
  part: (number: number) => `Part ${String(number)}`,
  order: "Order",
  tried: "Tried",
  how: "How",
  rrn: "RRN",
  outcome: "Outcome",
  amount: "Amount",
  approvalCode: "Approval code",
  orderMore: "All about this order",
  orderReference: "Reference",
  status: "Status as sent",
  created: "Created",
  lastChanged: "Last changed",
  tryNumber: (number: number) => `Try ${String(number)}:`,
  paymentId: "Payment ID",
  card: "Card",
  bankReference: "Bank reference",
  errorCode: "Error code",
  errorMessage: "Error as sent",
  noTries: "No tries are listed.",

  captured: "Captured",
  capturedMore: (amount: string) => `${amount} more was captured than the link says was paid.`,
  capturedLess: (amount: string) => `${amount} less was captured than the link says was paid.`,
  refunds: "Refunds",
  refund: "Refund",
  refundFromHere: "Refund asked for here",
  knownHere: "known on this computer",
  elsewhere: "Some was refunded elsewhere, and Pine Labs gives no list of it.",
  split: "Split settlement",
  timeline: "Timeline",

  customer: "Customer",
  name: "Name",
  phone: "Phone",
  email: "E-mail",
  customerId: "Customer ID",
  customerReference: "Your reference",
  references: "References",
  reference: "Reference",
  linkId: "Link ID",
  orderId: "Order ID",
  linkUrl: "Link URL",
  expires: "Expires",
  type: "Type",
  copyName: "Copy name",
  copyPhone: "Copy phone number",
  copyEmail: "Copy e-mail address",
  copyCustomerId: "Copy customer ID",
  copyCustomerReference: "Copy customer reference",
  copyReference: "Copy reference",
  copyLinkId: "Copy link ID",
  copyOrderId: "Copy order ID",
  copyLinkUrl: "Copy link URL",
  copyGstin: "Copy GSTIN",
  copyPaymentId: "Copy payment ID",
  copyBankReference: "Copy bank reference",

  details: "Details",
  description: "Description",
  product: "Product",
  discount: (amount: string) => `less ${amount}`,
  coupon: "Coupon",
  billing: "Billing",
  shipping: "Shipping",
  gstin: "GSTIN",
  waysToPay: "Ways to pay",
  preAuth: "Held first",
  mcc: "MCC transaction",
  partPayment: "Part payments",
  bank: "Bank account",
  accountEnding: (lastFour: string) => `account ending ${lastFour}`,
  yes: "Yes",
  no: "No",
  afterPaying: "Where the customer lands",
  redirectOnly: "The redirect is for the customer only: hand nothing over because of it.",
  metadata: "Notes from your system",

  raw: "Raw response",
  rawAside: (time: string) => `${time} IST, personal data hidden`,

  noLink: "No link is known for this order.",
  noLinkMore: "It is shown for reading. Find its link by reference or link ID to do something with it.",
} as const;
