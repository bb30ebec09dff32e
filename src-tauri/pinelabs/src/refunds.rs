//! Giving money back: what is asked, and how to tell our refund from anything else.
//!
//! The answer is an [`Order`] of type REFUND. How much may still be refunded is decided elsewhere.

use crate::field_error::FieldError;
use crate::ids::{OrderId, Reference};
use crate::money::Money;
use crate::orders::{Order, min_move};
use crate::status::OrderType;

/// Money to give back. The reference is new for each refund and names it ever after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    pub reference: Reference,
    /// Always said: left out, it would mean everything.
    pub amount: Money,
}

impl RefundRequest {
    /// What can be known to be refused before it is sent.
    pub fn check(&self) -> Result<(), FieldError> {
        if !self.reference.is_allowed_for_new() {
            return Err(FieldError::reference("merchant_order_reference"));
        }
        if self.amount.minor() < min_move(self.amount.currency()) {
            let reason = "a refund is at least ₹1, or the smallest unit of another currency";
            return Err(FieldError { field: "order_amount", reason });
        }
        Ok(())
    }

    /// What `order`, the answer to this refund or to a look-up by its reference, has to do with it: see
    /// [`RefundMatch::found_in`].
    pub fn found_in(&self, parent: &OrderId, order: &Order) -> RefundMatch {
        RefundMatch::found_in(&self.reference, self.amount, parent, order)
    }
}

impl Order {
    /// Whether this is a refund out of `parent` under `reference`: of type REFUND, and so wherever it names either. One that
    /// cannot be read may be any other.
    pub fn is_refund_under(&self, reference: &Reference, parent: &OrderId) -> bool {
        let names_can_be_read =
            !["parent_order_id", "merchant_order_reference"].iter().any(|field| self.is_unread(field));
        self.order_type == Some(OrderType::Refund)
            && names_can_be_read
            && self.parent_order_id.as_ref().is_none_or(|said| said == parent)
            && self.merchant_order_reference.as_ref().is_none_or(|said| said == reference)
    }
}

/// What stands under the reference of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundMatch {
    /// This very refund.
    Ours,
    /// A refund of this order under our reference, of another amount: nobody else makes that reference, so it was made
    /// for the same purpose by another computer or another intent. Both amounts have to be told.
    OtherAmount(Money),
    /// A refund of this order under our reference that does not say how much it gave back.
    AmountNotTold,
    /// A charge, or something under another reference or of another order.
    NotOurs,
}

impl RefundMatch {
    /// Judges `order`, found under `reference` or come back from a refund out of `parent`: of type REFUND, and under that
    /// reference and out of that order wherever it says so. The documented answers of both look-ups never name the parent.
    pub fn found_in(reference: &Reference, amount: Money, parent: &OrderId, order: &Order) -> Self {
        match order.order_amount {
            _ if !order.is_refund_under(reference, parent) => Self::NotOurs,
            Some(said) if said == amount => Self::Ours,
            Some(said) => Self::OtherAmount(said),
            None => Self::AmountNotTold,
        }
    }
}
