//! Reads that lag: the model as it was, to the second of the shop's clock.

use crate::caller::{Caller, assert_refused, link_id, link_path, order_id, order_path, rupees};
use sandbox::shop::known;
use serde_json::{Value, json};

async fn pass(caller: &Caller, seconds: i64) {
    caller.control("clock/advance", json!({ "seconds": seconds })).await;
}

async fn lag(caller: &Caller, seconds: u64) {
    caller.control("settings", json!({ "read_lag_seconds": seconds })).await;
}

async fn refund(caller: &Caller, own: &str, minor: i64) -> Value {
    let body = json!({ "merchant_order_reference": own, "order_amount": rupees(minor) });
    let path = format!("/api/pay/v1/refunds/{}", order_id(known::PAID));
    let (status, made) = caller.post(&path, body).await;
    assert_eq!(status, 200, "{made}");
    made
}

#[tokio::test]
async fn a_refund_is_in_every_look_up_only_after_the_lag_and_in_its_own_answer_at_once() {
    let caller = Caller::reference().await;
    lag(&caller, 30).await;
    let before = caller.get(&order_path(known::PAID)).await;
    let made = refund(&caller, "rf-1", 100_000).await;
    assert_eq!(made["data"]["order_amount"], rupees(100_000));
    let by_id = format!("/api/pay/v1/orders/{}", made["data"]["order_id"].as_str().unwrap());
    let look_ups = [by_id.as_str(), "/api/pay/v1/orders/reference/rf-1"];
    assert_eq!(caller.ledger(&order_id(known::PAID)).await["refunding"], 100_000);
    pass(&caller, 20).await;
    for path in look_ups {
        assert_refused(&caller.get(path).await, 404, "ORDER_NOT_FOUND");
    }
    assert_eq!(caller.get(&order_path(known::PAID)).await, before);
    pass(&caller, 11).await;
    for path in look_ups {
        assert_eq!(caller.get(path).await, (200, made.clone()));
    }
    assert_eq!(caller.get(&order_path(known::PAID)).await.1["data"]["refunds"][0], made["data"]);
}

#[tokio::test]
async fn each_read_shows_what_was_true_at_one_moment() {
    let caller = Caller::reference().await;
    lag(&caller, 60).await;
    refund(&caller, "rf-1", 100).await;
    pass(&caller, 30).await;
    caller.control("refunds/rf-1/advance", json!({ "status": "PROCESSED" })).await;
    refund(&caller, "rf-2", 200).await;
    let status = async |own: &str| {
        caller.get(&format!("/api/pay/v1/orders/reference/{own}")).await.1["data"]["status"].clone()
    };
    pass(&caller, 35).await;
    assert_eq!((status("rf-1").await, status("rf-2").await), (json!("CREATED"), Value::Null));
    pass(&caller, 30).await;
    assert_eq!((status("rf-1").await, status("rf-2").await), (json!("PROCESSED"), json!("CREATED")));
}

#[tokio::test]
async fn links_and_writes_lag_no_differently() {
    let caller = Caller::reference().await;
    lag(&caller, 30).await;
    let cancelled = caller.put(&format!("{}/cancel", link_path(known::WAITING)), None).await;
    assert_eq!(cancelled.1["status"], "CANCELLED");
    let by_reference = format!("/api/pay/v1/paymentlink/ref/{}", known::WAITING);
    let paths = [link_path(known::WAITING), by_reference];
    for path in &paths {
        assert_eq!(caller.get(path).await.1["status"], "CREATED");
    }
    let voided = caller.put(&format!("{}/cancel", order_path(known::HELD)), None).await;
    assert_eq!(voided.1["data"]["status"], "CANCELLED");
    assert_eq!(caller.get(&order_path(known::HELD)).await.1["data"]["status"], "AUTHORIZED");
    // A write sees the present model, and so do control routes.
    let again = caller.put(&format!("{}/cancel", link_path(known::WAITING)), None).await;
    assert_refused(&again, 422, "INVALID_REQUEST");
    assert_eq!(caller.ledger(&order_id(known::HELD)).await["status"], "CANCELLED");
    pass(&caller, 31).await;
    for path in &paths {
        assert_eq!(caller.get(path).await.1["status"], "CANCELLED");
    }
    assert_eq!(caller.get(&order_path(known::HELD)).await.1["data"]["status"], "CANCELLED");
}

#[tokio::test]
async fn what_time_alone_does_is_seen_late_too() {
    let caller = Caller::reference().await;
    let id = link_id(known::EXPIRING_IN_AN_HOUR);
    lag(&caller, 600).await;
    let status = async || caller.get(&format!("/api/pay/v1/paymentlink/{id}")).await.1["status"].clone();
    pass(&caller, 3600 + 300).await;
    assert_eq!(caller.ledger(&order_id(known::EXPIRING_IN_AN_HOUR)).await["link_status"], "EXPIRED");
    assert_eq!(status().await, "CREATED");
    pass(&caller, 330).await;
    assert_eq!(status().await, "EXPIRED");
}

#[tokio::test]
async fn without_a_lag_reads_are_current_again_and_nothing_of_before_comes_back() {
    let caller = Caller::reference().await;
    let found = async |own: &str| caller.get(&format!("/api/pay/v1/orders/reference/{own}")).await.0;
    refund(&caller, "rf-1", 100).await;
    lag(&caller, 3600).await;
    assert_eq!(found("rf-1").await, 200);
    refund(&caller, "rf-2", 100).await;
    assert_eq!(found("rf-2").await, 404);
    lag(&caller, 0).await;
    assert_eq!(found("rf-2").await, 200);
    lag(&caller, 3600).await;
    assert_eq!(found("rf-2").await, 200);
}
