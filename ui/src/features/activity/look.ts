// Which drawing and which tone go with an entry in the list. What was not sent is over, and asks for nothing.

import type { IconName } from "$components/icons";
import type { Tone } from "$components/tones";
import { outcomeLook } from "$features/outcome/look";
import type { OperationView } from "$lib/ipc";

type Look = { icon: IconName; tone: Exclude<Tone, "accent"> };

export function entryLook(operation: OperationView): Look {
  if (operation.outcome === "not_sent") return { icon: "slash", tone: "expired" };
  const { icon, tone } = outcomeLook(operation);
  return { icon, tone: tone === "accent" ? "off" : tone };
}
