//! What is offered, and why not.

use serde_json::json;

use super::*;
use crate::domain::sample::{link, money, order, refund, snapshot, unread, with};

fn reasons(snapshot: &Snapshot) -> [Option<Reason>; 5] {
    Action::ALL.map(|action| check(action, snapshot).err())
}

fn held() -> Snapshot {
    snapshot(
        with(link("PROCESSED", 0), "pre_auth", json!(true)),
        [with(order("AUTHORIZED", "AUTHORIZED", 100_000), "pre_auth", json!(true))],
    )
}

#[test]
fn each_state_offers_what_pine_labs_would_take() {
    use Reason as R;
    let new_order = || order("CREATED", "PENDING", 100_000);
    let pre_auth = || with(link("PROCESSED", 0), "pre_auth", json!(true));
    let paid = || order("PROCESSED", "PROCESSED", 100_000);
    let part = || order("PENDING", "PROCESSED", 60_000);
    let no_hold = Some(R::NotPreAuth);
    let nothing_in = Some(R::NothingCaptured);
    //                                          resend, cancel, refund, capture, void
    let table = vec![
        (
            "waiting",
            snapshot(link("CREATED", 100_000), [new_order()]),
            [None, None, nothing_in, no_hold, no_hold],
        ),
        ("opened", snapshot(link("CLICKED", 100_000), []), [None, None, nothing_in, no_hold, no_hold]),
        (
            "paying",
            snapshot(link("PAYMENT_INITIATED", 100_000), []),
            [None, Some(R::PaymentUnderWay), nothing_in, no_hold, no_hold],
        ),
        (
            "part paid",
            snapshot(link("PARTIAL_PROCESSED", 40_000), [part()]),
            [None, Some(R::MoneyReceived), None, no_hold, no_hold],
        ),
        (
            "part paid while opened",
            snapshot(link("CLICKED", 40_000), [part()]),
            [None, Some(R::MoneyReceived), None, no_hold, no_hold],
        ),
        (
            "paid",
            snapshot(link("PROCESSED", 0), [paid()]),
            [Some(R::AlreadyPaid), Some(R::AlreadyPaid), None, no_hold, no_hold],
        ),
        ("held", held(), [Some(R::AlreadyPaid), Some(R::AlreadyPaid), Some(R::CaptureFirst), None, None]),
        (
            "captured",
            snapshot(pre_auth(), [paid()]),
            [
                Some(R::AlreadyPaid),
                Some(R::AlreadyPaid),
                None,
                Some(R::AlreadyCaptured),
                Some(R::AlreadyCaptured),
            ],
        ),
        (
            "released",
            snapshot(pre_auth(), [order("CANCELLED", "CANCELLED", 100_000)]),
            [
                Some(R::AlreadyPaid),
                Some(R::AlreadyPaid),
                Some(R::AlreadyReleased),
                Some(R::AlreadyReleased),
                Some(R::AlreadyReleased),
            ],
        ),
        (
            "expired with money in",
            snapshot(link("EXPIRED", 40_000), [part()]),
            [Some(R::AlreadyExpired), Some(R::AlreadyExpired), None, no_hold, no_hold],
        ),
        (
            "cancelled",
            snapshot(link("CANCELLED", 100_000), []),
            [Some(R::AlreadyCancelled), Some(R::AlreadyCancelled), nothing_in, no_hold, no_hold],
        ),
        (
            "refunded",
            snapshot(link("PROCESSED", 0), [order("FULLY_REFUNDED", "PROCESSED", 100_000)]),
            [Some(R::AlreadyPaid), Some(R::AlreadyPaid), Some(R::NothingLeft), no_hold, no_hold],
        ),
        (
            "order not read",
            unread(pre_auth()),
            [
                Some(R::AlreadyPaid),
                Some(R::AlreadyPaid),
                Some(R::OrderNotRead),
                Some(R::OrderNotRead),
                Some(R::OrderNotRead),
            ],
        ),
        ("a status not known", snapshot(link("ON_REVIEW", 100_000), [paid()]), [Some(R::NotUnderstood); 5]),
    ];
    for (row, snapshot, expected) in table {
        assert_eq!(reasons(&snapshot), expected, "{row}");
    }
}

#[test]
fn nothing_is_offered_while_an_outcome_is_unknown() {
    let snapshot = Snapshot { checking: true, ..held() };
    assert_eq!(reasons(&snapshot), [Some(Reason::Checking); 5]);
    assert_eq!(advised(&snapshot), None);
}

#[test]
fn a_hold_that_is_not_a_pre_authorisation_cannot_be_ended() {
    let snapshot = snapshot(link("PROCESSED", 0), [order("AUTHORIZED", "AUTHORIZED", 100_000)]);
    assert_eq!(check(Action::Capture, &snapshot), Err(Reason::NotPreAuth));
    assert_eq!(check(Action::Void, &snapshot), Err(Reason::NotPreAuth));
}

#[test]
fn a_link_past_its_expiry_is_not_resent_even_if_its_status_lags() {
    let late = with(link("CREATED", 100_000), "expire_by", json!("2025-11-20T08:34Z"));
    assert_eq!(check(Action::Resend, &snapshot(late, [])), Err(Reason::AlreadyExpired));
    let soon = with(link("CREATED", 100_000), "expire_by", json!("2025-11-20T08:36Z"));
    assert_eq!(check(Action::Resend, &snapshot(soon, [])), Ok(()));
}

#[test]
fn less_than_a_rupee_left_cannot_be_refunded() {
    let refunds = json!([refund("rf-1", "PROCESSED", 99_901)]);
    let snapshot =
        snapshot(link("PROCESSED", 0), [with(order("PROCESSED", "PROCESSED", 100_000), "refunds", refunds)]);
    assert_eq!(check(Action::Refund, &snapshot), Err(Reason::LessThanMinimum));
}

#[test]
fn pending_refunds_are_not_refunded_again_and_failed_ones_are_free() {
    let left = |status: &str| {
        let refunds = json!([refund("rf-1", status, 60_000)]);
        let paid = with(order("PROCESSED", "PROCESSED", 100_000), "refunds", refunds);
        refundable::source(&snapshot(link("PROCESSED", 0), [paid])).map(|(_, figures)| figures.left.minor())
    };
    assert_eq!(left("CREATED"), Some(40_000));
    assert_eq!(left("PENDING"), Some(40_000));
    assert_eq!(left("PROCESSED"), Some(40_000));
    assert_eq!(left("SOMETHING_NEW"), Some(40_000));
    assert_eq!(left("FAILED"), Some(100_000));
}

#[test]
fn the_step_put_forward_is_always_one_that_is_offered() {
    assert_eq!(advised(&held()), Some(Action::Capture));
    assert_eq!(advised(&snapshot(link("CLICKED", 100_000), [])), Some(Action::Resend));
    assert_eq!(advised(&snapshot(link("PROCESSED", 0), [order("PROCESSED", "PROCESSED", 100_000)])), None);
    let late = with(link("CLICKED", 100_000), "expire_by", json!("2025-11-19T08:34Z"));
    assert_eq!(advised(&snapshot(late, [])), None);
}

#[test]
fn money_captured_that_is_not_asked_less_due_is_named() {
    let paid = || order("PROCESSED", "PROCESSED", 100_000);
    assert_eq!(snapshot(link("PROCESSED", 0), [paid()]).capture_difference(), None);
    let short = with(paid(), "payments", json!([{ "status": "PROCESSED", "payment_amount": money(60_000) }]));
    let difference = snapshot(link("PROCESSED", 0), [short]).capture_difference();
    assert_eq!(difference.map(pinelabs::Money::minor), Some(-40_000));
    assert_eq!(held().capture_difference(), None);
}
