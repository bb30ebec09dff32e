//! The table of states, row by row.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::rules::sample::{link, money, order, refund, snapshot, unread, with};

fn state(snapshot: &Snapshot) -> &'static str {
    derive(snapshot).name()
}

#[test]
fn an_unknown_outcome_of_ours_is_checking_whatever_else_is_so() {
    for status in ["PROCESSED", "CREATED", "EXPIRED", "SOMETHING_NEW"] {
        let snapshot = Snapshot {
            checking: true,
            ..snapshot(link(status, 0), [order("PROCESSED", "PROCESSED", 100_000)])
        };
        assert_eq!(state(&snapshot), "checking");
    }
}

#[test]
fn a_processed_link_is_what_its_order_says() {
    let pre_auth = || with(link("PROCESSED", 0), "pre_auth", json!(true));
    let captured = |paise| {
        with(
            order("PROCESSED", "PROCESSED", 100_000),
            "payments",
            json!([{ "status": "PROCESSED", "payment_amount": money(100_000),
                "capture_data": [{ "capture_amount": money(paise) }] }]),
        )
    };
    let refunded = |paise| with(captured(100_000), "refunds", json!([refund("rf-1", "PROCESSED", paise)]));
    let table = [
        ("authorised is to capture", pre_auth(), order("AUTHORIZED", "AUTHORIZED", 100_000), "to_capture"),
        ("voided is released", pre_auth(), order("CANCELLED", "CANCELLED", 100_000), "released"),
        ("fully refunded", link("PROCESSED", 0), order("FULLY_REFUNDED", "PROCESSED", 100_000), "refunded"),
        ("refunds = captured", link("PROCESSED", 0), refunded(100_000), "refunded"),
        ("refunds > 0", link("PROCESSED", 0), refunded(60_000), "paid_part_refunded"),
        (
            "refunded in part without a list",
            link("PROCESSED", 0),
            order("PARTIALLY_REFUNDED", "PROCESSED", 100_000),
            "paid_part_refunded",
        ),
        ("captured < asked on a pre-auth", pre_auth(), captured(60_000), "captured_part"),
        ("refunds come before a part capture", pre_auth(), refunded(1_000), "paid_part_refunded"),
        ("all captured on a pre-auth", pre_auth(), captured(100_000), "paid"),
        ("processed", link("PROCESSED", 0), order("PROCESSED", "PROCESSED", 100_000), "paid"),
        ("an order that failed", link("PROCESSED", 0), order("FAILED", "FAILED", 100_000), "unknown"),
        ("an order not known", link("PROCESSED", 0), order("ON_REVIEW", "PENDING", 100_000), "unknown"),
        (
            "an order not known, part due",
            link("PROCESSED", 1),
            order("ON_REVIEW", "PENDING", 100_000),
            "part_paid",
        ),
    ];
    for (row, link, order, expected) in table {
        assert_eq!(state(&snapshot(link, [order])), expected, "{row}");
    }
}

#[test]
fn a_processed_link_whose_order_was_not_read_is_paid_only_when_it_cannot_be_a_hold() {
    assert_eq!(state(&unread(link("PROCESSED", 0))), "paid");
    assert_eq!(state(&unread(with(link("PROCESSED", 0), "pre_auth", json!(true)))), "paid_or_held");
    assert_eq!(state(&unread(with(link("PROCESSED", 0), "pre_auth", json!(null)))), "paid_or_held");
    // A link that names no order has none to read.
    let bare = with(with(link("PROCESSED", 0), "order_id", json!(null)), "pre_auth", json!(null));
    assert_eq!(state(&snapshot(bare, [])), "paid_or_held");
}

#[test]
fn every_other_link_is_what_its_status_and_what_is_due_say() {
    let table = [
        ("EXPIRED", 40_000, "expired_received"),
        ("EXPIRED", 100_000, "expired"),
        ("EXPIRED", 0, "expired"),
        ("CANCELLED", 40_000, "cancelled_received"),
        ("CANCELLED", 100_000, "cancelled"),
        ("PARTIAL_PROCESSED", 40_000, "part_paid"),
        ("PARTIAL_PROCESSED", 100_000, "part_paid"),
        ("PAYMENT_INITIATED", 40_000, "part_paid"),
        ("CLICKED", 1, "part_paid"),
        ("CREATED", 99_999, "part_paid"),
        ("PAYMENT_INITIATED", 100_000, "paying"),
        ("CLICKED", 100_000, "opened"),
        ("CREATED", 100_000, "waiting"),
        ("CREATED", 0, "waiting"),
        ("ON_REVIEW", 100_000, "unknown"),
        ("ON_REVIEW", 40_000, "part_paid"),
    ];
    for (status, due, expected) in table {
        assert_eq!(state(&snapshot(link(status, due), [])), expected, "{status} with {due} due");
    }
    assert_eq!(state(&snapshot(with(link("CREATED", 0), "status", json!(null)), [])), "unknown");
}

#[test]
fn a_link_that_has_ended_with_money_in_says_so_though_it_says_that_all_of_it_is_due() {
    let untold = with(order("PROCESSED", "", 0), "payments", json!(null));
    for (status, ended, received) in
        [("EXPIRED", "expired", "expired_received"), ("CANCELLED", "cancelled", "cancelled_received")]
    {
        let of = |order: &serde_json::Value| snapshot(link(status, 100_000), [order.clone()]);
        assert_eq!(state(&of(&order("PROCESSED", "PROCESSED", 100_000))), received);
        assert_eq!(state(&of(&order("PENDING", "PROCESSED", 1))), received);
        assert_eq!(state(&of(&untold)), received, "how much is not told");
        assert_eq!(state(&of(&order("ATTEMPTED", "FAILED", 100_000))), ended);
        assert_eq!(state(&of(&order("AUTHORIZED", "AUTHORIZED", 100_000))), ended, "held is not in");
        let paid = of(&order("PROCESSED", "PROCESSED", 100_000));
        assert_eq!(paid.received().map(pinelabs::Money::minor), Some(100_000));
    }
}

#[test]
fn due_in_another_currency_is_not_compared() {
    let odd = with(link("CREATED", 0), "amount_due", json!({ "value": 1, "currency": "USD" }));
    assert_eq!(state(&snapshot(odd, [])), "waiting");
}

#[test]
fn every_state_keeps_its_name() {
    for (state, name) in NAMES {
        assert_eq!((state.name(), LinkState::named(name)), (name, Some(state)));
        assert_eq!(json!(state), name, "on the page");
    }
    assert_eq!(LinkState::named("paid_off"), None);
}

proptest! {
    #[test]
    fn what_is_only_held_or_unread_is_never_paid_on_a_hold(order_status in "[A-Z_]{3,12}", due in 0_i64..=100_000) {
        let pre_auth = with(link("PROCESSED", due), "pre_auth", json!(true));
        let read = snapshot(pre_auth.clone(), [order(&order_status, "AUTHORIZED", 100_000)]);
        let paid = ["PROCESSED", "PARTIALLY_CAPTURED", "FULLY_REFUNDED"].contains(&order_status.as_str());
        prop_assert!(paid || state(&read) != "paid");
        prop_assert_ne!(state(&unread(pre_auth)), "paid");
    }
}
