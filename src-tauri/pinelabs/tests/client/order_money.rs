//! The captured sum of an order, and where it is not known.

use pinelabs::{CaptureRequest, Currency, Money, Order, OrderStatus, Reference, RefundRequest, UnclearMoney};
use serde_json::{Value, json};

fn order(value: Value) -> Order {
    serde_json::from_value(value).unwrap()
}

fn rupees(value: i64) -> Value {
    json!({ "value": value, "currency": "INR" })
}

#[test]
fn captured_money_is_the_captures_else_the_processed_payments_of_all_payments() {
    let captures = json!([{ "capture_amount": rupees(700) }, { "capture_amount": rupees(50) }]);
    let cases = [
        (json!([{ "status": "PROCESSED", "payment_amount": rupees(1000) }]), 1000),
        (json!([{ "status": "PROCESSED", "payment_amount": rupees(1000), "capture_data": captures }]), 750),
        (json!([{ "status": "AUTHORIZED", "payment_amount": rupees(1000) }]), 0),
        (json!([{ "status": "FAILED", "payment_amount": rupees(1000) }]), 0),
        (
            json!([{ "status": "FAILED" }, { "status": "PROCESSED", "payment_amount": rupees(1) },
                { "status": "PROCESSED", "payment_amount": rupees(2) }]),
            3,
        ),
    ];
    for (payments, expected) in cases {
        let order = order(json!({ "payments": payments }));
        assert_eq!(order.captured(), Ok(Money::inr(expected)), "{payments}");
    }
}

#[test]
fn captured_money_that_is_not_said_or_cannot_be_added_is_named() {
    use UnclearMoney as U;
    let dollar = || json!({ "value": 1, "currency": "USD" });
    let paid = |amount: Value| json!({ "status": "PROCESSED", "payment_amount": amount });
    let named = |path: &str| path.to_owned();
    let table = [
        (json!([{ "status": "PROCESSED" }]), U::Missing(named("payments[0].payment_amount"))),
        (json!([{ "capture_data": [{}] }]), U::Missing(named("payments[0].capture_data[0].capture_amount"))),
        (json!([paid(rupees(1)), { "payment_amount": rupees(1) }]), U::Missing(named("payments[1].status"))),
        (
            json!([{ "status": "PARTIALLY_CAPTURED", "payment_amount": rupees(9) }]),
            U::Missing(named("payments[0].capture_data")),
        ),
        (
            json!([paid(rupees(1)), { "status": "REVERSED", "payment_amount": rupees(1) }]),
            U::NotKnown(named("payments[1].status")),
        ),
        (
            json!([{ "status": "REVERSED", "capture_data": [{ "capture_amount": rupees(1) }] }]),
            U::NotKnown(named("payments[0].status")),
        ),
        (json!([paid(rupees(-1))]), U::Negative(named("payments[0].payment_amount"))),
        (json!([paid(rupees(1)), paid(rupees(i64::MAX))]), U::CannotAdd(named("payments[1].payment_amount"))),
        (json!([paid(rupees(1)), paid(dollar())]), U::OtherCurrency(named("payments[1].payment_amount"))),
    ];
    for (payments, expected) in table {
        let order = order(json!({ "payments": payments }));
        assert_eq!(order.captured(), Err(expected), "{payments}");
    }
}

#[test]
fn where_no_payment_is_told_captured_is_nothing_only_if_the_order_says_that_nothing_was_taken() {
    for status in OrderStatus::KNOWN.iter().map(OrderStatus::as_str).chain(["ON_REVIEW"]) {
        for payments in [json!(null), json!([]), json!({}), json!("none"), json!([null])] {
            let told = order(json!({ "status": status, "order_amount": rupees(5), "payments": payments }));
            let expected = if ["CREATED", "ATTEMPTED", "FAILED"].contains(&status) {
                Ok(Money::inr(0))
            } else {
                Err(UnclearMoney::Missing("payments".to_owned()))
            };
            assert_eq!(told.captured(), expected, "{status}, {payments}");
        }
    }
    assert!(order(json!({ "order_amount": rupees(5) })).captured().is_err(), "nor does one without a status");
    // Any entry of the list may be a payment.
    let odd = order(json!({ "status": "CREATED", "order_amount": rupees(5), "payments": ["rubbish"] }));
    assert_eq!(odd.captured(), Err(UnclearMoney::Missing("payments[0].status".to_owned())));
}

#[test]
fn a_paid_order_that_lists_only_tries_that_failed_does_not_tell_what_it_took() {
    let tries = json!([{ "status": "FAILED", "payment_amount": rupees(5) }]);
    for (status, known) in
        [("ATTEMPTED", true), ("CANCELLED", true), ("PROCESSED", false), ("FULLY_REFUNDED", false)]
    {
        let told = order(json!({ "status": status, "order_amount": rupees(5), "payments": tries }));
        assert_eq!(told.captured().is_ok(), known, "{status}");
    }
}

#[test]
fn a_payment_in_another_currency_than_its_order_is_never_summed_whether_taken_or_held() {
    let dollar = json!({ "value": 500, "currency": "USD" });
    let table = [
        (json!({ "status": "PROCESSED", "payment_amount": dollar }), true),
        (json!({ "status": "AUTHORIZED", "payment_amount": dollar }), true),
        (
            json!({ "status": "PROCESSED", "payment_amount": rupees(500),
                "capture_data": [{ "capture_amount": dollar }] }),
            true,
        ),
        (json!({ "status": "FAILED", "payment_amount": dollar }), false),
    ];
    for (payment, other) in table {
        let told =
            order(json!({ "status": "AUTHORIZED", "order_amount": rupees(500), "payments": [payment] }));
        assert_eq!(matches!(told.captured(), Err(UnclearMoney::OtherCurrency(_))), other, "{payment}");
    }
}

#[test]
fn money_is_taken_for_certain_where_a_payment_or_the_order_says_so() {
    let table = [
        (json!({ "status": "PROCESSED" }), true),
        (json!({ "status": "PENDING" }), false),
        (json!({ "payments": [{ "status": "PROCESSED" }, { "status": "REVERSED" }] }), true),
        (json!({ "payments": [{ "status": "AUTHORIZED" }] }), false),
        (json!({ "payments": [{ "status": "AUTHORIZED", "capture_data": [{}] }] }), true),
        (
            json!({ "payments": [{ "status": "PROCESSED", "capture_data": [{ "capture_amount": rupees(0) }] }] }),
            false,
        ),
    ];
    for (told, expected) in table {
        assert_eq!(order(told.clone()).took_money(), expected, "{told}");
    }
}

#[test]
fn nothing_captured_is_nothing_in_the_orders_own_currency() {
    let order = order(json!({ "status": "CREATED", "order_amount": { "value": 5, "currency": "KWD" } }));
    assert_eq!(order.captured().unwrap().currency().code(), "KWD");
}

#[test]
fn what_moves_is_at_least_a_rupee_and_of_another_currency_its_smallest_unit() {
    let reference = || Reference::new("rf-1").unwrap();
    for (currency, minor, expected) in [
        ("INR", 99, false),
        ("INR", 100, true),
        ("JPY", 1, true),
        ("USD", 1, true),
        ("KWD", 0, false),
        ("INR", -100, false),
    ] {
        let amount = Money::new(minor, currency.parse::<Currency>().unwrap());
        let refund = RefundRequest { reference: reference(), amount }.check();
        let capture = CaptureRequest { reference: reference(), amount }.check();
        assert_eq!((refund.is_ok(), capture.is_ok()), (expected, expected), "{currency} {minor}");
    }
}
