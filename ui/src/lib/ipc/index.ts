// The one door to the desktop side: nothing else in the UI imports @tauri-apps/* or the generated bindings.
// The generator writes each type as it is sent and as it is received; the UI knows what it gets by one name.

import { commands as generated, events } from "./bindings";
import type * as wire from "./bindings";

export const commands = generated;

/** Hears of every step of a change asked for here. Returns how to stop listening. */
export async function onOperationChanged(hear: (operation: OperationView) => void): Promise<() => void> {
  return events.operationChanged.listen((event) => {
    hear(event.payload as OperationView);
  });
}

/** What every command answers that can fail. */
export type Result<T, E = WireError> = { status: "ok"; data: T } | { status: "error"; error: E };

export type {
  AccountView,
  ActionKind,
  ActionReason,
  AmountChoice,
  CheckAmountRequest,
  ConfirmRequest,
  ConnectRequest,
  DialectView,
  EnvironmentKind,
  ErrorCode,
  FindKind,
  MoneyView,
  NotAnIdReason,
  NoticeCode,
  NoticeView,
  NotSentReason,
  OutcomeKind,
  PrepareRequest,
  SecretState,
  TimelineKind,
} from "./bindings";

export type AmountProblem = wire.AmountProblemView;
export type Figures = wire.FiguresView;
export type LinkState = wire.LinkStateView;
export type NextStep = wire.NextStepView;
export type Theme = wire.ThemeView;

export type ActionView = wire.ActionView_Serialize;
export type AmountView = wire.AmountView_Serialize;
export type CaptureView = wire.CaptureView_Serialize;
export type CustomerView = wire.CustomerView_Serialize;
export type DetailsView = wire.DetailsView_Serialize;
export type ErrorDetail = wire.ErrorDetail_Serialize;
export type FindKindView = wire.FindKindView_Serialize;
export type FoundView = wire.FoundView_Serialize;
export type IntentView = wire.IntentView_Serialize;
export type LinkView = wire.LinkView_Serialize;
export type OperationView = wire.OperationView_Serialize;
export type OrderPageView = wire.OrderPageView_Serialize;
export type OrderView = wire.OrderView_Serialize;
export type PageView = wire.PageView_Serialize;
export type PaymentView = wire.PaymentView_Serialize;
export type ProductView = wire.ProductView_Serialize;
export type RecentView = wire.RecentView_Serialize;
export type RefundView = wire.RefundView_Serialize;
export type SplitShareView = wire.SplitShareView_Serialize;
export type StartView = wire.StartView_Serialize;
export type TimelineView = wire.TimelineView_Serialize;
export type WireError = wire.WireError_Serialize;
