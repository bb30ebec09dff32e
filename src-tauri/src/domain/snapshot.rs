//! What was read of one link: the link, the orders seen with it, and the refunds that this computer knows of.
//!
//! The money of a link is spread over these three; the other rules of the domain ask here for the sums.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use pinelabs::{LinkStatus, Money, Order, OrderId, OrderStatus, PaymentLink, Reference};

/// How far a refund has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundProgress {
    /// Accepted, not yet carried out.
    Pending,
    Processed,
    Failed,
    /// A status that is not known; counted as pending, so that it is never refunded twice.
    NotUnderstood,
}

impl RefundProgress {
    pub fn of(status: Option<&OrderStatus>) -> Self {
        match status {
            Some(OrderStatus::Created | OrderStatus::Pending) => Self::Pending,
            Some(OrderStatus::Processed) => Self::Processed,
            Some(OrderStatus::Failed) => Self::Failed,
            _ => Self::NotUnderstood,
        }
    }
}

/// A refund, from an order's own list or from what was asked for here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub parent: OrderId,
    pub reference: Option<Reference>,
    pub order_id: Option<OrderId>,
    pub amount: Option<Money>,
    /// As the server spelt it.
    pub status: String,
    pub progress: RefundProgress,
    pub at: Option<Timestamp>,
    pub from_here: bool,
}

/// One link as it was read, with everything that bears on its money.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub link: PaymentLink,
    /// The orders that could be read, the link's own order first.
    pub orders: Vec<Order>,
    /// Orders that belong to the link and could not be read: nothing about its money is certain.
    pub unread: Vec<OrderId>,
    /// Refunds asked for here, whether or not an order lists them.
    pub known_refunds: Vec<Refund>,
    /// A change of ours whose outcome is not known.
    pub checking: bool,
    /// By this computer's clock.
    pub read_at: Timestamp,
    /// How far the server's clock is ahead of this computer's, where that is too far: see `wrong_clock.rs`.
    pub clock_offset: SignedDuration,
}

/// Money of a link that was paid in, over all of its orders. `None` where it cannot be told from what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub captured: Option<Money>,
    /// Carried out or on its way back.
    pub refunded: Option<Money>,
    /// The part of `refunded` that is still on its way.
    pub pending: Option<Money>,
}

impl Snapshot {
    /// When it was read by the clock that the server's own times and deadlines are of.
    pub fn server_now(&self) -> Timestamp {
        self.read_at.saturating_add(self.clock_offset).unwrap_or(self.read_at)
    }

    pub fn asked(&self) -> Option<Money> {
        self.link.amount
    }

    pub fn due(&self) -> Option<Money> {
        self.link.amount_due
    }

    /// `0 < due < asked`: a part of the money is in, whatever the status says.
    pub fn part_paid(&self) -> bool {
        match (self.asked(), self.due()) {
            (Some(asked), Some(due)) => {
                asked.currency() == due.currency() && 0 < due.minor() && due.minor() < asked.minor()
            }
            _ => false,
        }
    }

    pub fn pre_auth(&self) -> Option<bool> {
        self.link.pre_auth.or_else(|| self.orders.iter().find_map(|order| order.pre_auth))
    }

    /// Whether every order that belongs to the link was read.
    pub fn orders_read(&self) -> bool {
        self.unread.is_empty() && !self.orders.is_empty()
    }

    /// What the customer has paid in: while a link is being paid, asked less due, which counts parts on orders that
    /// were never seen here too. Once it is processed, or where money may be held, only what the orders say was captured.
    pub fn received(&self) -> Option<Money> {
        let captured = if self.orders_read() { self.sums().captured } else { None };
        let paid_in = || self.asked()?.checked_sub(self.due()?);
        let processed = self.link.status == Some(LinkStatus::Processed);
        match self.pre_auth() {
            Some(true) if !processed => captured.or_else(paid_in),
            Some(false) if processed => captured.or_else(paid_in),
            _ if processed => captured,
            _ => paid_in().or(captured),
        }
    }

    /// Captured less (asked less due), where that is not nothing and no hold explains it.
    pub fn capture_difference(&self) -> Option<Money> {
        if !self.orders_read() || self.pre_auth() != Some(false) {
            return None;
        }
        let expected = self.asked()?.checked_sub(self.due()?)?;
        self.sums().captured?.checked_sub(expected).filter(|difference| !difference.is_zero())
    }

    pub fn sums(&self) -> Sums {
        let each = self.orders.iter().map(|order| self.sums_of(order)).collect::<Vec<_>>();
        let total = |part: fn(&Sums) -> Option<Money>| {
            each.iter().map(part).reduce(|a, b| a?.checked_add(b?)).flatten()
        };
        Sums {
            captured: total(|s| s.captured),
            refunded: total(|s| s.refunded),
            pending: total(|s| s.pending),
        }
    }

    pub fn sums_of(&self, order: &Order) -> Sums {
        let captured = order.captured().ok();
        let Some(zero) =
            captured.or(order.order_amount).or(self.asked()).map(|m| Money::new(0, m.currency()))
        else {
            return Sums { captured, refunded: None, pending: None };
        };
        let sum = |wanted: fn(RefundProgress) -> bool| {
            self.refunds_of(order)
                .iter()
                .filter(|refund| wanted(refund.progress))
                .try_fold(zero, |sum, refund| sum.checked_add(refund.amount?))
        };
        let listed = sum(|progress| progress != RefundProgress::Failed);
        let refunded = if order.status == Some(OrderStatus::FullyRefunded) { captured } else { listed };
        Sums {
            captured,
            refunded,
            pending: sum(|p| matches!(p, RefundProgress::Pending | RefundProgress::NotUnderstood)),
        }
    }

    /// The refunds of one order: its own list, and those known here that the list lacks. Matched by reference.
    pub fn refunds_of(&self, order: &Order) -> Vec<Refund> {
        let Some(parent) = &order.order_id else { return Vec::new() };
        let known: BTreeMap<_, _> = self
            .known_refunds
            .iter()
            .filter(|refund| &refund.parent == parent)
            .filter_map(|refund| Some((refund.reference.clone()?, refund)))
            .collect();
        let mut refunds = order
            .refunds
            .iter()
            .flatten()
            .map(|listed| {
                let reference = listed.merchant_order_reference.clone();
                let from_here = reference.as_ref().is_some_and(|reference| known.contains_key(reference));
                Refund {
                    parent: parent.clone(),
                    reference,
                    order_id: listed.order_id.clone(),
                    amount: listed.order_amount,
                    status: listed.status.as_ref().map(ToString::to_string).unwrap_or_default(),
                    progress: RefundProgress::of(listed.status.as_ref()),
                    at: listed.created_at.as_ref().and_then(pinelabs::Timestamp::at),
                    from_here,
                }
            })
            .collect::<Vec<_>>();
        for refund in known.values() {
            if !refunds.iter().any(|listed| listed.reference == refund.reference) {
                refunds.push((*refund).clone());
            }
        }
        refunds
    }

    /// Whether any refund is on its way or carried out, of whatever amount.
    pub fn any_refund(&self) -> bool {
        let refunds = self.orders.iter().flat_map(|order| self.refunds_of(order));
        refunds.into_iter().any(|refund| refund.progress != RefundProgress::Failed)
    }

    /// The order whose money could be captured or released.
    pub fn held_order(&self) -> Option<&Order> {
        self.orders.iter().find(|order| order.status == Some(OrderStatus::Authorized))
    }
}

/// Whether an order says that it was refunded in part without telling how much.
pub fn refunded_elsewhere(order: &Order) -> bool {
    order.status == Some(OrderStatus::PartiallyRefunded) && order.refunds.as_ref().is_none_or(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::sample::{link, order, snapshot, unread, with};

    fn received(snapshot: &Snapshot) -> Option<i64> {
        snapshot.received().map(Money::minor)
    }

    #[test]
    fn money_paid_in_counts_parts_on_orders_never_seen_and_never_a_hold() {
        let held = with(link("PROCESSED", 0), "pre_auth", json!(true));
        let part = || order("PENDING", "PROCESSED", 50_000);
        let table = [
            ("nobody has paid", snapshot(link("CREATED", 100_000), []), Some(0)),
            ("a part on another order", snapshot(link("PARTIAL_PROCESSED", 20_000), [part()]), Some(80_000)),
            ("expired with a part in", snapshot(link("EXPIRED", 40_000), []), Some(60_000)),
            (
                "paid",
                snapshot(link("PROCESSED", 0), [order("PROCESSED", "PROCESSED", 100_000)]),
                Some(100_000),
            ),
            ("paid, order unread", unread(link("PROCESSED", 0)), Some(100_000)),
            ("held", snapshot(held.clone(), [order("AUTHORIZED", "AUTHORIZED", 100_000)]), Some(0)),
            ("held or paid, unread", unread(held), None),
            ("voided", snapshot(link("PROCESSED", 0), [order("CANCELLED", "CANCELLED", 100_000)]), Some(0)),
        ];
        for (row, snapshot, expected) in table {
            assert_eq!(received(&snapshot), expected, "{row}");
        }
    }
}
