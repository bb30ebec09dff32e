//! Each read: method, path, headers, body, attempts, and every way it can end.

use std::time::Duration;

use pinelabs::{Client, Error, LinkStatus, Money, NetworkKind, OrderStatus, OrderType, Reference};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{
    HeldClock, Server, a_link, a_refund, an_order, builder, html, link_id, no_route, ok, order_id, reference,
    refusal, status,
};

const LINK: &str = "GET /api/pay/v1/paymentlink/pl-v1-link";
const ORDER: &str = "GET /api/pay/v1/orders/v1-order";

#[tokio::test]
async fn a_link_is_read_by_its_id_with_every_header_and_no_body() {
    let server = Server::start().await;
    server.answer(LINK, [ok(a_link())]).await;
    let clock = HeldClock::at("2025-03-06T08:27:55.8817Z");
    let client = builder(&server.mock.uri()).clock(clock).build().unwrap();

    let read = client.links().get(&link_id()).await.unwrap();

    assert_eq!(read.value.status, Some(LinkStatus::Created));
    assert_eq!(read.value.amount, Some(Money::inr(50_000)));
    assert_eq!(read.raw, a_link());
    assert_eq!(read.received_at.to_string(), "2025-03-06T08:27:55.8817Z");
    let sent = server.sent().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].line, LINK);
    assert_eq!(sent[0].body, json!(null));
    assert_eq!(sent[0].header("authorization"), Some("Bearer token-1"));
    assert_eq!(sent[0].header("content-type"), Some("application/json"));
    assert_eq!(sent[0].header("accept"), Some("application/json"));
    assert_eq!(sent[0].header("request-timestamp"), Some("2025-03-06T08:27:55.881Z"));
    assert_eq!(sent[0].header("request-id"), Some(read.request_id.as_str()));
    assert_eq!(read.request_id.as_str().len(), 36);
    assert_eq!(sent[0].header("idempotency-key"), None);
}

#[tokio::test]
async fn an_order_is_read_by_its_id() {
    let server = Server::start().await;
    server.answer(ORDER, [ok(an_order())]).await;
    let read = server.client.orders().get(&order_id()).await.unwrap();
    assert_eq!(read.value.status, Some(OrderStatus::Processed));
    assert_eq!(read.raw, an_order());
    assert_eq!(server.lines().await, [ORDER]);
}

#[tokio::test]
async fn an_order_reference_finds_a_refund_too() {
    let server = Server::start().await;
    server.answer("GET /api/pay/v1/orders/reference/refund-1", [ok(a_refund())]).await;
    let read = server.client.orders().by_reference(&Reference::new("refund-1").unwrap()).await.unwrap();
    assert_eq!(read.value.order_type, Some(OrderType::Refund));
    assert_eq!(server.lines().await, ["GET /api/pay/v1/orders/reference/refund-1"]);
}

#[tokio::test]
async fn wrapped_and_flat_answers_are_both_read() {
    let server = Server::start().await;
    server.answer(LINK, [ok(json!({ "data": a_link() }))]).await;
    server.answer(ORDER, [ok(an_order()["data"].clone())]).await;
    assert_eq!(server.client.links().get(&link_id()).await.unwrap().value.payment_link_id, Some(link_id()));
    assert_eq!(server.client.orders().get(&order_id()).await.unwrap().value.order_id, Some(order_id()));
}

#[tokio::test]
async fn an_odd_reference_is_percent_encoded_into_one_segment() {
    let server = Server::start().await;
    let odd = Reference::new("à%2F..;@:&=+,é").unwrap();
    let _ = server.client.orders().by_reference(&odd).await;
    let sent = server.lines().await;
    assert_eq!(sent, ["GET /api/pay/v1/orders/reference/%C3%A0%252F..;@:&=+,%C3%A9"]);
}

#[tokio::test]
async fn a_base_url_may_have_a_path_of_its_own() {
    let server = Server::start().await;
    server.answer("POST /pine/api/auth/v1/token", [ok(json!({ "access_token": "t" }))]).await;
    server.answer("GET /pine/api/pay/v1/paymentlink/pl-v1-link", [ok(a_link())]).await;
    let client = builder(&format!("{}/pine/", server.mock.uri())).build().unwrap();
    assert!(client.links().get(&link_id()).await.is_ok());
}

pub async fn link_after(answers: Vec<ResponseTemplate>) -> (Result<(), Error>, usize) {
    let server = Server::start().await;
    server.answer(LINK, answers).await;
    let result = server.client.links().get(&link_id()).await.map(drop);
    (result, server.sent().await.len())
}

#[tokio::test]
async fn a_read_comes_through_after_two_server_errors_under_new_request_ids() {
    let server = Server::start().await;
    server.answer(LINK, [html(502), status(503, json!({})), ok(a_link())]).await;
    assert!(server.client.links().get(&link_id()).await.is_ok());
    let sent = server.sent().await;
    assert_eq!(sent.len(), 3);
    assert_ne!(sent[0].header("request-id"), sent[1].header("request-id"));
    assert_ne!(sent[1].header("request-id"), sent[2].header("request-id"));
}

#[tokio::test]
async fn a_read_gives_up_after_three_tries() {
    let (result, attempts) = link_after(vec![refusal(500, "INTERNAL_ERROR")]).await;
    assert!(
        matches!(result, Err(Error::Api(api)) if api.status == 500 && api.api_code() == Some("INTERNAL_ERROR"))
    );
    assert_eq!(attempts, 3);
}

#[tokio::test]
async fn a_read_waits_as_long_as_it_is_told() {
    let wait = ResponseTemplate::new(429).insert_header("retry-after", "0");
    let (result, attempts) = link_after(vec![wait, ok(a_link())]).await;
    assert!(result.is_ok());
    assert_eq!(attempts, 2);
}

#[tokio::test]
async fn a_read_reports_a_wait_that_is_too_long() {
    let (result, attempts) =
        link_after(vec![ResponseTemplate::new(429).insert_header("retry-after", "21")]).await;
    assert!(
        matches!(result, Err(Error::RateLimited { retry_after: Some(wait), .. }) if wait == Duration::from_secs(21))
    );
    assert_eq!(attempts, 1);
}

#[tokio::test]
async fn a_listener_gets_the_whole_wait_though_the_client_pauses_for_less() {
    let server = Server::start().await;
    let told = ResponseTemplate::new(429).insert_header("retry-after", "864000");
    server.answer(LINK, [told]).await;
    let (sender, told) = std::sync::mpsc::channel();
    let client = builder(&server.mock.uri())
        .clock(HeldClock::at("2015-10-21T07:27:00Z"))
        .on_rate_limited(move |until| sender.send(until).unwrap())
        .build()
        .unwrap();
    client.links().get(&link_id()).await.unwrap_err();
    assert_eq!(told.try_iter().collect::<Vec<_>>(), ["2015-10-31T07:27:00Z".parse().unwrap()]);
}

#[tokio::test]
async fn a_read_understands_a_wait_given_as_a_date() {
    let server = Server::start().await;
    let told = ResponseTemplate::new(429).insert_header("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT");
    server.answer(LINK, [told]).await;
    let clock = HeldClock::at("2015-10-21T07:27:00Z");
    let client = builder(&server.mock.uri()).clock(clock).build().unwrap();
    let result = client.links().get(&link_id()).await;
    assert!(
        matches!(result, Err(Error::RateLimited { retry_after: Some(wait), .. }) if wait == Duration::from_mins(1))
    );
}

#[tokio::test]
async fn a_read_that_is_told_no_stops_at_once() {
    for code in [400, 403, 404, 422, 409, 425] {
        let (result, attempts) = link_after(vec![refusal(code, "SOME_CODE")]).await;
        assert!(matches!(result, Err(Error::Api(api)) if api.status == code), "{code}");
        assert_eq!(attempts, 1, "{code}");
    }
    let (result, attempts) = link_after(vec![no_route()]).await;
    assert!(matches!(result, Err(Error::Api(api)) if api.is_missing_route()));
    assert_eq!(attempts, 1);
}

#[tokio::test]
async fn a_read_that_took_the_server_too_long_goes_again() {
    let (result, attempts) = link_after(vec![status(408, json!({})), ok(a_link())]).await;
    assert!(result.is_ok());
    assert_eq!(attempts, 2);
}

#[tokio::test]
async fn a_web_page_instead_of_an_answer_is_named() {
    let (result, attempts) = link_after(vec![html(200)]).await;
    assert!(matches!(result, Err(Error::NotTheApi { status: 200, .. })));
    assert_eq!(attempts, 1);
}

#[tokio::test]
async fn a_web_page_that_refuses_is_not_taken_for_the_apis_own_refusal() {
    for code in [400, 403, 422, 451] {
        let (result, attempts) = link_after(vec![html(code)]).await;
        assert!(
            matches!(result, Err(Error::NotTheApi { status, .. }) if status == code),
            "{code}: {result:?}"
        );
        assert_eq!(attempts, 1, "{code}");
    }
    // A gateway's page under 5xx is a server error, and under 429 a wait.
    for code in [500, 502, 503, 504] {
        let (result, attempts) = link_after(vec![html(code)]).await;
        assert!(matches!(result, Err(Error::Api(api)) if api.status == code), "{code}");
        assert_eq!(attempts, 3, "{code}");
    }
    let (result, _) = link_after(vec![html(429).insert_header("retry-after", "864000")]).await;
    assert!(
        matches!(result, Err(Error::RateLimited { retry_after: Some(wait), .. }) if wait.as_secs() == 864_000)
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::start().await;
    let elsewhere = Server::start().await;
    elsewhere.answer("GET /steal", [ok(a_link())]).await;
    let to = ResponseTemplate::new(302).insert_header("location", format!("{}/steal", elsewhere.mock.uri()));
    server.answer(LINK, [to]).await;
    let result = server.client.links().get(&link_id()).await;
    assert!(matches!(result, Err(Error::NotTheApi { status: 302, .. })));
    assert_eq!(server.sent().await.len(), 1);
    assert!(elsewhere.sent().await.is_empty());
}

#[tokio::test]
async fn an_error_object_under_a_good_status_is_an_error() {
    let (result, attempts) =
        link_after(vec![ok(json!({ "code": "ORDER_NOT_FOUND", "message": "no" }))]).await;
    assert!(
        matches!(result, Err(Error::Api(api)) if api.status == 200 && api.code.as_deref() == Some("ORDER_NOT_FOUND"))
    );
    assert_eq!(attempts, 1);
}

#[tokio::test]
async fn what_is_not_understood_names_its_path() {
    let paths = [
        (ok(json!([])), "."),
        (ok(json!({})), "payment_link_id"),
        (ok(json!({ "data": null })), "payment_link_id"),
        (ResponseTemplate::new(200), "."),
        (ResponseTemplate::new(204), "."),
        (ResponseTemplate::new(200).set_body_string("garbage{"), "."),
        (ok(json!("pl-v1-link")), "."),
        (ok(json!([a_link(), a_link()])), "."),
        (ok(json!({ "data": [] })), "."),
        (ok(json!({ "payment_link": "https://pay.example.com/7", "payment_link_id": "pl-v1-\u{FFFD}" })), "payment_link_id"),
        (ResponseTemplate::new(200).set_body_string(r#"{"payment_link_id":"pl-v1-link","payment_link_id":"pl-v1-other","merchant_payment_link_reference":"INV-7"}"#), "payment_link_id"),
        (ok(json!({ "payment_link_id": "pl-v1-another" })), "payment_link_id"),
    ];
    for (answer, expected) in paths {
        let (result, attempts) = link_after(vec![answer]).await;
        let Err(Error::Undecodable { path, .. }) = result else { panic!("{expected}: {result:?}") };
        assert_eq!(path, expected);
        assert_eq!(attempts, 1);
    }
}

#[tokio::test]
async fn a_name_that_cannot_be_looked_up_is_a_failure_of_its_own() {
    let client = builder("https://nowhere.invalid").build().unwrap();
    let result = client.orders().by_reference(&reference()).await;
    assert!(matches!(result, Err(Error::Network { kind: NetworkKind::Dns, .. })), "{result:?}");
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn a_client_and_its_calls_move_between_threads() {
    fn is_sync<T: Send + Sync + Clone + 'static>(_: &T) {}
    let server = Server::start().await;
    let client: Client = server.client.clone();
    is_sync(&client);
    let (link, order, key, refund, capture) =
        (link_id(), order_id(), crate::support::key(), crate::support::refund(), crate::support::capture());
    drop(is_send(client.refunds().create(&order, &refund, &key)));
    drop(is_send(client.orders().capture(&order, &capture, &key)));
    drop(is_send(client.orders().void(&order, &key)));
    drop(is_send(client.links().resend(&link, &key)));
    drop(is_send(client.links().cancel(&link, &key)));
    drop(is_send(client.links().by_reference(&reference())));
}
