// The one door to the desktop side: nothing else in the UI imports @tauri-apps/* or the generated bindings.

import { commands as generated, events } from "./bindings";
import type { OperationView } from "./bindings";

export type * from "./bindings";

export const commands = generated;

/** Hears of every step of a change asked for here. Returns how to stop listening. */
export async function onOperationChanged(hear: (operation: OperationView) => void): Promise<() => void> {
  return events.operationChanged.listen((event) => {
    hear(event.payload);
  });
}
