// The words of Find and of the list of recent links.

import { clockSeconds, waitUntil } from "$lib/format";
import type { FindKind, FindKindView, LinkState, NotAnIdReason } from "$lib/ipc";

export const find = {
  label: "Find by link ID, reference, order ID or link URL",
  submit: "Find",
  shortcut: "Ctrl K",
  kinds: {
    empty: "",
    link_id: "Link ID",
    reference: "Reference",
    order_id: "Order ID",
    payment_id: "Payment ID",
    url: "Link URL",
    several: "Several IDs",
    not_an_id: "Not an ID",
  } satisfies Record<FindKind, string>,
  takenFor: (kind: string) => `Taken for: ${kind}`,
  nothingTyped: "Paste or type what to find.",
  notAnId: {
    too_long: "That is too long to be an ID or a reference.",
    control_characters: "That holds characters that no ID has. Copy it again.",
    not_one_word: "An ID is one word, and there is none in this text.",
    path: "That is a path, not an ID.",
    sign: "Pine Labs’ references have no such sign.",
    characters: "IDs have letters, digits, - and _ only.",
  } satisfies Record<NotAnIdReason, string>,
  /** Why nothing is asked, and what may be asked instead. */
  whyNot({ kind, reason, sign, choices }: FindKindView): string {
    if (kind === "empty") return this.nothingTyped;
    if (kind === "several") return this.which;
    if (reason === null) return this.notAnIdAtAll;
    const why = sign === null ? this.notAnId[reason] : this.noSign(sign);
    const [only, ...more] = choices;
    if (!only) return why;
    return `${why} ${more.length > 0 ? this.perhapsOne : this.perhaps(only.value)}`;
  },
  notAnIdAtAll: "That cannot be an ID, a reference or a link URL.",
  noSign: (sign: string) => `Pine Labs’ references have no ${sign.trim() === "" ? "space" : `“${sign}”`}.`,
  perhaps: (reference: string) => `Perhaps it is stored as ${reference}.`,
  perhapsOne: "Perhaps it is stored as one of these:",
  seenAs: (reference: string) => `On this computer it was seen as ${reference}.`,
  choices: "What to look for",
  which: "There are several IDs in this. Which one?",
  picked: (value: string) => `Took ${value} from what was pasted.`,
  knownAs: (reference: string) => `Pine Labs knows it as “${reference}”.`,
  still: (reference: string) => `Still showing ${reference}`,
  /** A short wait is kept by the desktop side, which then goes on. */
  waiting: (until: number, now: number) =>
    until - now < 60_000
      ? `Pine Labs asks to wait until ${clockSeconds(until)} IST. Linkdesk goes on by itself.`
      : `Pine Labs asks to wait ${waitUntil(until, now)}.`,
  finding: (query: string) => `Looking for ${query}`,

  recents: "Recent links",
  recentsHint: "Opened on this computer",
  columns: {
    reference: "Reference",
    customer: "Customer",
    amount: "Amount",
    status: "Status",
    expires: "Expires in",
    seen: "Read, IST",
  },
  noReference: "No reference",
  noCustomer: "No name",
  none: "none",
  due: (amount: string) => `${amount} due`,
  received: (amount: string) => `${amount} received`,
  moneyReceived: "money received",
  copyLinkId: "Copy link ID",
  forget: (reference: string) => `Take ${reference} off this list`,
  emptyTitle: "Nothing opened yet",
  empty:
    "Paste a link ID, your own reference, an order ID or a link URL into Find. What you open stays in this list.",
  goFind: "Find a link",
  keys: "Arrow keys move, Enter opens, Esc goes back.",

  /** The short word of each state; amounts have their own column here. */
  states: {
    checking: "Checking",
    to_capture: "To capture",
    released: "Released",
    refunded: "Refunded",
    paid_part_refunded: "Part refunded",
    captured_part: "Part captured",
    paid_or_held: "Paid or held",
    paid: "Paid",
    expired_received: "Expired",
    cancelled_received: "Cancelled",
    expired: "Expired",
    cancelled: "Cancelled",
    part_paid: "Part paid",
    paying: "Paying",
    opened: "Opened",
    waiting: "Waiting",
    unknown: null,
  } satisfies Record<LinkState, string | null>,
  noStatus: "No status given",

  pasteSecret: "Paste the secret…",
  secretGone: (account: string) => `Paste the secret for ${account}`,
  secretGoneBody:
    "It was kept in memory only and went when Linkdesk quit. Recent links and the activity can still be read.",
} as const;
