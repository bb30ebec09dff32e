//! The token: one fetch for all callers, refresh before expiry and after a refusal, and the answers of its route.

use std::sync::Arc;

use pinelabs::{Client, Credentials, Error, RetryPolicy, WriteError};
use serde_json::{Value, json};

use wiremock::ResponseTemplate;

use crate::support::{
    HeldClock, MockedApi, Server, TOKEN_PATH, a_link, builder, html, key, link_id, no_route, ok, order_id,
    refund, refusal, status,
};

const LINK: &str = "GET /api/pay/v1/paymentlink/pl-v1-link";

/// A server with a script for its token route.
pub async fn with_tokens(tokens: impl IntoIterator<Item = ResponseTemplate>) -> Server {
    let mock = MockedApi::start().await;
    let client = builder(&mock.uri()).build().unwrap();
    let server = Server { mock, client };
    server.answer(&format!("POST {TOKEN_PATH}"), tokens).await;
    server
}

pub fn token(name: &str) -> ResponseTemplate {
    ok(json!({ "access_token": name, "expires_in": 3600 }))
}

#[tokio::test]
async fn signing_in_sends_the_credentials_once_and_keeps_the_token() {
    let server = with_tokens([token("token-1")]).await;
    server.client.sign_in().await.unwrap();
    server.client.sign_in().await.unwrap();
    let sent = server.token_requests().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].line, "POST /api/auth/v1/token");
    let body = json!({ "client_id": "test-client", "client_secret": "test-secret", "grant_type": "client_credentials" });
    assert_eq!(sent[0].body, body);
    assert_eq!(sent[0].header("authorization"), None);
    assert_eq!(sent[0].header("content-type"), Some("application/json"));
    assert!(sent[0].header("request-id").is_some() && sent[0].header("request-timestamp").is_some());
}

async fn thousand(client: &Client) -> Vec<Result<(), Error>> {
    let callers: Vec<_> = (0..1000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.sign_in().await })
        })
        .collect();
    let mut ends = Vec::new();
    for caller in callers {
        ends.push(caller.await.unwrap());
    }
    ends
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_callers_share_one_token_request() {
    let server = with_tokens([token("token-1").set_delay(std::time::Duration::from_millis(300))]).await;
    assert!(thousand(&server.client).await.iter().all(Result::is_ok));
    assert_eq!(server.token_requests().await.len(), 1);
}

#[tokio::test]
async fn a_thousand_callers_share_one_failure() {
    let refused = refusal(401, "UNAUTHORIZED").set_delay(std::time::Duration::from_millis(300));
    let server = with_tokens([refused]).await;
    let ends = thousand(&server.client).await;
    assert!(ends.iter().all(|end| matches!(end, Err(Error::CredentialsRefused(_)))));
    assert_eq!(server.token_requests().await.len(), 1);
}

#[tokio::test]
async fn a_caller_after_a_failure_asks_anew() {
    let server = with_tokens([refusal(401, "UNAUTHORIZED"), token("token-1")]).await;
    assert!(server.client.sign_in().await.is_err());
    assert!(server.client.sign_in().await.is_ok());
}

#[tokio::test]
async fn a_caller_that_goes_away_in_the_middle_leaves_the_way_free() {
    let server =
        with_tokens([token("never").set_delay(std::time::Duration::from_mins(1)), token("token-2")]).await;
    let client = server.client.clone();
    let first = tokio::spawn(async move { client.sign_in().await });
    while server.token_requests().await.is_empty() {
        tokio::task::yield_now().await;
    }
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    server.client.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_token_is_used_until_a_minute_before_its_end_however_the_end_is_said() {
    let now = "2025-03-06T08:00:00Z";
    let lives: [(Value, i64); 8] = [
        (json!({ "expires_in": 3600 }), 3540),
        (json!({ "expires_in": "3600" }), 3540),
        (json!({ "expires_at": "2025-03-06T09:00:00.123Z" }), 3540),
        (json!({ "expires_at": "2025-03-06T14:30:00.123456+05:30" }), 3540),
        (json!({ "expires_at": "nonsense" }), 540),
        (json!({}), 540),
        (json!({ "expires_at": "2025-03-06T07:00:00Z" }), 540),
        (json!({ "expires_in": 60 }), 30),
    ];
    for (said, seconds) in lives {
        let mut body = said.clone();
        body["access_token"] = json!("token");
        let mock = MockedApi::start().await;
        let clock = HeldClock::at(now);
        let client = builder(&mock.uri()).clock(Arc::clone(&clock) as Arc<_>).build().unwrap();
        let server = Server { mock, client };
        server.answer(&format!("POST {TOKEN_PATH}"), [ok(body)]).await;
        server.client.sign_in().await.unwrap();
        clock.pass(seconds - 1);
        server.client.sign_in().await.unwrap();
        assert_eq!(server.token_requests().await.len(), 1, "{said}");
        clock.pass(2);
        server.client.sign_in().await.unwrap();
        assert_eq!(server.token_requests().await.len(), 2, "{said}");
    }
}

#[tokio::test]
async fn without_a_token_a_write_is_not_sent() {
    let server = with_tokens([refusal(403, "FORBIDDEN")]).await;
    let end = server.client.refunds().create(&order_id(), &refund(), &key()).await;
    assert!(matches!(end, Err(WriteError::NotSent(Error::CredentialsRefused(_)))));
    assert!(server.sent().await.is_empty());
}

#[tokio::test]
async fn every_shape_of_refused_credentials_is_told_apart_from_a_broken_server() {
    let shapes = [
        (400, json!({ "error": "invalid_client", "error_description": "Bad client" }), "Bad client"),
        (401, json!({ "code": "UNAUTHORIZED", "message": "Wrong secret" }), "Wrong secret"),
        (
            403,
            json!({ "status": 403, "type": "FORBIDDEN", "message": "Not yours", "traceId": "t-1" }),
            "Not yours",
        ),
        (422, json!({ "error_code": "BAD", "error_message": "No such client" }), "No such client"),
    ];
    for (code, body, message) in shapes {
        let server = with_tokens([status(code, body)]).await;
        let Err(Error::CredentialsRefused(api)) = server.client.sign_in().await else { panic!("{code}") };
        assert_eq!((api.status, api.message.as_deref()), (code, Some(message)));
        assert_eq!(server.token_requests().await.len(), 1);
    }
    let server = with_tokens([html(403)]).await;
    assert!(matches!(server.client.sign_in().await, Err(Error::NotTheApi { status: 403, .. })));
    let server = with_tokens([html(200)]).await;
    assert!(matches!(server.client.sign_in().await, Err(Error::NotTheApi { status: 200, .. })));
    let server = with_tokens([no_route()]).await;
    assert!(matches!(server.client.sign_in().await, Err(Error::Api(api)) if api.status == 404));
    let server = with_tokens([ok(json!({ "expires_in": 5 }))]).await;
    assert!(
        matches!(server.client.sign_in().await, Err(Error::Undecodable { path, .. }) if path == "access_token")
    );
    let server = with_tokens([ok(json!({ "access_token": "a\nb" }))]).await;
    assert!(matches!(server.client.sign_in().await, Err(Error::Undecodable { .. })));
}

#[tokio::test]
async fn a_token_is_sent_without_what_stands_around_it() {
    for around in ["token-1\n", "\r\n token-1 \t", "\u{FEFF}token-1", "token-1\u{200B}\0"] {
        let server = with_tokens([ok(json!({ "access_token": around, "expires_in": 3600 }))]).await;
        server.answer(LINK, [ok(a_link())]).await;
        server.client.links().get(&link_id()).await.unwrap();
        assert_eq!(server.sent().await[0].header("authorization"), Some("Bearer token-1"), "{around:?}");
    }
    for useless in ["\n", "a\nb", "a b", "tök", "a\u{FFFD}b"] {
        let server = with_tokens([ok(json!({ "access_token": useless }))]).await;
        let end = server.client.refunds().create(&order_id(), &refund(), &key()).await;
        let Err(WriteError::NotSent(Error::Undecodable { path, .. })) = end else {
            panic!("{useless:?} {end:?}")
        };
        assert_eq!(path, "access_token");
        assert!(server.sent().await.is_empty());
    }
}

#[tokio::test]
async fn a_token_request_is_tried_again_like_a_read() {
    let server = with_tokens([status(503, json!({})), token("token-1")]).await;
    server.client.sign_in().await.unwrap();
    assert_eq!(server.token_requests().await.len(), 2);
}

#[tokio::test]
async fn a_policy_of_one_try_tries_once() {
    let server = with_tokens([status(503, json!({}))]).await;
    let once = RetryPolicy { tries: 1, ..RetryPolicy::default() };
    let client = builder(&server.mock.uri()).retry(once).build().unwrap();
    assert!(client.sign_in().await.is_err());
    assert_eq!(server.token_requests().await.len(), 1);
}

#[test]
fn nothing_that_is_printed_holds_a_secret() {
    let credentials = Credentials::new("the-client-id", "the-secret");
    let builder = Client::builder("https://api.example.com", credentials.clone());
    let printed = format!(
        "{credentials:?} {builder:?} {:?}",
        Client::builder(pinelabs::UAT, credentials.clone()).build()
    );
    assert!(!printed.contains("the-secret") && !printed.contains("the-client-id"), "{printed}");
}

#[tokio::test]
async fn a_token_route_that_is_not_found_says_nothing_of_what_was_asked_for() {
    for code in [404, 410] {
        // Before the call, and after a refused token.
        for tokens in
            [vec![refusal(code, "ORDER_NOT_FOUND")], vec![token("old"), refusal(code, "ORDER_NOT_FOUND")]]
        {
            let server = with_tokens(tokens).await;
            server.answer(LINK, [refusal(401, "UNAUTHORIZED")]).await;
            let error = server.client.links().get(&link_id()).await.unwrap_err();
            assert!(!error.says_absent() && !matches!(error, Error::Api(_)), "{error:?}");
        }
    }
}
