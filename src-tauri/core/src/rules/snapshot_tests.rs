//! What a snapshot tells of a link and its orders together.

use serde_json::json;

use super::*;
use crate::rules::sample::{link, order, refund, snapshot, unread, with};

fn received(snapshot: &Snapshot) -> Option<i64> {
    snapshot.received().map(Money::minor)
}

#[test]
fn money_paid_in_counts_parts_on_orders_never_seen_and_never_a_hold() {
    let held = with(link("PROCESSED", 0), "pre_auth", json!(true));
    let part = || order("PENDING", "PROCESSED", 50_000);
    let paid = || order("PROCESSED", "PROCESSED", 100_000);
    let untold = |status: &str| with(order(status, "", 0), "payments", json!(null));
    let table = vec![
        ("nobody has paid", snapshot(link("CREATED", 100_000), []), Some(0)),
        ("a part on another order", snapshot(link("PARTIAL_PROCESSED", 20_000), [part()]), Some(80_000)),
        ("expired with a part in", snapshot(link("EXPIRED", 40_000), []), Some(60_000)),
        ("paid", snapshot(link("PROCESSED", 0), [order("PROCESSED", "PROCESSED", 100_000)]), Some(100_000)),
        ("paid, order unread", unread(link("PROCESSED", 0)), Some(100_000)),
        ("held", snapshot(held.clone(), [order("AUTHORIZED", "AUTHORIZED", 100_000)]), Some(0)),
        ("held or paid, unread", unread(held.clone()), None),
        ("captured while the link lags", snapshot(link("CLICKED", 100_000), [paid()]), Some(100_000)),
        ("ended, all of it due, and captured", snapshot(link("EXPIRED", 100_000), [paid()]), Some(100_000)),
        (
            "captured in part on a hold",
            snapshot(held.clone(), [order("PROCESSED", "PROCESSED", 60_000)]),
            Some(60_000),
        ),
        (
            "paid twice",
            snapshot(link("PROCESSED", 0), [order("PROCESSED", "PROCESSED", 200_000)]),
            Some(200_000),
        ),
        ("paid, no payment told", snapshot(link("PROCESSED", 0), [untold("PROCESSED")]), None),
        ("paying, no payment told", snapshot(link("PAYMENT_INITIATED", 100_000), [untold("PENDING")]), None),
        ("opened, nothing tried", snapshot(link("CLICKED", 100_000), [untold("CREATED")]), Some(0)),
        (
            "a part in by the link, no payment told",
            snapshot(link("PARTIAL_PROCESSED", 40_000), [untold("PENDING")]),
            Some(60_000),
        ),
        (
            "a payment in a status not known",
            snapshot(link("PROCESSED", 0), [order("PROCESSED", "REVERSED", 100_000)]),
            None,
        ),
        ("opened, order unread", unread(link("CLICKED", 100_000)), None),
        ("less than nothing due", snapshot(link("PROCESSED", -500), [paid()]), Some(100_000)),
        ("more due than asked", snapshot(link("CREATED", 100_500), []), None),
        ("voided", snapshot(link("PROCESSED", 0), [order("CANCELLED", "CANCELLED", 100_000)]), Some(0)),
    ];
    for (row, snapshot, expected) in table {
        assert_eq!(received(&snapshot), expected, "{row}");
    }
}

#[test]
fn where_captured_is_not_told_nothing_is_less_than_it_should_be() {
    let untold = with(order("PROCESSED", "", 0), "payments", json!(null));
    let read = snapshot(link("PROCESSED", 0), [untold]);
    assert_eq!((read.sums().captured, read.capture_difference()), (None, None));
}

#[test]
fn money_that_was_refunded_here_was_not_refunded_elsewhere() {
    let mut read = snapshot(link("PROCESSED", 0), [order("PARTIALLY_REFUNDED", "PROCESSED", 100_000)]);
    assert!(read.refunded_elsewhere(&read.orders[0]));
    read.known_refunds = vec![Refund {
        parent: "v1-1".parse().unwrap(),
        reference: Some("a".parse().unwrap()),
        order_id: None,
        amount: Some(Money::inr(10_000)),
        status: "PROCESSED".to_owned(),
        progress: RefundProgress::Processed,
        at: None,
        from_here: true,
    }];
    assert!(!read.refunded_elsewhere(&read.orders[0]));
    assert!(read.refunds_may_lack(&read.orders[0]), "and yet the list is missing");
}

#[test]
fn all_of_a_fully_refunded_order_went_back_whatever_its_list_says() {
    let back = |refunds| {
        let order = with(order("FULLY_REFUNDED", "PROCESSED", 100_000), "refunds", refunds);
        snapshot(link("PROCESSED", 0), [order]).sums().refunded.map(Money::minor)
    };
    assert_eq!(back(json!(null)), Some(100_000));
    assert_eq!(back(json!([refund("a", "PROCESSED", 10_000)])), Some(100_000));
    assert_eq!(back(json!([refund("a", "PROCESSED", 120_000)])), Some(120_000));
    let untold = with(order("FULLY_REFUNDED", "", 0), "payments", json!(null));
    assert_eq!(snapshot(link("PROCESSED", 0), [untold]).sums().refunded, None, "and not nothing");
}
