//! An order: what was asked, every payment tried on it, and the money that was really taken.
//!
//! A refund is an order too (see `refunds.rs`). What may be done with an order is decided elsewhere.

use serde::de;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::currencies;
use crate::field_error::FieldError;
use crate::ids::{OrderId, Reference};
use crate::lenient::{self, is_broken};
use crate::limits;
use crate::money::{Currency, Money};
use crate::status::{OrderStatus, OrderType, PaymentStatus};
use crate::time::ApiTime;

/// An order, of type CHARGE or REFUND. What is malformed counts as absent; of what matters, [`Order::is_unread`] tells the two apart.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, remote = "Self")]
#[non_exhaustive]
pub struct Order {
    #[serde(deserialize_with = "lenient::word")]
    pub order_id: Option<OrderId>,
    /// The order that a refund gives money back from.
    #[serde(deserialize_with = "lenient::word")]
    pub parent_order_id: Option<OrderId>,
    #[serde(deserialize_with = "lenient::word")]
    pub merchant_order_reference: Option<Reference>,
    /// The guide's other name for the reference of a refund; folded into the one above.
    #[serde(deserialize_with = "lenient::word")]
    merchant_refund_reference: Option<Reference>,
    #[serde(rename = "type", deserialize_with = "lenient::word")]
    pub order_type: Option<OrderType>,
    #[serde(deserialize_with = "lenient::word")]
    pub status: Option<OrderStatus>,
    #[serde(deserialize_with = "lenient::money")]
    pub order_amount: Option<Money>,
    /// The guide's other name for the amount; folded into the one above.
    #[serde(deserialize_with = "lenient::money")]
    amount: Option<Money>,
    #[serde(deserialize_with = "lenient::flag")]
    pub pre_auth: Option<bool>,
    #[serde(deserialize_with = "lenient::objects")]
    pub payments: Vec<Payment>,
    /// `None` where the answer has no such list, which is not the same as an empty one.
    #[serde(deserialize_with = "lenient::some_objects")]
    pub refunds: Option<Vec<Order>>,
    /// Free-form; kept for showing.
    pub purchase_details: Option<Value>,
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
    #[serde(deserialize_with = "lenient::time")]
    pub updated_at: Option<ApiTime>,
    /// What is said and could not be read.
    #[serde(skip)]
    unread: Vec<&'static str>,
}

impl Order {
    /// Whether the answer says this field, and not in a way that can be read: then nothing that hangs on it is known. Both names of the
    /// reference and of the amount go by the reference dialect's.
    pub fn is_unread(&self, field: &str) -> bool {
        self.unread.contains(&field)
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut answer = Value::deserialize(deserializer)?;
        currencies::complete(&mut answer);
        // The derived function, which is inherent because of `remote`. Two names for one field are folded here
        // and not by an alias: an answer that carries both would be an error then.
        let mut order = Self::deserialize(&answer).map_err(de::Error::custom)?;
        let other_reference = order.merchant_refund_reference.take();
        let other_amount = order.amount.take();
        let amount = "order_amount";
        order.unread = lenient::unread(
            &answer,
            [
                ("order_id", order.order_id.is_some()),
                ("parent_order_id", order.parent_order_id.is_some()),
                ("merchant_order_reference", order.merchant_order_reference.is_some()),
                ("type", order.order_type.is_some()),
                ("status", order.status.as_ref().is_some_and(|status| !is_broken(status.as_str()))),
                (amount, order.order_amount.is_some()),
            ],
        );
        // A name that says something which cannot be read is not made good by the other.
        if !order.is_unread("merchant_order_reference") {
            order.merchant_order_reference = order.merchant_order_reference.or(other_reference);
        }
        if order.order_amount.is_none() && !order.is_unread(amount) {
            let is_unread = other_amount.is_none() && lenient::is_said(answer.get("amount"));
            order.unread.extend(is_unread.then_some(amount));
            order.order_amount = other_amount;
        }
        Ok(order)
    }
}

/// One try to pay.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Payment {
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    pub status: Option<PaymentStatus>,
    #[serde(deserialize_with = "lenient::money")]
    pub payment_amount: Option<Money>,
    #[serde(deserialize_with = "lenient::text")]
    pub payment_method: Option<String>,
    #[serde(deserialize_with = "lenient::object")]
    pub payment_option: Option<PaymentOption>,
    #[serde(deserialize_with = "lenient::object")]
    pub acquirer_data: Option<AcquirerData>,
    #[serde(deserialize_with = "lenient::object")]
    pub error_detail: Option<ErrorDetail>,
    #[serde(deserialize_with = "lenient::objects")]
    pub capture_data: Vec<CaptureRecord>,
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
    #[serde(deserialize_with = "lenient::time")]
    pub updated_at: Option<ApiTime>,
}

/// Money that was taken from a hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CaptureRecord {
    #[serde(deserialize_with = "lenient::word")]
    pub merchant_capture_reference: Option<Reference>,
    #[serde(deserialize_with = "lenient::money")]
    pub capture_amount: Option<Money>,
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
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
    #[serde(deserialize_with = "lenient::object")]
    pub card_data: Option<CardData>,
    /// Servers spell it either way; see [`PaymentOption::upi`].
    #[serde(deserialize_with = "lenient::object")]
    upi_details: Option<UpiData>,
    #[serde(deserialize_with = "lenient::object")]
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
    #[serde(deserialize_with = "lenient::text")]
    pub card_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub network_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub issuer_name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub card_category: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub country_code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub last4_digit: Option<String>,
}

/// What is known of a UPI payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UpiData {
    #[serde(deserialize_with = "lenient::object")]
    pub payer: Option<UpiPayer>,
}

/// Who paid by UPI.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UpiPayer {
    #[serde(deserialize_with = "lenient::text")]
    pub vpa: Option<String>,
}

/// What the bank calls the payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AcquirerData {
    #[serde(deserialize_with = "lenient::text")]
    pub approval_code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub acquirer_reference: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub rrn: Option<String>,
}

/// Why a payment failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ErrorDetail {
    #[serde(deserialize_with = "lenient::text")]
    pub code: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub message: Option<String>,
}

/// A sum that cannot be told from an order, and the field to blame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnclearMoney {
    #[error("the order does not say {0}")]
    Missing(String),
    #[error("{0} is a word that is not known")]
    NotKnown(String),
    #[error("{0} is less than nothing")]
    Negative(String),
    #[error("{0} is in another currency than its order")]
    OtherCurrency(String),
    #[error("{0} is too large to add")]
    CannotAdd(String),
}

impl Order {
    /// The money that was really taken, over all payments.
    ///
    /// Of each payment: the sum of its captures where it lists any, else its amount where it is PROCESSED,
    /// else nothing. Where the payments do not tell, it is not known, and never nothing.
    pub fn captured(&self) -> Result<Money, UnclearMoney> {
        let currency = self.currency();
        self.one_currency(currency)?;
        let mut total = Money::zero(currency);
        for (path, amount) in self.parts_captured()? {
            let amount = amount.ok_or_else(|| UnclearMoney::Missing(path.clone()))?;
            if amount.minor() < 0 {
                return Err(UnclearMoney::Negative(path));
            }
            total = total.checked_add(amount).ok_or(UnclearMoney::CannotAdd(path))?;
        }
        // A list without the payment that the order's own status speaks of tells no sum.
        if total.is_zero() && (self.says_taken() || self.payments.is_empty() && !self.says_untouched()) {
            return Err(UnclearMoney::Missing("payments".to_owned()));
        }
        Ok(total)
    }

    /// Whether any money was taken for certain, be its amount told or not.
    pub fn took_money(&self) -> bool {
        let paid = |payment: &Payment| {
            let captured = |capture: &CaptureRecord| capture.capture_amount.is_none_or(Money::is_positive);
            let taken =
                matches!(payment.status, Some(PaymentStatus::Processed | PaymentStatus::PartiallyCaptured));
            payment.capture_data.iter().any(captured) || taken && payment.capture_data.is_empty()
        };
        self.says_taken() || self.payments.iter().any(paid)
    }

    /// The order's own currency, else that of the first payment that counts.
    fn currency(&self) -> Currency {
        let first = || self.moved().find_map(|(_, amount)| amount);
        self.order_amount.or_else(first).map_or(Currency::INR, Money::currency)
    }

    /// A payment in another currency than its order is summed with nothing; a try that failed moved none.
    fn one_currency(&self, currency: Currency) -> Result<(), UnclearMoney> {
        let other =
            self.moved().find(|(_, amount)| amount.is_some_and(|amount| amount.currency() != currency));
        other.map_or(Ok(()), |(path, _)| Err(UnclearMoney::OtherCurrency(path)))
    }

    /// The amounts of the payments and captures that moved money, hold it or still may.
    fn moved(&self) -> impl Iterator<Item = (String, Option<Money>)> {
        let ended = |payment: &Payment| {
            matches!(payment.status, Some(PaymentStatus::Failed | PaymentStatus::Cancelled))
        };
        self.payments.iter().enumerate().flat_map(move |(p, payment)| {
            let own = (!ended(payment)).then(|| (amount_path(p), payment.payment_amount));
            own.into_iter().chain(captures_of(p, payment))
        })
    }

    fn parts_captured(&self) -> Result<Vec<(String, Option<Money>)>, UnclearMoney> {
        let mut parts = Vec::new();
        for (p, payment) in self.payments.iter().enumerate() {
            match &payment.status {
                Some(PaymentStatus::Unknown(_)) => {
                    return Err(UnclearMoney::NotKnown(format!("payments[{p}].status")));
                }
                _ if !payment.capture_data.is_empty() => parts.extend(captures_of(p, payment)),
                None => return Err(UnclearMoney::Missing(format!("payments[{p}].status"))),
                Some(PaymentStatus::Processed) => parts.push((amount_path(p), payment.payment_amount)),
                Some(PaymentStatus::PartiallyCaptured) => {
                    return Err(UnclearMoney::Missing(format!("payments[{p}].capture_data")));
                }
                Some(_) => {}
            }
        }
        Ok(parts)
    }

    /// Whether the order's own status says that money was taken.
    fn says_taken(&self) -> bool {
        matches!(
            self.status,
            Some(
                OrderStatus::Processed
                    | OrderStatus::PartiallyCaptured
                    | OrderStatus::PartiallyRefunded
                    | OrderStatus::FullyRefunded
            )
        )
    }

    /// Whether the order's own status says that no money was taken yet.
    fn says_untouched(&self) -> bool {
        matches!(self.status, Some(OrderStatus::Created | OrderStatus::Attempted | OrderStatus::Failed))
    }

    /// When the money was held, as far as the answer tells: the time of the held payment, else of the last
    /// change of an order that is still AUTHORIZED.
    pub fn authorized_at(&self) -> Option<&ApiTime> {
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
    pub fn check(&self) -> Result<(), FieldError> {
        if !self.reference.is_allowed_for_new() {
            return Err(FieldError::reference("merchant_capture_reference"));
        }
        if self.amount.minor() < min_move(self.amount.currency()) {
            let reason = "a capture is at least ₹1, or the smallest unit of another currency";
            return Err(FieldError { field: "capture_amount", reason });
        }
        Ok(())
    }
}

/// The least that moves at all, in minor units: ₹1, and of another currency its smallest unit.
pub(crate) fn min_move(currency: Currency) -> i64 {
    if currency == Currency::INR { limits::MIN_MOVE_PAISE } else { 1 }
}

fn amount_path(payment: usize) -> String {
    format!("payments[{payment}].payment_amount")
}

fn captures_of(p: usize, payment: &Payment) -> impl Iterator<Item = (String, Option<Money>)> {
    let path = move |c| format!("payments[{p}].capture_data[{c}].capture_amount");
    payment.capture_data.iter().enumerate().map(move |(c, capture)| (path(c), capture.capture_amount))
}
