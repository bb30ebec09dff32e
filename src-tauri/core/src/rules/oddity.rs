//! Figures that contradict each other: what a shop should look into, and by how much. Amounts are never negative.
//!
//! They are shown next to the status and do not change it. The page words what to do about each.

use pinelabs::{Money, Order, OrderStatus};
use serde::Serialize;
use specta::Type;

use super::snapshot::{RefundProgress, Snapshot};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OddityKind {
    RefundedMoreThanCaptured,
    /// The full amount came in at least twice.
    PaidTwice,
    CapturedMoreThanAsked,
    DueBelowZero,
    DueAboveAsked,
    /// A payment is in another currency than its order.
    OtherCurrency,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Oddity {
    pub kind: OddityKind,
    /// The excess.
    pub by: Option<Money>,
    /// The part of a captured excess that is still to be refunded, as far as known here.
    pub to_refund: Option<Money>,
}

impl Oddity {
    fn of(kind: OddityKind, by: Option<Money>) -> Self {
        Self { kind, by, to_refund: None }
    }
}

impl Snapshot {
    /// The contradictions in the figures, the most serious first.
    pub fn oddities(&self) -> Vec<Oddity> {
        let other = self.orders.iter().any(|order| self.other_currency(order));
        let other = other.then(|| Oddity::of(OddityKind::OtherCurrency, None));
        [other, self.over_refunded(), self.over_captured(), self.odd_due()].into_iter().flatten().collect()
    }

    fn over_refunded(&self) -> Option<Oddity> {
        let each = self.orders.iter().filter_map(|order| self.refunded_too_much(order));
        let by = each.map(Some).reduce(|a, b| a?.checked_add(b?))?;
        Some(Oddity::of(OddityKind::RefundedMoreThanCaptured, by))
    }

    fn refunded_too_much(&self, order: &Order) -> Option<Money> {
        let captured = order.captured().ok()?;
        let refunds =
            self.refunds_of(order).into_iter().filter(|refund| refund.progress != RefundProgress::Failed);
        let zero = Money::zero(captured.currency());
        let refunded = refunds.filter_map(|refund| refund.amount).try_fold(zero, Money::checked_add)?;
        refunded.checked_sub(captured).filter(|by| by.is_positive())
    }

    /// A refund reduces the excess, so that it is not asked for again.
    fn over_captured(&self) -> Option<Oddity> {
        let asked = self.asked().filter(|asked| asked.is_positive())?;
        let captured = self.sums().captured?;
        let by = captured.checked_sub(asked).filter(|by| by.is_positive())?;
        let all_back = |order: &Order| order.status == Some(OrderStatus::FullyRefunded);
        if self.orders.iter().all(all_back) {
            return None;
        }
        let to_refund = match self.sums().refunded {
            Some(refunded) => Some(by.checked_sub(refunded).filter(|left| left.is_positive())?),
            None => None,
        };
        let twice = by.checked_cmp(asked).is_some_and(std::cmp::Ordering::is_ge);
        let kind = if twice { OddityKind::PaidTwice } else { OddityKind::CapturedMoreThanAsked };
        Some(Oddity { to_refund, ..Oddity::of(kind, Some(by)) })
    }

    fn odd_due(&self) -> Option<Oddity> {
        let due = self.link.amount_due?;
        if due.minor() < 0 {
            return Some(Oddity::of(OddityKind::DueBelowZero, None));
        }
        let by = due.checked_sub(self.asked()?).filter(|by| by.is_positive())?;
        Some(Oddity::of(OddityKind::DueAboveAsked, Some(by)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::rules::sample::{link, money, order, refund, snapshot, with};

    fn told(
        link: Value,
        orders: impl IntoIterator<Item = Value>,
    ) -> Vec<(OddityKind, Option<i64>, Option<i64>)> {
        let told = snapshot(link, orders).oddities();
        let minor = |money: Option<Money>| money.map(Money::minor);
        told.into_iter().map(|oddity| (oddity.kind, minor(oddity.by), minor(oddity.to_refund))).collect()
    }

    fn paid(paise: i64, refunds: Value) -> Value {
        with(order("PROCESSED", "PROCESSED", paise), "refunds", refunds)
    }

    #[test]
    fn figures_that_do_not_fit_together_are_named_with_how_much_too_much() {
        use OddityKind as K;
        let done = || link("PROCESSED", 0);
        let rf = |paise| refund("a", "PROCESSED", paise);
        let second = || with(paid(100_000, json!([])), "order_id", json!("v1-2"));
        let dollars = json!({ "value": 5, "currency": "USD" });
        let other = with(
            paid(0, json!([])),
            "payments",
            json!([{ "status": "PROCESSED", "payment_amount": dollars }]),
        );
        let table = [
            ("all as it should be", told(done(), [paid(100_000, json!([rf(40_000)]))]), vec![]),
            ("nobody has paid", told(link("CREATED", 100_000), []), vec![]),
            (
                "refunded too much",
                told(done(), [paid(100_000, json!([rf(70_000), refund("b", "PENDING", 50_000)]))]),
                vec![(K::RefundedMoreThanCaptured, Some(20_000), None)],
            ),
            (
                "what failed gave nothing back",
                told(done(), [paid(100_000, json!([rf(70_000), refund("b", "FAILED", 50_000)]))]),
                vec![],
            ),
            (
                "refunded too much on one of two orders",
                told(done(), [paid(100_000, json!([rf(120_000)])), with(second(), "refunds", json!([]))]),
                vec![(K::RefundedMoreThanCaptured, Some(20_000), None)],
            ),
            (
                "paid on two orders",
                told(done(), [paid(100_000, json!([])), second()]),
                vec![(K::PaidTwice, Some(100_000), Some(100_000))],
            ),
            (
                "paid on two orders, a part of it given back",
                told(done(), [paid(100_000, json!([rf(30_000)])), second()]),
                vec![(K::PaidTwice, Some(100_000), Some(70_000))],
            ),
            (
                "paid on two orders, one given back",
                told(done(), [paid(100_000, json!([rf(100_000)])), second()]),
                vec![],
            ),
            (
                "a little too much",
                told(done(), [paid(100_500, json!([]))]),
                vec![(K::CapturedMoreThanAsked, Some(500), Some(500))],
            ),
            ("less than nothing due", told(link("PROCESSED", -1), []), vec![(K::DueBelowZero, None, None)]),
            (
                "more due than asked",
                told(link("CREATED", 100_700), []),
                vec![(K::DueAboveAsked, Some(700), None)],
            ),
            ("another currency", told(done(), [other]), vec![(K::OtherCurrency, None, None)]),
        ];
        for (row, told, expected) in table {
            if row == "refunded too much on one of two orders" {
                assert!(told.starts_with(&expected), "{row}: {told:?}");
            } else {
                assert_eq!(told, expected, "{row}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_figure_is_ever_below_nothing(
            asked in -5_i64..200_000, due in -200_000_i64..300_000, captured in -5_i64..300_000,
            refunded in -5_i64..300_000, status in 0_usize..7, pre_auth in 0_usize..3,
        ) {
            let status = ["CREATED", "CLICKED", "PARTIAL_PROCESSED", "PROCESSED", "CANCELLED", "EXPIRED", "NEW"][status];
            let link = with(with(link(status, due), "amount", money(asked)), "pre_auth", [json!(null), json!(true), json!(false)][pre_auth].clone());
            let read = snapshot(link, [paid(captured, json!([refund("a", "PROCESSED", refunded)]))]);
            let sums = read.sums();
            let figures = crate::rules::refundable::figures(&read, &read.orders[0]);
            let left = figures.map(|figures| figures.left);
            let odd = read.oddities().into_iter().flat_map(|odd| [odd.by, odd.to_refund]).collect::<Vec<_>>();
            let shown = [read.asked(), read.due(), read.received(), sums.captured, sums.refunded, sums.pending, left];
            for money in shown.into_iter().chain(odd).flatten() {
                prop_assert!(money.minor() >= 0, "{:?}", money);
            }
        }
    }
}
