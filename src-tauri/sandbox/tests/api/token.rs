use crate::caller::{CLIENT_ID, CLIENT_SECRET, Caller, answer, assert_refused, link_path};
use sandbox::shop::known;
use serde_json::json;

#[tokio::test]
async fn a_right_secret_gets_a_token_of_about_an_hour() {
    let caller = Caller::reference().await;
    let (status, body) = caller.ask_token(CLIENT_ID, CLIENT_SECRET, "client_credentials").await;
    assert_eq!(status, 200);
    let end: jiff::Timestamp = body["expires_at"].as_str().unwrap().parse().unwrap();
    let life = jiff::Timestamp::now().duration_until(end).as_secs();
    assert!((3500..=3600).contains(&life), "{life}");
}

#[tokio::test]
async fn wrong_credentials_are_401_in_the_shapes_of_the_token_route() {
    let caller = Caller::reference().await;
    let (status, body) = caller.ask_token(CLIENT_ID, "wrong", "client_credentials").await;
    assert_eq!((status, &body["error"]), (401, &json!("invalid_client")));
    assert!(body["error_description"].is_string());
    let (status, body) = caller.ask_token("wrong", CLIENT_SECRET, "client_credentials").await;
    assert_eq!((status, &body["status"]), (401, &json!(401)));
    assert!(body["traceId"].is_string() && body["message"].is_string());
}

#[tokio::test]
async fn a_second_pair_of_keys_that_was_let_in_gets_a_token_for_the_same_shop_until_a_reset() {
    let mut caller = Caller::reference().await;
    let (status, _) = caller.ask_token("second", "its-secret", "client_credentials").await;
    assert_eq!(status, 401);
    caller.control("clients", json!({ "client_id": "second", "client_secret": "its-secret" })).await;
    let (status, _) = caller.ask_token("second", CLIENT_SECRET, "client_credentials").await;
    assert_eq!(status, 401, "the secret of the other pair");
    let (status, body) = caller.ask_token("second", "its-secret", "client_credentials").await;
    assert_eq!(status, 200, "{body}");
    body["access_token"].as_str().unwrap().clone_into(&mut caller.token);
    assert_eq!(caller.get(&link_path(known::WAITING)).await.0, 200);
    caller.control("reset", json!({})).await;
    assert_eq!(caller.ask_token("second", "its-secret", "client_credentials").await.0, 401);
    assert_refused(
        &caller.post("/_sandbox/clients", json!({ "client_id": "third" })).await,
        400,
        "INVALID_REQUEST",
    );
}

#[tokio::test]
async fn another_grant_or_a_missing_field_is_400() {
    let caller = Caller::reference().await;
    let (status, body) = caller.ask_token(CLIENT_ID, CLIENT_SECRET, "password").await;
    assert_eq!((status, &body["error"]), (400, &json!("unsupported_grant_type")));
    let (status, _) = caller.ask_token("", CLIENT_SECRET, "client_credentials").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn the_token_can_come_with_seconds_or_with_no_end_at_all() {
    let caller = Caller::reference().await;
    caller.control("settings", json!({ "token_expiry": "expires_in", "token_seconds": 90 })).await;
    let (_, body) = caller.ask_token(CLIENT_ID, CLIENT_SECRET, "client_credentials").await;
    assert_eq!((&body["expires_in"], body.get("expires_at")), (&json!(90), None));
    caller.control("settings", json!({ "token_expiry": "none" })).await;
    let (_, body) = caller.ask_token(CLIENT_ID, CLIENT_SECRET, "client_credentials").await;
    assert_eq!(body.as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn every_other_route_needs_a_live_token() {
    let mut caller = Caller::reference().await;
    let path = link_path(known::WAITING);
    assert_eq!(caller.get(&path).await.0, 200);

    let url = format!("{}{path}", caller.sandbox.url());
    let without = answer(caller.http.get(&url).send().await.unwrap()).await;
    assert_refused(&without, 401, "UNAUTHORIZED");
    let invented = answer(caller.http.get(&url).bearer_auth("invented").send().await.unwrap()).await;
    assert_refused(&invented, 401, "UNAUTHORIZED");

    caller.control("token/expire", json!({})).await;
    assert_refused(&caller.get(&path).await, 401, "UNAUTHORIZED");
    caller.renew_token().await;
    assert_eq!(caller.get(&path).await.0, 200);

    caller.control("settings", json!({ "token_seconds": 0 })).await;
    caller.renew_token().await;
    assert_refused(&caller.get(&path).await, 401, "UNAUTHORIZED");
}

#[tokio::test]
async fn neither_the_secret_nor_a_token_is_kept_with_the_requests() {
    let caller = Caller::reference().await;
    caller.get(&link_path(known::WAITING)).await;
    let kept = serde_json::to_string(&caller.requests().await).unwrap();
    assert!(!kept.contains(CLIENT_SECRET) && !kept.contains(&caller.token), "{kept}");
}
