//! Giving money back: what is asked, and how to tell our refund from anything else.
//!
//! The answer is an [`Order`] of type REFUND. How much may still be refunded is decided elsewhere.

use crate::ids::{OrderId, Reference};
use crate::invalid::Invalid;
use crate::money::{Currency, Money};
use crate::orders::Order;
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
    pub fn check(&self) -> Result<(), Invalid> {
        if !self.reference.is_allowed_for_new() {
            return Err(Invalid::reference("merchant_order_reference"));
        }
        let least = if self.amount.currency() == Currency::INR { 100 } else { 1 };
        if self.amount.minor() < least {
            return Err(Invalid { field: "order_amount", reason: "a refund is at least ₹1" });
        }
        Ok(())
    }

    /// Whether `order` is this very refund: of type REFUND, with our amount, and out of `parent` and under our
    /// reference wherever it says so.
    pub fn is_answered_by(&self, parent: &OrderId, order: &Order) -> bool {
        order.order_type == Some(OrderType::Refund)
            && order.order_amount == Some(self.amount)
            && order.parent_order_id.as_ref().is_none_or(|said| said == parent)
            && order.merchant_order_reference.as_ref().is_none_or(|said| *said == self.reference)
    }

    /// Whether `order`, looked up under our reference, proves that this refund arrived: stricter than
    /// [`is_answered_by`](Self::is_answered_by), because the parent order has to be said.
    pub fn is_found_in(&self, parent: &OrderId, order: &Order) -> bool {
        order.parent_order_id.is_some() && self.is_answered_by(parent, order)
    }
}
