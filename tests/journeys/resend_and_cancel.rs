//! The two actions that move no money.

use acceptance::journey::{Journey, Setup};
use sandbox::shop::known;

#[tokio::test(flavor = "multi_thread")]
async fn resend_asks_pine_labs_once_to_notify_the_customer() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::WAITING).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.click("action-resend").await;
    journey.window.confirm().await;
    journey.window.see_outcome("done").await;
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].method, "PATCH");
    assert!(writes[0].path.contains(&link.link_id), "{writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancel_cancels_and_the_page_shows_it_read_again() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::WAITING).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.click("action-cancel").await;
    journey.window.confirm().await;
    journey.window.see_outcome("done").await;
    journey.window.see_state("cancelled").await;
    assert_eq!(journey.shop.writes().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_paid_meanwhile_is_not_cancelled_and_nothing_is_sent() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::WAITING).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.click("action-cancel").await;
    journey.window.see_enabled("dialog-confirm").await;
    journey.shop.customer(&link.link_id, "pay").await;
    journey.window.click("dialog-confirm").await;
    journey.window.see_outcome("not_sent").await;
    assert!(journey.shop.writes().await.is_empty(), "a cancel was sent for a paid link");
    journey.window.dismiss().await;
    journey.window.see_state("paid").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_that_pine_labs_refuses_is_shown_as_refused_with_its_code() {
    let journey = Journey::connected(Setup::default()).await;
    journey.shop.set("created_only", true.into()).await;
    let link = journey.shop.known(known::OPENED).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.click("action-cancel").await;
    journey.window.confirm().await;
    let outcome = journey.window.see_outcome("refused").await;
    assert!(outcome.text.contains("INVALID_REQUEST"), "{}", outcome.text);
    assert_eq!(journey.shop.writes().await.len(), 1);
    journey.window.dismiss().await;
    journey.window.see_state("opened").await;
}
