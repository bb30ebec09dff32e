//! An open dialog for an operation. `operation_view` shows the confirmed operation.

use serde::Serialize;
use specta::Type;

use super::{
    link::LinkView,
    link_operation::LinkOperationKind,
    order::{OrderView, PaymentView},
    seen::FiguresView,
    values::{MoneyView, ms, text},
};
use crate::{
    operation_requests::PreparedIntent,
    operations::operation::Intent,
    reading::LinkReading,
    rules::{
        allowed::OperationKind,
        amount::{AmountProblem, ResolvedAmount},
        capture_window,
        plain_refund::{self, RefundDoubt},
        status,
    },
};

/// The data of a dialog: the link as just read, and the intent that a confirmation sends.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntentView {
    pub intent_id: String,
    pub kind: LinkOperationKind,
    pub link: LinkView,
    pub order_id: Option<String>,
    pub reference: Option<String>,
    /// For a refund.
    pub figures: Option<FiguresView>,
    pub refund_doubt: Option<RefundDoubt>,
    /// For a capture or void.
    pub held: Option<MoneyView>,
    pub captured_so_far: Option<MoneyView>,
    pub capture_by: Option<i64>,
    pub capture_overdue: bool,
    pub customer_name: Option<String>,
    pub paid_by: Option<PaymentView>,
    pub undo_seconds: u32,
}

/// A link to create, as the confirmation will request it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewLinkView {
    pub intent_id: String,
    pub reference: Option<String>,
    pub amount: Option<MoneyView>,
    pub customer_name: Option<String>,
}

/// The result of parsing a typed amount.
#[derive(Debug, Clone, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AmountView {
    pub amount: Option<MoneyView>,
    /// What is left after a refund, or what a capture releases.
    pub rest: Option<MoneyView>,
    pub problem: Option<AmountProblem>,
    /// The refund leaves less than Pine Labs' minimum refund.
    pub rest_too_small: bool,
}

impl IntentView {
    pub fn of(shown: PreparedIntent, kind: LinkOperationKind, undo_seconds: u64) -> Self {
        let PreparedIntent { intent, reading } = shown;
        let snapshot = &reading.snapshot;
        let of_order =
            |order: &&pinelabs::Order| order.order_id == intent.order_id && intent.order_id.is_some();
        let order = snapshot.orders.iter().find(of_order);
        let view = order.map(|order| OrderView::of(order, snapshot));
        let capture_by = order
            .and_then(capture_window::authorized_at)
            .map(capture_window::capture_by)
            .filter(|_| matches!(intent.kind, OperationKind::Capture | OperationKind::Void));
        let doubt =
            plain_refund::doubt(&snapshot.link, order).filter(|_| intent.kind == OperationKind::Refund);
        let money_came_by = |payment: &PaymentView| payment.paid || payment.held;
        Self {
            intent_id: intent.id.to_string(),
            kind,
            order_id: text(intent.order_id.as_ref()),
            reference: text(intent.reference.as_ref()),
            figures: intent.seen.figures.filter(|_| intent.kind == OperationKind::Refund).map(Into::into),
            refund_doubt: doubt,
            held: intent.seen.held.map(Into::into),
            captured_so_far: order.and_then(|order| order.captured().ok()).map(Into::into),
            capture_by: capture_by.map(ms),
            capture_overdue: capture_by.is_some_and(|by| by < snapshot.server_now()),
            customer_name: intent.customer_name.clone(),
            paid_by: view.and_then(|order| order.payments.into_iter().find(money_came_by)),
            undo_seconds: u32::try_from(undo_seconds).unwrap_or(u32::MAX),
            link: LinkView::of(
                &intent.account,
                LinkReading {
                    state: status::derive(&reading.snapshot),
                    reading,
                    stale: None,
                    operation: None,
                },
            ),
        }
    }
}

impl From<&Intent> for NewLinkView {
    fn from(intent: &Intent) -> Self {
        let amount = intent.new_link().map(|new| new.amount);
        Self {
            intent_id: intent.id.to_string(),
            reference: text(intent.reference.as_ref()),
            amount: amount.map(Into::into),
            customer_name: intent.customer_name.clone(),
        }
    }
}

impl From<Result<ResolvedAmount, AmountProblem>> for AmountView {
    fn from(chosen: Result<ResolvedAmount, AmountProblem>) -> Self {
        match chosen {
            Ok(chosen) => Self {
                amount: Some(chosen.amount.into()),
                rest: Some(chosen.rest.into()),
                problem: None,
                rest_too_small: chosen.rest_too_small(),
            },
            Err(problem) => Self { problem: Some(problem), ..Self::default() },
        }
    }
}
