// The one door to the desktop side: nothing else in the UI imports @tauri-apps/* or the generated bindings.

import { commands as generated, events } from "./bindings";
import type {
  AmountProblemView,
  FiguresView,
  LinkStateView,
  NextStepView,
  NoticeView,
  OperationView,
  StartView,
  StepView,
  ThemeView,
  WaitAsked,
  WireError,
} from "./bindings";

export type * from "./bindings";

// Plain values rather than views of something: the UI calls them by their plain names.
export type AmountProblem = AmountProblemView;
export type Figures = FiguresView;
export type LinkState = LinkStateView;
export type NextStep = NextStepView;
export type Theme = ThemeView;

/** What a command answers that can fail. */
export type Result<T, E = WireError> = { status: "ok"; data: T } | { status: "error"; error: E };

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

/** Calls `hear` for every pause that Pine Labs asks for. Returns how to stop listening. */
export async function onWaitAsked(hear: (wait: WaitAsked) => void): Promise<() => void> {
  return events.waitAsked.listen((event) => {
    hear(event.payload);
  });
}

/** Calls `hear` with all notices whenever one comes or goes. Returns how to stop listening. */
export async function onNoticesChanged(hear: (notices: NoticeView[]) => void): Promise<() => void> {
  return events.noticesChanged.listen((event) => {
    hear(event.payload);
  });
}

/** Calls `hear` for every step of an operation. Returns how to stop listening. */
export async function onOperationChanged(hear: (operation: OperationView) => void): Promise<() => void> {
  return events.operationChanged.listen((event) => {
    hear(event.payload);
  });
}
