//! Calls with a token that the server refuses.

use pinelabs::{Error, WriteError};
use serde_json::json;
use wiremock::Mock;
use wiremock::matchers::{method, path};

use crate::credentials::{token, with_tokens};
use crate::support::{a_link, a_refund, key, link_id, ok, order_id, refund, refusal, status};

const LINK: &str = "GET /api/pay/v1/paymentlink/pl-v1-link";
const REFUND: &str = "POST /api/pay/v1/refunds/v1-order";

#[tokio::test]
async fn a_refused_token_is_refreshed_once_and_the_call_repeated_once() {
    let server = with_tokens([token("token-1"), token("token-2")]).await;
    server.answer(LINK, [refusal(401, "UNAUTHORIZED"), ok(a_link())]).await;
    server.answer(REFUND, [ok(a_refund())]).await;
    server.client.links().get(&link_id()).await.unwrap();
    let sent = server.sent().await;
    let bearers: Vec<_> = sent.iter().filter_map(|sent| sent.header("authorization")).collect();
    assert_eq!(bearers, ["Bearer token-1", "Bearer token-2"]);
    assert_eq!(server.token_requests().await.len(), 2);
}

#[tokio::test]
async fn a_read_whose_fresh_token_is_refused_too_is_signed_out() {
    let server = with_tokens([token("token-1"), token("token-2")]).await;
    server.answer(LINK, [refusal(401, "UNAUTHORIZED")]).await;
    let result = server.client.links().get(&link_id()).await;
    assert!(matches!(result, Err(Error::SignedOut(api)) if api.status == 401));
    assert_eq!(server.sent().await.len(), 2);
    assert_eq!(server.token_requests().await.len(), 2);
}

#[tokio::test]
async fn a_write_is_repeated_once_after_a_401_with_the_same_key() {
    let server = with_tokens([token("token-1"), token("token-2")]).await;
    server.answer(REFUND, [refusal(401, "UNAUTHORIZED"), ok(a_refund())]).await;
    server.client.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
    let sent = server.sent().await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].body, sent[1].body);
    assert_eq!(sent[1].header("idempotency-key"), Some("intent-1"));
    assert_ne!(sent[0].header("request-id"), sent[1].header("request-id"));
}

#[tokio::test]
async fn a_write_refused_twice_with_401_is_refused() {
    let server = with_tokens([token("token-1")]).await;
    server.answer(REFUND, [refusal(401, "UNAUTHORIZED")]).await;
    let end = server.client.refunds().create(&order_id(), &refund(), &key()).await;
    assert!(matches!(end, Err(WriteError::Refused(api)) if api.status == 401));
    assert_eq!(server.sent().await.len(), 2);
}

#[tokio::test]
async fn a_write_refused_twice_with_a_401_that_is_not_the_apis_is_unknown() {
    let server = with_tokens([token("token-1")]).await;
    server.answer(REFUND, [status(401, json!({ "message": "Unauthorized" }))]).await;
    let end = server.client.refunds().create(&order_id(), &refund(), &key()).await;
    assert!(matches!(end, Err(WriteError::Unknown(unknown)) if unknown.request_ids.len() == 2));
}

#[tokio::test]
async fn a_write_whose_token_cannot_be_refreshed_keeps_its_answer() {
    let server = with_tokens([token("token-1"), refusal(401, "UNAUTHORIZED")]).await;
    server.answer(REFUND, [refusal(401, "UNAUTHORIZED")]).await;
    let end = server.client.refunds().create(&order_id(), &refund(), &key()).await;
    assert!(matches!(end, Err(WriteError::Refused(api)) if api.status == 401));
    assert_eq!(server.sent().await.len(), 1);
}

#[tokio::test]
async fn a_read_whose_token_cannot_be_refreshed_says_that_the_credentials_are_refused() {
    let server = with_tokens([token("token-1"), refusal(401, "UNAUTHORIZED")]).await;
    server.answer(LINK, [refusal(401, "UNAUTHORIZED")]).await;
    assert!(matches!(server.client.links().get(&link_id()).await, Err(Error::CredentialsRefused(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_with_one_refused_token_refresh_it_once() {
    let server = with_tokens([token("token-1"), token("token-2")]).await;
    for (bearer, answer) in
        [("Bearer token-1", refusal(401, "UNAUTHORIZED")), ("Bearer token-2", ok(a_link()))]
    {
        Mock::given(method("GET"))
            .and(path("/api/pay/v1/paymentlink/pl-v1-link"))
            .and(wiremock::matchers::header("authorization", bearer))
            .respond_with(answer)
            .mount(&server.mock)
            .await;
    }
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = server.client.clone();
            tokio::spawn(async move { client.links().get(&link_id()).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.token_requests().await.len(), 2);
}
