// How the person is asked for a verdict that nobody else can give.

import { isolated } from "$lib/bidi";
import { linkName, money } from "$lib/format";
import { en } from "$lib/i18n/en/verdict";
import { words } from "$lib/i18n/locale";
import type { OperationView } from "$lib/ipc";

export const verdict = words("verdict", en);

const sumOf = ({ amount }: OperationView) => (amount === null ? null : money(amount));

/** What to look for. */
export const lookFor = (operation: OperationView) =>
  verdict.lookFor[operation.kind](sumOf(operation), isolated(linkName(operation)));

/** Asked once more before it is taken down. */
export const askVerdict = (operation: OperationView, there: boolean) =>
  (there ? verdict.askThere : verdict.askNotThere)[operation.kind](sumOf(operation));

export const confirmVerdict = (there: boolean) => (there ? verdict.confirmThere : verdict.confirmNotThere);
