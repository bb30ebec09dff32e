//! The request for a refund, and how to recognise that refund among other orders.
//!
//! The answer to a refund is an [`Order`] of type REFUND.

use crate::model::field_error::{FieldError, check_move};
use crate::model::ids::{OrderId, Reference};
use crate::model::money::Money;
use crate::model::order::Order;
use crate::model::status::OrderType;

/// A refund of a part or all of an order.
///
/// Not `#[non_exhaustive]`: callers build it. Source: Refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    /// The merchant's own reference of the refund, new for each: 1 to 50 of `[A-Za-z0-9_-]`. Look the refund up by it.
    pub reference: Reference,
    /// The amount to refund, in minor units. At least ₹1, or one minor unit of another currency. The API refunds everything
    /// when a request has no amount, so the client always sends one.
    pub amount: Money,
}

impl RefundRequest {
    /// Checks the request without sending it. [`Refunds::create`](crate::Refunds::create) does so too.
    ///
    /// # Errors
    ///
    /// The first field that the API would refuse.
    pub fn check(&self) -> Result<(), FieldError> {
        check_move(("merchant_order_reference", &self.reference), ("order_amount", self.amount))
    }

    /// Compares this request with `order`, the answer to a refund or to a look-up by its reference: see
    /// [`RefundMatch::found_in`].
    pub fn found_in(&self, parent: &OrderId, order: &Order) -> RefundMatch {
        RefundMatch::found_in(&self.reference, self.amount, parent, order)
    }
}

impl Order {
    /// Whether this is a refund of `parent` under `reference`: its type is REFUND, and each of the two equals where the answer
    /// has it. A value that does not parse never matches.
    pub fn is_refund_under(&self, reference: &Reference, parent: &OrderId) -> bool {
        let names_can_be_read =
            !["parent_order_id", "merchant_order_reference"].iter().any(|field| self.is_unread(field));
        self.order_type == Some(OrderType::Refund)
            && names_can_be_read
            && self.parent_order_id.as_ref().is_none_or(|said| said == parent)
            && self.merchant_order_reference.as_ref().is_none_or(|said| said == reference)
    }
}

/// How an order compares with a refund request.
///
/// Exhaustive on purpose: callers decide about money by these four, and the compiler must flag each place when one is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundMatch {
    /// The refund that was requested.
    Ours,
    /// A refund of this order under the same reference, of this other amount. Another computer or an earlier request created it:
    /// show both amounts to a person.
    OtherAmount(Money),
    /// A refund of this order under the same reference, without a readable amount.
    AmountNotTold,
    /// A charge, or a refund under another reference or of another order.
    NotOurs,
}

impl RefundMatch {
    /// Compares `order`, found under `reference` or returned by a refund call, with a refund of `parent` by `amount`.
    ///
    /// The parent counts only where the answer has it: the documented answers of both look-ups never do.
    pub fn found_in(reference: &Reference, amount: Money, parent: &OrderId, order: &Order) -> Self {
        match order.order_amount {
            _ if !order.is_refund_under(reference, parent) => Self::NotOurs,
            Some(said) if said == amount => Self::Ours,
            Some(said) => Self::OtherAmount(said),
            None => Self::AmountNotTold,
        }
    }
}
