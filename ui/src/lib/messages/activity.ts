// The words of the Activity page: which tell what was asked for from here, and what became of it.

import { isolated } from "$lib/bidi";
import { money } from "$lib/format";
import { en } from "$lib/i18n/en/activity";
import { words } from "$lib/i18n/locale";
import type { ExportWords, MoneyView, OperationView } from "$lib/ipc";
import { moreRefundedOf, otherAmountOf } from "$lib/outcomes";

const room = words("activity", en);

export const activity = room.labels;
export const outcomeWord = room.outcomes;
export const kindWord = room.kinds;

type Note = { words: string; amount?: MoneyView };

/** Under the word of an entry: what the word alone would leave out. `amount` is the figure in it. */
export function operationNote(operation: OperationView): Note | null {
  const { notes } = room;
  const otherAmount = otherAmountOf(operation);
  const told = (amount: MoneyView, note: (amount: string) => string) => ({
    words: note(money(amount)),
    amount,
  });
  if (otherAmount !== null) {
    return told(otherAmount, operation.outcome === "not_sent" ? notes.madeInstead : notes.found);
  }
  const moreRefunded = moreRefundedOf(operation);
  if (moreRefunded !== null) return told(moreRefunded, notes.moreRefunded);
  if (operation.outcome === "needs_you" && operation.needsYou === "forgotten") {
    return { words: notes.forgotten };
  }
  if (operation.outcome !== "done") return null;
  if (operation.capturedInstead !== null) return told(operation.capturedInstead, notes.captured);
  return operation.noMoney === false ? { words: notes.moneyOnIt } : null;
}

/** What an entry is about, under its amount. */
export const operationTitle = ({ kind, customerName }: OperationView) =>
  room.titles[kind](customerName === null ? null : isolated(customerName));

/** The words of the table that is exported, in the language of the page. */
export const exportWords = (): ExportWords => {
  const { columns, whys, yes, no } = room.table;
  return { columns: { ...columns }, whys: { ...whys }, yes, no };
};
