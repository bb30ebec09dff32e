// What a language has to have: every key that English has, of the same kind. One that lacks a key, or has another parameter there,
// does not pass the type check.

import type { en as activity } from "./en/activity";
import type { en as amounts } from "./en/amounts";
import type { en as chain } from "./en/chain";
import type { en as connect } from "./en/connect";
import type { en as errors } from "./en/errors";
import type { en as find } from "./en/find";
import type { en as frame } from "./en/frame";
import type { en as keys } from "./en/keys";
import type { en as link } from "./en/link";
import type { en as money } from "./en/money";
import type { en as notsent } from "./en/notsent";
import type { en as oddities } from "./en/oddities";
import type { en as outcome } from "./en/outcome";
import type { en as palette } from "./en/palette";
import type { en as payments } from "./en/payments";
import type { en as seen } from "./en/seen";
import type { en as settings } from "./en/settings";
import type { en as steps } from "./en/steps";
import type { en as times } from "./en/times";
import type { en as verdict } from "./en/verdict";

export type Locale = {
  activity: typeof activity;
  amounts: typeof amounts;
  chain: typeof chain;
  connect: typeof connect;
  errors: typeof errors;
  find: typeof find;
  frame: typeof frame;
  keys: typeof keys;
  link: typeof link;
  money: typeof money;
  notsent: typeof notsent;
  oddities: typeof oddities;
  outcome: typeof outcome;
  palette: typeof palette;
  payments: typeof payments;
  seen: typeof seen;
  settings: typeof settings;
  steps: typeof steps;
  times: typeof times;
  verdict: typeof verdict;
};
