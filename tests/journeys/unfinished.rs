//! What the end of the program cuts off: found at the next start, never sent twice, never forgotten, told as it is.

use std::fs::File;

use acceptance::journey::{Journey, Setup};
use acceptance::shop::{Sample, Speaks};
use acceptance::steps::Amount;
use sandbox::shop::known;
use serde_json::json;

/// Long enough to be cut off in.
const HELD: Setup = Setup {
    undo_seconds: 600,
    keychain: acceptance::desktop::Keychain::Open,
    speaks: Speaks::Both,
    less_motion: false,
    address: acceptance::shop::Shop::address,
};

async fn with_a_held_refund() -> (Journey, Sample) {
    let journey = Journey::connected(HELD).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.confirm().await;
    journey.window.see_outcome("held").await;
    (journey, link)
}

async fn is_told_as_not_sent(journey: &Journey, link: &Sample) {
    journey.window.see_text("closed-unsent", &link.reference).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_outcome("not_sent").await;
    journey.window.see_words("Nothing was sent").await;
    journey.window.see_state("paid").await;
    journey.window.see_enabled("action-refund").await;
    assert_eq!(journey.shop.writes().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_window_in_the_hold_sends_nothing_and_the_next_start_says_so() {
    let (journey, link) = with_a_held_refund().await;
    let journey = journey.closed_and_reopened().await;
    is_told_as_not_sent(&journey, &link).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_in_its_hold_is_not_sent_and_the_next_start_says_so() {
    let (journey, link) = with_a_held_refund().await;
    let journey = journey.killed_and_reopened().await;
    is_told_as_not_sent(&journey, &link).await;
}

/// Asks for a refund that the shop meets with a fault, and kills the program while it waits for the answer.
async fn killed_after_sending(fault: serde_json::Value) -> (Journey, Sample) {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.find(&link.reference).await;
    journey.window.see_with("link-id", "data-value", &link.link_id).await;
    journey.shop.play("POST", "/refund", fault).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.confirm().await;
    journey.shop.see_a_write().await;
    let journey = journey.killed_and_reopened().await;
    journey.shop.heal().await;
    journey.window.open_link(&link.link_id).await;
    (journey, link)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_after_it_was_sent_is_found_at_the_next_start_and_not_sent_again() {
    let (journey, _) = killed_after_sending(json!({ "kind": "slow", "delay_ms": 60_000, "times": 1 })).await;
    journey.window.see_state("refunded").await;
    journey.window.see_outcome("accepted").await;
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 1, "{writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_never_arrived_is_checking_after_a_kill_and_blocks_a_second_one() {
    let (journey, link) = killed_after_sending(json!({ "kind": "lost_before", "times": 1 })).await;
    journey.window.see_outcome("checking").await;
    journey.window.see_state("checking").await;
    journey.window.see_disabled("action-refund").await;
    let journey = journey.killed_and_reopened().await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_outcome("checking").await;
    let writes = journey.shop.writes().await;
    assert!(writes.len() == 1 && !writes[0].committed, "{writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_before_counts_as_refunded_after_a_restart() {
    let journey = Journey::connected(Setup::default()).await;
    // A server that does not list refunds: only this computer knows of it.
    journey.shop.set("list_refunds", json!(false)).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::Part("100")).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    journey.window.dismiss().await;
    let journey = journey.restarted().await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_minor("link-refunded", 10_000).await;
    assert_eq!(journey.shop.writes().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_another_copy_keeps_the_ledger_everything_is_read_and_nothing_is_sent() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let mut held = None;
    let journey = journey
        .restarted_after(|folder| {
            let lock = File::open(folder.join("ledger.lock")).expect("the ledger has a lock");
            lock.lock().expect("nobody holds it while the app is not there");
            held = Some(lock);
        })
        .await;
    journey.window.see_words("Another copy of Linkdesk").await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_state("paid").await;
    journey.window.click("action-refund").await;
    journey.window.see_with("error", "data-code", "storage").await;
    assert_eq!(journey.shop.writes().await.len(), 0);
    drop(held);
}
