use crate::caller::{Caller, assert_refused, order_id, order_path};
use sandbox::shop::known;
use serde_json::json;

#[tokio::test]
async fn an_order_is_wrapped_and_the_same_by_id_and_by_reference() {
    let caller = Caller::reference().await;
    let (status, by_id) = caller.get(&order_path(known::PAID_BY_CARD)).await;
    assert_eq!(status, 200);
    let order = &by_id["data"];
    assert_eq!((&order["type"], &order["status"]), (&json!("CHARGE"), &json!("PROCESSED")));
    assert_eq!(order["payments"][0]["payment_option"]["card_data"]["last4_digit"], "8302");
    let (_, by_reference) =
        caller.get(&format!("/api/pay/v1/orders/reference/{}", known::PAID_BY_CARD)).await;
    assert_eq!(by_id, by_reference);
}

#[tokio::test]
async fn unknown_and_unreadable_orders_are_order_not_found() {
    let caller = Caller::reference().await;
    let unreadable = order_path(known::ORDER_UNREADABLE);
    for path in ["/api/pay/v1/orders/v1-0-aa-none", "/api/pay/v1/orders/reference/none", unreadable.as_str()]
    {
        assert_refused(&caller.get(path).await, 404, "ORDER_NOT_FOUND");
    }
}

#[tokio::test]
async fn failed_tries_say_why_in_words_and_captured_nothing() {
    let caller = Caller::reference().await;
    let (_, body) = caller.get(&order_path(known::PAID_AFTER_FAILURES)).await;
    let payments = body["data"]["payments"].as_array().unwrap();
    let failed: Vec<_> = payments.iter().filter(|payment| payment["status"] == "FAILED").collect();
    assert_eq!((payments.len(), failed.len()), (3, 2));
    assert!(failed.iter().all(|payment| payment["error_detail"]["message"].is_string()));
    assert!(failed.iter().all(|payment| payment.get("capture_data").is_none()));
}

#[tokio::test]
async fn upi_details_come_under_both_of_their_names() {
    let caller = Caller::reference().await;
    let (_, one) = caller.get(&order_path(known::PAID)).await;
    let (_, other) = caller.get(&order_path(known::PAID_BY_UPI)).await;
    assert!(one["data"]["payments"][0]["payment_option"]["upi_details"]["payer"]["vpa"].is_string());
    assert!(other["data"]["payments"][0]["payment_option"]["upi_data"]["payer"]["vpa"].is_string());
}

#[tokio::test]
async fn the_parts_of_a_part_payment_may_be_on_two_orders() {
    let caller = Caller::reference().await;
    let newest = order_id(known::PART_PAID_ON_TWO_ORDERS);
    let first = newest.replace("-Kp", "-Kh");
    assert_ne!(newest, first);
    let (_, found) =
        caller.get(&format!("/api/pay/v1/orders/reference/{}", known::PART_PAID_ON_TWO_ORDERS)).await;
    assert_eq!(found["data"]["order_id"], json!(newest));
    assert_eq!(caller.ledger(&first).await["captured"], 300_000);
    assert_eq!(caller.ledger(&newest).await["captured"], 500_000);
}

#[tokio::test]
async fn orders_list_their_refunds_unless_told_otherwise() {
    let caller = Caller::reference().await;
    let (_, listed) = caller.get(&order_path(known::PART_REFUNDED)).await;
    assert_eq!(listed["data"]["refunds"][0]["order_amount"]["value"], 60_000);
    let (_, never) = caller.get(&order_path(known::PART_REFUNDED_WITHOUT_LIST)).await;
    assert_eq!(never["data"]["status"], "PARTIALLY_REFUNDED");
    assert!(never["data"].get("refunds").is_none());
    let (_, none) = caller.get(&order_path(known::PAID)).await;
    assert!(none["data"].get("refunds").is_none());

    caller.control("settings", json!({ "list_refunds": false })).await;
    let (_, hidden) = caller.get(&order_path(known::PART_REFUNDED)).await;
    assert_eq!(hidden["data"]["status"], "PARTIALLY_REFUNDED");
    assert!(hidden["data"].get("refunds").is_none());
}
