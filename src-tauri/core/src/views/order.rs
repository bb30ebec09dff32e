//! An order as the page shows it: its payments, captures and refunds.

use pinelabs::{Order, Payment, PaymentStatus};
use serde::Serialize;
use specta::Type;

use super::values::{MoneyView, ms, text, told};
use crate::rules::{
    capture_window, masking,
    snapshot::{Refund, RefundProgress, Snapshot},
};

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    pub order_id: String,
    pub reference: Option<String>,
    /// As the server spelled it.
    pub status: String,
    #[serde(rename = "type")]
    pub order_type: Option<String>,
    pub pre_auth: Option<bool>,
    pub amount: Option<MoneyView>,
    /// `None` if the order does not say how much was captured.
    pub captured: Option<MoneyView>,
    pub payments: Vec<PaymentView>,
    pub captures: Vec<CaptureView>,
    pub refunds: Vec<RefundView>,
    pub authorized_at: Option<i64>,
    /// For a hold: the deadline for a safe capture.
    pub capture_by: Option<i64>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    pub id: String,
    pub status: String,
    pub paid: bool,
    pub failed: bool,
    pub held: bool,
    pub amount: Option<MoneyView>,
    /// CARD, UPI, … as the server spelled it.
    pub method: Option<String>,
    pub network: Option<String>,
    /// CREDIT, DEBIT, … as the server spelled it, like the three below.
    pub card_type: Option<String>,
    pub card_category: Option<String>,
    pub card_issuer: Option<String>,
    pub card_country: Option<String>,
    pub last_four: Option<String>,
    /// Masked.
    pub upi_handle: Option<String>,
    pub rrn: Option<String>,
    pub approval_code: Option<String>,
    pub acquirer_reference: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub at: Option<i64>,
    pub updated_at: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CaptureView {
    pub reference: Option<String>,
    /// `None` if unknown.
    pub amount: Option<MoneyView>,
    pub at: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RefundView {
    pub reference: Option<String>,
    pub order_id: Option<String>,
    pub amount: Option<MoneyView>,
    pub status: String,
    pub pending: bool,
    pub failed: bool,
    pub at: Option<i64>,
    /// Made on this computer.
    pub from_here: bool,
}

impl OrderView {
    pub fn of(order: &Order, snapshot: &Snapshot) -> Self {
        let refunds = snapshot.refunds_of(order).iter().map(RefundView::from).collect();
        Self::with_refunds(order, refunds)
    }

    /// An order on its own, without a link to match refunds against.
    pub fn alone(order: &Order) -> Self {
        Self::with_refunds(order, Vec::new())
    }

    fn with_refunds(order: &Order, refunds: Vec<RefundView>) -> Self {
        let held = order.status == Some(pinelabs::OrderStatus::Authorized);
        let authorized_at = capture_window::authorized_at(order).filter(|_| held);
        let captures =
            order.payments.iter().flat_map(|payment| &payment.capture_data).map(|capture| CaptureView {
                reference: text(capture.merchant_capture_reference.as_ref()),
                amount: capture.capture_amount.map(Into::into),
                at: told(capture.created_at.as_ref()),
            });
        Self {
            order_id: text(order.order_id.as_ref()).unwrap_or_default(),
            reference: text(order.merchant_order_reference.as_ref()),
            status: text(order.status.as_ref()).unwrap_or_default(),
            order_type: text(order.order_type.as_ref()),
            pre_auth: order.pre_auth,
            amount: order.order_amount.map(Into::into),
            captured: order.captured().ok().map(Into::into),
            payments: order.payments.iter().map(PaymentView::from).collect(),
            captures: captures.collect(),
            refunds,
            authorized_at: authorized_at.map(ms),
            capture_by: authorized_at.map(capture_window::capture_by).map(ms),
            created_at: told(order.created_at.as_ref()),
            updated_at: told(order.updated_at.as_ref()),
        }
    }
}

impl From<&Payment> for PaymentView {
    fn from(payment: &Payment) -> Self {
        let option = payment.payment_option.as_ref();
        let card = option.and_then(|option| option.card_data.as_ref());
        let upi = option.and_then(|option| option.upi()).and_then(|upi| upi.payer.as_ref());
        let acquirer = payment.acquirer_data.as_ref();
        let error = payment.error_detail.as_ref();
        let is = |status: PaymentStatus| payment.status == Some(status);
        Self {
            id: payment.id.clone().unwrap_or_default(),
            status: text(payment.status.as_ref()).unwrap_or_default(),
            paid: is(PaymentStatus::Processed) || !payment.capture_data.is_empty(),
            failed: is(PaymentStatus::Failed),
            held: is(PaymentStatus::Authorized),
            amount: payment.payment_amount.map(Into::into),
            method: payment.payment_method.clone(),
            network: card.and_then(|card| card.network_name.clone()),
            card_type: card.and_then(|card| card.card_type.clone()),
            card_category: card.and_then(|card| card.card_category.clone()),
            card_issuer: card.and_then(|card| card.issuer_name.clone()),
            card_country: card.and_then(|card| card.country_code.clone()),
            last_four: card.and_then(|card| card.last4_digit.as_deref()).map(masking::last_four),
            upi_handle: upi.and_then(|payer| payer.vpa.as_deref()).map(masking::upi_handle),
            rrn: acquirer.and_then(|data| data.rrn.clone()),
            approval_code: acquirer.and_then(|data| data.approval_code.clone()),
            acquirer_reference: acquirer.and_then(|data| data.acquirer_reference.clone()),
            error_code: error.and_then(|error| error.code.clone()),
            error_message: error.and_then(|error| error.message.clone()),
            at: told(payment.created_at.as_ref()),
            updated_at: told(payment.updated_at.as_ref()),
        }
    }
}

impl From<&Refund> for RefundView {
    fn from(refund: &Refund) -> Self {
        Self {
            reference: text(refund.reference.as_ref()),
            order_id: text(refund.order_id.as_ref()),
            amount: refund.amount.map(Into::into),
            status: refund.status.clone(),
            pending: matches!(refund.progress, RefundProgress::Pending | RefundProgress::NotUnderstood),
            failed: refund.progress == RefundProgress::Failed,
            at: refund.at.map(ms),
            from_here: refund.from_here,
        }
    }
}
