// The words of the link page: which sentences tell a state, a next step, and why an action cannot be done. Payments are in payments.ts.
// Each dictionary covers its whole union, so that a code the desktop side adds fails the type check here.

import { isolated } from "$lib/bidi";
import { duration, money } from "$lib/format";
import { en } from "$lib/i18n/en/link";
import { words } from "$lib/i18n/locale";
import type { LinkOperationKind, ActionReason, LinkState, LinkView, MoneyView, NextStep } from "$lib/ipc";
import { byMoment, moment } from "./times";

const page = words("link", en);
const { states, steps } = page;

export const actionWords = page.actions;
export const actionReasons = page.reasons;
export const labels = page.labels;

// ---- the word of each state

const some = <Text>(amount: MoneyView | null, told: (amount: string) => Text, untold: Text): Text =>
  amount === null ? untold : told(money(amount));

/** The words beside the icon of a status. An unknown one keeps the server's own spelling. */
export const stateWords: Record<LinkState, (link: LinkView) => string> = {
  checking: () => states.checking,
  to_capture: () => states.toCapture,
  released: () => states.released,
  refunded: () => states.refunded,
  // Refunded elsewhere, with no list of how much: then the figure is not known.
  paid_part_refunded: ({ refunded }) =>
    some(refunded?.minor === 0 ? null : refunded, states.paidRefunded, states.paidPartRefunded),
  captured_part: (link) => {
    const captured = capturedOf(link);
    return captured && link.amount
      ? states.capturedOf(money(captured), money(link.amount))
      : states.capturedPart;
  },
  paid_or_held: () => states.paidOrHeld,
  paid: () => states.paid,
  expired_received: ({ received }) => some(received, states.expiredReceived, states.expiredMoney),
  cancelled_received: ({ received }) => some(received, states.cancelledReceived, states.cancelledMoney),
  expired: () => states.expired,
  cancelled: () => states.cancelled,
  part_paid: ({ due }) => some(due, states.partPaidDue, states.partPaid),
  paying: () => states.paying,
  opened: () => states.opened,
  waiting: () => states.waiting,
  unknown: ({ status }) => (status === "" ? states.none : status),
};

/** What was captured on the order that the link names, or on the only one that is known. */
export function capturedOf(link: LinkView): MoneyView | null {
  const order = link.orders.find(({ orderId }) => orderId === link.orderId) ?? link.orders[0];
  return order?.captured ?? null;
}

/** The order on which money is held, with the time by which it should be captured. */
function captureByOf(link: LinkView): number | null {
  return link.orders.find(({ captureBy }) => captureBy !== null)?.captureBy ?? null;
}

// ---- what it means, and what to do next

export type NextStepWords = { means: string; more?: string; next?: string };

const deadline = (link: LinkView, now: number) => {
  const by = captureByOf(link);
  return by === null ? steps.holdsEnd : captureByWords(by, now);
};

/** The one wording of the deadline of a hold. */
export const captureByWords = (by: number, now: number) => page.captureBy(byMoment(by, now));

/** Whether what is due is what did not come in: an ended link may say that all of it is. */
const isTheRest = (link: LinkView): link is LinkView & { due: MoneyView } =>
  link.due !== null &&
  link.amount !== null &&
  link.received !== null &&
  link.due.minor + link.received.minor === link.amount.minor;

const wentBack = ({ refunded }: LinkView) =>
  refunded && refunded.minor > 0 ? steps.wentBack(money(refunded)) : undefined;

const isCancelled = ({ status }: LinkView) => status === "CANCELLED";

export const nextSteps: Record<NextStep, (link: LinkView, now: number) => NextStepWords> = {
  checking: () => ({ means: steps.checking, more: steps.checkingMore, next: steps.checkingNext }),
  capture_or_void: (link, now) => ({ means: steps.held, more: deadline(link, now), next: steps.heldNext }),
  capture_overdue: (link, now) => {
    const by = captureByOf(link);
    return {
      means: steps.overdue,
      more: by === null ? undefined : steps.overdueMore(moment(by, now)),
      next: steps.overdueNext,
    };
  },
  released: () => ({ means: steps.released, next: steps.newIfNeeded }),
  refunded: ({ refunded, refundPending }) =>
    refundPending && refundPending.minor > 0
      ? {
          means: steps.refundPending(money(refundPending)),
          more: steps.refundPendingMore,
          next: steps.refundPendingNext,
        }
      : {
          means: some(refunded, steps.refundedSum, steps.refunded),
          more: steps.refundedMore,
          next: steps.noAction,
        },
  part_refunded: ({ refundPending: pending, refundable, atMost }) => ({
    means: pending && pending.minor > 0 ? steps.partRefundPending(money(pending)) : steps.partRefunded,
    more: some<string | undefined>(refundable, atMost ? steps.keptAtMost : steps.kept, undefined),
    next: steps.partRefundedNext,
  }),
  captured_part: (link) => ({
    means: some(capturedOf(link), steps.capturedSum, steps.capturedPart),
    more: steps.capturedPartMore,
    next: steps.capturedPartNext,
  }),
  read_order: () => ({ means: steps.orderUnread, more: steps.orderUnreadMore, next: steps.orderUnreadNext }),
  hand_over: () => ({ means: steps.taken, next: steps.handOver }),
  received_then_ended: (link) => ({
    means: isCancelled(link)
      ? some(link.received, steps.sumBeforeCancelled, steps.partBeforeCancelled)
      : some(link.received, steps.sumBeforeExpired, steps.partBeforeExpired),
    more: steps.noMorePaid,
    next: isTheRest(link) ? steps.newForRemaining(money(link.due)) : steps.newForRest,
  }),
  all_received_then_ended: (link) => ({
    means: isCancelled(link)
      ? some(link.received, steps.allSumBeforeCancelled, steps.allBeforeCancelled)
      : some(link.received, steps.allSumBeforeExpired, steps.allBeforeExpired),
    more: wentBack(link),
    next: steps.allReceivedNext,
  }),
  new_link_expired: () => ({ means: steps.expired, more: steps.noMoney, next: steps.newIfNeeded }),
  new_link_cancelled: () => ({ means: steps.cancelled, more: steps.noMoney, next: steps.cancelledNext }),
  ended_unclear: (link) => ({
    means: isCancelled(link) ? steps.cancelledUnclear : steps.expiredUnclear,
    more: steps.unclearMore,
    next: steps.unclearNext,
  }),
  resend_for_due: ({ expiresAt, due }, now) => ({
    means: steps.partIn,
    more: expiresAt === null ? steps.staysOpen : steps.staysOpenUntil(moment(expiresAt, now)),
    next: some(due, steps.resendForDue, steps.resendForRest),
  }),
  link_lags: (link) => ({
    means: some(link.received, steps.lagsSum, steps.lags),
    more: wentBack(link),
    next: steps.lagsNext,
  }),
  wait_paying: () => ({ means: steps.paying, more: steps.payingMore, next: steps.payingNext }),
  paying_too_long: ({ expiresAt }, now) => ({
    means: steps.payingLong,
    more: expiresAt === null ? steps.canBePaid : steps.canBePaidUntil(moment(expiresAt, now)),
    next: steps.payingLongNext,
  }),
  follow_up_opened: () => ({ means: steps.opened, next: steps.openedNext }),
  opened_long: ({ statusSince: since }, now) => ({
    means: since ? steps.openedAgo(duration(now - since)) : steps.openedLong,
    more: steps.openedLongMore,
    next: steps.openedLongNext,
  }),
  wait: () => ({ means: steps.waiting, next: steps.waitingNext }),
  expiring_soon: ({ expiresAt: at }, now) => ({
    means: at ? steps.expiringIn(duration(at - now)) : steps.expiring,
    more: at ? steps.expiringMore(moment(at, now)) : undefined,
    next: steps.expiringNext,
  }),
  read_only: ({ status }) => ({
    means: status === "" ? steps.noStatus : steps.unknownStatus(isolated(status)),
    more: steps.unknownMore,
    next: steps.unknownNext,
  }),
};

// ---- why an action cannot be done

/** One reason for the actions that share it: `Capture, void: only for payments that are held first.` */
export function sharedReason(kinds: LinkOperationKind[], reason: ActionReason): string {
  if (kinds.length < 2) return page.reasons[reason];
  const subjects = kinds.map((kind, at) => (at === 0 ? page.subjects : page.furtherSubjects)[kind]);
  return page.sharedReason(subjects.join(", "), page.sharedReasons[reason]);
}

/** What Pine Labs wrote where a time or an amount belongs. */
export const asSpelt = (text: string) => labels.asSpelt(isolated(text));
