//! The `Date` of every answer is the shop's clock, like every moment in a body.

use crate::caller::{Caller, order_id, order_path, rupees};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::{Method, Response};
use sandbox::shop::known;
use serde_json::{Value, json};

/// The second in the answer's `Date` header.
fn date(response: &Response) -> i64 {
    let date = response.headers()["date"].to_str().unwrap();
    DateTimeParser::new().parse_timestamp(date).unwrap().as_second()
}

fn moment(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<Timestamp>().unwrap().as_second()
}

async fn refund(caller: &Caller, own: &str) -> Response {
    let body = json!({ "merchant_order_reference": own, "order_amount": rupees(100) });
    let path = format!("/api/pay/v1/refunds/{}", order_id(known::PAID));
    caller.request(Method::POST, &path).json(&body).send().await.unwrap()
}

#[tokio::test]
async fn the_clock_goes_both_ways_and_takes_the_date_and_every_new_moment_along() {
    let caller = Caller::reference().await;
    let mut own = 0;
    for (by, away) in [(0, 0), (86_400, 86_400), (-172_800, -86_400)] {
        caller.control("clock/advance", json!({ "seconds": by })).await;
        own += 1;
        let answer = refund(&caller, &format!("rf-{own}")).await;
        let sent = date(&answer);
        let expected = Timestamp::now().as_second() + away;
        assert!((expected - sent).abs() < 30, "{sent} is not about {expected}");
        let made: Value = answer.json().await.unwrap();
        let created = moment(&made["data"]["created_at"]);
        assert!((0..30).contains(&(sent - created)), "{created} is not of the clock of {sent}");
    }
}

#[tokio::test]
async fn every_kind_of_answer_is_dated_by_the_shops_clock() {
    let mut caller = Caller::reference().await;
    caller.control("clock/advance", json!({ "seconds": -7200 })).await;
    caller
        .control("faults", json!({ "match": { "path_contains": "/paymentlink/" }, "kind": "rate_limited" }))
        .await;
    let paths = [
        order_path(known::PAID),
        "/api/pay/v1/orders/none".to_owned(),
        "/api/pay/v1/paymentlink/limited".to_owned(),
        "/no/such/route".to_owned(),
        "/_sandbox/ledger".to_owned(),
    ];
    for path in paths {
        let answer = caller.request(Method::GET, &path).send().await.unwrap();
        let behind = Timestamp::now().as_second() - date(&answer);
        assert!((7170..7230).contains(&behind), "{path}: {behind}");
    }
    // Tokens keep the caller's time.
    caller.renew_token().await;
    assert_eq!(caller.get(&order_path(known::PAID)).await.0, 200);
}
