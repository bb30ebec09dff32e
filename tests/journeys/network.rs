//! The network down, tokens that end, and an app that stays useful meanwhile.

use acceptance::journey::{Journey, Setup};
use sandbox::shop::known;

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
