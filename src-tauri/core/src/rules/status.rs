//! The state of a link, derived from the link and its orders together, never from one of them alone.

use pinelabs::{LinkStatus, OrderStatus};
use serde::Serialize;
use specta::Type;

use super::snapshot::Snapshot;

/// Our state of a link. The first matching line of the table counts; see [`derive`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    Checking,
    ToCapture,
    Released,
    Refunded,
    PaidPartRefunded,
    CapturedPart,
    PaidOrHeld,
    Paid,
    ExpiredReceived,
    CancelledReceived,
    Expired,
    Cancelled,
    PartPaid,
    Paying,
    Opened,
    Waiting,
    /// Shown as the server spells it, and only shown.
    Unknown,
}

impl LinkState {
    /// The name in the stored recents and in the page's hooks.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(state, _)| *state == self).map_or("unknown", |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

const NAMES: [(LinkState, &str); 17] = [
    (LinkState::Checking, "checking"),
    (LinkState::ToCapture, "to_capture"),
    (LinkState::Released, "released"),
    (LinkState::Refunded, "refunded"),
    (LinkState::PaidPartRefunded, "paid_part_refunded"),
    (LinkState::CapturedPart, "captured_part"),
    (LinkState::PaidOrHeld, "paid_or_held"),
    (LinkState::Paid, "paid"),
    (LinkState::ExpiredReceived, "expired_received"),
    (LinkState::CancelledReceived, "cancelled_received"),
    (LinkState::Expired, "expired"),
    (LinkState::Cancelled, "cancelled"),
    (LinkState::PartPaid, "part_paid"),
    (LinkState::Paying, "paying"),
    (LinkState::Opened, "opened"),
    (LinkState::Waiting, "waiting"),
    (LinkState::Unknown, "unknown"),
];

pub fn derive(snapshot: &Snapshot) -> LinkState {
    if snapshot.checking { LinkState::Checking } else { as_read(snapshot) }
}

/// The state according to Pine Labs, ignoring unknown outcomes of our operations.
pub fn as_read(snapshot: &Snapshot) -> LinkState {
    let part_paid = snapshot.part_paid();
    // An ended link may say that all is due although its orders received money.
    let money_in = part_paid || snapshot.took_money();
    let Some(status) = &snapshot.link.status else { return LinkState::Unknown };
    match status {
        LinkStatus::Processed => {
            processed(snapshot).unwrap_or(if part_paid { LinkState::PartPaid } else { LinkState::Unknown })
        }
        LinkStatus::Expired if money_in => LinkState::ExpiredReceived,
        LinkStatus::Cancelled if money_in => LinkState::CancelledReceived,
        LinkStatus::Expired => LinkState::Expired,
        LinkStatus::Cancelled => LinkState::Cancelled,
        LinkStatus::PartialProcessed => LinkState::PartPaid,
        _ if part_paid => LinkState::PartPaid,
        LinkStatus::PaymentInitiated => LinkState::Paying,
        LinkStatus::Clicked => LinkState::Opened,
        LinkStatus::Created => LinkState::Waiting,
        LinkStatus::Unknown(_) => LinkState::Unknown,
    }
}

/// PROCESSED says only that the checkout ended: the orders tell the result.
fn processed(snapshot: &Snapshot) -> Option<LinkState> {
    let orders = &snapshot.orders;
    let has = |status: OrderStatus| orders.iter().any(|order| order.status.as_ref() == Some(&status));
    let all = |status: OrderStatus| {
        !orders.is_empty() && orders.iter().all(|order| order.status.as_ref() == Some(&status))
    };
    if has(OrderStatus::Authorized) {
        return Some(LinkState::ToCapture);
    }
    if all(OrderStatus::Cancelled) && snapshot.unread.is_empty() {
        return Some(LinkState::Released);
    }
    if snapshot.orders_read() {
        let sums = snapshot.sums();
        let captured = sums.captured.map(pinelabs::Money::minor).unwrap_or_default();
        let refunded = sums.refunded.map(pinelabs::Money::minor).unwrap_or_default();
        if all(OrderStatus::FullyRefunded) || (captured > 0 && refunded >= captured) {
            return Some(LinkState::Refunded);
        }
        // A refund of an unknown amount still counts.
        if refunded > 0 || has(OrderStatus::PartiallyRefunded) || snapshot.any_refund() {
            return Some(LinkState::PaidPartRefunded);
        }
        let less = match (sums.captured, snapshot.asked()) {
            (Some(captured), Some(asked)) => captured.minor() < asked.minor(),
            _ => false,
        };
        // The order's own status, if it does not say how much.
        let less = less || sums.captured.is_none() && has(OrderStatus::PartiallyCaptured);
        if snapshot.pre_auth() == Some(true) && less && (captured > 0 || sums.captured.is_none()) {
            return Some(LinkState::CapturedPart);
        }
        let paid = [OrderStatus::Processed, OrderStatus::PartiallyCaptured, OrderStatus::FullyRefunded];
        return paid.into_iter().any(has).then_some(LinkState::Paid);
    }
    Some(if snapshot.pre_auth() == Some(false) { LinkState::Paid } else { LinkState::PaidOrHeld })
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
