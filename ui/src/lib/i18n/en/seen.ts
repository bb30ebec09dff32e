// What was read of a link and its order before and after a change, in words.

export type SeenKey =
  "linkStatus" | "due" | "orderStatus" | "held" | "captured" | "refunded" | "pending" | "left";

export const en = {
  caption: "Figure",
  yours: "You saw",
  isNow: "Now",
  before: "Before",
  after: "After",
  notRead: "not read again",
  untold: "not told",
  labels: {
    linkStatus: "Link status",
    due: "Due",
    orderStatus: "Order status",
    held: "Held",
    captured: "Captured",
    refunded: "Refunded",
    pending: "Pending",
    left: "Left to refund",
  } satisfies Record<SeenKey, string>,
  leftAtMost: "Left, at most",
  linkStatuses: {
    CREATED: "Waiting",
    CLICKED: "Opened",
    PAYMENT_INITIATED: "Paying",
    PARTIAL_PROCESSED: "Part paid",
    // The link alone does not tell which of the two.
    PROCESSED: "Paid or held",
    CANCELLED: "Cancelled",
    EXPIRED: "Expired",
  },
  /** For whoever listens. */
  said: (label: string, before: string, after: string) => `${label}: ${before}, now ${after}.`,
  changedLink: "The link changed after you looked at it.",
  changedOrder: "The order changed after you looked at it.",
  changedBoth: "The link and its order changed after you looked at them.",
  changedRefunds:
    "The order changed after you looked at it: the refunds that it lists are not the same any more.",
};
