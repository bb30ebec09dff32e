//! A reading of one link: the link, the orders seen with it, and the refunds that this computer knows.
//!
//! A link's money is spread over these three; the other rules get the sums here.

use std::cmp::Ordering;

use jiff::{SignedDuration, Timestamp};
use pinelabs::{LinkStatus, Money, Order, OrderId, OrderStatus, PaymentLink, PaymentStatus, UnclearMoney};

use super::refunds;
pub use super::refunds::{Refund, RefundProgress};

/// One link as read, with everything that affects its money.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub link: PaymentLink,
    /// The readable orders, the link's own order first.
    pub orders: Vec<Order>,
    /// Unreadable orders of the link: nothing about its money is certain.
    pub unread: Vec<OrderId>,
    /// Those of `unread` that Pine Labs does not have.
    pub absent: Vec<OrderId>,
    /// Refunds made here, whether or not an order lists them.
    pub known_refunds: Vec<Refund>,
    /// One of our operations has an unknown outcome.
    pub checking: bool,
    /// The ledger has an operation of ours that is unreadable.
    pub operation_unread: bool,
    /// By this computer's clock.
    pub read_at: Timestamp,
    /// How far the server's clock is ahead of this computer's, if too far: see `wrong_clock.rs`.
    pub clock_offset: SignedDuration,
}

/// The money paid on a link, over all its orders. `None` if the reading does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub captured: Option<Money>,
    /// Processed or in flight.
    pub refunded: Option<Money>,
    /// The part of `refunded` that is still in flight.
    pub pending: Option<Money>,
}

impl Snapshot {
    /// When it was read, by the server's clock, which its times and deadlines use.
    pub fn server_now(&self) -> Timestamp {
        self.read_at.saturating_add(self.clock_offset).unwrap_or(self.read_at)
    }

    pub fn asked(&self) -> Option<Money> {
        self.link.amount.filter(|asked| asked.minor() >= 0)
    }

    /// A negative figure is ignored here and reported as an oddity.
    pub fn due(&self) -> Option<Money> {
        self.link.amount_due.filter(|due| due.minor() >= 0)
    }

    /// The amount minus the due amount, if that makes sense.
    pub fn paid_in(&self) -> Option<Money> {
        self.asked()?.checked_sub(self.due()?).filter(|paid_in| paid_in.minor() >= 0)
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

    /// Whether the link's figures are present but unreadable: the amount, and whether a part came in, are unknown.
    pub fn figures_unread(&self) -> bool {
        ["amount", "amount_due"].into_iter().any(|figure| self.link.is_unread(figure))
    }

    /// Whether the link's order id is unreadable: the money on that order is unknown.
    pub fn order_unnamed(&self) -> bool {
        self.link.is_unread("order_id")
    }

    pub fn pre_auth(&self) -> Option<bool> {
        self.link.pre_auth.or_else(|| self.orders.iter().find_map(|order| order.pre_auth))
    }

    /// Whether every order of the link was read.
    pub fn orders_read(&self) -> bool {
        self.unread.is_empty() && !self.orders.is_empty() && !self.order_unnamed()
    }

    /// What the customer has paid: the larger of amount minus due, which includes orders never seen here, and what the orders
    /// have captured. If money may only be held, the captured amount alone. Never zero if an order does not say.
    pub fn received(&self) -> Option<Money> {
        let processed = self.link.status == Some(LinkStatus::Processed);
        let some_in = self.paid_in().filter(|paid_in| paid_in.is_positive());
        if !self.orders_read() {
            let no_order = self.unread.is_empty() && !self.order_unnamed();
            let told = if no_order { self.paid_in() } else { some_in };
            return told.filter(|_| !processed || self.pre_auth() == Some(false));
        }
        // It may also be unknown whether this is a pre-authorisation.
        let released = |order: &Order| order.status == Some(OrderStatus::Cancelled);
        let maybe_held = self.held_order().is_some()
            || self.pre_auth().unwrap_or(processed)
            || processed && self.orders.iter().any(released);
        match self.sums().captured {
            Some(captured) if maybe_held => Some(captured),
            Some(captured) => self.paid_in().map_or(Some(captured), |paid_in| larger(paid_in, captured)),
            None => some_in.filter(|_| !processed && !maybe_held),
        }
    }

    /// Whether money was certainly captured, with a known amount or not.
    pub fn took_money(&self) -> bool {
        self.orders.iter().any(Order::took_money)
    }

    /// Whether the full amount is captured or held, or the link says that nothing is due.
    pub fn all_in(&self) -> bool {
        let Some(asked) = self.asked().filter(|asked| asked.is_positive()) else { return false };
        let covers = |money: Option<Money>| {
            money.and_then(|money| money.checked_cmp(asked)).is_some_and(Ordering::is_ge)
        };
        let held = self.held_order().is_some_and(|order| covers(order.order_amount));
        held || covers(self.sums().captured) || self.link.amount_due.is_some_and(|due| !due.is_positive())
    }

    /// Captured minus (amount minus due), if it is not zero and no hold explains it.
    pub fn capture_difference(&self) -> Option<Money> {
        if !self.orders_read() || self.pre_auth() != Some(false) {
            return None;
        }
        self.sums().captured?.checked_sub(self.paid_in()?).filter(|difference| !difference.is_zero())
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
        // All of it was refunded, whatever the list omits; a list with a larger total counts.
        let refunded = match (&order.status, captured, listed) {
            (Some(OrderStatus::FullyRefunded), Some(captured), listed) => {
                listed.map_or(Some(captured), |listed| larger(captured, listed))
            }
            (Some(OrderStatus::FullyRefunded), None, listed) => listed.filter(|listed| listed.is_positive()),
            (_, _, listed) => listed,
        };
        Sums {
            captured,
            refunded,
            pending: sum(|p| matches!(p, RefundProgress::Pending | RefundProgress::NotUnderstood)),
        }
    }

    /// The refunds of one order, each once: its own list and those known here.
    pub fn refunds_of(&self, order: &Order) -> Vec<Refund> {
        refunds::of_order(order, &self.known_refunds)
    }

    /// Whether an order says that part of it was refunded, but no refund is known.
    pub fn refunded_elsewhere(&self, order: &Order) -> bool {
        order.status == Some(OrderStatus::PartiallyRefunded)
            && self.refunds_of(order).iter().all(|refund| refund.progress == RefundProgress::Failed)
    }

    /// Whether refunds made elsewhere may be missing for this order.
    pub fn refunds_may_lack(&self, order: &Order) -> bool {
        match order.status {
            Some(OrderStatus::FullyRefunded) => false,
            _ if order.refunds.is_none() => true,
            _ => {
                order.status == Some(OrderStatus::PartiallyRefunded)
                    && (order.refunds.as_ref().is_some_and(Vec::is_empty) || self.refunded_elsewhere(order))
            }
        }
    }

    /// Whether money of an order is in another currency than the order: then this program only shows it.
    pub fn other_currency(&self, order: &Order) -> bool {
        let captured = order.captured();
        let refunds =
            || self.refunds_of(order).into_iter().filter(|refund| refund.progress != RefundProgress::Failed);
        let differs = |captured: Money| {
            refunds()
                .any(|refund| refund.amount.is_some_and(|amount| amount.currency() != captured.currency()))
        };
        matches!(captured, Err(UnclearMoney::OtherCurrency(_))) || captured.is_ok_and(differs)
    }

    /// Whether any refund is pending or processed, whatever its amount.
    pub fn any_refund(&self) -> bool {
        let refunds = self.orders.iter().flat_map(|order| self.refunds_of(order));
        refunds.into_iter().any(|refund| refund.progress != RefundProgress::Failed)
    }

    /// The order with money to capture or release.
    pub fn held_order(&self) -> Option<&Order> {
        self.orders.iter().find(|order| order.status == Some(OrderStatus::Authorized))
    }
}

/// Whether an order holds money, or has an unfinished payment.
pub fn under_way(order: &Order) -> bool {
    matches!(order.status, Some(OrderStatus::Authorized | OrderStatus::Pending))
        || order.payments.iter().any(|payment| {
            matches!(
                payment.status,
                Some(PaymentStatus::Authorized | PaymentStatus::Pending | PaymentStatus::Created)
            ) && payment.capture_data.is_empty()
        })
}

/// `None` for two currencies.
fn larger(a: Money, b: Money) -> Option<Money> {
    a.checked_cmp(b).map(|order| if order.is_lt() { b } else { a })
}

#[cfg(test)]
#[path = "snapshot_tests.rs"]
mod tests;
