//! How much of an order can be refunded.

use pinelabs::{Money, Order, OrderStatus};

use super::{amount, snapshot::Snapshot};

/// The figures of a refund, as shown in a dialog and compared right before sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    pub captured: Money,
    /// Processed.
    pub refunded: Money,
    /// Accepted, not yet processed.
    pub pending: Money,
    /// Captured minus both.
    pub left: Money,
    /// The order's list of refunds is missing or incomplete: `left` is an upper bound, and the server decides.
    pub at_most: bool,
}

/// `None` if the order does not say how much was captured: then it cannot be refunded from here.
pub fn figures(snapshot: &Snapshot, order: &Order) -> Option<Figures> {
    let sums = snapshot.sums_of(order);
    let (captured, given, pending) = (sums.captured?, sums.refunded?, sums.pending?);
    let nothing = Money::new(0, captured.currency());
    let all_back = order.status == Some(OrderStatus::FullyRefunded);
    let left = captured.checked_sub(given).filter(|left| left.minor() >= 0 && !all_back).unwrap_or(nothing);
    let refunded = given.checked_sub(pending).filter(|done| done.minor() >= 0).unwrap_or(nothing);
    Some(Figures { captured, refunded, pending, left, at_most: snapshot.refunds_may_lack(order) })
}

/// The order that a refund of this link uses: the one with the most left.
pub fn source(snapshot: &Snapshot) -> Option<(&Order, Figures)> {
    snapshot
        .orders
        .iter()
        .filter(|order| understood(order) && !snapshot.other_currency(order))
        .filter_map(|order| Some((order, figures(snapshot, order)?)))
        .filter(|(_, figures)| figures.left.minor() >= amount::least(figures.left.currency()))
        .max_by_key(|(_, figures)| figures.left.minor())
}

/// Whether the order's status is one that this program understands.
pub fn understood(order: &Order) -> bool {
    !matches!(order.status, None | Some(OrderStatus::Unknown(_)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::rules::sample::{link, order, refund, snapshot, with};

    fn figures_of(status: &str, refunds: Value) -> Figures {
        let order = with(order(status, "PROCESSED", 100_000), "refunds", refunds);
        let snapshot = snapshot(link("PROCESSED", 0), [order]);
        figures(&snapshot, &snapshot.orders[0]).unwrap()
    }

    #[test]
    fn what_is_left_is_an_upper_bound_wherever_refunds_may_be_missing_in_the_list() {
        let some = || json!([refund("a", "PROCESSED", 10_000)]);
        let table = [
            ("PROCESSED", json!(null), true, 100_000),
            ("PROCESSED", json!([]), false, 100_000),
            ("PROCESSED", some(), false, 90_000),
            ("PARTIALLY_REFUNDED", json!(null), true, 100_000),
            ("PARTIALLY_REFUNDED", json!([]), true, 100_000),
            ("PARTIALLY_REFUNDED", json!([refund("a", "FAILED", 10_000)]), true, 100_000),
            (
                "PARTIALLY_REFUNDED",
                json!([with(refund("a", "PROCESSED", 1), "type", json!("CHARGE"))]),
                true,
                100_000,
            ),
            ("PARTIALLY_REFUNDED", some(), false, 90_000),
            ("FULLY_REFUNDED", json!(null), false, 0),
            ("FULLY_REFUNDED", json!([]), false, 0),
            ("FULLY_REFUNDED", some(), false, 0),
        ];
        for (status, refunds, at_most, left) in table {
            let told = figures_of(status, refunds.clone());
            assert_eq!((told.at_most, told.left.minor()), (at_most, left), "{status} with {refunds}");
        }
    }

    #[test]
    fn more_given_back_than_captured_leaves_nothing_and_never_less() {
        let told = figures_of(
            "PROCESSED",
            json!([refund("a", "PROCESSED", 70_000), refund("b", "PENDING", 60_000)]),
        );
        assert_eq!((told.left.minor(), told.refunded.minor(), told.pending.minor()), (0, 70_000, 60_000));
    }

    #[test]
    fn the_least_that_a_refund_takes_is_one_unit_of_its_currency() {
        for (currency, least) in [("INR", 100), ("USD", 100), ("JPY", 1), ("KWD", 1_000)] {
            for (minor, expected) in [(least - 1, false), (least, true)] {
                let money = json!({ "value": minor, "currency": currency });
                let paid = with(
                    with(order("PROCESSED", "PROCESSED", 0), "order_amount", money.clone()),
                    "payments",
                    json!([{ "status": "PROCESSED", "payment_amount": money }]),
                );
                let paid_link = with(with(link("PROCESSED", 0), "amount", money), "amount_due", json!(null));
                let found = source(&snapshot(paid_link, [paid])).is_some();
                assert_eq!(found, expected && minor > 0, "{currency} {minor}");
            }
        }
    }
}
