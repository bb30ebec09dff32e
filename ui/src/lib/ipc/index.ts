// The one door to the desktop side: nothing else in the UI imports @tauri-apps/* or the generated bindings.

import { commands as generated, events } from "./bindings";
import { stopListening } from "./listening";
import type {
  FiguresView,
  WhyNeedsYouView,
  WhyNotSentView,
  NotAnId,
  NoticeView,
  OperationView,
  OutcomeKind,
  StartView,
  StepView,
  WaitAsked,
  WireError,
} from "./bindings";

export type * from "./bindings";

// Plain values rather than a view of something: the UI calls them by their plain name.
export type Figures = FiguresView;

/** What a command answers that can fail. */
export type Result<T, E = WireError> = { status: "ok"; data: T } | { status: "error"; error: E };

/** An operation that has come to one of these outcomes: only it has the fields of that outcome. */
export type OperationOf<O extends OutcomeKind> = Extract<OperationView, { outcome: O }>;

export type NotAnIdReason = NotAnId["code"];
export type NotSentReason = WhyNotSentView["notSent"];
export type NeedsYouReason = WhyNeedsYouView["needsYou"];

/** A step of an operation: an outcome, or that it was recorded. */
export type Step = StepView["outcome"];

export const commands = generated;

/** `start`, asked by the desktop side's own script as soon as there was a document (src-tauri/src/window.rs). */
type AskedEarly = { linkdeskStart?: Promise<StartView> };

/** What `start` answers, where it was asked already. Once only: the next one who asks wants to know it as it is then. */
export async function startAnswer(): Promise<Result<StartView>> {
  const page: Window & AskedEarly = window;
  const early = page.linkdeskStart;
  delete page.linkdeskStart;
  if (!early) return commands.start();
  try {
    return { status: "ok", data: await early };
  } catch {
    return commands.start();
  }
}

/** Who hears each topic of the desktop side. */
export type Topics = {
  /** Operations that came a step further, each at its newest revision. */
  operations: (changed: OperationView[]) => void;
  /** All notices, whenever one comes or goes. */
  notices: (all: NoticeView[]) => void;
  /** Every pause that Pine Labs asks for. */
  wait: (wait: WaitAsked) => void;
  /** Messages were lost: whatever is shown has to be read again. */
  reload: () => void;
};

/** Listens to each topic once. Returns how to stop. */
export function onTopics(hear: Topics): () => void {
  const stops = [
    events.operationsChanged.listen(({ payload }) => {
      hear.operations(payload);
    }),
    events.noticesChanged.listen(({ payload }) => {
      hear.notices(payload);
    }),
    events.waitAsked.listen(({ payload }) => {
      hear.wait(payload);
    }),
    events.reloadAsked.listen(() => {
      hear.reload();
    }),
  ].map(stopListening);
  return () => {
    for (const stop of stops) stop();
  };
}
