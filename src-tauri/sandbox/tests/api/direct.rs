//! Calls without a socket: the same model, with a clock that stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use sandbox::{CommittedWrite, DialectSetting, Direct, Options, Outcome, Request, shop::known};
use serde_json::{Value, json};

fn open(seconds: Arc<AtomicI64>) -> Direct {
    let options = Options {
        port: 0,
        dialect: DialectSetting::Reference,
        client_id: "id".into(),
        client_secret: "secret".into(),
        now: None,
    };
    Direct::open(options, move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap())
}

async fn ask(sandbox: &Direct, method: Method, path: &str, token: &str, body: &Value) -> Outcome {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
    headers.insert("Idempotency-Key", HeaderValue::from_static("key-1"));
    let body = body.to_string().into_bytes();
    sandbox.ask(Request { method, path: path.to_owned(), headers, body }).await
}

fn answered(outcome: Outcome, expected: u16) -> Value {
    let Outcome::Answer { status, body, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(status, expected);
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn a_direct_call_reaches_the_same_shop_and_a_lost_answer_still_names_its_write() {
    let seconds = Arc::new(AtomicI64::new(1_760_000_000));
    let sandbox = open(Arc::clone(&seconds));
    let keys = json!({ "client_id": "id", "client_secret": "secret", "grant_type": "client_credentials" });
    let token = answered(ask(&sandbox, Method::POST, "/api/auth/v1/token", "", &keys).await, 200);
    let token = token["access_token"].as_str().unwrap();
    let path = format!("/api/pay/v1/paymentlink/ref/{}", known::PAID);
    let link = answered(ask(&sandbox, Method::GET, &path, token, &json!({})).await, 200);
    let order = link["order_id"].as_str().unwrap();
    assert_eq!(sandbox.committed_after(0), []);

    let fault = json!({ "match": { "method": "POST" }, "kind": "lost_after_commit" });
    answered(ask(&sandbox, Method::POST, "/_sandbox/faults", "", &fault).await, 200);
    let refund = json!({
        "merchant_order_reference": "rf-1",
        "order_amount": { "value": 5000, "currency": "INR" },
    });
    let path = format!("/api/pay/v1/refunds/{order}");
    assert!(matches!(ask(&sandbox, Method::POST, &path, token, &refund).await, Outcome::Cut));
    let done = sandbox.committed_after(0);
    let number = done[0].number;
    let expected = CommittedWrite {
        number,
        idempotency_key: Some("key-1".into()),
        what: "refund",
        id: order.to_owned(),
        reference: Some("rf-1".into()),
        amount: Some(5000),
    };
    assert_eq!(done, [expected]);
    assert_eq!(sandbox.committed_after(number), []);

    seconds.fetch_add(3601, Ordering::SeqCst);
    answered(
        ask(&sandbox, Method::GET, &format!("/api/pay/v1/orders/{order}"), token, &json!({})).await,
        401,
    );
}
