//! Money that is held: taking it, taking a part of it, letting it go.

use acceptance::journey::{Journey, Setup};
use acceptance::shop::Speaks;
use acceptance::steps::Amount;
use sandbox::shop::known;

async fn captures_in_full(speaks: Speaks) {
    let journey = Journey::connected(Setup { speaks, ..Setup::default() }).await;
    let link = journey.shop.known(known::HELD_LATELY).await;
    let held = asked(&journey, &link.order_id).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_capture(Amount::All).await;
    journey.window.confirm().await;
    journey.window.see_outcome("done").await;
    journey.window.dismiss().await;
    journey.window.see_state("paid").await;
    assert_eq!(journey.shop.order(&link.order_id).await["captured"], held);
    one_put(&journey, &link.order_id, "/capture").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_capture_in_the_reference_dialect() {
    captures_in_full(Speaks::Reference).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_capture_in_the_guide_dialect() {
    captures_in_full(Speaks::Guide).await;
}

async fn captures_a_part(speaks: Speaks) {
    let journey = Journey::connected(Setup { speaks, ..Setup::default() }).await;
    let link = journey.shop.known(known::HELD_LATELY).await;
    let held = asked(&journey, &link.order_id).await;
    let released = 150_000;
    let part = held - released;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_capture(Amount::Part(&format!("{}.{:02}", part / 100, part % 100))).await;
    journey.window.see_minor("capture-released", released).await;
    journey.window.see_words("₹1,500.00 goes back to the customer and can never be captured").await;
    let button = journey.window.see_enabled("dialog-confirm").await;
    assert!(button.text.contains("₹1,500.00"), "the button names what goes back: {}", button.text);
    journey.window.confirm().await;
    journey.window.see_outcome("done").await;
    journey.window.dismiss().await;
    journey.window.see_state("captured_part").await;
    assert_eq!(
        journey.shop.order(&link.order_id).await["captured"],
        part,
        "another amount was captured than asked"
    );
    one_put(&journey, &link.order_id, "/capture").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_capture_in_the_reference_dialect_says_what_goes_back_for_good() {
    captures_a_part(Speaks::Reference).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_capture_in_the_guide_dialect_says_what_goes_back_for_good() {
    captures_a_part(Speaks::Guide).await;
}

async fn voids(speaks: Speaks) {
    let journey = Journey::connected(Setup { speaks, ..Setup::default() }).await;
    let link = journey.shop.known(known::HELD_LATELY).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.click("action-void").await;
    journey.window.confirm().await;
    journey.window.see_outcome("done").await;
    journey.window.dismiss().await;
    journey.window.see_state("released").await;
    one_put(&journey, &link.order_id, "/cancel").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_in_the_reference_dialect_releases_all_that_is_held() {
    voids(Speaks::Reference).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_in_the_guide_dialect_releases_all_that_is_held() {
    voids(Speaks::Guide).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_captured_in_the_dashboard_meanwhile_is_not_voided() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::HELD_LATELY).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.click("action-void").await;
    journey.window.see_enabled("dialog-confirm").await;
    journey.shop.act_in_dashboard(&link.order_id, "capture").await;
    journey.window.click("dialog-confirm").await;
    journey.window.see_outcome("not_sent").await;
    assert!(journey.shop.writes().await.is_empty(), "a void was sent for captured money");
}

async fn asked(journey: &Journey, order_id: &str) -> i64 {
    journey.shop.order(order_id).await["asked"].as_i64().expect("an order has an amount")
}

/// Exactly one request asked for the change of this order.
async fn one_put(journey: &Journey, order_id: &str, route: &str) {
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].method, "PUT");
    assert!(writes[0].path.contains(order_id) && writes[0].path.ends_with(route), "{writes:?}");
}
