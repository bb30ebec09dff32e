// The icon and tone of each outcome. An unknown outcome is violet: never red, never green.

import type { IconName } from "$lib/icons";
import type { Tone } from "$lib/tones";
import type { OperationView, OutcomeKind } from "$lib/ipc";

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

/** It took effect, but something about it needs attention. */
const wantsALook = ({ outcome, capturedInstead, otherAmount, moreRefunded, noMoney }: OperationView) =>
  capturedInstead !== null ||
  (outcome === "needs_you" && otherAmount !== null) ||
  (outcome === "accepted" && moreRefunded !== null) ||
  (outcome === "done" && noMoney === false);

export function outcomeStyle(operation: OperationView): StatusStyle {
  const { outcome, mayHaveGoneOut, canDecide, forgotten } = operation;
  if (mayHaveGoneOut || canDecide || forgotten) return { icon: "help", tone: "unknown" };
  return wantsALook(operation) ? { icon: "warn", tone: "paying" } : looks[outcome];
}
