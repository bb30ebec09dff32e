// The words of the dialogs that change something: which sentences they are. What became of it is in outcome.ts.

import { isolated, shortened } from "$lib/bidi";
import { money } from "$lib/format";
import { en } from "$lib/i18n/en/money";
import { words } from "$lib/i18n/locale";
import type { AmountProblem, IntentView, LinkOperationKind, MoneyView, OperationView } from "$lib/ipc";
import { goesBackTo } from "./payments";

const dialog = words("money", en);

export const keepWords = dialog.keep;
export const bareVerbs = dialog.bareVerbs;
export const refundDoubts = dialog.refundDoubts;
export const missing = dialog.missing;
export const dialogLabels = dialog.labels;

export const dialogTitle = (kind: LinkOperationKind, customerName: string | null) =>
  dialog.titles[kind](customerName === null ? null : isolated(customerName));

// A name may be as long as Pine Labs allows; the title has it whole.
const shortName = (customerName: string | null) =>
  customerName === null ? null : isolated(shortened(customerName, 32));

export const refundButton = (amount: MoneyView, customerName: string | null) =>
  dialog.refundButton(money(amount), shortName(customerName));

export const captureButton = (amount: MoneyView, released: MoneyView, customerName: string | null) =>
  released.minor > 0
    ? dialog.captureReleaseButton(money(amount), money(released))
    : dialog.captureButton(money(amount), shortName(customerName));

export const voidButton = (amount: MoneyView, customerName: string | null) =>
  dialog.voidButton(money(amount), shortName(customerName));

/** Sends a change once more that Pine Labs does not have. */
export function sendAgainButton({ kind, amount, released, customerName }: OperationView): string {
  const sum = amount === null ? null : money(amount);
  return kind === "capture" && released !== null && released.minor > 0
    ? dialog.captureAgainRelease(sum, money(released))
    : dialog.again[kind](sum, shortName(customerName));
}

export const captureReleases = (released: MoneyView) => dialog.captureReleases(money(released));

export const voidWords = ({ held, paidBy }: IntentView) =>
  dialog.voids[goesBackTo(paidBy)](held === null ? null : money(held));

export const undoHint = (seconds: number) => (seconds > 0 ? dialog.undoHint(seconds) : null);

export const refundReasons = () => dialog.refundReasons;

const rupee = { currency: "INR", exponent: 2 };

/** The least that can move: one whole unit, ₹1.00 or USD 1.00. */
const least = (like: MoneyView | null): MoneyView => {
  const { currency, exponent } = like ?? rupee;
  return { currency, exponent, minor: 10 ** exponent };
};

/** How an amount is typed in a currency, as an example. */
const example = (like: MoneyView | null) => {
  const decimals = "5".padEnd((like ?? rupee).exponent, "0");
  return (like ?? rupee).exponent === 0 ? "1250" : `1,250.${decimals}`;
};

function tooManyDecimals(like: MoneyView | null): string {
  const { currency, exponent } = like ?? rupee;
  const { problems } = dialog;
  if (currency === "INR") return problems.paise;
  const most = [
    problems.noDecimals,
    problems.atMostOneDecimal,
    problems.atMostTwoDecimals,
    problems.atMostThreeDecimals,
    problems.atMostFourDecimals,
  ];
  return (most[exponent] ?? problems.atMostFourDecimals)(currency);
}

function otherCurrency(like: MoneyView | null): string {
  const { currency } = like ?? rupee;
  return currency === "INR" ? dialog.problems.otherThanRupees : dialog.problems.otherCurrency(currency);
}

function notAnAmount(like: MoneyView | null): string {
  const { currency } = like ?? rupee;
  const { problems } = dialog;
  return currency === "INR"
    ? problems.notRupees(example(like))
    : problems.notAnAmount(example(like), currency);
}

function commaUnclear(like: MoneyView | null): string {
  const { problems } = dialog;
  return (like ?? rupee).exponent === 0
    ? problems.commaUnclearWhole(example(like))
    : problems.commaUnclear(example(like));
}

function tooMuch(limit: MoneyView | null, kind: LinkOperationKind): string {
  const { problems } = dialog;
  if (limit === null) return problems.tooMuch;
  return kind === "capture" ? problems.moreThanHeld(money(limit)) : problems.moreThanLeft(money(limit));
}

/** Why an amount cannot be taken as it was typed. `limit` is what is left, or what is held. */
export const amountProblems: Record<
  AmountProblem,
  (limit: MoneyView | null, kind: LinkOperationKind) => string
> = {
  empty: () => dialog.problems.empty,
  not_an_amount: notAnAmount,
  letters: (limit) => dialog.problems.letters(example(limit)),
  exponent: (limit) => dialog.problems.exponent(example(limit)),
  plus_sign: () => dialog.problems.plusSign,
  space_inside: (limit) => dialog.problems.spaceInside(example(limit)),
  comma_unclear: commaUnclear,
  several_points: (limit) => dialog.problems.severalPoints(example(limit)),
  too_many_decimals: tooManyDecimals,
  other_currency: otherCurrency,
  negative: () => dialog.problems.negative,
  below_minimum: (limit) => dialog.problems.belowMinimum(money(least(limit))),
  above_left: tooMuch,
};

export const restTooSmall = (rest: MoneyView) => dialog.restTooSmall(money(rest), money(least(rest)));

export const goesBackWords = ({ paidBy }: IntentView) => dialogLabels.goesBack[goesBackTo(paidBy)];
