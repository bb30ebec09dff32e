//! What the end of the program cuts off: found at the next start, never sent twice, never forgotten, told as it is.

use acceptance::desktop::{Keychain, SCREEN};
use acceptance::journey::{Journey, Setup};
use acceptance::shop::{Sample, Speaks};
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

/// Long enough to be cut off in.
const HELD: Setup = Setup {
    undo_seconds: 600,
    keychain: Keychain::Open,
    speaks: Speaks::Both,
    less_motion: false,
    address: acceptance::shop::Shop::address,
    environment: |_| Vec::new(),
    screen: SCREEN,
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

/// Without a session bus no copy of the program hears of another: what keeps them apart is the ledger.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_copies_the_second_reads_and_says_so_and_asks_for_no_change() {
    let journey = Journey::start(Setup { keychain: Keychain::NoBus, ..Setup::default() }).await;
    journey.connect_with(&journey.shop.client_secret).await;
    journey.window.click("connect-session-only").await;
    journey.window.see("account-menu").await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;

    let second = Window::open(journey.window.driver().start_another().await).await;
    second.see_with("error", "data-code", "ledger_other_copy").await;
    second.see_words("Another copy of Linkdesk").await;
    // It has the account, and keeps no secret of its own yet.
    second.find(&link.link_id).await;
    second.fill("connect-client-id", &journey.shop.client_id).await;
    second.fill("connect-client-secret", &journey.shop.client_secret).await;
    second.click("connect-submit").await;
    second.click("connect-session-only").await;
    second.see("account-menu").await;
    second.open_link(&link.link_id).await;
    second.see_state("paid").await;
    second.click("action-refund").await;
    second.see_with("error", "data-code", "storage").await;
    second.see_disabled("dialog-confirm").await;
    second.dismiss().await;
    assert_eq!(journey.shop.writes().await.len(), 0);

    journey.window.fill_refund(Amount::Part("100")).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    second.click("nav-activity").await;
    second.see_with("activity-row", "data-outcome", "accepted").await;
    assert_eq!(journey.shop.writes().await.len(), 1);
    second.close().await;
}

/// A dialog with everything filled in, and a fault that its confirmation will meet.
async fn about_to_refund(method: &str, path: &str, fault: serde_json::Value) -> (Journey, Sample) {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::Part("100")).await;
    journey.shop.play(method, path, fault).await;
    (journey, link)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_while_its_order_is_read_again_was_not_sent() {
    let slow = json!({ "kind": "slow", "delay_ms": 60_000, "times": 1 });
    let (journey, link) = about_to_refund("GET", "/paymentlink/", slow).await;
    let before = journey.shop.requests().await.len();
    journey.window.confirm().await;
    journey.shop.see_more_requests_than(before).await;
    let journey = journey.killed_and_reopened().await;
    is_told_as_not_sent(&journey, &link).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_while_it_is_looked_up_is_found_by_the_next_start() {
    let lost = json!({ "kind": "lost_after_commit", "times": 1 });
    let (journey, link) = about_to_refund("POST", "/refunds/", lost).await;
    // Once to see that its name is free, and then to see what became of it.
    let slow = json!({ "kind": "slow", "delay_ms": 60_000, "times": 1, "after": 3 });
    journey.shop.play("GET", "/orders/reference/", slow).await;
    journey.window.confirm().await;
    journey.shop.see_look_up_after_a_write("/orders/reference/rf-").await;
    let journey = journey.killed_and_reopened().await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_outcome("accepted").await;
    journey.window.see_minor("link-refunded", 10_000).await;
    assert_eq!(journey.shop.writes().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_killed_once_it_was_accepted_counts_and_is_followed_by_the_next_start() {
    let nothing = json!({ "kind": "slow", "delay_ms": 1, "times": 1 });
    let (journey, link) = about_to_refund("POST", "/refunds/", nothing).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    let journey = journey.killed_and_reopened().await;
    let looks = journey.shop.requests().await.len();
    journey.window.open_link(&link.link_id).await;
    journey.window.see_minor("link-refunded", 10_000).await;
    journey.shop.see_more_requests_than(looks).await;
    assert_eq!(journey.shop.writes().await.len(), 1);
}
