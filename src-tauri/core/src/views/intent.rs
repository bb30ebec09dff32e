//! An operation that moves money or a link, as its open dialog shows it. What becomes of it is in `operation_view`.

use serde::Serialize;
use specta::Type;

use super::{
    link::LinkView,
    order::{OrderView, PaymentView},
    seen::FiguresView,
    values::{MoneyView, ms, text},
    words::{AmountProblemView, LinkOperationKind, RefundDoubtView},
};
use crate::{
    desk::{LinkReading, PreparedIntent},
    operations::operation::Intent,
    rules::{
        allowed::OperationKind,
        amount::{AmountProblem, ResolvedAmount},
        capture_window, plain_refund, status,
    },
};

/// What a dialog opens with: the link as read this moment, and the intent that confirming will carry out.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntentView {
    pub intent_id: String,
    pub kind: LinkOperationKind,
    pub link: LinkView,
    pub order_id: Option<String>,
    pub reference: Option<String>,
    /// Of a refund.
    pub figures: Option<FiguresView>,
    pub refund_doubt: Option<RefundDoubtView>,
    /// Of a capture or void.
    pub held: Option<MoneyView>,
    pub captured_so_far: Option<MoneyView>,
    pub capture_by: Option<i64>,
    pub capture_overdue: bool,
    pub customer_name: Option<String>,
    pub paid_by: Option<PaymentView>,
    pub undo_seconds: u32,
}

/// A link that is to be made, as confirming will ask for it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewLinkView {
    pub intent_id: String,
    pub reference: Option<String>,
    pub amount: Option<MoneyView>,
    pub customer_name: Option<String>,
}

/// What an amount that was typed comes to.
#[derive(Debug, Clone, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AmountView {
    pub amount: Option<MoneyView>,
    /// Left after a refund, or released by a capture.
    pub rest: Option<MoneyView>,
    pub problem: Option<AmountProblemView>,
    /// A refund that leaves less than can ever be refunded.
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
            refund_doubt: doubt.map(Into::into),
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
            Err(problem) => Self { problem: Some(problem.into()), ..Self::default() },
        }
    }
}
