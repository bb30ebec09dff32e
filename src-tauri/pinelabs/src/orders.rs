//! An order: what was asked, every payment tried on it, and the money that was really taken.
//!
//! A refund is an order too (see `refunds.rs`). What may be done with an order is decided elsewhere.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::ids::{OrderId, Reference};
use crate::invalid::Invalid;
use crate::money::{Currency, Money};
use crate::status::{OrderStatus, OrderType, PaymentStatus};
use crate::time::Timestamp;
use crate::tolerant;

/// An order, of type CHARGE or REFUND. Malformed money is an error when reading; the rest is absent then.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, remote = "Self")]
#[non_exhaustive]
pub struct Order {
    #[serde(deserialize_with = "tolerant::word")]
    pub order_id: Option<OrderId>,
    /// The order that a refund gives money back from.
    #[serde(deserialize_with = "tolerant::word")]
    pub parent_order_id: Option<OrderId>,
    #[serde(deserialize_with = "tolerant::word")]
    pub merchant_order_reference: Option<Reference>,
    /// The guide's other name for the reference of a refund; folded into the one above.
    #[serde(deserialize_with = "tolerant::word")]
    merchant_refund_reference: Option<Reference>,
    #[serde(rename = "type", deserialize_with = "tolerant::word")]
    pub order_type: Option<OrderType>,
    #[serde(deserialize_with = "tolerant::word")]
    pub status: Option<OrderStatus>,
    pub order_amount: Option<Money>,
    /// The guide's other name for the amount; folded into the one above.
    amount: Option<Money>,
    #[serde(deserialize_with = "tolerant::flag")]
    pub pre_auth: Option<bool>,
    #[serde(deserialize_with = "tolerant::objects")]
    pub payments: Vec<Payment>,
    /// `None` where the answer has no such list, which is not the same as an empty one.
    #[serde(deserialize_with = "tolerant::some_objects")]
    pub refunds: Option<Vec<Order>>,
    /// Free-form; kept for showing.
    pub purchase_details: Option<Value>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub created_at: Option<Timestamp>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub updated_at: Option<Timestamp>,
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The derived function, which is inherent because of `remote`. Two names for one field are folded here
        // and not by an alias: an answer that carries both would be an error then.
        let mut order = Self::deserialize(deserializer)?;
        let other_reference = order.merchant_refund_reference.take();
        let other_amount = order.amount.take();
        order.merchant_order_reference = order.merchant_order_reference.or(other_reference);
        order.order_amount = order.order_amount.or(other_amount);
        Ok(order)
    }
}

/// One try to pay.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Payment {
    #[serde(deserialize_with = "tolerant::text")]
    pub id: Option<String>,
    #[serde(deserialize_with = "tolerant::word")]
    pub status: Option<PaymentStatus>,
    pub payment_amount: Option<Money>,
    #[serde(deserialize_with = "tolerant::text")]
    pub payment_method: Option<String>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub payment_option: Option<PaymentOption>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub acquirer_data: Option<AcquirerData>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub error_detail: Option<ErrorDetail>,
    #[serde(deserialize_with = "tolerant::objects")]
    pub capture_data: Vec<CaptureRecord>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub created_at: Option<Timestamp>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub updated_at: Option<Timestamp>,
}

/// Money that was taken from a hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CaptureRecord {
    #[serde(deserialize_with = "tolerant::word")]
    pub merchant_capture_reference: Option<Reference>,
    pub capture_amount: Option<Money>,
    #[serde(deserialize_with = "tolerant::whole")]
    pub created_at: Option<Timestamp>,
}

impl CaptureRecord {
    /// A capture that is known of and not read yet.
    pub fn new(reference: Option<Reference>, amount: Money, at: jiff::Timestamp) -> Self {
        Self {
            merchant_capture_reference: reference,
            capture_amount: Some(amount),
            created_at: Some(at.into()),
        }
    }
}

/// What the customer paid with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentOption {
    #[serde(deserialize_with = "tolerant::whole")]
    pub card_data: Option<CardData>,
    /// Servers spell it either way; see [`PaymentOption::upi`].
    #[serde(deserialize_with = "tolerant::whole")]
    upi_details: Option<UpiData>,
    #[serde(deserialize_with = "tolerant::whole")]
    upi_data: Option<UpiData>,
}

impl PaymentOption {
    pub fn upi(&self) -> Option<&UpiData> {
        self.upi_details.as_ref().or(self.upi_data.as_ref())
    }
}

/// What is known of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CardData {
    #[serde(deserialize_with = "tolerant::text")]
    pub card_type: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub network_name: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub issuer_name: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub card_category: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub country_code: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub last4_digit: Option<String>,
}

/// What is known of a UPI payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UpiData {
    #[serde(deserialize_with = "tolerant::whole")]
    pub payer: Option<UpiPayer>,
}

/// Who paid by UPI.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UpiPayer {
    #[serde(deserialize_with = "tolerant::text")]
    pub vpa: Option<String>,
}

/// What the bank calls the payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AcquirerData {
    #[serde(deserialize_with = "tolerant::text")]
    pub approval_code: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub acquirer_reference: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub rrn: Option<String>,
}

/// Why a payment failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ErrorDetail {
    #[serde(deserialize_with = "tolerant::text")]
    pub code: Option<String>,
    #[serde(deserialize_with = "tolerant::text")]
    pub message: Option<String>,
}

/// A sum that cannot be told from an order, and the field to blame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnclearMoney {
    #[error("the order does not say {0}")]
    Missing(String),
    #[error("{0} is in another currency than the rest, or too large to add")]
    CannotAdd(String),
}

impl Order {
    /// The money that was really taken, over all payments.
    ///
    /// Of each payment: the sum of its captures where it lists any, else its amount where it is PROCESSED,
    /// else nothing.
    pub fn captured(&self) -> Result<Money, UnclearMoney> {
        let mut parts = Vec::new();
        for (p, payment) in self.payments.iter().enumerate() {
            if payment.capture_data.is_empty() {
                if payment.status == Some(PaymentStatus::Processed) {
                    parts.push((format!("payments[{p}].payment_amount"), payment.payment_amount));
                }
            } else {
                parts.extend(payment.capture_data.iter().enumerate().map(|(c, capture)| {
                    (format!("payments[{p}].capture_data[{c}].capture_amount"), capture.capture_amount)
                }));
            }
        }
        let mut total: Option<Money> = None;
        for (path, amount) in parts {
            let Some(amount) = amount else { return Err(UnclearMoney::Missing(path)) };
            let sum = total.map_or(Some(amount), |total| total.checked_add(amount));
            total = Some(sum.ok_or(UnclearMoney::CannotAdd(path))?);
        }
        let currency = self.order_amount.map_or(Currency::INR, Money::currency);
        Ok(total.unwrap_or(Money::zero(currency)))
    }

    /// When the money was held, as far as the answer tells: the time of the held payment, else of the last
    /// change of an order that is still AUTHORIZED.
    pub fn authorized_at(&self) -> Option<&Timestamp> {
        let held = |payment: &&Payment| payment.status == Some(PaymentStatus::Authorized);
        let of_payment = self.payments.iter().rev().find(held).and_then(|held| held.created_at.as_ref());
        let of_order = self.updated_at.as_ref().filter(|_| self.status == Some(OrderStatus::Authorized));
        of_payment.or(of_order)
    }
}

/// Takes held money, all of it or a part. What is left goes back to the customer: there is one capture only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaptureRequest {
    #[serde(rename = "merchant_capture_reference")]
    pub reference: Reference,
    #[serde(rename = "capture_amount")]
    pub amount: Money,
}

impl CaptureRequest {
    /// What can be known to be refused before it is sent.
    pub fn check(&self) -> Result<(), Invalid> {
        if !self.reference.is_allowed_for_new() {
            return Err(Invalid::reference("merchant_capture_reference"));
        }
        if !self.amount.is_positive() {
            return Err(Invalid { field: "capture_amount", reason: "a capture takes more than nothing" });
        }
        Ok(())
    }
}
