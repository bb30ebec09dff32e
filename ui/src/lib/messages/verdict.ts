// The words with which the person is asked for a verdict that nobody else can give: what to look for in the Pine Labs
// dashboard, and what saying that it is there, or not, leads to.

import { isolated } from "$lib/bidi";
import { linkName, money } from "$lib/format";
import type { OperationKind, OperationView } from "$lib/ipc";

const of = ({ amount }: OperationView) => (amount === null ? "" : ` of ${money(amount)}`);
const linkOf = (operation: OperationView) => isolated(linkName(operation));

/** What to look for. */
export const lookFor: Record<OperationKind, (operation: OperationView) => string> = {
  refund: (operation) => `Open the order, and look among its refunds for one${of(operation)}.`,
  capture: (operation) => `Open the order, and look whether a capture${of(operation)} is there.`,
  void: (operation) => `Open the order, and look whether the hold${of(operation)} was voided.`,
  cancel: (operation) => `Open the link ${linkOf(operation)}, and look whether it was cancelled.`,
  resend: (operation) => `Open the link ${linkOf(operation)}, and look whether it was sent again.`,
  create: (operation) =>
    `Look for the link ${linkOf(operation)}${of(operation)}, and whether it was made when you asked for it.`,
};

const things: Record<OperationKind, (operation: OperationView) => string> = {
  refund: (operation) => `the refund${of(operation)}`,
  capture: (operation) => `the capture${of(operation)}`,
  void: (operation) => `the void${of(operation)}`,
  cancel: () => "the cancelling of this link",
  resend: () => "the message",
  create: (operation) => `the new link${of(operation)}`,
};

/** What goes wrong where something is said not to be there, and is. */
const twice: Record<OperationKind, string> = {
  refund: "If it is there after all, the money could go out twice.",
  capture: "If it is there after all, it could be asked for twice.",
  void: "If it is there after all, it could be asked for twice.",
  cancel: "If it is cancelled after all, Pine Labs refuses a second time.",
  resend: "If it went out after all, the customer gets it twice.",
  create: "If it is there after all, Pine Labs makes no second one under its reference.",
};

export const verdict = {
  title: "What to look for in the Pine Labs dashboard",
  there: "It is there",
  notThere: "It is not there",
  back: "Look again first",
  confirm: (there: boolean) => (there ? "Yes, I saw it there" : "Yes, it is not there"),
  /** Asked once more before it is taken down. */
  ask: (operation: OperationView, there: boolean) =>
    there
      ? `You saw ${things[operation.kind](operation)} in the Pine Labs dashboard? Linkdesk takes it down as done, on your word. Nothing is sent.`
      : `You looked for ${things[operation.kind](operation)}, and it is not in the Pine Labs dashboard? Linkdesk takes it down as not there, on your word, and lets you send it again. ${twice[operation.kind]}`,
  reference: "Reference",
  order: "Order ID",
  link: "Link ID",
  amount: "Amount",
  asked: "Asked for",
  copyReference: "Copy reference",
  copyOrder: "Copy order ID",
  copyLink: "Copy link ID",
} as const;
