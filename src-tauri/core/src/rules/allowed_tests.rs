//! What is offered, and the reason otherwise.

use serde_json::{Value, json};

use super::*;
use crate::rules::sample::{link, money, order, refund, snapshot, unread, with};

fn reasons(snapshot: &Snapshot) -> [Option<Reason>; 5] {
    OperationKind::ALL.map(|action| check(action, snapshot).err())
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
    let new_order = || with(order("CREATED", "", 0), "payments", json!([]));
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
    assert_eq!(check(OperationKind::Capture, &snapshot), Err(Reason::NotPreAuth));
    assert_eq!(check(OperationKind::Void, &snapshot), Err(Reason::NotPreAuth));
}

#[test]
fn a_link_past_its_expiry_is_not_resent_even_if_its_status_lags() {
    let late = with(link("CREATED", 100_000), "expire_by", json!("2025-11-20T08:34Z"));
    assert_eq!(check(OperationKind::Resend, &snapshot(late, [])), Err(Reason::AlreadyExpired));
    let soon = with(link("CREATED", 100_000), "expire_by", json!("2025-11-20T08:36Z"));
    assert_eq!(check(OperationKind::Resend, &snapshot(soon, [])), Ok(()));
}

#[test]
fn less_than_a_rupee_left_cannot_be_refunded() {
    let refunds = json!([refund("rf-1", "PROCESSED", 99_901)]);
    let snapshot =
        snapshot(link("PROCESSED", 0), [with(order("PROCESSED", "PROCESSED", 100_000), "refunds", refunds)]);
    assert_eq!(check(OperationKind::Refund, &snapshot), Err(Reason::LessThanMinimum));
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
    assert_eq!(advised(&held()), Some(OperationKind::Capture));
    assert_eq!(advised(&snapshot(link("CLICKED", 100_000), [])), Some(OperationKind::Resend));
    assert_eq!(advised(&snapshot(link("PROCESSED", 0), [order("PROCESSED", "PROCESSED", 100_000)])), None);
    let late = with(link("CLICKED", 100_000), "expire_by", json!("2025-11-19T08:34Z"));
    assert_eq!(advised(&snapshot(late, [])), None);
    let too_much = snapshot(link("CLICKED", 100_700), []);
    assert_eq!(
        (advised(&too_much), check(OperationKind::Resend, &too_much)),
        (None, Ok(())),
        "more due than asked"
    );
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

#[test]
fn a_link_is_cancelled_only_where_every_order_is_known_to_have_no_money_and_to_get_none() {
    use Reason as R;
    let bare = |status: &str| with(order(status, "", 0), "payments", json!(null));
    let refused = Some(R::MoneyReceived);
    let table = [
        ("nothing tried", bare("CREATED"), None),
        ("a try that failed", order("ATTEMPTED", "FAILED", 100_000), None),
        ("captured", order("PROCESSED", "PROCESSED", 100_000), refused),
        ("captured in part", order("PENDING", "PROCESSED", 1), refused),
        ("paid, and no payment told", bare("PROCESSED"), refused),
        ("refunded", order("FULLY_REFUNDED", "PROCESSED", 100_000), refused),
        (
            "captured beside a status not known",
            with(
                order("PENDING", "", 0),
                "payments",
                json!([
                    { "status": "PROCESSED", "payment_amount": money(1) }, { "status": "REVERSED" }
                ]),
            ),
            refused,
        ),
        ("held", order("AUTHORIZED", "AUTHORIZED", 100_000), Some(R::PaymentUnderWay)),
        ("a pending order", bare("PENDING"), Some(R::PaymentUnderWay)),
        ("a held payment", order("ATTEMPTED", "AUTHORIZED", 100_000), Some(R::PaymentUnderWay)),
        ("a pending payment", order("CREATED", "PENDING", 100_000), Some(R::PaymentUnderWay)),
        ("a payment just begun", order("ATTEMPTED", "CREATED", 100_000), Some(R::PaymentUnderWay)),
        ("a payment in a status not known", order("ATTEMPTED", "REVERSED", 100_000), Some(R::NotUnderstood)),
        ("an order in a status not known", order("ON_REVIEW", "FAILED", 100_000), Some(R::NotUnderstood)),
        ("released", order("CANCELLED", "CANCELLED", 100_000), None),
    ];
    for status in ["CREATED", "CLICKED"] {
        for (row, order, expected) in &table {
            let one = snapshot(link(status, 100_000), [order.clone()]);
            assert_eq!(check(OperationKind::Cancel, &one).err(), *expected, "{status}, {row}");
            let other = with(bare("CREATED"), "order_id", json!("v1-2"));
            let two = snapshot(link(status, 100_000), [other, order.clone()]);
            assert_eq!(
                check(OperationKind::Cancel, &two).err(),
                *expected,
                "{status}, {row}, on the second order"
            );
        }
    }
    let nothing_due = snapshot(link("CLICKED", 0), [bare("CREATED")]);
    assert_eq!(check(OperationKind::Cancel, &nothing_due), Err(R::MoneyReceived));
}

#[test]
fn an_order_that_was_not_read_stops_a_cancel_unless_pine_labs_does_not_have_it() {
    let absent = |link| Snapshot { absent: vec!["v1-1".parse().unwrap()], ..unread(link) };
    assert_eq!(check(OperationKind::Cancel, &unread(link("CREATED", 100_000))), Err(Reason::OrderNotRead));
    assert_eq!(check(OperationKind::Cancel, &unread(link("CLICKED", 100_000))), Err(Reason::OrderNotRead));
    assert_eq!(check(OperationKind::Cancel, &absent(link("CREATED", 100_000))), Ok(()));
    assert_eq!(check(OperationKind::Cancel, &absent(link("CLICKED", 100_000))), Err(Reason::OrderNotRead));
    let mut one_more = absent(link("CREATED", 100_000));
    one_more.unread.push("v1-2".parse().unwrap());
    assert_eq!(check(OperationKind::Cancel, &one_more), Err(Reason::OrderNotRead));
}

#[test]
fn a_link_whose_money_is_in_is_not_sent_again() {
    let paid = || order("PROCESSED", "PROCESSED", 100_000);
    let held = with(order("AUTHORIZED", "AUTHORIZED", 100_000), "pre_auth", json!(true));
    let part = order("PENDING", "PROCESSED", 60_000);
    for status in ["CREATED", "CLICKED", "PAYMENT_INITIATED", "PARTIAL_PROCESSED"] {
        let of = |order: &Value| snapshot(link(status, 100_000), [order.clone()]);
        assert_eq!(check(OperationKind::Resend, &of(&paid())), Err(Reason::AlreadyPaid), "{status}");
        assert_eq!(check(OperationKind::Resend, &of(&held)), Err(Reason::AlreadyPaid), "{status}, held");
        assert_eq!(check(OperationKind::Resend, &of(&part)), Ok(()), "{status}, a part");
        assert_eq!(
            check(OperationKind::Resend, &snapshot(link(status, 0), [])),
            Err(Reason::AlreadyPaid),
            "{status}"
        );
    }
}

#[test]
fn an_order_with_a_payment_in_another_currency_is_only_read() {
    let dollars = json!({ "value": 100_000, "currency": "USD" });
    let paid_in_dollars = |status: &str, payment: &str| {
        with(
            with(
                order(status, payment, 0),
                "payments",
                json!([{ "status": payment, "payment_amount": dollars }]),
            ),
            "pre_auth",
            json!(true),
        )
    };
    let paid = snapshot(link("PROCESSED", 0), [paid_in_dollars("PROCESSED", "PROCESSED")]);
    assert_eq!(check(OperationKind::Refund, &paid), Err(Reason::OtherCurrency));
    let held = snapshot(
        with(link("PROCESSED", 0), "pre_auth", json!(true)),
        [paid_in_dollars("AUTHORIZED", "AUTHORIZED")],
    );
    for action in [OperationKind::Refund, OperationKind::Capture, OperationKind::Void] {
        assert_eq!(check(action, &held), Err(Reason::OtherCurrency), "{action:?}");
    }
    let refunds = json!([with(refund("a", "PROCESSED", 0), "order_amount", dollars)]);
    let refunded = with(order("PROCESSED", "PROCESSED", 100_000), "refunds", refunds);
    let refunded = snapshot(link("PROCESSED", 0), [refunded]);
    assert_eq!(check(OperationKind::Refund, &refunded), Err(Reason::OtherCurrency));
}

#[test]
fn nothing_is_left_of_a_fully_refunded_order_whatever_the_sums_say() {
    let list = json!([refund("a", "PROCESSED", 10_000)]);
    let listed = with(order("FULLY_REFUNDED", "PROCESSED", 100_000), "refunds", list);
    let untold = with(order("FULLY_REFUNDED", "", 0), "payments", json!(null));
    for order in [listed, untold] {
        assert_eq!(
            check(OperationKind::Refund, &snapshot(link("PROCESSED", 0), [order])),
            Err(Reason::NothingLeft)
        );
    }
}

#[test]
fn money_that_is_not_told_is_not_refunded() {
    let untold = with(order("PROCESSED", "", 0), "payments", json!(null));
    let not_known = order("PROCESSED", "REVERSED", 100_000);
    let bare = json!([with(refund("a", "PROCESSED", 0), "order_amount", json!(null))]);
    let no_amount = with(order("PROCESSED", "PROCESSED", 100_000), "refunds", bare);
    for order in [untold, not_known, no_amount] {
        let read = snapshot(link("PROCESSED", 0), [order]);
        assert_eq!(check(OperationKind::Refund, &read), Err(Reason::NotUnderstood));
    }
}

#[test]
fn what_hangs_on_a_figure_that_cannot_be_read_is_locked_and_nothing_else_is() {
    let odd = || json!({ "value": 499.5, "currency": "INR" });
    let read = |link: serde_json::Value, orders: Vec<serde_json::Value>| snapshot(link, orders);
    let told = |snapshot: &Snapshot, action| check(action, snapshot).err();
    for figure in ["amount", "amount_due"] {
        let opened = read(with(link("CLICKED", 100_000), figure, odd()), vec![]);
        assert_eq!(told(&opened, OperationKind::Resend), Some(Reason::NotUnderstood), "{figure}");
        assert_eq!(told(&opened, OperationKind::Cancel), Some(Reason::NotUnderstood), "{figure}");
        assert_eq!(advised(&opened), None);
        // A refund depends on what its order took.
        let paid = read(
            with(link("PROCESSED", 0), figure, odd()),
            vec![with(order("PROCESSED", "PROCESSED", 100_000), "refunds", json!([]))],
        );
        assert_eq!(told(&paid, OperationKind::Refund), None, "{figure}");
        assert_eq!(status::derive(&paid), LinkState::Paid);
        assert_eq!(paid.received().map(pinelabs::Money::minor), Some(100_000));
    }
    let unnamed = |status| read(with(link(status, 100_000), "order_id", json!({ "x": 1 })), vec![]);
    assert_eq!(told(&unnamed("CREATED"), OperationKind::Cancel), Some(Reason::NotUnderstood));
    assert_eq!(told(&unnamed("CREATED"), OperationKind::Resend), None);
    assert_eq!(told(&unnamed("CREATED"), OperationKind::Refund), Some(Reason::NotUnderstood));
    let unnamed = unnamed("PROCESSED");
    assert_eq!(
        (told(&unnamed, OperationKind::Refund), unnamed.received()),
        (Some(Reason::NotUnderstood), None)
    );
    let held = |amount| {
        let held = with(order("AUTHORIZED", "AUTHORIZED", 100_000), "order_amount", amount);
        read(with(link("PROCESSED", 0), "pre_auth", json!(true)), vec![held])
    };
    assert_eq!(told(&held(odd()), OperationKind::Capture), Some(Reason::NotUnderstood));
    assert_eq!(
        (told(&held(odd()), OperationKind::Void), told(&held(json!(null)), OperationKind::Capture)),
        (None, None)
    );
}

#[test]
fn a_refund_is_locked_by_an_amount_that_cannot_be_read_only_where_it_is_part_of_its_sum() {
    let refunds = |refunds| {
        let paid = with(order("PROCESSED", "PROCESSED", 100_000), "refunds", refunds);
        snapshot(link("PROCESSED", 0), [paid])
    };
    let part = |status, amount| with(refund("a", status, 0), "order_amount", amount);
    for odd in
        [json!({}), json!(null), json!({ "value": 499.5, "currency": "INR" }), json!("₹500"), json!(500)]
    {
        let failed = refunds(json!([part("FAILED", odd.clone())]));
        assert_eq!(check(OperationKind::Refund, &failed), Ok(()), "{odd}");
        assert_eq!(failed.sums().refunded.map(pinelabs::Money::minor), Some(0));
        for counts in ["PROCESSED", "PENDING", "NEW"] {
            let read = refunds(json!([part(counts, odd.clone())]));
            assert_eq!(check(OperationKind::Refund, &read), Err(Reason::NotUnderstood), "{counts} {odd}");
            let sums = read.sums();
            assert_eq!((sums.captured.map(pinelabs::Money::minor), sums.refunded), (Some(100_000), None));
        }
    }
    assert_eq!(check(OperationKind::Refund, &refunds(json!(["rf-1"]))), Err(Reason::NotUnderstood));
    // A failed attempt does not count as captured.
    let tried = json!([{ "status": "FAILED", "payment_amount": "₹500" },
        { "status": "PROCESSED", "payment_amount": { "value": "100000", "currency": " inr " } }]);
    let read = snapshot(link("PROCESSED", 0), [with(order("PROCESSED", "", 0), "payments", tried)]);
    assert_eq!(
        (read.sums().captured.map(pinelabs::Money::minor), check(OperationKind::Refund, &read)),
        (Some(100_000), Ok(()))
    );
}
