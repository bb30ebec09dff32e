// The one change that a link page follows, kept at its newest. News of it comes by three ways at once (events, the
// answers of commands, a page that was read again), so an older word must never replace a newer one.

import type { OperationView, OutcomeKind } from "$lib/ipc";

const steps: Record<OutcomeKind, number> = {
  held: 0,
  sending: 1,
  checking: 2,
  undone: 3,
  not_sent: 3,
  refused: 3,
  accepted: 3,
  done: 4,
  needs_you: 4,
};

/** How far a change is. What the person said about it comes after all that was found out. */
const stepOf = ({ outcome, decidedAt }: OperationView) =>
  decidedAt !== null && steps[outcome] >= 3 ? 5 : steps[outcome];

/** Nothing more comes of it by itself. An accepted refund is followed until the bank has it, but needs no waiting. */
export const isSettled = ({ outcome }: OperationView) => steps[outcome] >= 3;

export class LiveOperation {
  current = $state.raw<OperationView | null>(null);

  /** An event: these come in order, so the last one holds. Another change waits until this one is settled. */
  hear(news: OperationView) {
    if (this.current === null || this.current.id === news.id || isSettled(this.current)) this.current = news;
  }

  /** The answer of the command that started a change. */
  start(answer: OperationView) {
    if (this.current?.id === answer.id) this.adopt(answer);
    else this.current = answer;
  }

  /** A word that may be older than what an event has said already: an answer, or a page read meanwhile. */
  adopt(word: OperationView) {
    const known = this.current;
    if (known === null) this.current = word;
    else if (known.id === word.id ? stepOf(word) >= stepOf(known) : isSettled(known)) {
      this.current = word;
    }
  }

  /** Sending again goes back to the start of the same change. */
  restart() {
    if (this.current)
      this.current = { ...this.current, outcome: "sending", sendAgain: false, decidedAt: null };
  }

  clear() {
    this.current = null;
  }
}
