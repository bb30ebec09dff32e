// Which drawing and which tone go with an entry in the list, and in which order the kinds are named. What was not sent is over, and asks for nothing.

import type { IconName } from "$components/icons";
import type { Tone } from "$components/tones";
import { outcomeLook } from "$features/outcome/look";
import { actionIcons, actionOrder } from "$features/link/look";
import type { ChangeKind, OperationView } from "$lib/ipc";

type Look = { icon: IconName; tone: Exclude<Tone, "accent"> };

export const changeIcons: Record<ChangeKind, IconName> = { ...actionIcons, create: "plus" };

export const changeOrder: ChangeKind[] = ["create", ...actionOrder];

export function entryLook(operation: OperationView): Look {
  if (operation.outcome === "not_sent") return { icon: "slash", tone: "expired" };
  const { icon, tone } = outcomeLook(operation);
  return { icon, tone: tone === "accent" ? "off" : tone };
}
