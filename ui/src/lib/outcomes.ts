// Which outcomes are final.

import type { OperationView } from "$lib/ipc";

/** No further outcome follows by itself. An accepted refund is followed until the bank has it, but needs no waiting. */
export const isFinal = ({ outcome }: OperationView) => !["held", "sending", "checking"].includes(outcome);
