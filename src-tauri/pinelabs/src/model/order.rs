//! An order as the server describes it: the amount, every payment and the refunds.
//!
//! A refund is an order too (`refund.rs`). The sum of what was captured is in `captured.rs`.

use serde::de;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::decode::currencies;
use crate::decode::lenient::{self, is_broken};
use crate::model::ids::{OrderId, Reference};
use crate::model::money::Money;
use crate::model::payment::Payment;
use crate::model::status::{OrderStatus, OrderType, PaymentStatus};
use crate::model::time::ApiTime;

/// An order, of type CHARGE or REFUND.
///
/// A malformed field is `None`, like an absent one. For the ids, the reference, type, status and amount, [`Order::is_unread`]
/// tells the two apart.
///
/// Sources: the reference pages of orders and Refund; `merchant_refund_reference` and `amount` from the guide page After you
/// receive payment from a payment link; `refunds` seen in older answers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, remote = "Self")]
#[non_exhaustive]
pub struct Order {
    /// The id of the order.
    #[serde(deserialize_with = "lenient::word")]
    pub order_id: Option<OrderId>,
    /// For a refund: the order that it refunds. Only the answer to a refund call is sure to have it.
    #[serde(deserialize_with = "lenient::word")]
    pub parent_order_id: Option<OrderId>,
    /// The merchant's own reference. A refund has the reference of its request. `merchant_refund_reference`, the guide's name, is read too.
    #[serde(deserialize_with = "lenient::word")]
    pub merchant_order_reference: Option<Reference>,
    /// The guide's name for the reference of a refund. Reading moves it into `merchant_order_reference`.
    #[serde(deserialize_with = "lenient::word")]
    merchant_refund_reference: Option<Reference>,
    /// Whether the order is a charge or a refund. The field `type` in JSON.
    #[serde(rename = "type", deserialize_with = "lenient::word")]
    pub order_type: Option<OrderType>,
    /// The state of the order.
    #[serde(deserialize_with = "lenient::word")]
    pub status: Option<OrderStatus>,
    /// The amount, in minor units. `amount`, the guide's name, is read too.
    #[serde(deserialize_with = "lenient::money")]
    pub order_amount: Option<Money>,
    /// The guide's name for the amount. Reading moves it into `order_amount`.
    #[serde(deserialize_with = "lenient::money")]
    amount: Option<Money>,
    /// Whether payments only hold the money until a capture.
    #[serde(deserialize_with = "lenient::flag")]
    pub pre_auth: Option<bool>,
    /// Every attempt to pay, including failed ones.
    #[serde(deserialize_with = "lenient::objects")]
    pub payments: Vec<Payment>,
    /// The refunds of this order. `None` where the answer has no list, which says nothing; an empty list says that there are none.
    #[serde(deserialize_with = "lenient::some_objects")]
    pub refunds: Option<Vec<Order>>,
    /// Free-form details of the purchase, unparsed.
    pub purchase_details: Option<Value>,
    /// When the order was created. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub created_at: Option<ApiTime>,
    /// When the order changed last. UTC unless it names an offset.
    #[serde(deserialize_with = "lenient::time")]
    pub updated_at: Option<ApiTime>,
    /// The fields with a value that does not parse.
    #[serde(skip)]
    unread: Vec<&'static str>,
}

impl Order {
    /// Whether the answer has a value for this field that does not parse. Treat everything that depends on it as unknown.
    ///
    /// It knows `order_id`, `parent_order_id`, `merchant_order_reference`, `type`, `status` and `order_amount`. The guide's
    /// names of the reference and the amount count under these.
    pub fn is_unread(&self, field: &str) -> bool {
        self.unread.contains(&field)
    }

    /// When the money was held: the time of the last AUTHORIZED payment, else the last update of an AUTHORIZED order.
    pub fn authorized_at(&self) -> Option<&ApiTime> {
        let held = |payment: &&Payment| payment.status == Some(PaymentStatus::Authorized);
        let of_payment = self.payments.iter().rev().find(held).and_then(|held| held.created_at.as_ref());
        let of_order = self.updated_at.as_ref().filter(|_| self.status == Some(OrderStatus::Authorized));
        of_payment.or(of_order)
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut answer = Value::deserialize(deserializer)?;
        currencies::complete(&mut answer);
        // With `remote`, the derived function is inherent. A serde alias would refuse an answer that has both names of a
        // field, so the second name is read apart.
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
        // A value that does not parse is not replaced by the one under the other name.
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
