// What the desktop side tells by itself: one listener for each topic, and what makes the page read again.

import { onTopics } from "$lib/ipc";
import { onWake } from "$lib/wake";
import type { Connection } from "./connection.svelte";
import type { Notices } from "./notices.svelte";
import type { Operations } from "./operations.svelte";

type Stores = { operations: Operations; notices: Notices; connection: Connection };

/**
 * Gives each topic to its store. Calls `reload` where the page may have missed something: messages were lost, or it slept.
 * Returns how to stop.
 */
export function listenToTopics({ operations, notices, connection }: Stores, reload: () => void): () => void {
  const stops = [
    onTopics({
      operations: (changed) => {
        operations.hear(changed);
      },
      notices: (all) => {
        notices.set(all);
      },
      wait: (wait) => {
        connection.hear(wait);
      },
      reload,
    }),
    onWake(reload),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
