// Which outcomes are final, and what more than one of them has.

import type { OperationView } from "$lib/ipc";

/** No further outcome follows by itself. An accepted refund is followed until the bank has it, but needs no waiting. */
export const isFinal = ({ outcome }: OperationView) => !["held", "sending", "checking"].includes(outcome);

/** No look-up can tell what became of it: the person may, after a look at Pine Labs' dashboard. */
export const canDecide = (operation: OperationView): boolean =>
  operation.outcome === "needs_you" && operation.needsYou === "cannot_tell";

/** Nobody knows whether the money moved. */
export const isUnknown = (operation: OperationView): boolean =>
  operation.outcome === "checking" ||
  canDecide(operation) ||
  (operation.outcome === "needs_you" && operation.needsYou === "forgotten");

export const canSendAgain = (operation: OperationView): boolean =>
  operation.outcome === "not_sent" && operation.sendAgain;

/** The person's word is all there is, and can be taken back. */
export const canTakeBack = (operation: OperationView): boolean =>
  "canTakeBack" in operation && operation.canTakeBack;

export const resolvedAtOf = (operation: OperationView) =>
  "resolvedAt" in operation ? operation.resolvedAt : null;

/** What stands at Pine Labs under its reference, where that is another amount or was made by somebody else. */
export const otherAmountOf = (operation: OperationView) =>
  "otherAmount" in operation ? operation.otherAmount : null;

/** What was refunded beside it, seen when it was read afterwards. */
export const moreRefundedOf = (operation: OperationView) =>
  operation.outcome === "accepted" ? operation.moreRefunded : null;

/** Another link stands under the reference of one that was to be made. */
export const otherLinkOf = (operation: OperationView) =>
  "otherLinkId" in operation ? operation.otherLinkId : null;

export const refundOrderOf = (operation: OperationView) =>
  "refundOrderId" in operation ? operation.refundOrderId : null;

/** Why Pine Labs refused it, or could not be asked. */
export const errorOf = (operation: OperationView) => ("error" in operation ? operation.error : null);
