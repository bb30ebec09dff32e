// The icon and tone of each outcome. An unknown outcome is violet: never red, never green.

import type { IconName } from "$lib/icons";
import type { Tone } from "$lib/tones";
import { moreRefundedOf } from "$lib/outcomes";
import type { NeedsYouReason, OperationOf, OperationView, OutcomeKind } from "$lib/ipc";

type StatusStyle = { icon: IconName; tone: Tone };

const looks: Record<OutcomeKind, StatusStyle> = {
  held: { icon: "clock", tone: "part" },
  sending: { icon: "paying", tone: "part" },
  undone: { icon: "undo", tone: "off" },
  accepted: { icon: "ok", tone: "paid" },
  done: { icon: "ok", tone: "paid" },
  refused: { icon: "x-circle", tone: "refused" },
  checking: { icon: "help", tone: "unknown" },
  not_sent: { icon: "warn", tone: "paying" },
  needs_you: { icon: "warn", tone: "refused" },
};

const unknown: StatusStyle = { icon: "help", tone: "unknown" };

/** It took effect, but something about it needs attention. */
const wantsALook: StatusStyle = { icon: "warn", tone: "paying" };

const needsYou: Record<NeedsYouReason, StatusStyle> = {
  may_have_gone_out: unknown,
  cannot_tell: unknown,
  forgotten: unknown,
  other_amount: wantsALook,
  refund_failed: looks.needs_you,
};

const ofDone = ({ capturedInstead, noMoney }: OperationOf<"done">) =>
  capturedInstead !== null || noMoney === false ? wantsALook : looks.done;

export function outcomeStyle(operation: OperationView): StatusStyle {
  if (operation.outcome === "needs_you") return needsYou[operation.needsYou];
  if (operation.outcome === "done") return ofDone(operation);
  return moreRefundedOf(operation) !== null ? wantsALook : looks[operation.outcome];
}
