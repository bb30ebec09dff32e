// The icon and tone of each status. The words are in messages/link.ts.

import type { IconName } from "$lib/icons";
import type { Tone } from "$lib/tones";
import type {
  LinkOperationKind,
  LinkState,
  OrderView,
  PaymentView,
  RefundView,
  SplitShareView,
} from "$lib/ipc";

export type StatusStyle = { icon: IconName; tone: Exclude<Tone, "accent"> };

/** What is held, unread or not understood is never green. */
export const stateStyle: Record<LinkState, StatusStyle> = {
  checking: { icon: "help", tone: "unknown" },
  to_capture: { icon: "hold", tone: "paying" },
  released: { icon: "slash", tone: "off" },
  refunded: { icon: "undo", tone: "off" },
  paid_part_refunded: { icon: "ok", tone: "paid" },
  captured_part: { icon: "capture", tone: "paid" },
  paid_or_held: { icon: "help", tone: "off" },
  paid: { icon: "ok", tone: "paid" },
  expired_received: { icon: "clock", tone: "expired" },
  cancelled_received: { icon: "slash", tone: "off" },
  expired: { icon: "clock", tone: "expired" },
  cancelled: { icon: "slash", tone: "off" },
  part_paid: { icon: "half", tone: "part" },
  paying: { icon: "paying", tone: "paying" },
  opened: { icon: "eye", tone: "opened" },
  waiting: { icon: "plane", tone: "sent" },
  unknown: { icon: "help", tone: "off" },
};

export const actionIcons: Record<LinkOperationKind, IconName> = {
  resend: "plane",
  refund: "undo",
  capture: "capture",
  void: "slash",
  cancel: "x-circle",
};

/** From what harms nobody to what ends the link. */
export const actionOrder: LinkOperationKind[] = ["resend", "refund", "capture", "void", "cancel"];

const orderStates: Record<string, LinkState> = {
  CREATED: "waiting",
  PENDING: "paying",
  ATTEMPTED: "paying",
  AUTHORIZED: "to_capture",
  PROCESSED: "paid",
  PARTIALLY_CAPTURED: "captured_part",
  CANCELLED: "released",
  FAILED: "cancelled",
  PARTIALLY_REFUNDED: "paid_part_refunded",
  FULLY_REFUNDED: "refunded",
};

/** An order seen by itself, in the terms of a link. */
export const orderState = ({ status }: OrderView): LinkState => orderStates[status] ?? "unknown";

export function paymentStyle({ paid, held, failed, status }: PaymentView): StatusStyle {
  if (paid) return { icon: "ok", tone: "paid" };
  if (held) return { icon: "hold", tone: "paying" };
  if (failed) return { icon: "x-circle", tone: "refused" };
  return { icon: status === "CANCELLED" ? "slash" : "help", tone: "off" };
}

export function refundStyle({ pending, failed, status }: RefundView): StatusStyle {
  if (failed) return { icon: "x-circle", tone: "refused" };
  if (pending) return { icon: "paying", tone: "paying" };
  return status.toUpperCase() === "PROCESSED" ? { icon: "ok", tone: "paid" } : { icon: "help", tone: "off" };
}

export function splitStyle({ status, onHold }: SplitShareView): StatusStyle {
  if (status === "RELEASED") return { icon: "ok", tone: "paid" };
  if (status === "HOLD" || onHold === true) return { icon: "hold", tone: "paying" };
  return { icon: "help", tone: "off" };
}
