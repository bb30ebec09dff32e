use crate::caller::{Answer, Caller, assert_refused, link_path, order_id, order_path, rupees};
use sandbox::DialectSetting;
use sandbox::shop::known;
use serde_json::{Value, json};

async fn capture(caller: &Caller, reference: &str, body: Value) -> Answer {
    caller.put(&format!("{}/capture", order_path(reference)), Some(body)).await
}

async fn captured(caller: &Caller, reference: &str) -> Value {
    caller.ledger(&order_id(reference)).await["captured"].clone()
}

#[tokio::test]
async fn a_part_is_captured_once_and_the_rest_is_released() {
    let caller = Caller::reference().await;
    let body = json!({ "merchant_capture_reference": "cap-1", "capture_amount": rupees(2_450_000) });
    let (status, made) = capture(&caller, known::HELD, body).await;
    assert_eq!((status, &made["data"]["status"]), (200, &json!("PROCESSED")), "{made}");
    let payment = &made["data"]["payments"][0];
    assert_eq!(payment["payment_amount"], rupees(3_200_000));
    assert_eq!(payment["capture_data"][0]["capture_amount"], rupees(2_450_000));
    let rest = json!({ "merchant_capture_reference": "cap-2", "capture_amount": rupees(750_000) });
    assert_refused(&capture(&caller, known::HELD, rest).await, 422, "INVALID_REQUEST");
    assert_eq!(captured(&caller, known::HELD).await, 2_450_000);
}

#[tokio::test]
async fn a_reference_server_ignores_the_guides_amount_and_captures_everything() {
    let caller = Caller::reference().await;
    let body = json!({ "merchant_capture_reference": "cap-1", "amount": rupees(100_000) });
    assert_eq!(capture(&caller, known::HELD, body).await.0, 200);
    assert_eq!(captured(&caller, known::HELD).await, 3_200_000);
}

#[tokio::test]
async fn a_guide_server_ignores_the_references_amount_and_captures_everything() {
    let caller = Caller::guide().await;
    assert_eq!(capture(&caller, known::HELD, json!({ "capture_amount": rupees(100_000) })).await.0, 200);
    assert_eq!(captured(&caller, known::HELD).await, 3_200_000);
    assert_eq!(capture(&caller, known::HELD_LATELY, json!({ "amount": rupees(100_000) })).await.0, 200);
    assert_eq!(captured(&caller, known::HELD_LATELY).await, 100_000);
}

#[tokio::test]
async fn both_amounts_together_are_right_for_every_server() {
    for dialect in [DialectSetting::Reference, DialectSetting::Guide, DialectSetting::Both] {
        let caller = Caller::start(dialect).await;
        let body = json!({
            "merchant_capture_reference": "cap-1",
            "capture_amount": rupees(100_000),
            "amount": rupees(100_000),
        });
        assert_eq!(capture(&caller, known::HELD, body).await.0, 200);
        assert_eq!(captured(&caller, known::HELD).await, 100_000, "{dialect:?}");
    }
}

#[tokio::test]
async fn a_strict_server_names_the_field_that_it_does_not_know_and_captures_nothing() {
    for (dialect, unknown) in
        [(DialectSetting::Reference, "amount"), (DialectSetting::Guide, "capture_amount")]
    {
        let caller = Caller::start(dialect).await;
        caller.control("settings", json!({ "strict_capture_fields": true })).await;
        let mut body = json!({
            "merchant_capture_reference": "cap-1",
            "capture_amount": rupees(100_000),
            "amount": rupees(100_000),
        });
        let refused = capture(&caller, known::HELD, body.clone()).await;
        assert_refused(&refused, 400, "INVALID_REQUEST");
        assert_eq!(refused.1["message"], format!("Unknown field: {unknown}"));
        assert_eq!((captured(&caller, known::HELD).await, caller.money_moves().await), (json!(0), 0));
        body.as_object_mut().unwrap().remove(unknown);
        assert_eq!(capture(&caller, known::HELD, body).await.0, 200);
        assert_eq!(captured(&caller, known::HELD).await, 100_000);
    }
}

#[tokio::test]
async fn captures_that_cannot_be_are_refused() {
    let caller = Caller::reference().await;
    let body = |minor| json!({ "merchant_capture_reference": "cap-1", "capture_amount": rupees(minor) });
    assert_refused(&capture(&caller, known::HELD, body(3_200_001)).await, 422, "AMOUNT_LIMIT_EXCEEDED");
    assert_refused(&capture(&caller, known::HELD, body(99)).await, 400, "INVALID_REQUEST");
    assert_refused(&capture(&caller, known::HELD, json!({})).await, 400, "INVALID_REQUEST");
    for reference in [known::PAID, known::WAITING_PRE_AUTH, known::VOIDED, known::PART_CAPTURED] {
        assert_refused(&capture(&caller, reference, body(100)).await, 422, "INVALID_REQUEST");
    }
    assert_refused(&capture(&caller, known::ORDER_UNREADABLE, body(100)).await, 404, "ORDER_NOT_FOUND");
    assert_eq!(caller.money_moves().await, 0);
}

#[tokio::test]
async fn the_same_capture_reference_again_is_a_duplicate() {
    let caller = Caller::reference().await;
    let body = json!({ "merchant_capture_reference": "cap-1", "capture_amount": rupees(100) });
    assert_eq!(capture(&caller, known::HELD, body.clone()).await.0, 200);
    assert_refused(&capture(&caller, known::HELD, body).await, 422, "DUPLICATE_REQUEST");
    assert_eq!(caller.money_moves().await, 1);
}

#[tokio::test]
async fn a_capture_reference_used_before_decides_whatever_its_amount() {
    let caller = Caller::reference().await;
    let body = |minor| json!({ "merchant_capture_reference": "cap-1", "capture_amount": rupees(minor) });
    assert_eq!(capture(&caller, known::HELD, body(100)).await.0, 200);
    for other in [99, 200, 3_200_001] {
        let again = capture(&caller, known::HELD, body(other)).await;
        assert_refused(&again, 422, "DUPLICATE_REQUEST");
    }
    caller.control("settings", json!({ "duplicate_capture": "return" })).await;
    let order = caller.get(&order_path(known::HELD)).await;
    for other in [99, 100, 200, 3_200_001] {
        assert_eq!(capture(&caller, known::HELD, body(other)).await, order);
    }
    assert_eq!((captured(&caller, known::HELD).await, caller.money_moves().await), (json!(100), 1));
    let another = json!({ "merchant_capture_reference": "cap-2", "capture_amount": rupees(100) });
    assert_refused(&capture(&caller, known::HELD, another).await, 422, "INVALID_REQUEST");
}

#[tokio::test]
async fn a_void_cancels_the_order_and_leaves_the_link_processed() {
    let caller = Caller::reference().await;
    let path = format!("{}/cancel", order_path(known::HELD));
    let (status, made) = caller.put(&path, None).await;
    assert_eq!((status, &made["data"]["status"]), (200, &json!("CANCELLED")));
    assert_eq!(caller.get(&link_path(known::HELD)).await.1["status"], "PROCESSED");
    assert_refused(&caller.put(&path, None).await, 422, "INVALID_REQUEST");
    assert_eq!(captured(&caller, known::HELD).await, 0);
    for reference in [known::PAID, known::CAPTURED, known::WAITING] {
        let refused = caller.put(&format!("{}/cancel", order_path(reference)), None).await;
        assert_refused(&refused, 422, "INVALID_REQUEST");
    }
}

#[tokio::test]
async fn a_hold_is_voided_by_itself_seven_days_after_it_was_made() {
    let caller = Caller::reference().await;
    let status =
        async || caller.get(&order_path(known::HELD_PAST_ITS_WINDOW)).await.1["data"]["status"].clone();
    assert_eq!(status().await, "AUTHORIZED");
    caller.control("clock/advance", json!({ "seconds": 25 * 3600 })).await;
    assert_eq!(status().await, "CANCELLED");
}
