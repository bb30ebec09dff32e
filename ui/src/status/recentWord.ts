import type { RecentView } from "$lib/ipc";
import { find } from "$lib/messages/find";

/** The short word of a link in a list. A status that is not understood stays as the server spelt it. */
export const recentWord = ({ state, status }: RecentView): string =>
  find.states[state] ?? (status === "" ? find.noStatus : status);
