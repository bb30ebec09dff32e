use crate::caller::{Answer, Caller, answer, assert_refused, link_path, order_id, order_path, rupees};
use reqwest::Method;
use sandbox::shop::known;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn fault(caller: &Caller, fault: Value) {
    caller.control("faults", fault).await;
}

fn refund_path() -> String {
    format!("/api/pay/v1/refunds/{}", order_id(known::PAID))
}

fn refund_body(reference: &str) -> Value {
    json!({ "merchant_order_reference": reference, "order_amount": rupees(100_000) })
}

async fn refund(caller: &Caller, reference: &str) -> Answer {
    caller.post(&refund_path(), refund_body(reference)).await
}

/// The refunded amount of the order, and how many requests moved money.
async fn moved(caller: &Caller) -> (i64, usize) {
    let ledger = caller.ledger(&order_id(known::PAID)).await;
    (ledger["refunding"].as_i64().unwrap(), caller.money_moves().await)
}

/// Every byte that comes back for one request, up to the end of the connection.
async fn raw(caller: &Caller, method: &str, path: &str, body: &str) -> String {
    let host = caller.sandbox.url().replace("http://", "");
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        caller.token,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_lost_answer_leaves_not_one_byte_and_the_refund_is_made() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "match": { "path_contains": "/refunds/" }, "kind": "lost_after_commit" })).await;
    let bytes = raw(&caller, "POST", &refund_path(), &refund_body("rf-1").to_string()).await;
    assert_eq!(bytes, "");
    assert_eq!(moved(&caller).await, (100_000, 1));
    let request = caller.requests().await.pop().unwrap();
    assert_eq!((&request["committed"], &request["status"]), (&json!(true), &Value::Null));
    assert_eq!(request["fault"], "lost_after_commit");
    assert_refused(&refund(&caller, "rf-1").await, 422, "DUPLICATE_REQUEST");
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn a_client_library_sees_a_lost_answer_as_an_error_and_sends_once() {
    let caller = Caller::reference().await;
    // The connection is in use by now, so a library may be tempted to retry.
    fault(&caller, json!({ "kind": "lost_after_commit" })).await;
    let sent = caller.request(Method::POST, &refund_path()).json(&refund_body("rf-1")).send().await;
    assert!(sent.is_err());
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn a_request_lost_before_does_nothing() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "lost_before" })).await;
    let bytes = raw(&caller, "POST", &refund_path(), &refund_body("rf-1").to_string()).await;
    assert_eq!(bytes, "");
    assert_eq!(moved(&caller).await, (0, 0));
    assert_eq!(refund(&caller, "rf-1").await.0, 200);
}

#[tokio::test]
async fn errors_come_after_or_before_the_deed_under_any_status() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "error_after_commit" })).await;
    assert_refused(&refund(&caller, "rf-1").await, 502, "INTERNAL_ERROR");
    assert_eq!(moved(&caller).await, (100_000, 1));

    fault(&caller, json!({ "kind": "error_before", "status": 500, "code": "" })).await;
    let (status, body) = refund(&caller, "rf-2").await;
    assert_eq!((status, body), (500, json!({ "status": 500, "error": "Internal Server Error" })));
    fault(&caller, json!({ "kind": "error_before", "status": 408, "body": { "error_code": "TIMED_OUT" } }))
        .await;
    assert_eq!(refund(&caller, "rf-2").await, (408, json!({ "error_code": "TIMED_OUT" })));
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn a_duplicate_can_be_claimed_for_a_request_that_was_carried_out() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "duplicate_request_after_commit" })).await;
    assert_refused(&refund(&caller, "rf-1").await, 422, "DUPLICATE_REQUEST");
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn a_rate_limit_says_how_long_to_wait() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "rate_limited", "retry_after": 7 })).await;
    let request = caller.request(Method::POST, &refund_path()).json(&refund_body("rf-1"));
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "7");
    assert_refused(&answer(response).await, 429, "API_RATE_LIMIT");
    assert_eq!(moved(&caller).await, (0, 0));
}

#[tokio::test]
async fn a_slow_answer_is_the_normal_one_later_and_the_deed_is_done_at_once() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "slow", "delay_ms": 60_000 })).await;
    let request = caller.request(Method::POST, &refund_path()).json(&refund_body("rf-1"));
    let given_up = request.timeout(Duration::from_millis(300)).send().await;
    assert!(given_up.unwrap_err().is_timeout());
    assert_eq!(moved(&caller).await, (100_000, 1));

    fault(&caller, json!({ "kind": "slow", "delay_ms": 200 })).await;
    let start = Instant::now();
    let (status, _) = caller.get(&order_path(known::PAID)).await;
    assert_eq!(status, 200);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn garbage_html_and_empty_answers_are_200_and_say_nothing_about_the_deed() {
    let caller = Caller::reference().await;
    for (kind, commits) in [
        ("garbage", false),
        ("garbage_after_commit", true),
        ("html", false),
        ("html_after_commit", true),
        ("empty", false),
        ("empty_after_commit", true),
    ] {
        caller.control("reset", json!({})).await;
        fault(&caller, json!({ "kind": kind })).await;
        let (status, body) = refund(&caller, "rf-1").await;
        assert_eq!((status, body), (200, Value::Null), "{kind}");
        assert_eq!(moved(&caller).await.1, usize::from(commits), "{kind}");
    }
}

#[tokio::test]
async fn a_portal_can_send_the_caller_elsewhere_before_and_after_the_deed() {
    let caller = Caller::reference().await;
    for (kind, moves) in [("redirect", 0), ("redirect_after_commit", 1)] {
        fault(&caller, json!({ "kind": kind })).await;
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let url = format!("{}{}", caller.sandbox.url(), refund_path());
        let request = client.build().unwrap().post(url).bearer_auth(&caller.token).json(&refund_body("rf-1"));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 302);
        assert_eq!(answer.headers()["location"], "http://portal.example.com/sign-in");
        assert_eq!(moved(&caller).await.1, moves, "{kind}");
    }
}

#[tokio::test]
async fn an_error_object_can_come_under_200() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "error_object_200" })).await;
    assert_refused(&refund(&caller, "rf-1").await, 200, "INTERNAL_ERROR");
    assert_eq!(moved(&caller).await, (0, 0));
    fault(&caller, json!({ "kind": "error_object_200_after_commit" })).await;
    assert_refused(&refund(&caller, "rf-1").await, 200, "INTERNAL_ERROR");
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn a_truncated_answer_stops_short_of_its_length() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "truncated" })).await;
    let bytes = raw(&caller, "POST", &refund_path(), &refund_body("rf-1").to_string()).await;
    let (head, body) = bytes.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert!(head.starts_with("HTTP/1.1 200") && body.starts_with('{'), "{bytes}");
    assert!(!body.is_empty() && body.len() < length.parse().unwrap());
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn an_expired_token_is_401_until_it_is_renewed() {
    let mut caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "expired_token" })).await;
    assert_refused(&refund(&caller, "rf-1").await, 401, "UNAUTHORIZED");
    assert_refused(&refund(&caller, "rf-1").await, 401, "UNAUTHORIZED");
    caller.renew_token().await;
    assert_eq!(refund(&caller, "rf-1").await.0, 200);
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn a_fault_hits_only_what_it_is_for_as_often_and_as_late_as_it_is_told() {
    let caller = Caller::reference().await;
    let target = json!({ "method": "get", "path_contains": "/paymentlink/" });
    let plan = json!({ "match": target, "kind": "error_before", "times": 2, "after": 1 });
    caller.control("faults", json!({ "faults": [plan] })).await;
    assert_eq!(caller.get(&order_path(known::PAID)).await.0, 200);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(caller.get(&link_path(known::PAID)).await.0);
    }
    assert_eq!(statuses, [200, 503, 503, 200]);
}

#[tokio::test]
async fn a_fault_without_a_path_spares_the_token_and_one_with_its_path_does_not() {
    let mut caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "error_before" })).await;
    caller.renew_token().await;
    assert_eq!(caller.get(&link_path(known::PAID)).await.0, 503);
    fault(&caller, json!({ "match": { "path_contains": "/token" }, "kind": "error_before" })).await;
    assert_eq!(caller.ask_token("x", "y", "z").await.0, 503);
}

#[tokio::test]
async fn faults_can_be_seen_and_cleared_and_a_wrong_one_is_refused() {
    let caller = Caller::reference().await;
    let refused = caller.post("/_sandbox/faults", json!({ "kind": "earthquake" })).await;
    assert_refused(&refused, 400, "INVALID_REQUEST");
    fault(&caller, json!({ "kind": "html" })).await;
    assert_eq!(caller.get("/_sandbox/faults").await.1["faults"][0]["kind"], "html");
    caller.send(Method::DELETE, "/_sandbox/faults", None).await;
    assert_eq!(caller.get(&link_path(known::PAID)).await.0, 200);
}

#[tokio::test]
async fn a_404_or_405_without_a_code_can_come_after_the_deed() {
    for (status, words) in [(404, "Not Found"), (405, "Method Not Allowed")] {
        let caller = Caller::reference().await;
        fault(&caller, json!({ "kind": "error_after_commit", "status": status, "code": "" })).await;
        let gateway = json!({ "status": status, "error": words });
        assert_eq!(refund(&caller, "rf-1").await, (status, gateway));
        assert_eq!(moved(&caller).await, (100_000, 1));
    }
}

#[tokio::test]
async fn a_rate_limit_can_come_after_the_deed() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "rate_limited_after_commit", "retry_after": 3 })).await;
    let response = caller.request(Method::POST, &refund_path()).json(&refund_body("rf-1")).send().await;
    let response = response.unwrap();
    assert_eq!(response.headers()["retry-after"], "3");
    assert_refused(&answer(response).await, 429, "API_RATE_LIMIT");
    assert_eq!(moved(&caller).await, (100_000, 1));
}

#[tokio::test]
async fn a_late_request_is_cut_at_once_and_carried_out_afterwards() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "late", "delay_ms": 1500 })).await;
    let sent = Instant::now();
    let bytes = raw(&caller, "POST", &refund_path(), &refund_body("rf-1").to_string()).await;
    assert_eq!(bytes, "");
    assert!(sent.elapsed() < Duration::from_millis(1500));
    assert_eq!(moved(&caller).await, (0, 0));
    while moved(&caller).await != (100_000, 1) {
        assert!(sent.elapsed() < Duration::from_mins(1), "it never arrives");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(sent.elapsed() >= Duration::from_millis(1500));
    let request = caller.requests().await.pop().unwrap();
    assert_eq!((&request["status"], &request["deed"]["reference"]), (&Value::Null, &json!("rf-1")));
}

#[tokio::test]
async fn a_late_request_does_not_arrive_in_a_shop_that_was_reset_meanwhile() {
    let caller = Caller::reference().await;
    fault(&caller, json!({ "kind": "late", "delay_ms": 200 })).await;
    raw(&caller, "POST", &refund_path(), &refund_body("rf-1").to_string()).await;
    caller.control("reset", json!({})).await;
    // As late as the other, and arrives after it.
    fault(&caller, json!({ "kind": "late", "delay_ms": 200 })).await;
    raw(&caller, "POST", &refund_path(), &refund_body("rf-2").to_string()).await;
    let asked = Instant::now();
    while moved(&caller).await.1 == 0 {
        assert!(asked.elapsed() < Duration::from_mins(1), "the second never arrives");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let refunds = caller.ledger(&order_id(known::PAID)).await["refunds"].clone();
    assert_eq!((refunds.as_array().unwrap().len(), &refunds[0]["reference"]), (1, &json!("rf-2")));
}
