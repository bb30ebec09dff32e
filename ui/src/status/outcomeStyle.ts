// Which drawing and which tone go with an outcome. Not knowing is violet: never red, never green.

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

/** It took effect, and is not all that there is to know: nobody passes it by as done. */
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
