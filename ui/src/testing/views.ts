// Invented views for tests: whole, plausible, and changed only where a test says so.

import type {
  AccountView,
  FindKindView,
  FindView,
  FoundView,
  LinkView,
  MoneyView,
  RecentView,
  StartView,
  WireError,
} from "$lib/ipc";

export const NOON = Date.UTC(2025, 10, 20, 6, 30);

export const rupees = (amount: number): MoneyView => ({ minor: amount * 100, currency: "INR", exponent: 2 });

export const anAccount = (changes: Partial<AccountView> = {}): AccountView => ({
  id: "kaveri",
  name: "Kaveri Handlooms",
  environment: "live",
  host: "api.example.com",
  clientIdHint: "1e38",
  secret: "keychain",
  dialect: "reference",
  ...changes,
});

/** What a text is taken for. */
export const taken = (value: string, changes: Partial<FindKindView> = {}): FindKindView => ({
  kind: value === "" ? "empty" : "reference",
  notAnId: null,
  value,
  picked: false,
  choices: [],
  ...changes,
});

/** What a search has found. */
export const found = (
  text: string,
  link: LinkView,
  changes: Partial<FoundView> = {},
  picked = false,
): FindView => ({
  taken: taken(text, { picked }),
  found: { page: { link }, knownAs: null, recents: [], ...changes },
  problem: null,
});

/** A search that has found nothing, or for which nothing was asked. */
export const notFound = (kind: FindKindView, problem: WireError | null = null): FindView => ({
  taken: kind,
  found: null,
  problem,
});

export const aRecent = (changes: Partial<RecentView> = {}): RecentView => ({
  reference: "INV-1",
  linkId: "pl-v1-251120093412-aa-T7kQ2m",
  customer: "Ritu Bansal",
  amount: rupees(2350),
  due: rupees(2350),
  status: "CREATED",
  state: "waiting",
  expiresAt: NOON + 86_400_000,
  seenAt: NOON,
  openedAt: NOON,
  ...changes,
});

export const aStart = (changes: Partial<StartView> = {}): StartView => ({
  accounts: [anAccount()],
  current: "kaveri",
  theme: "light",
  customUrl: null,
  undoSeconds: 5,
  recents: [],
  notices: [],
  version: "0.0.0",
  trace: false,
  ...changes,
});

export const aLink = (changes: Partial<LinkView> = {}): LinkView => ({
  accountId: "kaveri",
  linkId: "pl-v1-251120093412-aa-T7kQ2m",
  reference: "INV-1",
  url: null,
  status: "CREATED",
  state: "waiting",
  nextStep: "wait",
  statusSince: null,
  amount: rupees(2350),
  due: rupees(2350),
  dueUnread: false,
  received: null,
  refunded: null,
  refundable: null,
  refundPending: null,
  atMost: false,
  refundedElsewhere: false,
  oddities: [],
  captureDifference: null,
  expiresAt: null,
  expiresSpelt: null,
  createdAt: null,
  updatedAt: null,
  actions: [],
  orders: [],
  orderId: null,
  orderProblem: null,
  customer: null,
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
  raw: "{}",
  asOf: NOON,
  stale: null,
  operation: null,
  ...changes,
});

export const anError = (code: WireError["code"], detail: Partial<WireError["detail"]> = {}): WireError => ({
  code,
  cause: null,
  retryable: false,
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
    ...detail,
  },
});

export const ok = <T>(data: T) => ({ status: "ok" as const, data });
export const refused = (error: WireError) => ({ status: "error" as const, error });

/** An answer that comes when the test says so. */
export function later<T>(): { promise: Promise<T>; answer: (value: T) => void } {
  let answer: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (answer = resolve));
  return { promise, answer };
}
