// The words with which the person is asked for a verdict that nobody else can give: what to look for in the Pine Labs
// dashboard, and what saying that it is there, or not, leads to.

import type { OperationKind } from "$lib/ipc";

const of = (amount: string | null) => (amount === null ? "" : ` of ${amount}`);

const sawIt = (thing: string) =>
  `You saw ${thing} in the Pine Labs dashboard? Linkdesk takes it down as done, on your word. Nothing is sent.`;

const missedIt = (thing: string, otherwise: string) =>
  `You looked for ${thing}, and it is not in the Pine Labs dashboard? Linkdesk takes it down as not there, on your word, and lets you send it again. ${otherwise}`;

export const en = {
  title: "What to look for in the Pine Labs dashboard",
  there: "It is there",
  notThere: "It is not there",
  back: "Look again first",
  confirmThere: "Yes, I saw it there",
  confirmNotThere: "Yes, it is not there",
  reference: "Reference",
  order: "Order ID",
  link: "Link ID",
  amount: "Amount",
  asked: "Asked for",
  copyReference: "Copy reference",
  copyOrder: "Copy order ID",
  copyLink: "Copy link ID",
  /** What to look for. */
  lookFor: {
    refund: (amount) => `Open the order, and look among its refunds for one${of(amount)}.`,
    capture: (amount) => `Open the order, and look whether a capture${of(amount)} is there.`,
    void: (amount) => `Open the order, and look whether the hold${of(amount)} was voided.`,
    cancel: (_, link) => `Open the link ${link}, and look whether it was cancelled.`,
    resend: (_, link) => `Open the link ${link}, and look whether it was sent again.`,
    create: (amount, link) =>
      `Look for the link ${link}${of(amount)}, and whether it was made when you asked for it.`,
  } satisfies Record<OperationKind, (amount: string | null, link: string) => string>,
  /** Asked once more before it is taken down. */
  askThere: {
    refund: (amount) => sawIt(`the refund${of(amount)}`),
    capture: (amount) => sawIt(`the capture${of(amount)}`),
    void: (amount) => sawIt(`the void${of(amount)}`),
    cancel: () => sawIt("the cancelling of this link"),
    resend: () => sawIt("the message"),
    create: (amount) => sawIt(`the new link${of(amount)}`),
  } satisfies Record<OperationKind, (amount: string | null) => string>,
  /** The same with what goes wrong where something is said not to be there, and is. */
  askNotThere: {
    refund: (amount) =>
      missedIt(`the refund${of(amount)}`, "If it is there after all, the money could go out twice."),
    capture: (amount) =>
      missedIt(`the capture${of(amount)}`, "If it is there after all, it could be asked for twice."),
    void: (amount) =>
      missedIt(`the void${of(amount)}`, "If it is there after all, it could be asked for twice."),
    cancel: () =>
      missedIt(
        "the cancelling of this link",
        "If it is cancelled after all, Pine Labs refuses a second time.",
      ),
    resend: () => missedIt("the message", "If it went out after all, the customer gets it twice."),
    create: (amount) =>
      missedIt(
        `the new link${of(amount)}`,
        "If it is there after all, Pine Labs makes no second one under its reference.",
      ),
  } satisfies Record<OperationKind, (amount: string | null) => string>,
};
