//! The network down, tokens that end, and an app that stays useful meanwhile.

use acceptance::journey::{Journey, Setup};
use acceptance::shop::Shop;
use acceptance::steps::Amount;
use sandbox::shop::known;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn offline_the_last_known_stays_marked_stale_with_the_cause_named() {
    let mut journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    let amount = journey.window.see("link-amount").await.minor();

    journey.shop.go_offline().await;
    journey.window.click("action-refresh").await;
    journey.window.see("stale").await;
    journey.window.see("offline").await;
    journey.window.see_minor("link-amount", amount).await;
    journey.window.see_state("paid").await;
    for action in ["action-refund", "action-resend", "action-cancel"] {
        journey.window.see_disabled(action).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_in_the_middle_is_renewed_quietly() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.shop.expire_tokens().await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("paid").await;
    assert!(!journey.window.shows("connect-client-secret").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_page_instead_of_an_answer_is_named_on_a_read() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.shop.fail("GET", "/paymentlink/", "html", 100).await;
    journey.window.click("action-refresh").await;
    journey.window.see("stale").await;
    journey.window.see_state("paid").await;
}

/// What the connect screen says of a shop that cannot be reached at this address, and that nothing was kept.
async fn connecting_says(address: fn(&Shop) -> String, code: &str, words: &str) {
    let journey = Journey::start(Setup { address, ..Setup::default() }).await;
    journey.connect_with(&journey.shop.client_secret).await;
    let error = journey.window.see_with("error", "data-code", code).await;
    assert!(error.text.to_lowercase().contains(words), "{words:?} is not in {}", error.text);
    assert!(
        !journey.window.shows("account-menu").await,
        "an account came of credentials that were not proven"
    );
    assert_eq!(journey.shop.writes().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_without_an_address_is_told_from_other_failures() {
    connecting_says(|_| "https://nowhere.invalid".to_owned(), "dns", "name").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection_is_told_from_other_failures() {
    connecting_says(|_| "http://127.0.0.1:9".to_owned(), "connection_refused", "refused").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls_behind_an_https_address_is_told_from_other_failures() {
    connecting_says(|shop| format!("https://{}", shop.host()), "tls", "not safe").await;
}

/// What the connect screen says of a shop behind this proxy.
async fn behind_a_proxy(environment: fn(&Shop) -> Vec<(&'static str, String)>, words: &str) {
    let address = |_: &Shop| "https://pinelabs.example.com".to_owned();
    let journey = Journey::start(Setup { address, environment, ..Setup::default() }).await;
    journey.connect_with(&journey.shop.client_secret).await;
    let error = journey.window.see_with("error", "data-code", "proxy").await;
    assert!(
        error.text.contains("A proxy stands between this computer and pinelabs.example.com"),
        "{}",
        error.text
    );
    assert!(error.text.contains(words), "{words:?} is not in {}", error.text);
    assert!(!journey.window.shows("account-menu").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_refuses_the_way_is_told_from_other_failures() {
    // The shop's server opens no ways.
    let environment = |shop: &Shop| vec![("HTTPS_PROXY", shop.address())];
    behind_a_proxy(environment, "let nothing through to Pine Labs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_not_there_is_told_from_other_failures() {
    let environment = |_: &Shop| vec![("ALL_PROXY", "http://127.0.0.1:9".to_owned())];
    behind_a_proxy(environment, "The proxy 127.0.0.1:9 could not be reached").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_of_days_is_told_with_its_day_and_in_days() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let limited = json!({ "kind": "rate_limited", "retry_after": 864_000, "times": 100 });
    journey.shop.play("GET", "/paymentlink/", limited).await;
    journey.window.find(&link.link_id).await;
    let error = journey.window.see_with("error", "data-code", "rate_limited").await;
    let said = error.text.replace('\u{a0}', " ");
    assert!(said.contains("Pine Labs asks to wait until "), "{said}");
    assert!(said.contains(" IST (10 days)"), "{said}");
    journey.window.see_disabled("find-submit").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_of_the_server_is_told_from_the_network_even_as_a_web_page() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let fault = json!({ "kind": "error_before", "status": 502, "times": 100 });
    journey.shop.play("GET", "/paymentlink/", fault).await;
    journey.window.find(&link.link_id).await;
    journey.window.see_with("error", "data-code", "server").await;
    assert!(!journey.window.shows("offline").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_in_place_of_the_sign_in_is_told_from_other_failures() {
    let journey = Journey::start(Setup::default()).await;
    journey.shop.fail("POST", "/token", "html", 10).await;
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.see_with("error", "data-code", "portal").await;
    journey.shop.heal().await;
    journey.window.click("connect-submit").await;
    journey.window.see("account-menu").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_no_longer_good_lead_to_the_connect_screen_with_the_account_named() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.shop.expire_tokens().await;
    let refused =
        json!({ "kind": "error_before", "status": 401, "code": "INVALID_CREDENTIALS", "times": 100 });
    journey.shop.play("POST", "/token", refused).await;
    journey.window.click("action-refresh").await;
    journey.window.see("connect-client-secret").await;
    journey.window.see_words("Pine Labs no longer takes the keys of My shop").await;

    journey.shop.heal().await;
    journey.window.fill("connect-client-id", &journey.shop.client_id).await;
    journey.window.fill("connect-client-secret", &journey.shop.client_secret).await;
    journey.window.click("connect-submit").await;
    journey.window.see_gone("connect-client-secret").await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("paid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_pine_labs_asks_for_is_said_and_nothing_is_asked_meanwhile() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let before = journey.shop.requests().await.len();
    let limited = json!({ "kind": "rate_limited", "retry_after": 3, "times": 1 });
    journey.shop.play("GET", "/paymentlink/", limited).await;
    journey.window.find(&link.link_id).await;
    journey.window.see_words("Pine Labs asks").await;
    let asked = |requests: &[acceptance::shop::Request]| {
        requests[before..].iter().filter(|request| request.path.contains("/paymentlink/")).count()
    };
    assert_eq!(asked(&journey.shop.requests().await), 1, "asked again before the time was over");
    journey.window.see_state("paid").await;
    assert_eq!(asked(&journey.shop.requests().await), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_goes_down_after_a_refund_was_sent_means_checking_and_never_a_retry() {
    for fault in ["html_after_commit", "truncated", "lost_after_commit"] {
        let journey = Journey::connected(Setup::default()).await;
        let link = journey.shop.known(known::PAID_BY_CARD).await;
        journey.window.open_link(&link.link_id).await;
        journey.shop.fail("POST", "/refund", fault, 1).await;
        journey.window.fill_refund(Amount::All).await;
        // What could resolve it is down too, once the order and its names have been read for the last time before the refund.
        let down = json!({ "kind": "lost_before", "times": 1000, "after": 4 });
        journey.shop.play("GET", "/orders/", down).await;
        journey.window.confirm().await;
        journey.window.see_outcome("checking").await;
        for retry in ["send-again", "dialog-confirm"] {
            assert!(!journey.window.shows(retry).await, "{fault}: {retry} is offered while nobody knows");
        }
        journey.window.see("check-now").await;
        journey.shop.heal().await;
        journey.window.click("check-now").await;
        journey.window.see_outcome("accepted").await;
        let writes = journey.shop.writes().await;
        assert_eq!(writes.len(), 1, "{fault}: {writes:?}");
    }
}
