//! How much of an order can go back to the customer.

use pinelabs::{Money, Order, OrderStatus};
use serde::{Deserialize, Serialize};

use super::{
    amount::SMALLEST_MOVE_MINOR,
    snapshot::{self, Snapshot},
};

/// The figures of a refund, as a dialog shows them and as they are compared right before sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub captured: Money,
    /// Carried out.
    pub refunded: Money,
    /// Accepted, on its way.
    pub pending: Money,
    /// Captured less both.
    pub left: Money,
    /// Some was refunded elsewhere and not told how much: `left` is an upper bound, the server judges.
    pub at_most: bool,
}

/// `None` where the order does not tell how much was captured: then nothing can be refunded from here.
pub fn figures(snapshot: &Snapshot, order: &Order) -> Option<Figures> {
    let sums = snapshot.sums_of(order);
    let (captured, given, pending) = (sums.captured?, sums.refunded?, sums.pending?);
    let nothing = Money::new(0, captured.currency());
    let left = captured.checked_sub(given).filter(|left| left.minor() >= 0).unwrap_or(nothing);
    let refunded = given.checked_sub(pending).filter(|done| done.minor() >= 0).unwrap_or(nothing);
    Some(Figures { captured, refunded, pending, left, at_most: snapshot::refunded_elsewhere(order) })
}

/// The order a refund of this link takes from: the one with the most left.
pub fn source(snapshot: &Snapshot) -> Option<(&Order, Figures)> {
    snapshot
        .orders
        .iter()
        .filter(|order| understood(order))
        .filter_map(|order| Some((order, figures(snapshot, order)?)))
        .filter(|(_, figures)| figures.left.minor() >= SMALLEST_MOVE_MINOR)
        .max_by_key(|(_, figures)| figures.left.minor())
}

/// Whether an order's status is one whose money can be told.
pub fn understood(order: &Order) -> bool {
    !matches!(order.status, None | Some(OrderStatus::Unknown(_)))
}
