// The icon and tone of an operation in a list, and the order of the kinds. What was not sent is over, and needs no attention.

import type { IconName } from "$lib/icons";
import type { Tone } from "$lib/tones";
import { outcomeStyle } from "./outcomeStyle";
import { actionIcons, actionOrder } from "./statusStyle";
import type { OperationKind, OperationView } from "$lib/ipc";

type StatusStyle = { icon: IconName; tone: Exclude<Tone, "accent"> };

export const operationIcons: Record<OperationKind, IconName> = { ...actionIcons, create: "plus" };

export const operationOrder: OperationKind[] = ["create", ...actionOrder];

export function operationStyle(operation: OperationView): StatusStyle {
  if (operation.outcome === "not_sent") return { icon: "slash", tone: "expired" };
  const { icon, tone } = outcomeStyle(operation);
  return { icon, tone: tone === "accent" ? "off" : tone };
}
