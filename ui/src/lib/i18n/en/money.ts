// The words of the dialogs that change something. What became of it is in outcome.ts.

import type { LinkOperationKind, OperationKind, RefundDoubt } from "$lib/ipc";

type Kinds<Words> = Record<LinkOperationKind, Words>;

/** The customer is null where no name is known, an amount where it is not. */
type Customer = string | null;

export const en = {
  titles: {
    refund: (customer) => (customer === null ? "Refund" : `Refund to ${customer}`),
    capture: (customer) => (customer === null ? "Capture" : `Capture from ${customer}`),
    void: (customer) => (customer === null ? "Void the hold" : `Void the hold on ${customer}`),
    cancel: () => "Cancel this link",
    resend: () => "Send this link again",
  } satisfies Kinds<(customer: Customer) => string>,
  /** The way out says what stays. */
  keep: {
    refund: "Cancel",
    capture: "Cancel",
    void: "Keep the hold",
    cancel: "Keep the link",
    resend: "Cancel",
  } satisfies Kinds<string>,
  /** The button that sends, before it is known how much. */
  bareVerbs: {
    refund: "Refund",
    capture: "Capture",
    void: "Void",
    cancel: "Cancel the link",
    resend: "Resend",
  } satisfies Kinds<string>,
  refundButton: (amount: string, customer: Customer) =>
    customer === null ? `Refund ${amount}` : `Refund ${amount} to ${customer}`,
  captureButton: (amount: string, customer: Customer) =>
    customer === null ? `Capture ${amount}` : `Capture ${amount} from ${customer}`,
  captureReleaseButton: (amount: string, released: string) => `Capture ${amount}, release ${released}`,
  voidButton: (amount: string, customer: Customer) =>
    customer === null ? `Void ${amount}` : `Void ${amount} of ${customer}`,
  /** Sends a change once more that Pine Labs does not have. */
  again: {
    refund: (amount, customer) =>
      customer === null ? `Send ${amount ?? "it"} again` : `Send ${amount ?? "it"} to ${customer} again`,
    capture: (amount) => `Capture ${amount ?? "it"} again`,
    void: (amount) => (amount === null ? "Void the hold again" : `Void ${amount} again`),
    cancel: () => "Cancel the link again",
    resend: () => "Resend the link again",
    create: () => "Make the link again",
  } satisfies Record<OperationKind, (amount: string | null, customer: Customer) => string>,
  captureAgainRelease: (amount: string | null, released: string) =>
    `Capture ${amount ?? "it"} again, release ${released}`,
  captureReleases: (released: string) => `${released} goes back to the customer and can never be captured.`,
  voids: {
    card: (held) => `${held ?? "The money"} goes back to the card; this can’t be undone.`,
    upi: (held) => `${held ?? "The money"} goes back to the UPI account; this can’t be undone.`,
    customer: (held) => `${held ?? "The money"} goes back to the customer; this can’t be undone.`,
  } satisfies Record<string, (held: string | null) => string>,
  undoHint: (seconds: number) => `You get ${String(seconds)} s to undo`,
  refundReasons: [
    "Item returned",
    "Item short",
    "Item damaged",
    "Order called off",
    "Paid twice",
    "Wrong amount",
  ],

  /** Why an amount cannot be taken as it was typed. `like` is an example; a currency is its code. */
  problems: {
    empty: "Type an amount.",
    notRupees: (like: string) => `That is not an amount. Type rupees, like ${like}.`,
    notAnAmount: (like: string, currency: string) => `That is not an amount. Type ${currency}, like ${like}.`,
    letters: (like: string) => `Type the amount in figures, like ${like}.`,
    exponent: (like: string) => `Write the amount out, without an exponent, like ${like}.`,
    plusSign: "Type the amount without a plus sign.",
    spaceInside: (like: string) => `Type the amount without a space inside, like ${like}.`,
    commaUnclear: (like: string) =>
      `That comma could be a decimal point. Type a point before decimals, like ${like}.`,
    commaUnclearWhole: (like: string) =>
      `That comma could be a decimal point. Type it without one, like ${like}.`,
    severalPoints: (like: string) => `There is more than one point in it. Type it like ${like}.`,
    paise: "At most two decimals: a paisa is the smallest part of a rupee.",
    noDecimals: (currency: string) => `An amount in ${currency} has no decimals.`,
    atMostOneDecimal: (currency: string) => `At most one decimals in ${currency}.`,
    atMostTwoDecimals: (currency: string) => `At most two decimals in ${currency}.`,
    atMostThreeDecimals: (currency: string) => `At most three decimals in ${currency}.`,
    atMostFourDecimals: (currency: string) => `At most four decimals in ${currency}.`,
    otherThanRupees: "That is another currency’s sign: this money is in rupees.",
    otherCurrency: (currency: string) => `That is another currency’s sign: this money is in ${currency}.`,
    negative: "The amount must be more than zero.",
    belowMinimum: (minimum: string) => `The amount must be at least ${minimum}.`,
    tooMuch: "That is more than there is.",
    moreThanHeld: (limit: string) => `That is more than the ${limit} held.`,
    moreThanLeft: (limit: string) => `That is more than the ${limit} left.`,
  },
  restTooSmall: (rest: string, minimum: string) =>
    `This leaves ${rest}, which can never be refunded: the least is ${minimum}.`,
  /** What may need more than a refund that says only how much. */
  refundDoubts: {
    split: "Pine Labs may refuse a plain refund: this payment is shared with partners.",
    products: "Pine Labs may refuse a plain refund: this order has several products.",
  } satisfies Record<RefundDoubt, string>,
  /** Why the button cannot send yet. */
  missing: {
    reading: "Reading it again",
    choice: "Choose how much",
    amount: "Type the amount",
    problem: "Correct the amount",
    checking: "Checking the amount",
    reason: "Say why",
  },
  labels: {
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
    goesBack: {
      card: "The money goes back to the card it came from.",
      upi: "The money goes back to the UPI account it came from.",
      customer: "The money goes back to the customer it came from.",
    },
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
  },
};
