// Invented links and operations for the tests of the link page and its dialogs. No part of the app.

import type {
  LinkOperationKind,
  ActionReason,
  ActionView,
  Figures,
  IntentView,
  LinkView,
  MoneyView,
  NeedsYouReason,
  NotSentReason,
  OperationOf,
  OperationView,
  OrderView,
  OutcomeKind,
  PaymentView,
  SeenView,
  WireError,
} from "$lib/ipc";

export const rupees = (minor: number): MoneyView => ({ minor, currency: "INR", exponent: 2 });

export const at = (ist: string) => Date.parse(`${ist}+05:30`);

export const NOW = at("2025-11-20T14:05:12");

/** `true`: allowed; "next": advised, too; else the reason why not. */
export function actions(told: Record<LinkOperationKind, true | "next" | ActionReason>): ActionView[] {
  const kinds: LinkOperationKind[] = ["resend", "cancel", "refund", "capture", "void"];
  return kinds.map((kind) => {
    const word = told[kind];
    if (word === true || word === "next")
      return { kind, allowed: true, reason: null, advised: word === "next" };
    return { kind, allowed: false, reason: word, advised: false };
  });
}

export const error = (code: WireError["code"], more: Partial<WireError["detail"]> = {}): WireError => ({
  code,
  cause: null,
  retryable: true,
  detail: {
    providerCode: null,
    providerMessage: null,
    httpStatus: null,
    requestId: null,
    path: null,
    retryAfterMs: null,
    invalid: [],
    linkId: null,
    account: null,
    place: null,
    ...more,
  },
});

export const payment = (more: Partial<PaymentView> = {}): PaymentView => ({
  id: "v1-251118172104-aa-kX2mQa-up-1",
  status: "PROCESSED",
  paid: true,
  failed: false,
  held: false,
  amount: rupees(1_100_000),
  method: "CARD",
  network: "VISA",
  cardType: null,
  cardCategory: null,
  cardIssuer: null,
  cardCountry: null,
  lastFour: "2208",
  upiHandle: null,
  rrn: "532111087730",
  approvalCode: "084512",
  acquirerReference: null,
  errorCode: null,
  errorMessage: null,
  at: at("2025-11-18T17:21:00"),
  updatedAt: null,
  ...more,
});

export const order = (more: Partial<OrderView> = {}): OrderView => ({
  orderId: "v1-251118172104-aa-kX2mQa",
  reference: null,
  status: "PROCESSED",
  type: "CHARGE",
  preAuth: false,
  amount: rupees(1_100_000),
  captured: rupees(1_100_000),
  payments: [payment()],
  captures: [],
  refunds: [],
  authorizedAt: null,
  captureBy: null,
  createdAt: at("2025-11-18T17:20:00"),
  updatedAt: null,
  ...more,
});

/** ₹18,500.00 asked, ₹11,000.00 in, ₹7,500.00 due. */
export const link = (more: Partial<LinkView> = {}): LinkView => ({
  accountId: "account-1",
  linkId: "pl-v1-251118170512-aa-uR6kYc",
  reference: "INV-2526-0183",
  url: "https://short.example.com/PLUTUS/7hq2mxa",
  status: "PARTIAL_PROCESSED",
  state: "part_paid",
  nextStep: "resend_for_due",
  statusSince: null,
  amount: rupees(1_850_000),
  due: rupees(750_000),
  dueUnread: false,
  received: rupees(1_100_000),
  refunded: rupees(0),
  refundPending: null,
  refundable: rupees(1_100_000),
  atMost: false,
  refundedElsewhere: false,
  oddities: [],
  captureDifference: null,
  expiresAt: at("2025-11-22T17:05:00"),
  expiresSpelt: null,
  createdAt: at("2025-11-18T17:05:00"),
  updatedAt: null,
  actions: actions({
    resend: "next",
    cancel: "money_received",
    refund: true,
    capture: "not_pre_auth",
    void: "not_pre_auth",
  }),
  orders: [order()],
  orderId: "v1-251118172104-aa-kX2mQa",
  orderProblem: null,
  customer: {
    name: "Neha Kulkarni",
    mobile: "+91 9876543210",
    email: "neha.k@example.com",
    customerId: null,
    merchantReference: null,
    gstin: null,
    billing: [],
    shipping: [],
  },
  details: {
    description: null,
    products: [],
    couponDiscount: null,
    couponSpelt: null,
    methods: [],
    metadata: [],
    callbackUrl: null,
    failureCallbackUrl: null,
    mcc: null,
    partPayment: null,
    preAuth: null,
    bankName: null,
    bankAccountLastFour: null,
    ifsc: null,
  },
  splitType: null,
  split: [],
  timeline: [],
  raw: '{ "status": "PARTIAL_PROCESSED" }',
  asOf: NOW,
  stale: null,
  operation: null,
  ...more,
});

/** A link with nothing but its id, its status and its amount. */
export const bareLink = () =>
  link({
    reference: null,
    url: null,
    status: "CREATED",
    state: "waiting",
    nextStep: "wait",
    due: null,
    received: null,
    refunded: null,
    refundable: null,
    expiresAt: null,
    createdAt: null,
    orders: [],
    orderId: null,
    customer: null,
    raw: "",
  });

export const intent = (more: Partial<IntentView> = {}): IntentView => ({
  intentId: "intent-1",
  kind: "refund",
  link: link(),
  orderId: "v1-251118172104-aa-kX2mQa",
  reference: "rf-0183-1",
  figures: {
    captured: rupees(1_100_000),
    refunded: rupees(60_000),
    pending: rupees(0),
    left: rupees(425_000),
    atMost: false,
  },
  refundDoubt: null,
  held: null,
  capturedSoFar: null,
  captureBy: null,
  captureOverdue: false,
  customerName: "Neha Kulkarni",
  paidBy: payment(),
  undoSeconds: 5,
  ...more,
});

export const heldIntent = (more: Partial<IntentView> = {}): IntentView =>
  intent({
    kind: "capture",
    figures: null,
    held: rupees(3_200_000),
    capturedSoFar: rupees(0),
    captureBy: at("2025-11-24T21:25:00"),
    ...more,
  });

export const figures = (more: Partial<Figures> = {}): Figures => ({
  captured: rupees(485_000),
  refunded: rupees(60_000),
  pending: rupees(0),
  left: rupees(425_000),
  atMost: false,
  ...more,
});

/** Of a link that was paid, ₹600.00 of it given back. */
export const seen = (more: Partial<SeenView> = {}): SeenView => ({
  linkStatus: "PROCESSED",
  orderStatus: "PROCESSED",
  due: null,
  held: null,
  figures: figures(),
  ...more,
});

type EachField<T> = T extends unknown ? keyof T : never;
type ValueOf<T, K extends PropertyKey> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;

/** Any field that an operation of some outcome has. */
export type OperationChanges = { [K in EachField<OperationView>]?: ValueOf<OperationView, K> };

/** What each reason has beside its code. */
const reasonFields = {
  notSent: {
    changed: () => ({ before: seen(), after: seen({ orderStatus: "FULLY_REFUNDED" }) }),
    not_allowed: () => ({ notAllowed: "already_cancelled" }),
    reference_used: () => ({ otherLinkId: null }),
    could_not_reread: () => ({ error: error("timeout") }),
    unreachable: () => ({ error: error("timeout") }),
    rate_limited: () => ({ waitUntil: NOW }),
    not_recorded: () => ({}),
    closed_in_hold: () => ({}),
    closed_before_sending: () => ({}),
    hold_overrun: () => ({}),
    proven_absent: () => ({}),
    person_says_not: () => ({}),
    made_elsewhere: () => ({ otherAmount: rupees(10_000), refundOrderId: null }),
    made_here: () => ({ otherAmount: rupees(10_000), refundOrderId: null }),
  } satisfies Record<NotSentReason, () => object>,
  needsYou: {
    may_have_gone_out: () => ({}),
    refund_failed: () => ({ refundOrderId: null }),
    cannot_tell: () => ({ checkedAt: null, nextCheckAt: null }),
    other_amount: () => ({ otherAmount: rupees(10_000), refundOrderId: null }),
    forgotten: () => ({ refundOrderId: null, canTakeBack: false }),
  } satisfies Record<NeedsYouReason, () => object>,
  refusal: {
    answered: () => ({ error: error("refused") }),
    went_otherwise: () => ({ statusNow: "FAILED" }),
    reference_used: () => ({ otherLinkId: null }),
  } satisfies Record<OperationOf<"refused">["refusal"], () => object>,
};

/** What each outcome has beside what all operations have. */
const outcomeFields: Record<OutcomeKind, (more: OperationChanges) => object> = {
  held: () => ({ heldUntil: NOW, heldForMs: 0 }),
  sending: () => ({ waitingUntil: null }),
  checking: () => ({ checkedAt: null, nextCheckAt: null }),
  undone: () => ({ resolvedAt: NOW }),
  accepted: () => ({ resolvedAt: NOW, refundOrderId: null, moreRefunded: null, canTakeBack: false }),
  done: () => ({ resolvedAt: NOW, capturedInstead: null, noMoney: null, canTakeBack: false }),
  refused: ({ refusal = "answered" }) => ({
    resolvedAt: NOW,
    refusal,
    ...reasonFields.refusal[refusal](),
  }),
  not_sent: ({ notSent = "closed_in_hold" }) => ({
    resolvedAt: NOW,
    sendAgain: false,
    canTakeBack: false,
    againUnsent: null,
    notSent,
    ...reasonFields.notSent[notSent](),
  }),
  needs_you: ({ needsYou = "refund_failed" }) => ({
    resolvedAt: NOW,
    needsYou,
    ...reasonFields.needsYou[needsYou](),
  }),
};

/** What all operations have. */
const sharedFields = {
  id: "operation-1",
  accountId: "account-1",
  kind: "refund",
  linkId: "pl-v1-251118170512-aa-uR6kYc",
  linkReference: "INV-2526-0183",
  orderId: "v1-251118172104-aa-kX2mQa",
  amount: rupees(125_000),
  released: null,
  customerName: "Neha Kulkarni",
  reference: "rf-0183-1",
  reason: "Item returned",
  sentAt: null,
  requestId: null,
  requestIds: [],
  confirmedAt: NOW,
  number: 213,
  revision: 0,
  decidedAt: null,
  interruptedAt: null,
};

/** An operation with the fields of its outcome. A field that only another outcome has is a mistake of the test. */
export function operation({ outcome = "sending", ...more }: OperationChanges = {}): OperationView {
  const fields = { ...sharedFields, outcome, ...outcomeFields[outcome](more) };
  const strange = Object.keys(more).filter((key) => !(key in fields));
  if (strange.length > 0) throw new Error(`${outcome} has no ${strange.join(", ")}`);
  return { ...fields, ...more } as OperationView;
}

/** The same operation, come to another outcome. */
export function withOutcome(given: OperationView, changes: OperationChanges): OperationView {
  const shared = Object.entries(given).filter(([name]) => name in sharedFields);
  return operation({ ...(Object.fromEntries(shared) as OperationChanges), ...changes });
}
