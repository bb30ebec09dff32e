use crate::caller::{Answer, Caller, assert_refused, order_id, order_path, rupees};
use sandbox::shop::known;
use serde_json::{Value, json};

async fn refund(caller: &Caller, reference: &str, own_reference: &str, amount: Option<Value>) -> Answer {
    let mut body = json!({ "merchant_order_reference": own_reference });
    if let Some(amount) = amount {
        body["order_amount"] = amount;
    }
    caller.post(&format!("/api/pay/v1/refunds/{}", order_id(reference)), body).await
}

#[tokio::test]
async fn a_refund_is_an_order_of_its_own_that_both_look_ups_find() {
    let caller = Caller::reference().await;
    let (status, made) = refund(&caller, known::PAID, "rf-1", Some(rupees(100_000))).await;
    assert_eq!(status, 200, "{made}");
    let data = &made["data"];
    assert_eq!((&data["type"], &data["status"]), (&json!("REFUND"), &json!("CREATED")));
    assert_eq!(data["parent_order_id"], json!(order_id(known::PAID)));
    assert_eq!(data["order_amount"], rupees(100_000));
    let own_id = data["order_id"].as_str().unwrap();
    assert_eq!(caller.get(&format!("/api/pay/v1/orders/{own_id}")).await.1, made);
    assert_eq!(caller.get("/api/pay/v1/orders/reference/rf-1").await.1, made);

    caller.control("settings", json!({ "find_refunds_by_reference": false })).await;
    assert_refused(&caller.get("/api/pay/v1/orders/reference/rf-1").await, 404, "ORDER_NOT_FOUND");
}

#[tokio::test]
async fn a_refund_goes_its_way_by_control_and_the_order_follows() {
    let caller = Caller::reference().await;
    refund(&caller, known::PAID, "rf-1", Some(rupees(100_000))).await;
    let status = async || caller.get(&order_path(known::PAID)).await.1["data"]["status"].clone();
    assert_eq!(status().await, "PROCESSED");
    assert_eq!(caller.control("refunds/rf-1/advance", json!({})).await["status"], "PENDING");
    assert_eq!(status().await, "PROCESSED");
    assert_eq!(caller.control("refunds/rf-1/advance", json!({})).await["status"], "PROCESSED");
    assert_eq!(status().await, "PARTIALLY_REFUNDED");
    let ended = caller.post("/_sandbox/refunds/rf-1/advance", json!({ "status": "FAILED" })).await;
    assert_refused(&ended, 422, "INVALID_REQUEST");
    refund(&caller, known::PAID, "rf-2", Some(rupees(140_000))).await;
    caller.control("refunds/rf-2/advance", json!({ "status": "PROCESSED" })).await;
    assert_eq!(status().await, "FULLY_REFUNDED");
}

#[tokio::test]
async fn refunds_end_exactly_where_the_captured_money_ends() {
    let caller = Caller::reference().await;
    assert_eq!(refund(&caller, known::PAID, "rf-1", Some(rupees(239_900))).await.0, 200);
    let above = refund(&caller, known::PAID, "rf-2", Some(rupees(101))).await;
    assert_refused(&above, 422, "AMOUNT_LIMIT_EXCEEDED");
    assert_eq!(refund(&caller, known::PAID, "rf-3", Some(rupees(100))).await.0, 200);
    let nothing_left = refund(&caller, known::PAID, "rf-4", Some(rupees(100))).await;
    assert_refused(&nothing_left, 422, "INVALID_REQUEST");
    assert_eq!(caller.money_moves().await, 2);
    assert_eq!(caller.ledger(&order_id(known::PAID)).await["left"], 0);
}

#[tokio::test]
async fn a_failed_refund_frees_its_amount() {
    let caller = Caller::reference().await;
    refund(&caller, known::PAID, "rf-1", Some(rupees(240_000))).await;
    caller.control("refunds/rf-1/advance", json!({ "status": "FAILED" })).await;
    assert_eq!(caller.get(&order_path(known::PAID)).await.1["data"]["status"], "PROCESSED");
    assert_eq!(refund(&caller, known::PAID, "rf-2", Some(rupees(240_000))).await.0, 200);
}

#[tokio::test]
async fn a_refund_without_an_amount_is_all_that_is_left() {
    let caller = Caller::reference().await;
    let (_, made) = refund(&caller, known::PART_REFUNDED, "rf-1", None).await;
    assert_eq!(made["data"]["order_amount"], rupees(425_000));
}

#[tokio::test]
async fn wrong_amounts_and_references_are_refused_by_name() {
    let caller = Caller::reference().await;
    for amount in
        [rupees(99), rupees(0), rupees(-100), json!({ "value": 100, "currency": "USD" }), json!(100)]
    {
        let refused = refund(&caller, known::PAID, "rf-1", Some(amount)).await;
        assert_refused(&refused, 400, "INVALID_REQUEST");
        assert_eq!(refused.1["additional_error_details"]["reason"], "order_amount");
    }
    for reference in ["", "rf 1", "rf/1", &"r".repeat(51)] {
        let refused = refund(&caller, known::PAID, reference, Some(rupees(100))).await;
        assert_refused(&refused, 400, "INVALID_REQUEST");
    }
    assert_eq!(caller.money_moves().await, 0);
}

#[tokio::test]
async fn a_reference_is_good_for_one_refund() {
    let caller = Caller::reference().await;
    refund(&caller, known::PAID, "rf-1", Some(rupees(100))).await;
    let again = refund(&caller, known::PAID, "rf-1", Some(rupees(100))).await;
    assert_refused(&again, 422, "DUPLICATE_REQUEST");
    let a_links = refund(&caller, known::PAID, known::WAITING, Some(rupees(100))).await;
    assert_refused(&a_links, 422, "DUPLICATE_REQUEST");
    caller.control("settings", json!({ "duplicate_refund": "return" })).await;
    let (status, existing) = refund(&caller, known::PAID, "rf-1", Some(rupees(200))).await;
    assert_eq!((status, &existing["data"]["order_amount"]), (200, &rupees(100)));
    assert_eq!(caller.money_moves().await, 1);
}

#[tokio::test]
async fn only_captured_money_can_be_refunded() {
    let caller = Caller::reference().await;
    for reference in [known::WAITING, known::HELD, known::VOIDED, known::PAYING_AFTER_A_FAILURE] {
        let refused = refund(&caller, reference, "rf-1", Some(rupees(100))).await;
        assert_refused(&refused, 422, "INVALID_REQUEST");
    }
    for (reference, captured) in [
        (known::PART_CAPTURED, 1_200_000),
        (known::EXPIRED_WITH_MONEY_IN, 400_000),
        (known::CANCELLED_WITH_MONEY_IN, 300_000),
        (known::PART_PAID, 1_100_000),
    ] {
        let own = format!("rf-{reference}");
        let above = refund(&caller, reference, &own, Some(rupees(captured + 1))).await;
        assert_refused(&above, 422, "AMOUNT_LIMIT_EXCEEDED");
        assert_eq!(refund(&caller, reference, &own, Some(rupees(captured))).await.0, 200, "{reference}");
    }
}

#[tokio::test]
async fn the_window_for_refunds_ends() {
    let caller = Caller::reference().await;
    let late = refund(&caller, known::PAID_LONG_AGO, "rf-1", Some(rupees(100))).await;
    assert_refused(&late, 422, "REFUND_DURATION_EXCEEDED");
}

#[tokio::test]
async fn a_refund_of_an_order_that_cannot_be_read_is_order_not_found() {
    let caller = Caller::reference().await;
    let refused = refund(&caller, known::ORDER_UNREADABLE, "rf-1", Some(rupees(100))).await;
    assert_refused(&refused, 404, "ORDER_NOT_FOUND");
}

#[tokio::test]
async fn a_refund_can_fail_or_succeed_in_its_first_answer() {
    let caller = Caller::reference().await;
    caller.control("settings", json!({ "refund_status": "FAILED" })).await;
    let (status, made) = refund(&caller, known::PAID, "rf-1", Some(rupees(240_000))).await;
    assert_eq!((status, &made["data"]["status"]), (200, &json!("FAILED")));
    caller.control("settings", json!({ "refund_status": "PROCESSED" })).await;
    refund(&caller, known::PAID, "rf-2", Some(rupees(240_000))).await;
    assert_eq!(caller.get(&order_path(known::PAID)).await.1["data"]["status"], "FULLY_REFUNDED");
}

#[tokio::test]
async fn a_refund_reference_used_before_decides_before_amount_order_and_what_is_left() {
    let caller = Caller::reference().await;
    let (_, made) = refund(&caller, known::PAID, "rf-1", Some(rupees(240_000))).await;
    let others = [
        (known::PAID, Some(rupees(1))),
        (known::PAID, Some(rupees(100))),
        (known::PAID, Some(json!({ "value": 100, "currency": "USD" }))),
        (known::PAID, Some(json!("100"))),
        (known::PAID, None),
        (known::HELD, Some(rupees(100))),
        (known::ORDER_UNREADABLE, Some(rupees(100))),
    ];
    for (order, amount) in others.clone() {
        let again = refund(&caller, order, "rf-1", amount).await;
        assert_refused(&again, 422, "DUPLICATE_REQUEST");
    }
    caller.control("settings", json!({ "duplicate_refund": "return" })).await;
    for (order, amount) in others {
        assert_eq!(refund(&caller, order, "rf-1", amount).await, (200, made.clone()));
    }
    assert_eq!(caller.money_moves().await, 1);
}

#[tokio::test]
async fn a_refused_refund_can_use_its_reference_up_although_nothing_stands_under_it() {
    let caller = Caller::reference().await;
    let above = Some(rupees(240_001));
    assert_refused(&refund(&caller, known::PAID, "rf-1", above.clone()).await, 422, "AMOUNT_LIMIT_EXCEEDED");
    assert_eq!(refund(&caller, known::PAID, "rf-1", Some(rupees(100))).await.0, 200);

    caller.control("settings", json!({ "burn_references": true })).await;
    assert_refused(&refund(&caller, known::PAID, "rf-2", Some(rupees(99))).await, 400, "INVALID_REQUEST");
    assert_refused(&refund(&caller, known::PAID, "rf-2", above).await, 422, "AMOUNT_LIMIT_EXCEEDED");
    for duplicates in ["refuse", "return"] {
        caller.control("settings", json!({ "duplicate_refund": duplicates })).await;
        let again = refund(&caller, known::PAID, "rf-2", Some(rupees(100))).await;
        assert_refused(&again, 422, "DUPLICATE_REQUEST");
        assert_refused(&caller.get("/api/pay/v1/orders/reference/rf-2").await, 404, "ORDER_NOT_FOUND");
    }
    assert_eq!(refund(&caller, known::PAID, "rf-3", Some(rupees(100))).await.0, 200);
    assert_eq!(caller.money_moves().await, 2);
}

#[tokio::test]
async fn a_server_can_make_another_amount_than_the_one_that_was_asked() {
    let caller = Caller::reference().await;
    caller.control("settings", json!({ "refund_makes": 150_000 })).await;
    let (status, made) = refund(&caller, known::PAID, "rf-1", Some(rupees(100))).await;
    assert_eq!((status, &made["data"]["order_amount"]), (200, &rupees(150_000)));
    let (_, rest) = refund(&caller, known::PAID, "rf-2", Some(rupees(100))).await;
    assert_eq!(rest["data"]["order_amount"], rupees(90_000));
    assert_eq!(caller.requests().await.pop().unwrap()["deed"]["amount"], 90_000);
    let refused = refund(&caller, known::PAID, "rf-3", Some(rupees(100))).await;
    assert_refused(&refused, 422, "INVALID_REQUEST");
    let nothing = caller.post("/_sandbox/settings", json!({ "refund_makes": 0 })).await;
    assert_refused(&nothing, 400, "INVALID_REQUEST");
    caller.control("settings", json!({ "refund_makes": null })).await;
    let (_, asked) = refund(&caller, known::PAID_BY_CARD, "rf-4", Some(rupees(100))).await;
    assert_eq!(asked["data"]["order_amount"], rupees(100));
}

#[tokio::test]
async fn the_least_refund_is_one_whole_unit_of_the_currency() {
    let caller = Caller::reference().await;
    for (reference, currency, least) in
        [(known::DOLLARS, "USD", 100), (known::YEN, "JPY", 1), (known::DINARS, "KWD", 1000)]
    {
        let amount = |minor: i64| Some(json!({ "value": minor, "currency": currency }));
        let below = refund(&caller, reference, &format!("below-{currency}"), amount(least - 1)).await;
        assert_refused(&below, 400, "INVALID_REQUEST");
        let (status, made) = refund(&caller, reference, &format!("rf-{currency}"), amount(least)).await;
        assert_eq!((status, &made["data"]["order_amount"]["value"]), (200, &json!(least)), "{currency}");
    }
}
