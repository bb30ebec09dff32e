// The commands and events of the desktop side, typed. Generated from the Rust types; do not edit by hand.

import { invoke } from "@tauri-apps/api/core";
import * as TAURI_API_EVENT from "@tauri-apps/api/event";

export const commands = {
  start: () => invoke<StartView>("start"),
  painted: (at: number) => invoke<null>("painted", { at }),
  connect: (request: ConnectRequest) => typedError<AccountView, WireError>(invoke("connect", { request })),
  trySampleData: () => typedError<AccountView, WireError>(invoke("try_sample_data")),
  switchAccount: (accountId: string) => typedError<StartView, WireError>(invoke("switch_account", { accountId })),
  forgetAccount: (accountId: string) => typedError<StartView, WireError>(invoke("forget_account", { accountId })),
  saveToKeychain: (accountId: string) => typedError<AccountView, WireError>(invoke("save_to_keychain", { accountId })),
  setTheme: (theme: Theme) => typedError<null, WireError>(invoke("set_theme", { theme })),
  classify: (query: string) => invoke<FindKindView>("classify", { query }),
  find: (request: { accountId: string; query: string }) => typedError<FoundView, WireError>(invoke("find", { request })),
  openLink: (request: { accountId: string; linkId: string }) => typedError<LinkView, WireError>(invoke("open_link", { request })),
  knownLink: (request: { accountId: string; linkId: string }) => invoke<LinkView | null>("known_link", { request }),
  recents: (accountId: string) => typedError<RecentView[], WireError>(invoke("recents", { accountId })),
  forgetRecent: (request: { accountId: string; linkId: string }) => typedError<RecentView[], WireError>(invoke("forget_recent", { request })),
  prepare: (request: PrepareRequest) => typedError<IntentView, WireError>(invoke("prepare", { request })),
  checkAmount: (request: CheckAmountRequest) => typedError<AmountView, WireError>(invoke("check_amount", { request })),
  resend: (request: ConfirmRequest) => typedError<OperationView, WireError>(invoke("resend", { request })),
  cancelLink: (request: ConfirmRequest) => typedError<OperationView, WireError>(invoke("cancel_link", { request })),
  refund: (request: ConfirmRequest) => typedError<OperationView, WireError>(invoke("refund", { request })),
  capture: (request: ConfirmRequest) => typedError<OperationView, WireError>(invoke("capture", { request })),
  voidOrder: (request: ConfirmRequest) => typedError<OperationView, WireError>(invoke("void_order", { request })),
  undo: (operationId: string) => typedError<OperationView, WireError>(invoke("undo", { operationId })),
  checkNow: (operationId: string) => typedError<OperationView, WireError>(invoke("check_now", { operationId })),
  sendAgain: (operationId: string) => typedError<OperationView, WireError>(invoke("send_again", { operationId })),
  operations: (accountId: string) => invoke<OperationView[]>("operations", { accountId }),
  copyText: (text: string) => typedError<null, WireError>(invoke("copy_text", { text })),
  openExternal: (target: "dashboard" | "sign_up") => typedError<null, WireError>(invoke("open_external", { target })),
};

export const events = {
  operationChanged: makeEvent<OperationChanged>("operation-changed"),
};

export type Result<T, E> = { status: "ok"; data: T } | { status: "error"; error: E };

export type MoneyView = { minor: number; currency: string; exponent: number };

// ---- errors
export type ErrorCode =
  | "credentials_refused"   // connect: Pine Labs said no; nothing stored
  | "signed_out"            // 401 that a refresh did not cure, or no secret at hand: show connect with the account named
  | "keychain_missing" | "keychain_locked" | "keychain_refused" | "keychain_slow" | "keychain_failed"
  | "dns" | "connection_refused" | "tls" | "timeout" | "portal"   // network, on a read; "portal": HTML instead of an answer
  | "rate_limited"          // detail.retryAfterMs
  | "not_found"             // also: may belong to the other environment
  | "not_an_id"             // Find input that cannot be an id; no request was made
  | "unknown_url"           // a link URL that was never seen on this computer
  | "refused"               // Pine Labs refused; detail.providerCode
  | "unreadable"            // an answer we could not understand; detail.path
  | "server"                // 5xx
  | "not_allowed"           // the domain rules do not allow this action now (detail.reason)
  | "already_open"          // another change of this order is under way
  | "bad_request"           // a request the app should never have made
  | "storage"               // settings/recents could not be read or written
  ;
export type ErrorDetail = {
  providerCode: string | null; providerMessage: string | null; httpStatus: number | null;
  requestId: string | null; host: string | null; path: string | null; retryAfterMs: number | null;
};
export type WireError = { code: ErrorCode; message: string; retryable: boolean; detail: ErrorDetail };

// ---- start and accounts
export type EnvironmentKind = "live" | "uat" | "custom" | "sample";
export type SecretState = "keychain" | "session" | "missing" | "not_needed";
export type DialectView = "unknown" | "reference" | "guide";
export type AccountView = {
  id: string; name: string; environment: EnvironmentKind; host: string;
  clientIdHint: string;          // "4f1c…1e38" style: never the whole thing; "" for sample
  secret: SecretState; dialect: DialectView;
};
export type Theme = "system" | "light" | "dark";
export type NoticeCode = "recents_reset" | "settings_reset" | "accounts_reset";
export type NoticeView = { code: NoticeCode; keptAt: string };  // path where the broken file was put aside
export type StartView = {
  accounts: AccountView[]; current: string | null; theme: Theme;
  customUrl: string | null;      // LINKDESK_API_URL: offers the Custom environment (host shown)
  undoSeconds: number; recents: RecentView[]; notices: NoticeView[];
  version: string; trace: boolean;   // trace: call painted() after the second frame
};
export type ConnectRequest = {
  accountId: string | null;      // set: replace the secret of this account
  name: string;                  // shop name, may be ""
  environment: EnvironmentKind; clientId: string; clientSecret: string;
  keep: "keychain" | "session";
};

// ---- find and recents
export type FindKind = "empty" | "link_id" | "reference" | "order_id" | "url" | "not_an_id";
export type NotAnIdReason = "too_long" | "control_characters" | "not_one_word" | "path" | "characters";
export type FindKindView = { kind: FindKind; reason: NotAnIdReason | null; value: string };
export type RecentView = {
  reference: string; linkId: string; customer: string | null; amount: MoneyView | null; due: MoneyView | null;
  status: string; state: LinkState; expiresAt: number | null; seenAt: number; openedAt: number;
};
export type PageView = { link: LinkView } | { order: OrderPageView };   // externally tagged
export type FoundView = { kind: FindKind; page: PageView };
export type OrderPageView = { accountId: string; order: OrderView; reference: string | null; asOf: number; raw: string };

// ---- link page
export type LinkState = "checking" | "to_capture" | "released" | "refunded" | "paid_part_refunded" | "captured_part"
  | "paid_or_held" | "paid" | "expired_received" | "cancelled_received" | "expired" | "cancelled"
  | "part_paid" | "paying" | "opened" | "waiting" | "unknown";
export type ActionKind = "resend" | "cancel" | "refund" | "capture" | "void";
export type ActionReason =
  | "checking"            // a change of ours is not settled yet
  | "not_understood"      // unknown status: reading only
  | "order_not_read"      // the order could not be read, so nothing about the money is certain
  | "already_paid" | "already_cancelled" | "already_expired" | "money_received" | "payment_under_way"
  | "nothing_captured" | "nothing_left" | "capture_first" | "less_than_minimum"
  | "not_pre_auth" | "already_captured" | "already_released" | "not_authorized_yet"
  | "offline";
export type ActionView = { kind: ActionKind; allowed: boolean; reason: ActionReason | null; advised: boolean };
// What it means and what to do next: one dictionary entry for each code.
export type NextStep =
  | "checking" | "capture_or_void" | "capture_overdue" | "released" | "refunded" | "part_refunded" | "captured_part"
  | "read_order" | "hand_over" | "received_then_ended" | "new_link_expired" | "new_link_cancelled"
  | "resend_for_due" | "wait_paying" | "paying_too_long" | "follow_up_opened" | "opened_long" | "wait" | "expiring_soon" | "read_only";
export type CustomerView = {
  name: string | null; mobile: string | null; email: string | null; customerId: string | null;
  merchantReference: string | null; gstin: string | null; billing: string[]; shipping: string[];   // address lines
};
export type PaymentView = {
  id: string; status: string; paid: boolean; failed: boolean; held: boolean; amount: MoneyView | null;
  method: string | null;         // CARD, UPI, NETBANKING, ... as sent
  network: string | null; lastFour: string | null; upiHandle: string | null;  // masked: "mo••••••s@examplebank"
  rrn: string | null; approvalCode: string | null; errorCode: string | null; errorMessage: string | null;
  at: number | null;
};
export type CaptureView = { reference: string | null; amount: MoneyView; at: number | null };
export type RefundView = { reference: string | null; orderId: string | null; amount: MoneyView | null; status: string;
  pending: boolean; failed: boolean; at: number | null; fromHere: boolean };
export type OrderView = {
  orderId: string; status: string; type: string | null; preAuth: boolean | null; amount: MoneyView | null;
  captured: MoneyView | null; payments: PaymentView[]; captures: CaptureView[]; refunds: RefundView[];
  authorizedAt: number | null; captureBy: number | null; createdAt: number | null; updatedAt: number | null;
};
export type SplitShareView = { merchantId: string; settlementReference: string | null; amount: MoneyView | null;
  onHold: boolean | null; status: string | null; updatedAt: number | null };
export type TimelineKind = "created" | "opened" | "paid" | "payment_failed" | "held" | "captured" | "voided" | "refunded"
  | "refund_pending" | "refund_failed" | "cancelled" | "expired" | "expires" | "updated";
export type TimelineView = { kind: TimelineKind; at: number | null; amount: MoneyView | null; detail: string | null };
export type ProductView = { code: string; amount: MoneyView | null; discount: MoneyView | null };
export type DetailsView = {
  description: string | null; products: ProductView[]; couponDiscount: MoneyView | null; methods: string[];
  metadata: [string, string][]; callbackUrl: string | null; failureCallbackUrl: string | null;
  mcc: boolean | null; preAuth: boolean | null; bankName: string | null; bankAccountLastFour: string | null; ifsc: string | null;
};
export type LinkView = {
  accountId: string; linkId: string; reference: string | null; url: string | null;
  status: string; state: LinkState; nextStep: NextStep; statusSince: number | null;
  amount: MoneyView | null; due: MoneyView | null; received: MoneyView | null; refunded: MoneyView | null;
  refundable: MoneyView | null; refundedElsewhere: boolean;   // true: "at most", some was refunded elsewhere
  captureDifference: MoneyView | null;                        // captured minus (asked minus due), where not zero
  expiresAt: number | null; createdAt: number | null; updatedAt: number | null;
  actions: ActionView[]; orders: OrderView[]; orderId: string | null; orderProblem: WireError | null;
  customer: CustomerView | null; details: DetailsView; splitType: string | null; split: SplitShareView[];
  timeline: TimelineView[]; raw: string;                      // pretty JSON, personal data masked
  asOf: number; stale: WireError | null;                      // stale: the last known, and why it could not be read again
  operation: OperationView | null;                            // the open or last change of this link asked for here
};

// ---- changes (operations)
export type Figures = { captured: MoneyView; refunded: MoneyView; pending: MoneyView; left: MoneyView; atMost: boolean };
export type PrepareRequest = { accountId: string; linkId: string; kind: ActionKind };
// What a dialog shows. Opening a dialog reads link and order again and makes the intent (one reference, one key).
export type IntentView = {
  intentId: string; kind: ActionKind; link: LinkView; orderId: string | null; reference: string | null;
  figures: Figures | null;       // refund
  held: MoneyView | null;        // capture, void: the amount authorised
  capturedSoFar: MoneyView | null; captureBy: number | null; captureOverdue: boolean;
  payee: string | null;          // the customer's name, for titles and buttons
  paidBy: PaymentView | null; words: string | null;   // words: of the whole amount at stake
  undoSeconds: number;
};
export type AmountChoice = "all" | { part: string };           // what was typed, in rupees
export type AmountProblem = "empty" | "not_an_amount" | "too_many_decimals" | "negative" | "below_minimum" | "above_left" | "equals_all";
export type AmountView = {
  amount: MoneyView | null; words: string | null; rest: MoneyView | null;   // rest: left after a refund / released by a capture
  problem: AmountProblem | null; strandsRest: boolean;          // a refund that leaves less than ₹1
};
export type CheckAmountRequest = { accountId: string; intentId: string; amount: AmountChoice };
export type ConfirmRequest = { accountId: string; intentId: string; amount: AmountChoice | null; reason: string | null };
export type OutcomeKind = "held" | "sending" | "undone" | "accepted" | "done" | "refused" | "checking" | "not_sent" | "needs_you";
export type NotSentReason = "changed" | "not_allowed" | "unreachable" | "could_not_reread" | "closed" | "proven_absent" | "rate_limited";
export type OperationView = {
  id: string; accountId: string; kind: ActionKind; linkId: string; linkReference: string | null; orderId: string | null;
  amount: MoneyView | null; released: MoneyView | null; words: string | null; payee: string | null;
  reference: string | null; reason: string | null; outcome: OutcomeKind;
  heldUntil: number | null; sentAt: number | null; settledAt: number | null; checkedAt: number | null; nextCheckAt: number | null;
  notSent: NotSentReason | null; before: Figures | null; after: Figures | null;   // "changed": what was seen, what is so now
  capturedInstead: MoneyView | null;    // a capture that took another amount than asked
  mayHaveGoneOut: boolean;              // a resend that got no answer
  sendAgain: boolean;                   // proven absent: offer "Send again"
  error: WireError | null; refundOrderId: string | null; requestId: string | null;
};

export type OperationChanged = OperationView;

async function typedError<T, E>(result: Promise<T>): Promise<Result<T, E>> {
  try {
    return { status: "ok", data: await result };
  } catch (e) {
    if (e instanceof Error) throw e;
    return { status: "error", error: e as E };
  }
}

function makeEvent<T>(name: string) {
  return {
    listen: (cb: TAURI_API_EVENT.EventCallback<T>) => TAURI_API_EVENT.listen<T>(name, cb),
  };
}
