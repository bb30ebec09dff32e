//! Overrides a stale reading with the operations done here: a server may answer for a while as if nothing had happened, and the
//! page would offer the same operation again.
//!
//! Only permanent effects count: a cancelled link and a captured or released hold never come back.

use jiff::Timestamp;
use pinelabs::{CaptureRecord, LinkStatus, Money, OrderId, OrderStatus, PaymentStatus, Reference};

use super::snapshot::Snapshot;

/// An operation that took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoneHere {
    Cancelled,
    Voided { order: OrderId },
    Captured { order: OrderId, reference: Option<Reference>, amount: Money, at: Timestamp },
}

impl DoneHere {
    /// Updates a stale reading. One that shows a later state stays as it is.
    pub fn outweigh(&self, snapshot: &mut Snapshot) {
        match self {
            Self::Cancelled => {
                if matches!(snapshot.link.status, Some(LinkStatus::Created | LinkStatus::Clicked)) {
                    snapshot.link.status = Some(LinkStatus::Cancelled);
                }
            }
            Self::Voided { order } => end_hold(snapshot, order, None),
            Self::Captured { order, reference, amount, at } => {
                let record = CaptureRecord::new(reference.clone(), *amount, *at);
                end_hold(snapshot, order, Some(record));
            }
        }
    }
}

fn end_hold(snapshot: &mut Snapshot, id: &OrderId, captured: Option<CaptureRecord>) {
    let is_held = |order: &&mut pinelabs::Order| {
        order.order_id.as_ref() == Some(id) && order.status == Some(OrderStatus::Authorized)
    };
    let Some(order) = snapshot.orders.iter_mut().find(is_held) else { return };
    let (status, of_payment) = if captured.is_some() {
        (OrderStatus::Processed, PaymentStatus::Processed)
    } else {
        (OrderStatus::Cancelled, PaymentStatus::Cancelled)
    };
    order.status = Some(status);
    let held = order.payments.iter_mut().find(|payment| payment.status == Some(PaymentStatus::Authorized));
    if let Some(payment) = held {
        payment.status = Some(of_payment);
        payment.capture_data.extend(captured);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::{
        allowed::{self, OperationKind},
        sample::{link, order, snapshot, with},
        status::{self, LinkState},
    };

    fn held() -> Snapshot {
        let link = with(link("PROCESSED", 0), "pre_auth", json!(true));
        snapshot(link, [with(order("AUTHORIZED", "AUTHORIZED", 100_000), "pre_auth", json!(true))])
    }

    fn order_id() -> OrderId {
        "v1-1".parse().unwrap()
    }

    #[test]
    fn a_hold_that_was_let_go_here_is_released_whatever_an_older_reading_says() {
        let mut snapshot = held();
        assert_eq!(allowed::check(OperationKind::Capture, &snapshot), Ok(()));
        DoneHere::Voided { order: order_id() }.outweigh(&mut snapshot);
        assert_eq!(status::derive(&snapshot), LinkState::Released);
        for action in [OperationKind::Capture, OperationKind::Void, OperationKind::Refund] {
            assert!(allowed::check(action, &snapshot).is_err(), "{action:?}");
        }
    }

    #[test]
    fn a_hold_that_was_captured_here_counts_as_captured_whatever_an_older_reading_says() {
        let mut snapshot = held();
        let captured = DoneHere::Captured {
            order: order_id(),
            reference: Some("cap-v1-1".parse().unwrap()),
            amount: Money::inr(60_000),
            at: "2025-11-20T08:35:00Z".parse().unwrap(),
        };
        captured.outweigh(&mut snapshot);
        assert_eq!(snapshot.sums().captured, Some(Money::inr(60_000)));
        assert!(allowed::check(OperationKind::Capture, &snapshot).is_err());
        assert!(allowed::check(OperationKind::Void, &snapshot).is_err());
        assert_eq!(allowed::check(OperationKind::Refund, &snapshot), Ok(()));
    }

    #[test]
    fn a_link_that_was_cancelled_here_is_not_offered_again_and_a_later_state_stands() {
        for (read, expected) in
            [("CREATED", "CANCELLED"), ("CLICKED", "CANCELLED"), ("PROCESSED", "PROCESSED")]
        {
            let mut snapshot = snapshot(link(read, 100_000), []);
            DoneHere::Cancelled.outweigh(&mut snapshot);
            assert_eq!(snapshot.link.status.as_ref().unwrap().as_str(), expected);
        }
        let mut snapshot = snapshot(link("CREATED", 100_000), []);
        DoneHere::Cancelled.outweigh(&mut snapshot);
        assert!(allowed::check(OperationKind::Resend, &snapshot).is_err());
        assert!(allowed::check(OperationKind::Cancel, &snapshot).is_err());
    }

    #[test]
    fn a_reading_that_is_later_than_what_was_done_here_stays_as_it_is() {
        let paid = snapshot(link("PROCESSED", 0), [order("PROCESSED", "PROCESSED", 100_000)]);
        let mut read = paid.clone();
        DoneHere::Voided { order: order_id() }.outweigh(&mut read);
        assert_eq!(read.orders, paid.orders);
    }
}
