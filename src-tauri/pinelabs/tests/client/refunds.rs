//! The answer to a refund, and the look-up under its reference: ours, another amount, or not ours.

use pinelabs::{Currency, Money, OrderStatus, RefundMatch, RefundRequest, WriteError, WriteResponse};
use serde_json::{Value, json};

use crate::support::{Server, a_refund, key, ok, order_id, refund};

const REFUND: &str = "POST /api/pay/v1/refunds/v1-order";

async fn refund_answered(
    change: impl FnOnce(&mut Value),
) -> Result<WriteResponse<pinelabs::Order>, WriteError> {
    let server = Server::start().await;
    let mut answer = a_refund();
    change(&mut answer["data"]);
    server.answer(REFUND, [ok(answer)]).await;
    server.client.refunds().create(&order_id(), &refund(), &key()).await
}

#[tokio::test]
async fn only_our_own_refund_counts_as_accepted() {
    let changes = [
        ("type", json!("CHARGE")),
        ("type", json!(null)),
        ("order_amount", json!(null)),
        ("parent_order_id", json!("v1-another")),
        ("merchant_order_reference", json!("refund-2")),
    ];
    for (field, said) in changes {
        let end = refund_answered(|order| order[field] = said.clone()).await;
        assert!(matches!(end, Err(WriteError::Unknown(_))), "{field} {said}: {end:?}");
    }
}

#[tokio::test]
async fn a_refund_may_leave_out_its_parent_and_reference() {
    let end = refund_answered(|order| {
        let order = order.as_object_mut().unwrap();
        order.remove("parent_order_id");
        order.remove("merchant_order_reference");
    });
    assert!(end.await.is_ok());
}

#[tokio::test]
async fn a_refund_that_failed_at_once_is_returned_with_its_status() {
    let written = refund_answered(|order| order["status"] = json!("FAILED")).await.unwrap();
    assert_eq!(written.value.status, Some(OrderStatus::Failed));
}

#[tokio::test]
async fn a_refund_of_another_amount_under_our_reference_comes_back_to_be_judged() {
    for (value, currency) in [(12_551, "INR"), (12_550, "USD")] {
        let change =
            |order: &mut Value| order["order_amount"] = json!({ "value": value, "currency": currency });
        let written = refund_answered(change).await.unwrap();
        let other = Money::new(value, currency.parse().unwrap());
        assert_eq!(refund().found_in(&order_id(), &written.value), RefundMatch::OtherAmount(other));
    }
}

#[test]
fn a_refund_is_found_by_type_reference_and_parent_where_they_are_said_and_told_by_its_amount() {
    let other = json!({ "value": 12_551, "currency": "INR" });
    let table = [
        ("as it was answered", json!({}), RefundMatch::Ours),
        ("as a look-up is documented", json!({ "parent_order_id": null }), RefundMatch::Ours),
        ("no reference said", json!({ "merchant_order_reference": null }), RefundMatch::Ours),
        ("failed at the bank", json!({ "status": "FAILED" }), RefundMatch::Ours),
        ("another amount", json!({ "order_amount": other }), RefundMatch::OtherAmount(Money::inr(12_551))),
        ("no amount", json!({ "order_amount": null }), RefundMatch::AmountNotTold),
        ("a charge", json!({ "type": "CHARGE" }), RefundMatch::NotOurs),
        ("no type", json!({ "type": null }), RefundMatch::NotOurs),
        ("another order", json!({ "parent_order_id": "v1-another" }), RefundMatch::NotOurs),
        ("an order that cannot be read", json!({ "parent_order_id": "v1 \u{fffd}" }), RefundMatch::NotOurs),
        (
            "a reference that cannot be read",
            json!({ "merchant_order_reference": "refund 1" }),
            RefundMatch::NotOurs,
        ),
        ("a colleague's", json!({ "merchant_order_reference": "refund-2" }), RefundMatch::NotOurs),
        (
            "a colleague's of another amount",
            json!({ "merchant_order_reference": "refund-2", "order_amount": other }),
            RefundMatch::NotOurs,
        ),
    ];
    for (row, changes, expected) in table {
        let mut answer = a_refund()["data"].clone();
        answer.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let order: pinelabs::Order = serde_json::from_value(answer).unwrap();
        assert_eq!(refund().found_in(&order_id(), &order), expected, "{row}");
    }
}

#[tokio::test]
async fn a_write_tells_when_it_was_answered_by_both_clocks() {
    let server = Server::start().await;
    let dated = ok(a_refund()).insert_header("date", "Tue, 14 Nov 2023 22:13:20 GMT");
    server.answer(REFUND, [dated]).await;
    let before = jiff::Timestamp::now();
    let written = server.client.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
    assert_eq!(written.server_time, Some("2023-11-14T22:13:20Z".parse().unwrap()));
    assert!((before..=jiff::Timestamp::now()).contains(&written.received_at));
}

#[tokio::test]
async fn a_refund_in_another_currency_has_no_smallest_rupee() {
    let request = RefundRequest { amount: Money::new(1, "JPY".parse::<Currency>().unwrap()), ..refund() };
    assert!(request.check().is_ok());
}
