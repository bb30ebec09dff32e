use crate::caller::{Caller, assert_refused, link_id, link_path, order_id, order_path, rupees};
use reqwest::Method;
use sandbox::shop::known;
use serde_json::{Value, json};

async fn act(caller: &Caller, reference: &str, act: &str, body: Value) -> Value {
    caller.control(&format!("links/{reference}/{act}"), body).await
}

async fn order_status(caller: &Caller, reference: &str) -> Value {
    caller.get(&order_path(reference)).await.1["data"]["status"].clone()
}

#[tokio::test]
async fn a_customer_opens_starts_fails_and_pays_a_link() {
    let caller = Caller::reference().await;
    let link = known::WAITING;
    assert_eq!(act(&caller, link, "open", json!({})).await["status"], "CLICKED");
    assert_eq!(
        act(&caller, link, "initiate", json!({ "method": "card" })).await["status"],
        "PAYMENT_INITIATED"
    );
    assert_eq!(order_status(&caller, link).await, "PENDING");
    act(&caller, link, "fail", json!({ "method": "card" })).await;
    assert_eq!(order_status(&caller, link).await, "ATTEMPTED");
    let paid = act(&caller, &link_id(link), "pay", json!({})).await;
    assert_eq!((&paid["status"], &paid["amount_due"]["value"]), (&json!("PROCESSED"), &json!(0)));
    let (_, order) = caller.get(&order_path(link)).await;
    let tries: Vec<_> = order["data"]["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|payment| payment["status"].clone())
        .collect();
    assert_eq!(
        (&order["data"]["status"], tries),
        (&json!("PROCESSED"), vec![json!("FAILED"), json!("PROCESSED")])
    );
    let again = caller.post(&format!("/_sandbox/links/{link}/pay"), json!({})).await;
    assert_refused(&again, 422, "INVALID_REQUEST");
}

#[tokio::test]
async fn parts_add_up_to_a_paid_link() {
    let caller = Caller::reference().await;
    let link = act(&caller, known::WAITING, "part-pay", json!({ "amount": 35_000 })).await;
    assert_eq!((&link["status"], &link["amount_due"]), (&json!("PARTIAL_PROCESSED"), &rupees(200_000)));
    let path = format!("/_sandbox/links/{}/part-pay", known::WAITING);
    assert_refused(&caller.post(&path, json!({ "amount": 200_000 })).await, 400, "INVALID_REQUEST");
    assert_eq!(act(&caller, known::WAITING, "pay", json!({})).await["status"], "PROCESSED");
    assert_eq!(order_status(&caller, known::WAITING).await, "PROCESSED");
    assert_eq!(caller.ledger(&order_id(known::WAITING)).await["captured"], 235_000);
}

#[tokio::test]
async fn a_pre_auth_link_that_is_paid_is_only_held() {
    let caller = Caller::reference().await;
    let link = act(&caller, known::WAITING_PRE_AUTH, "pay", json!({ "method": "card" })).await;
    assert_eq!((&link["status"], &link["pre_auth"]), (&json!("PROCESSED"), &json!(true)));
    assert_eq!(order_status(&caller, known::WAITING_PRE_AUTH).await, "AUTHORIZED");
    assert_eq!(caller.ledger(&order_id(known::WAITING_PRE_AUTH)).await["captured"], 0);
}

#[tokio::test]
async fn links_expire_and_are_cancelled_by_others() {
    let caller = Caller::reference().await;
    assert_eq!(act(&caller, known::OPENED, "expire", json!({})).await["status"], "EXPIRED");
    assert_eq!(act(&caller, known::WAITING, "cancel", json!({})).await["status"], "CANCELLED");
}

#[tokio::test]
async fn somebody_in_the_dashboard_refunds_voids_and_captures() {
    let caller = Caller::reference().await;
    let body = json!({ "order_id": order_id(known::PAID), "amount": 25_000 });
    assert_eq!(caller.control("dashboard-refund", body).await["status"], "PROCESSED");
    let ledger = caller.ledger(&order_id(known::PAID)).await;
    assert_eq!(
        (&ledger["refunded"], &ledger["refunds"][0]["from_dashboard"]),
        (&json!(25_000), &json!(true))
    );
    caller.control(&format!("orders/{}/void", order_id(known::HELD)), json!({})).await;
    assert_eq!(order_status(&caller, known::HELD).await, "CANCELLED");
    let body = json!({ "amount": 500_000 });
    caller.control(&format!("orders/{}/capture", order_id(known::HELD_LATELY)), body).await;
    assert_eq!(caller.ledger(&order_id(known::HELD_LATELY)).await["captured"], 500_000);
    assert_eq!(caller.money_moves().await, 0);
}

#[tokio::test]
async fn another_computer_refunds_under_exactly_the_reference_that_it_is_told() {
    let caller = Caller::reference().await;
    let order = order_id(known::PAID);
    let body = json!({ "order_id": order, "amount": 25_000, "reference": "rf-chain-1" });
    let made = caller.control("colleague-refund", body.clone()).await;
    assert_eq!(
        (&made["merchant_order_reference"], &made["status"]),
        (&json!("rf-chain-1"), &json!("CREATED"))
    );
    let (_, found) = caller.get("/api/pay/v1/orders/reference/rf-chain-1").await;
    assert_eq!(found["data"], made);
    let told = json!({ "order_id": order, "amount": 100, "reference": "rf-chain-2", "status": "PROCESSED" });
    assert_eq!(caller.control("colleague-refund", told).await["status"], "PROCESSED");
    let ledger = caller.ledger(&order).await;
    assert_eq!((&ledger["refunded"], &ledger["refunding"]), (&json!(100), &json!(25_000)));
    assert_eq!(ledger["refunds"][0]["from_dashboard"], false);

    assert_refused(&caller.post("/_sandbox/colleague-refund", body).await, 422, "DUPLICATE_REQUEST");
    let unnamed = json!({ "order_id": order, "amount": 100 });
    assert_refused(&caller.post("/_sandbox/colleague-refund", unnamed).await, 400, "INVALID_REQUEST");
    assert_eq!(caller.money_moves().await, 0);
}

#[tokio::test]
async fn a_forgotten_refund_is_in_no_look_up_and_its_money_still_counts() {
    let caller = Caller::reference().await;
    let order = order_id(known::PAID);
    let body = json!({ "order_id": order, "amount": 25_000, "reference": "rf-1", "status": "PROCESSED" });
    let made = caller.control("colleague-refund", body.clone()).await;
    let by_id = format!("/api/pay/v1/orders/{}", made["order_id"].as_str().unwrap());
    let looked_up = [by_id.as_str(), "/api/pay/v1/orders/reference/rf-1"];
    for path in looked_up {
        assert_eq!(caller.get(path).await.0, 200);
    }
    caller.control("refunds/rf-1/forget", json!({})).await;
    for path in looked_up {
        assert_refused(&caller.get(path).await, 404, "ORDER_NOT_FOUND");
    }
    let (_, parent) = caller.get(&order_path(known::PAID)).await;
    assert_eq!(
        (&parent["data"]["status"], parent["data"].get("refunds")),
        (&json!("PARTIALLY_REFUNDED"), None)
    );
    assert_eq!(caller.ledger(&order).await["left"], 215_000);
    assert_refused(&caller.post("/_sandbox/colleague-refund", body).await, 422, "DUPLICATE_REQUEST");
    let unknown = caller.post("/_sandbox/refunds/none/forget", json!({})).await;
    assert_refused(&unknown, 404, "ORDER_NOT_FOUND");
}

#[tokio::test]
async fn somebody_elses_capture_has_the_reference_that_it_is_told() {
    let caller = Caller::reference().await;
    for (link, body, reference) in [
        (known::HELD, json!({}), "dashboard"),
        (known::HELD_LATELY, json!({ "amount": 500_000, "reference": "cap-chain-1" }), "cap-chain-1"),
    ] {
        caller.control(&format!("orders/{}/capture", order_id(link)), body).await;
        let (_, order) = caller.get(&order_path(link)).await;
        let capture = &order["data"]["payments"][0]["capture_data"][0];
        assert_eq!(capture["merchant_capture_reference"], reference);
    }
    let path = format!("/_sandbox/orders/{}/capture", order_id(known::HELD_BY_UPI));
    assert_refused(&caller.post(&path, json!({ "reference": "a b" })).await, 400, "INVALID_REQUEST");
}

#[tokio::test]
async fn requests_are_kept_with_what_came_of_them() {
    let caller = Caller::reference().await;
    caller.send(Method::DELETE, "/_sandbox/requests", None).await;
    let path = format!("/api/pay/v1/refunds/{}", order_id(known::PAID));
    let body = json!({ "merchant_order_reference": "rf-1", "order_amount": rupees(100) });
    let request = caller.request(Method::POST, &path).json(&body);
    request.header("Idempotency-Key", "intent-1").header("Request-ID", "attempt-1").send().await.unwrap();
    caller.patch(&format!("{}/notify", link_path(known::WAITING))).await;
    caller.get(&order_path(known::PAID)).await;
    let requests = caller.requests().await;
    assert_eq!(requests.len(), 3);
    let refund = &requests[0];
    assert_eq!((&refund["method"], &refund["path"]), (&json!("POST"), &json!(path)));
    assert_eq!((&refund["body"], &refund["idempotency_key"]), (&body, &json!("intent-1")));
    assert_eq!((&refund["request_id"], &refund["status"]), (&json!("attempt-1"), &json!(200)));
    assert_eq!((&refund["committed"], &refund["moved_money"]), (&json!(true), &json!(true)));
    assert_eq!(refund["deed"]["amount"], 100);
    assert_eq!((&requests[1]["committed"], &requests[1]["moved_money"]), (&json!(true), &json!(false)));
    assert_eq!((&requests[2]["committed"], &requests[2]["deed"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn a_reset_brings_the_shop_back_and_keeps_the_token() {
    let caller = Caller::reference().await;
    act(&caller, known::WAITING, "pay", json!({})).await;
    caller.control("settings", json!({ "list_refunds": false })).await;
    caller.control("faults", json!({ "kind": "html", "times": 9 })).await;
    caller.control("reset", json!({})).await;
    let (status, link) = caller.get(&link_path(known::WAITING)).await;
    assert_eq!((status, &link["status"]), (200, &json!("CREATED")));
    assert_eq!(caller.get("/_sandbox/settings").await.1["list_refunds"], true);
    assert_eq!(caller.requests().await.len(), 1);
}

#[tokio::test]
async fn settings_that_do_not_exist_are_refused_by_name() {
    let caller = Caller::reference().await;
    let refused = caller.post("/_sandbox/settings", json!({ "list_refund": false })).await;
    assert_refused(&refused, 400, "INVALID_REQUEST");
    assert!(refused.1["message"].as_str().unwrap().contains("list_refund"));
}

#[tokio::test]
async fn a_stopped_sandbox_frees_its_port_and_closes_its_connections() {
    let Caller { sandbox, http, token } = Caller::reference().await;
    let url = sandbox.url();
    let address = url.replace("http://", "");
    sandbox.stop().await;
    let request = http.get(format!("{url}/_sandbox/catalogue")).bearer_auth(token);
    assert!(request.send().await.unwrap_err().is_connect());
    std::net::TcpListener::bind(address).unwrap();
}
