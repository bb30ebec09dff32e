// What the link page gives to each of its dialogs.

import type { LinkView, PageView, WireError } from "$lib/ipc";
import type { LiveOperation } from "./live.svelte";

export type DialogProps = {
  link: LinkView;
  live: LiveOperation;
  onclose: () => void;
  /** Link and order were read again. */
  onpage: (page: PageView) => void;
  /** An error that is not the link's own, such as being signed out. */
  onproblem: (error: WireError) => void;
};
