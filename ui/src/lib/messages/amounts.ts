// An amount in words, beside its figures in every dialog that moves money.

import { money } from "$lib/format";
import { en } from "$lib/i18n/en/amounts";
import { words } from "$lib/i18n/locale";
import type { MoneyView } from "$lib/ipc";

const amounts = words("amounts", en);

/** Null where the money is less than nothing. A currency that has no name keeps its figures. */
export const amountInWords = (amount: MoneyView): string | null =>
  amount.minor < 0 ? null : (amounts.inWords(amount) ?? money(amount));
