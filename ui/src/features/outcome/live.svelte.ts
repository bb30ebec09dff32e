// The one change that a link page follows, kept at its newest. News of it comes by three ways at once (events, the
// answers of commands, a page that was read again), so an older word must never replace a newer one.

import { onOperationChanged, type OperationView } from "$lib/ipc";
import { latestOf } from "$lib/latestEvents";

/** Nothing more comes of it by itself. An accepted refund is followed until the bank has it, but needs no waiting. */
export const isFinal = ({ outcome }: OperationView) => !["held", "sending", "checking"].includes(outcome);

export class LiveOperation {
  current = $state.raw<OperationView | null>(null);

  /** An event: these come in order, so the last one holds. Another change waits until this one is settled. */
  hear(news: OperationView) {
    if (this.current === null || this.current.id === news.id || isFinal(this.current)) this.current = news;
  }

  /** The answer of the command that started a change. */
  start(answer: OperationView) {
    if (this.current?.id === answer.id) this.adopt(answer);
    else this.current = answer;
  }

  /** A word that may be older than what an event has said already: an answer, or a page read meanwhile. */
  adopt(word: OperationView) {
    const known = this.current;
    const newest = latestOf(word);
    if (known === null || (known.id === word.id ? newest.revision > known.revision : isFinal(known))) {
      this.current = newest;
    }
  }

  /** Hears every event that is meant for it from now on, and makes up for those before. Returns how to stop. */
  follow(isMeant: (news: OperationView) => boolean): () => void {
    const listening = onOperationChanged((news) => {
      if (isMeant(news)) this.hear(news);
    });
    // What was said while the page was being drawn has reached nobody but the news.
    void listening.then(() => {
      if (this.current) this.adopt(this.current);
    });
    return () => {
      void listening.then((stop) => {
        stop();
      });
    };
  }

  clear() {
    this.current = null;
  }
}
