//! Resend, cancel, refund, capture, void and create, from the open dialog to the known outcome.

use serde::Deserialize;
use specta::Type;

use super::{Answer, AppState};
use linkdesk_core::views::{
    intent::{AmountView, IntentView, NewLinkView},
    link_operation::LinkOperationKind,
    operation::OperationView,
};
use linkdesk_core::{
    app::Linkdesk,
    operation_requests::OperationRequestError,
    operations::{NotConfirmed, operation::OperationId},
    rules::{allowed::OperationKind, amount::AmountInput, link_form::LinkForm},
};

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PrepareRequest {
    pub account_id: String,
    pub link_id: String,
    pub kind: LinkOperationKind,
}

/// What was filled in for a new link.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewLinkRequest {
    pub account_id: String,
    #[serde(flatten)]
    pub form: LinkForm,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckAmountRequest {
    pub intent_id: String,
    pub amount: AmountInput,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmRequest {
    pub account_id: String,
    pub intent_id: String,
    /// Of a refund or capture.
    pub amount: Option<AmountInput>,
    /// Of a refund: required.
    pub reason: Option<String>,
}

/// Reads the link again and opens the intent that a dialog shows.
#[tauri::command]
#[specta::specta]
pub async fn prepare(app: AppState<'_>, request: PrepareRequest) -> Answer<IntentView> {
    let shown =
        app.operation_requests.prepare(&request.account_id, &request.link_id, request.kind.into()).await?;
    Ok(IntentView::of(shown, request.kind, app.start_options.undo.as_secs()))
}

/// Looks whether the reference is free, and opens the intent of a new link.
#[tauri::command]
#[specta::specta]
pub async fn prepare_create(app: AppState<'_>, request: NewLinkRequest) -> Answer<NewLinkView> {
    let intent = app.operation_requests.prepare_create(&request.account_id, &request.form).await?;
    Ok(NewLinkView::from(&intent))
}

/// What an amount typed into an open dialog comes to, or why it is not taken.
#[tauri::command]
#[specta::specta]
pub async fn check_amount(app: AppState<'_>, request: CheckAmountRequest) -> Answer<AmountView> {
    match app.operation_requests.check_amount(&request.intent_id.into(), &request.amount) {
        Ok(chosen) => Ok(AmountView::from(Ok(chosen))),
        Err(OperationRequestError::NotConfirmed(NotConfirmed::Amount(problem))) => {
            Ok(AmountView::from(Err(problem)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn confirm(app: &Linkdesk, request: ConfirmRequest, action: OperationKind) -> Answer<OperationView> {
    let intent = OperationId::from(request.intent_id);
    let amount = request.amount.as_ref();
    let confirmed =
        app.operation_requests.confirm(&request.account_id, &intent, action, amount, request.reason).await?;
    Ok(OperationView::from(&confirmed))
}

#[tauri::command]
#[specta::specta]
pub async fn resend(app: AppState<'_>, request: ConfirmRequest) -> Answer<OperationView> {
    confirm(&app, request, OperationKind::Resend).await
}

#[tauri::command]
#[specta::specta]
pub async fn cancel_link(app: AppState<'_>, request: ConfirmRequest) -> Answer<OperationView> {
    confirm(&app, request, OperationKind::Cancel).await
}

#[tauri::command]
#[specta::specta]
pub async fn create_link(app: AppState<'_>, request: ConfirmRequest) -> Answer<OperationView> {
    confirm(&app, request, OperationKind::Create).await
}

#[tauri::command]
#[specta::specta]
pub async fn refund(app: AppState<'_>, request: ConfirmRequest) -> Answer<OperationView> {
    confirm(&app, request, OperationKind::Refund).await
}

#[tauri::command]
#[specta::specta]
pub async fn capture(app: AppState<'_>, request: ConfirmRequest) -> Answer<OperationView> {
    confirm(&app, request, OperationKind::Capture).await
}

#[tauri::command]
#[specta::specta]
pub async fn void_order(app: AppState<'_>, request: ConfirmRequest) -> Answer<OperationView> {
    confirm(&app, request, OperationKind::Void).await
}

/// Takes a held operation back; too late, the present state comes back.
#[tauri::command]
#[specta::specta]
pub async fn undo(app: AppState<'_>, operation_id: String) -> Answer<OperationView> {
    Ok(OperationView::from(&app.operation_requests.undo(&operation_id.into()).await?))
}

#[tauri::command]
#[specta::specta]
pub async fn check_now(app: AppState<'_>, operation_id: String) -> Answer<OperationView> {
    Ok(OperationView::from(&app.operation_requests.check_now(&operation_id.into()).await?))
}

/// Only for an operation that was proven absent; sends the same reference and key once more.
#[tauri::command]
#[specta::specta]
pub async fn send_again(app: AppState<'_>, operation_id: String) -> Answer<OperationView> {
    Ok(OperationView::from(&app.operation_requests.send_again(&operation_id.into()).await?))
}

/// The operations since the start and those that are not finished, newest first.
#[tauri::command]
#[specta::specta]
pub async fn operations(app: AppState<'_>, account_id: String) -> Answer<Vec<OperationView>> {
    Ok(app.operation_log.at_hand(&account_id).await?.iter().map(OperationView::from).collect())
}
