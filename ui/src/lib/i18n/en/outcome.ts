// What became of a change, in words. An outcome that is not known is never called a success here, nor a failure.

import type { OperationKind, OutcomeKind } from "$lib/ipc";

type Kinds<Words> = Record<OperationKind, Words>;

const FEW_DAYS = "The bank usually needs a few days.";

export const en = {
  /** What was asked for, in one line: with the amount, and with the customer, as far as they are known. */
  asked: {
    refund: (amount, link, customer) =>
      customer === null
        ? `${amount ?? "The amount"}, ${link}`
        : `${amount ?? "The amount"} to ${customer}, ${link}`,
    capture: (amount, link, customer) =>
      customer === null
        ? `Capture ${amount ?? "the amount"}, ${link}`
        : `Capture ${amount ?? "the amount"} from ${customer}, ${link}`,
    void: (amount, link) => `Void ${amount ?? "the amount"}, ${link}`,
    cancel: (_, link) => `Cancel the link ${link}`,
    resend: (_, link) => `Resend the link ${link}`,
    create: (amount, link) => `New link for ${amount ?? "the amount"}, ${link}`,
  } satisfies Kinds<(amount: string | null, link: string, customer: string | null) => string>,
  askedCaptureReleases: (amount: string | null, released: string, link: string) =>
    `Capture ${amount ?? "the amount"}, release ${released}, ${link}`,

  titles: {
    held: "Not sent yet",
    sending: "Sending",
    waiting: "Waiting to send",
    undone: "Taken back",
    accepted: "Accepted",
    checking: "Outcome unknown",
    refunded: "Refunded",
    captured: "Captured",
    capturedOther: "Captured another amount than asked",
    voided: "Voided",
    cancelled: "Cancelled",
    cancelledWithMoney: "Cancelled, with money on it",
    sentAgain: "Sent again",
    linkMade: "Link made",
    refused: "Refused",
    refundOtherwise: "The refund did not go through",
    otherwise: "It did not go through",
    needsYou: "This needs you",
    otherAmount: "Another amount than asked",
    forgotten: "Not found any more",
    refundFailed: "The refund failed",
    mayHaveGoneOut: "It may have gone out",
  },
  sending: {
    refund: "Waiting for Pine Labs. Refunds on this order are locked.",
    capture: "Waiting for Pine Labs. Capture and void are locked on this order.",
    void: "Waiting for Pine Labs. Capture and void are locked on this order.",
    cancel: "Waiting for Pine Labs.",
    resend: "Waiting for Pine Labs.",
    create: "Waiting for Pine Labs. Its reference is taken until then.",
  } satisfies Kinds<string>,
  waiting: (time: string) => `Pine Labs asked us to wait. It is sent by itself after ${time} IST.`,
  nothingSent: "Nothing was sent.",

  /** Of a link that was cancelled: what its orders said of money afterwards. */
  noMoneyOnIt: "No money was on it.",
  moneyOnIt: [
    "Money is on it all the same: paid, held, or on its way. Do not make a new link for it.",
    "Look at its payments: hand over or refund what was paid, capture or void what is held.",
  ],
  accepted: (amount: string | null) => `Pine Labs took the refund of ${amount ?? "the amount"}. ${FEW_DAYS}`,
  moreRefunded: (amount: string) =>
    `${amount} more was refunded on this order than this one and what you saw: by somebody else, or elsewhere.`,
  refunded: (amount: string | null) => `${amount ?? "The amount"} went back. ${FEW_DAYS}`,
  capturedOther: (asked: string | null, captured: string) =>
    `Asked: ${asked ?? "not known"}. Captured: ${captured}.`,
  refundDifference: "If that is too much, refund the difference.",
  captured: (amount: string | null) => `${amount ?? "The amount"} is yours.`,
  capturedReleased: (amount: string | null, released: string) =>
    `${amount ?? "The amount"} is yours. ${released} goes back to the customer; the bank usually needs a few days.`,
  voided: (amount: string | null) =>
    `${amount ?? "The amount"} goes back to the customer; the bank usually needs a few days.`,
  cancelled: "The link no longer works.",
  sentAgain: "Pine Labs took it and sends the message in its own words.",
  linkMade: (amount: string | null, reference: string) =>
    `It asks for ${amount ?? "the amount"} under the reference ${reference}.`,

  /** Pine Labs refused it, and a look-up found nothing of it. What others did meanwhile is not told by that. */
  nothingMoved: {
    refund: "No money moved.",
    capture: "No money moved: nothing was captured.",
    void: "The hold was not voided.",
    cancel: "The link was not cancelled.",
    resend: "Pine Labs did not take it. No money is involved.",
    create: "No link was made.",
  } satisfies Kinds<string>,
  unknown: {
    refund:
      "No certain answer came, so the money may or may not have moved. Do not refund again: we are checking by reference.",
    capture:
      "No certain answer came, so the money may or may not have been captured. Capture and void stay locked on this order until Pine Labs tells us.",
    void: "No certain answer came, so the hold may or may not be void. Capture and void stay locked on this order until Pine Labs tells us.",
    cancel:
      "No certain answer came, so the link may or may not be cancelled. We are reading it until we know.",
    resend: "No answer came, so the message may or may not have gone out.",
    create:
      "No certain answer came, so the link may or may not have been made. Do not make it again: we are looking for its reference.",
  } satisfies Kinds<string>,
  /** In plain words where the code of Pine Labs is known. */
  refusals: {
    REFUND_DURATION_EXCEEDED: "Pine Labs says the time allowed for refunding this payment has ended.",
    AMOUNT_LIMIT_EXCEEDED: "Pine Labs says the amount is over a limit of your account.",
  },
  /** `said` is Pine Labs’ own sentence, with its stop. */
  pineLabsSays: (said: string) => `Pine Labs says: ${said}`,
  /** Found out by looking it up: it did not happen, because the order or the link went another way. */
  wentOtherwise: {
    refund: (status) => `Pine Labs has it as ${status}. The money is still with you.`,
    capture: (status) => `Nothing was captured: Pine Labs now has the order as ${status}.`,
    void: (status) => `The hold was not voided: Pine Labs now has the order as ${status}.`,
    cancel: (status) => `The link was not cancelled: Pine Labs now has it as ${status}.`,
    resend: (status) => `The link was not sent: Pine Labs now has it as ${status}.`,
    create: (status) => `The link was not made: Pine Labs has it as ${status}.`,
  } satisfies Kinds<(status: string) => string>,
  referenceHasOther: "This reference has a link already, and it asks for something else.",

  /** Nobody can prove what became of it. `sent` and `looked` say when. */
  unproven:
    "It was sent, and no certain answer came. Linkdesk keeps looking it up, and Pine Labs cannot tell.",
  unprovenLooked: (looked: string) =>
    `It was sent, and no certain answer came. Linkdesk keeps looking it up, last ${looked}, and Pine Labs cannot tell.`,
  unprovenSent: (sent: string) =>
    `It was sent ${sent}, and no certain answer came. Linkdesk keeps looking it up, and Pine Labs cannot tell.`,
  unprovenSentLooked: (sent: string, looked: string) =>
    `It was sent ${sent}, and no certain answer came. Linkdesk keeps looking it up, last ${looked}, and Pine Labs cannot tell.`,
  undecided: {
    refund:
      "The money may or may not have moved. Refunds on this order stay locked until you say what you find.",
    capture:
      "The money may or may not have been captured. Capture and void stay locked on this order until you say what you find.",
    void: "The hold may or may not be void. Capture and void stay locked on this order until you say what you find.",
    cancel: "The link may or may not be cancelled. It stays locked until you say what you find.",
    resend: "The message may or may not have gone out.",
    create: "The link may or may not have been made. Its reference stays taken until you say what you find.",
  } satisfies Kinds<string>,
  otherAmount: (found: string, asked: string | null) =>
    `Pine Labs has a refund of ${found} under this refund’s reference; ${asked ?? "another amount"} was asked for.`,
  otherAmountNext:
    "Look at it in the Pine Labs dashboard, and talk to Pine Labs with its IDs. Do not refund the difference before you know how it came.",
  forgottenAccepted: "Pine Labs accepted this refund, and for days no look-up finds it any more.",
  forgottenYourWord: "You said that this refund is there, and for days no look-up finds it.",
  forgottenNext:
    "The money may or may not be on its way: look in the Pine Labs dashboard, and ask Pine Labs with its IDs. Do not refund it again before you know.",
  refundFailed: (amount: string | null) =>
    amount === null
      ? "Pine Labs took it and could not carry it out. The money is still with you, and can be refunded again."
      : `Pine Labs took it and could not carry it out. ${amount} is still with you, and can be refunded again.`,
  mayHaveGoneOut:
    "Pine Labs did not answer, so the message may or may not have been sent. No money is involved: resend it if the customer did not get it.",

  sendingIn: (seconds: number) => `Sending in ${String(seconds)} s`,
  sendingNow: "Sending now",
  checked: (time: string) => `Checked ${time} IST`,
  checkedNext: (time: string, left: string) => `Checked ${time} IST, next in ${left}`,
  checkedNow: (time: string) => `Checked ${time} IST, checking now`,
  checkedNobody: (time: string) => `Checked ${time} IST, not being looked up now`,
  nextIn: (left: string) => `Next in ${left}`,
  checkingNow: "Checking now",
  nobodyLooks: "Not being looked up now",

  labels: {
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
  },
  /** What was asked for about a change and could not be done: that, and what is known about the money. */
  notDone: {
    undo: { title: "It was not taken back", known: "It is still held, and may go out." },
    checkNow: {
      title: "It could not be looked up now",
      known: "What became of it is still not known. Do not ask for it again.",
    },
    sendAgain: { title: "It was not sent again", known: "Nothing was sent this time." },
    takeBack: { title: "Your word was not taken back", known: "It stays as you said. Nothing was sent." },
    decide: { title: "Your answer was not taken down", known: "It stays undecided. Nothing was sent." },
    markSeen: { title: "It was not marked as seen", known: "It stays in the count. Nothing was sent." },
  },
  /** The way out of a dialog once it has an outcome. */
  leave: {
    held: "Close, it goes on",
    sending: "Close",
    undone: "Close",
    accepted: "Done",
    done: "Done",
    refused: "Close",
    checking: "Close, keep checking",
    not_sent: "Close",
    needs_you: "Close",
  } satisfies Record<OutcomeKind, string>,

  /** The lines for support. */
  support: {
    kind: "Change",
    outcome: "Outcome",
    entry: "Entry",
    decidedBy: "Decided by",
    person: "the person",
    link: "Link",
    linkReference: "Link reference",
    order: "Order",
    reference: "Reference",
    refundOrder: "Refund order",
    amount: "Amount",
    found: "Found under its reference",
    more: "Refunded beside it",
    forgotten: "Not found any more",
    yes: "yes",
    code: "Code",
    status: "HTTP status",
    request: "Request",
    sent: "Sent",
    resolved: "Settled",
  },
};
