use crate::caller::{
    CLIENT_ID, CLIENT_SECRET, Caller, assert_refused, link_path, order_id, order_path, rupees,
};
use sandbox::shop::{self, known};
use serde_json::{Value, json};

fn refund(reference: &str) -> Value {
    json!({ "merchant_order_reference": reference, "order_amount": rupees(10_000) })
}

fn refund_path(reference: &str) -> String {
    format!("/api/pay/v1/refunds/{}", order_id(reference))
}

/// Whether the refund call, the look-up, and the order's list (if there is one) return a parent.
async fn told(caller: &Caller, settings: Value) -> (bool, bool, Option<bool>) {
    caller.control("reset", json!({})).await;
    caller.control("settings", settings).await;
    let has = |refund: &Value| refund.get("parent_order_id").is_some();
    let (_, made) = caller.post(&refund_path(known::PAID), refund("rf-1")).await;
    let (_, found) = caller.get("/api/pay/v1/orders/reference/rf-1").await;
    let (_, order) = caller.get(&order_path(known::PAID)).await;
    (has(&made["data"]), has(&found["data"]), order["data"].get("refunds").map(|list| has(&list[0])))
}

#[tokio::test]
async fn parent_and_list_can_each_be_left_out_alone_and_together() {
    let caller = Caller::reference().await;
    assert_eq!(told(&caller, json!({})).await, (true, true, Some(true)));
    assert_eq!(told(&caller, json!({ "list_refunds": false })).await, (true, true, None));
    assert_eq!(told(&caller, json!({ "tell_parent": "call" })).await, (true, false, Some(false)));
    assert_eq!(told(&caller, json!({ "tell_parent": "nowhere" })).await, (false, false, Some(false)));
    assert_eq!(told(&caller, json!({ "documented_schema": true })).await, (true, false, None));
    let neither = json!({ "documented_schema": true, "tell_parent": "nowhere" });
    assert_eq!(told(&caller, neither).await, (false, false, None));
}

#[tokio::test]
async fn a_foreign_refund_in_a_list_has_no_parent_either() {
    let caller = Caller::reference().await;
    caller.control("settings", json!({ "tell_parent": "call", "refund_list": "foreign" })).await;
    let (_, order) = caller.get(&order_path(known::PAID)).await;
    let list = order["data"]["refunds"].as_array().unwrap();
    assert_eq!(list.len(), 2);
    assert!(list.iter().all(|record| record.get("parent_order_id").is_none()), "{list:?}");
}

#[tokio::test]
async fn a_duplicate_is_refused_or_answered_with_what_is_there() {
    let caller = Caller::reference().await;
    let link = json!({
        "amount": rupees(50_000),
        "merchant_payment_link_reference": "twice",
        "customer": { "email_id": "twice@example.com" },
    });
    let capture = json!({ "merchant_capture_reference": "cap-1", "capture_amount": rupees(100_000) });
    let capture_path = format!("/api/pay/v1/orders/{}/capture", order_id(known::HELD));
    let create = "/api/pay/v1/paymentlink";
    let (_, first) = caller.post(create, link.clone()).await;
    let (_, made) = caller.post(&refund_path(known::PAID), refund("rf-1")).await;
    let (status, _) = caller.put(&capture_path, Some(capture.clone())).await;
    assert_eq!(status, 200);
    assert_refused(&caller.post(create, link.clone()).await, 422, "DUPLICATE_REQUEST");
    assert_refused(&caller.post(&refund_path(known::PAID), refund("rf-1")).await, 422, "DUPLICATE_REQUEST");
    assert_refused(&caller.put(&capture_path, Some(capture.clone())).await, 422, "DUPLICATE_REQUEST");

    let existing =
        json!({ "duplicate_create": "return", "duplicate_refund": "return", "duplicate_capture": "return" });
    caller.control("settings", existing).await;
    let before = caller.money_moves().await;
    assert_eq!(caller.post(create, link).await, (200, first));
    assert_eq!(caller.post(&refund_path(known::PAID), refund("rf-1")).await, (200, made));
    let (status, order) = caller.put(&capture_path, Some(capture)).await;
    assert_eq!((status, &order["data"]["order_id"]), (200, &json!(order_id(known::HELD))));
    assert_eq!(caller.money_moves().await, before);
}

#[tokio::test]
async fn account_details_come_back_as_they_were_sent_and_only_in_their_shape() {
    let caller = Caller::reference().await;
    let account = json!({ "bank_details": {
        "account_number": "000000004711", "ifsc_code": "EXAM0000001", "bank_name": "Example Bank",
    }});
    let body = |reference: &str, account: &Value| {
        json!({
            "amount": rupees(50_000),
            "merchant_payment_link_reference": reference,
            "customer": { "email_id": "account@example.com" },
            "account_details": account,
        })
    };
    let (status, made) = caller.post("/api/pay/v1/paymentlink", body("acc-1", &account)).await;
    assert_eq!((status, &made["account_details"]), (200, &account));
    let (_, found) = caller.get("/api/pay/v1/paymentlink/ref/acc-1").await;
    assert_eq!(found["account_details"], account);
    let (_, every) = caller.get(&link_path(known::EVERY_FIELD)).await;
    let fields = |details: &Value| -> Vec<String> {
        details["bank_details"].as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(fields(&every["account_details"]), fields(&account));
    for wrong in [json!("1234"), json!({ "bank_details": [] }), json!({ "bank_details": { "ifsc_code": 7 } })]
    {
        let answer = caller.post("/api/pay/v1/paymentlink", body("acc-2", &wrong)).await;
        assert_refused(&answer, 400, "INVALID_REQUEST");
    }
}

#[tokio::test]
async fn orders_with_splits_or_several_products_can_refuse_a_plain_refund() {
    let caller = Caller::reference().await;
    let odd = |reference: &str| {
        let entry = shop::odd_answers().into_iter().find(|entry| entry.reference == reference).unwrap();
        format!("/api/pay/v1/refunds/{}", entry.order_id)
    };
    let shared = [odd(known::SEVERAL_PRODUCTS), odd(known::SPLIT_PAID), refund_path(known::SPLIT)];
    let (status, _) = caller.post(&shared[0], refund("rf-before")).await;
    assert_eq!(status, 200);
    caller.control("settings", json!({ "refuse_plain_refunds": true })).await;
    for (index, path) in shared.iter().enumerate() {
        let reference = format!("rf-{index}");
        assert_refused(&caller.post(path, refund(&reference)).await, 422, "INVALID_REQUEST");
        let mut told = refund(&reference);
        told["split_info"] = json!({ "split_type": "AMOUNT", "split_details": [] });
        assert_eq!(caller.post(path, told).await.0, 200, "{path}");
    }
    // One product and no split: an amount is enough.
    assert_eq!(caller.post(&odd(known::COUPON_NULL), refund("rf-one")).await.0, 200);
    assert_eq!(caller.post(&refund_path(known::PAID), refund("rf-none")).await.0, 200);
}

#[tokio::test]
async fn a_resend_can_be_answered_with_nothing() {
    let caller = Caller::reference().await;
    caller.control("settings", json!({ "empty_resend": true })).await;
    let (status, body) = caller.patch(&format!("{}/notify", link_path(known::WAITING))).await;
    assert_eq!((status, body), (204, Value::Null));
    let request = caller.requests().await.pop().unwrap();
    assert_eq!((&request["deed"]["what"], &request["status"]), (&json!("resend"), &json!(204)));
    let refused = caller.patch(&format!("{}/notify", link_path(known::CANCELLED))).await;
    assert_refused(&refused, 422, "INVALID_REQUEST");
}

#[tokio::test]
async fn a_token_can_end_in_a_line_break_that_is_no_part_of_it() {
    let mut caller = Caller::reference().await;
    caller.control("settings", json!({ "token_line_break": true })).await;
    let (_, body) = caller.ask_token(CLIENT_ID, CLIENT_SECRET, "client_credentials").await;
    let told = body["access_token"].as_str().unwrap();
    caller.token = told.strip_suffix('\n').unwrap().to_owned();
    assert_eq!(caller.get(&link_path(known::WAITING)).await.0, 200);
}

#[tokio::test]
async fn a_wait_of_ten_days_is_told_in_seconds_or_as_a_date() {
    let caller = Caller::reference().await;
    let ten_days = 864_000;
    caller.control("faults", json!({ "kind": "rate_limited", "retry_after": ten_days })).await;
    caller
        .control("faults", json!({ "kind": "rate_limited", "retry_after": ten_days, "as_date": true }))
        .await;
    let ask = || caller.request(reqwest::Method::GET, &link_path(known::WAITING)).send();
    assert_eq!(ask().await.unwrap().headers()["retry-after"], "864000");
    let limited = ask().await.unwrap();
    let moment = |name: &str| {
        let told = limited.headers()[name].to_str().unwrap();
        jiff::fmt::rfc2822::parse(told).unwrap().timestamp()
    };
    let told = moment("date").duration_until(moment("retry-after")).as_secs();
    assert!((863_998..=864_001).contains(&told), "{told}");
}

#[test]
fn the_usual_client_id_is_a_uuid() {
    assert_eq!(uuid::Uuid::parse_str(sandbox::CLIENT_ID).unwrap().get_version_num(), 4);
    assert_ne!(sandbox::CLIENT_SECRET, "");
}
