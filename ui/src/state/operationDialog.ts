// What a page gives to the dialog of an operation.

import type { LinkView, PageView, WireError } from "$lib/ipc";
import type { LiveOperation } from "./liveOperation.svelte";

export type OperationDialogProps = {
  link: LinkView;
  live: LiveOperation;
  onclose: () => void;
  /** Link and order were read again. */
  onpage: (page: PageView) => void;
  /** An error that concerns more than the link, such as a missing sign-in. */
  onproblem: (error: WireError) => void;
};
