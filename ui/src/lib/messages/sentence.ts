// Small rules of writing that several dictionaries share.

import { isolated } from "$lib/bidi";
import { clockSeconds, day, whenSeconds } from "$lib/format";

/** For a phrase in the middle of a sentence. */
export const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A sentence of somebody else's, with its stop. */
export const sentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Whom money goes to or comes from, where that is known. */
export const to = (customerName: string | null) =>
  customerName === null ? "" : ` to ${isolated(customerName)}`;
export const from = (customerName: string | null) =>
  customerName === null ? "" : ` from ${isolated(customerName)}`;

/** `at 14:05:12 IST` today, else `on 18 Nov at 14:05:12 IST`. */
export const atTime = (at: number, now: number) =>
  whenSeconds(at, now) === clockSeconds(at)
    ? `at ${clockSeconds(at)} IST`
    : `on ${day(at, now)} at ${clockSeconds(at)} IST`;
