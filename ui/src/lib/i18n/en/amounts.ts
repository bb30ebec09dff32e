// An amount in words, as it is written on a cheque in India: thousand, lakh, crore; rupees and paise. Of another currency in
// thousands and millions.

import type { MoneyView } from "$lib/ipc";

/** One of it, and several. */
type Noun = readonly [one: string, many: string];

type Names = { major: Noun; minor: Noun | null };

const CENTS: Noun = ["cent", "cents"];
const FILS: Noun = ["fils", "fils"];

const named = (one: string, many: string, minor: Noun | null): Names => ({ major: [one, many], minor });

const NAMES: Partial<Record<string, Names>> = {
  INR: named("rupee", "rupees", ["paisa", "paise"]),
  USD: named("US dollar", "US dollars", CENTS),
  EUR: named("euro", "euros", CENTS),
  GBP: named("pound sterling", "pounds sterling", ["penny", "pence"]),
  AED: named("UAE dirham", "UAE dirhams", FILS),
  SAR: named("Saudi riyal", "Saudi riyals", ["halala", "halalas"]),
  QAR: named("Qatari riyal", "Qatari riyals", ["dirham", "dirhams"]),
  KWD: named("Kuwaiti dinar", "Kuwaiti dinars", FILS),
  BHD: named("Bahraini dinar", "Bahraini dinars", FILS),
  JOD: named("Jordanian dinar", "Jordanian dinars", FILS),
  OMR: named("Omani rial", "Omani rials", ["baisa", "baisas"]),
  JPY: named("yen", "yen", null),
  CNY: named("Chinese yuan", "Chinese yuan", ["fen", "fen"]),
  KRW: named("South Korean won", "South Korean won", null),
  SGD: named("Singapore dollar", "Singapore dollars", CENTS),
  AUD: named("Australian dollar", "Australian dollars", CENTS),
  CAD: named("Canadian dollar", "Canadian dollars", CENTS),
  NZD: named("New Zealand dollar", "New Zealand dollars", CENTS),
  HKD: named("Hong Kong dollar", "Hong Kong dollars", CENTS),
  CHF: named("Swiss franc", "Swiss francs", ["centime", "centimes"]),
  MYR: named("Malaysian ringgit", "Malaysian ringgit", ["sen", "sen"]),
  THB: named("Thai baht", "Thai baht", ["satang", "satang"]),
  LKR: named("Sri Lankan rupee", "Sri Lankan rupees", CENTS),
  NPR: named("Nepalese rupee", "Nepalese rupees", ["paisa", "paisa"]),
  BDT: named("Bangladeshi taka", "Bangladeshi taka", ["poisha", "poisha"]),
  VND: named("Vietnamese dong", "Vietnamese dong", null),
  IDR: named("Indonesian rupiah", "Indonesian rupiah", ["sen", "sen"]),
  PHP: named("Philippine peso", "Philippine pesos", CENTS),
  ZAR: named("South African rand", "South African rand", CENTS),
  ILS: named("Israeli shekel", "Israeli shekels", ["agora", "agorot"]),
  TRY: named("Turkish lira", "Turkish lira", ["kurus", "kurus"]),
  RUB: named("Russian rouble", "Russian roubles", ["kopeck", "kopecks"]),
};

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "  twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

const SCALES: [bigint, string][] = [
  [1_000_000_000_000_000_000n, "quintillion"],
  [1_000_000_000_000_000n, "quadrillion"],
  [1_000_000_000_000n, "trillion"],
  [1_000_000_000n, "billion"],
  [1_000_000n, "million"],
  [1_000n, "thousand"],
  [100n, "hundred"],
];

const INDIAN: [bigint, string][] = [
  [10_000_000n, "crore"],
  [100_000n, "lakh"],
  [1_000n, "thousand"],
  [100n, "hundred"],
];

function small(number: bigint): string {
  if (number < 20n) return ONES[Number(number)] ?? "";
  const [ten, one] = [TENS[Number(number / 10n)] ?? "", number % 10n];
  return one === 0n ? ten : `${ten}-${small(one)}`;
}

/** As elsewhere: thousand, million, billion. */
function inThousands(number: bigint): string {
  const scale = SCALES.find(([unit]) => number >= unit);
  if (!scale) return small(number);
  const [unit, name] = scale;
  const head = `${inThousands(number / unit)} ${name}`;
  return number % unit === 0n ? head : `${head} ${inThousands(number % unit)}`;
}

/** As in India: what is below a hundred follows an "and". */
function inLakhs(number: bigint): string {
  const scale = INDIAN.find(([unit]) => number >= unit);
  if (!scale) return small(number);
  const [unit, name] = scale;
  const [head, rest] = [`${inLakhs(number / unit)} ${name}`, number % unit];
  if (rest === 0n) return head;
  return rest < 100n ? `${head} and ${inLakhs(rest)}` : `${head} ${inLakhs(rest)}`;
}

function inNames(whole: bigint, { currency, exponent }: MoneyView, { major, minor }: Names): string {
  const spell = currency === "INR" ? inLakhs : inThousands;
  const counted = (count: bigint, [one, many]: Noun) => `${spell(count)} ${count === 1n ? one : many}`;
  const perMajor = 10n ** BigInt(exponent);
  const [majors, minors] = [whole / perMajor, whole % perMajor];
  const rest = minor === null || minors === 0n ? null : counted(minors, minor);
  if (rest === null) return counted(majors, major);
  return majors === 0n ? rest : `${counted(majors, major)} and ${rest}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const en = {
  /** `One thousand two hundred and fifty rupees and fifty paise`; null where a currency has no name. */
  inWords: (amount: MoneyView): string | null => {
    const names = NAMES[amount.currency];
    return names ? capital(inNames(BigInt(amount.minor), amount, names)) : null;
  },
};
