// Which drawing and which tone go with an outcome. Not knowing is violet: never red, never green.

import type { IconName } from "$components/icons";
import type { Tone } from "$components/tones";
import type { OperationView, OutcomeKind } from "$lib/ipc";

type Look = { icon: IconName; tone: Tone };

const looks: Record<OutcomeKind, Look> = {
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

export function outcomeLook({ outcome, mayHaveGoneOut, canDecide, capturedInstead }: OperationView): Look {
  if (mayHaveGoneOut || canDecide) return { icon: "help", tone: "unknown" };
  if (capturedInstead !== null) return { icon: "warn", tone: "paying" };
  return looks[outcome];
}
