// Which drawing and which tone go with an entry in the list, and in which order the kinds are named. What was not sent is over, and asks for nothing.

import type { IconName } from "$lib/icons";
import type { Tone } from "$lib/tones";
import { outcomeStyle } from "./outcomeStyle";
import { actionIcons, actionOrder } from "./statusStyle";
import type { OperationKind, OperationView } from "$lib/ipc";

type StatusStyle = { icon: IconName; tone: Exclude<Tone, "accent"> };

export const changeIcons: Record<OperationKind, IconName> = { ...actionIcons, create: "plus" };

export const changeOrder: OperationKind[] = ["create", ...actionOrder];

export function entryStyle(operation: OperationView): StatusStyle {
  if (operation.outcome === "not_sent") return { icon: "slash", tone: "expired" };
  const { icon, tone } = outcomeStyle(operation);
  return { icon, tone: tone === "accent" ? "off" : tone };
}
