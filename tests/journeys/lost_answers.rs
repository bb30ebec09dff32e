//! Changes whose answer is lost or cannot be understood: one request, "checking" first, the truth after, and never
//! "refused" for what was done.

use acceptance::journey::{Journey, Setup};
use acceptance::shop::{Sample, Speaks};
use acceptance::steps::Amount;
use sandbox::shop::known;
use serde_json::json;

/// What is asked for, and how it shows that it was done.
#[derive(Clone, Copy)]
enum Change {
    Refund,
    Capture,
    Void,
    Cancel,
}

impl Change {
    fn of_link(self) -> &'static str {
        match self {
            Self::Refund => known::PAID_BY_CARD,
            Self::Capture | Self::Void => known::HELD_LATELY,
            Self::Cancel => known::WAITING,
        }
    }

    fn route(self) -> (&'static str, &'static str) {
        match self {
            Self::Refund => ("POST", "/refund"),
            Self::Capture => ("PUT", "/capture"),
            Self::Void | Self::Cancel => ("PUT", "/cancel"),
        }
    }

    /// The outcome and the state of the link in the end.
    fn ends(self) -> (&'static str, &'static str) {
        match self {
            Self::Refund => ("accepted", "refunded"),
            Self::Capture => ("done", "paid"),
            Self::Void => ("done", "released"),
            Self::Cancel => ("done", "cancelled"),
        }
    }

    async fn ask(self, journey: &Journey) {
        match self {
            Self::Refund => journey.window.fill_refund(Amount::All).await,
            Self::Capture => journey.window.fill_capture(Amount::All).await,
            Self::Void => journey.window.click("action-void").await,
            Self::Cancel => journey.window.click("action-cancel").await,
        }
        journey.window.record_outcomes().await;
        journey.window.confirm().await;
    }
}

async fn is_looked_up(change: Change, fault: &str, speaks: Speaks) {
    let journey = Journey::connected(Setup { speaks, ..Setup::default() }).await;
    let link = journey.shop.known(change.of_link()).await;
    // By reference: a read that settles which dialect the account's writes go out in.
    journey.window.find(&link.reference).await;
    journey.window.see_with("link-id", "data-value", &link.link_id).await;
    let (method, path) = change.route();
    journey.shop.fail(method, path, fault, 1).await;
    change.ask(&journey).await;
    let (outcome, state) = change.ends();
    journey.window.see_outcome(outcome).await;
    journey.window.dismiss().await;
    journey.window.see_state(state).await;

    let seen = journey.window.outcomes().await;
    let at = |wanted: &str| seen.iter().position(|outcome| outcome == wanted);
    assert!(at("checking").is_some() && at("checking") < at(outcome), "checking comes first: {seen:?}");
    assert_eq!(at("refused"), None, "what was done was called refused: {seen:?}");
    one_write(&journey, &link).await;
}

/// Exactly one request asked for the change, and it was carried out.
async fn one_write(journey: &Journey, link: &Sample) {
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 1, "more than one request for {}: {writes:?}", link.reference);
    assert!(writes[0].committed, "{writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_answer_is_lost_is_looked_up_and_found_in_the_reference_dialect() {
    is_looked_up(Change::Refund, "lost_after_commit", Speaks::Reference).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_answer_is_lost_is_looked_up_and_found_in_the_guide_dialect() {
    is_looked_up(Change::Refund, "lost_after_commit", Speaks::Guide).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_whose_answer_is_lost_is_looked_up_and_found_in_the_reference_dialect() {
    is_looked_up(Change::Capture, "lost_after_commit", Speaks::Reference).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_whose_answer_is_lost_is_looked_up_and_found_in_the_guide_dialect() {
    is_looked_up(Change::Capture, "lost_after_commit", Speaks::Guide).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_whose_answer_is_lost_is_looked_up_and_found() {
    is_looked_up(Change::Void, "lost_after_commit", Speaks::Both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_whose_answer_is_lost_is_looked_up_and_found() {
    is_looked_up(Change::Cancel, "lost_after_commit", Speaks::Both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_answered_by_garbage_under_200_is_looked_up_and_found() {
    is_looked_up(Change::Refund, "garbage_after_commit", Speaks::Both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_answered_by_garbage_under_200_is_looked_up_and_found() {
    is_looked_up(Change::Capture, "garbage_after_commit", Speaks::Both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_answered_by_an_error_object_under_200_is_looked_up_and_found() {
    is_looked_up(Change::Refund, "error_object_200_after_commit", Speaks::Both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_answered_by_a_server_error_after_it_was_done_is_looked_up_and_found() {
    is_looked_up(Change::Refund, "error_after_commit", Speaks::Both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_answered_by_duplicate_request_is_looked_up_and_found() {
    is_looked_up(Change::Refund, "duplicate_request_after_commit", Speaks::Both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_lost_on_its_way_out_is_never_called_refused_nor_sent_again() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.shop.fail("POST", "/refund", "lost_before", 1).await;
    Change::Refund.ask(&journey).await;
    journey.window.see_outcome("checking").await;
    let before = journey.shop.requests().await.len();
    journey.window.click("check-now").await;
    journey.shop.see_more_requests_than(before).await;
    journey.window.see_outcome("checking").await;
    journey.window.dismiss().await;
    journey.window.see_state("checking").await;
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 1, "what may have gone out was sent again: {writes:?}");
    let seen = journey.window.outcomes().await;
    assert!(!seen.iter().any(|outcome| outcome == "refused" || outcome == "not_sent"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_pine_labs_asks_to_wait_with_waits_and_moves_the_money_once() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.shop.fail("POST", "/refund", "rate_limited", 1).await;
    Change::Refund.ask(&journey).await;
    journey.window.see_outcome("accepted").await;
    let writes = journey.shop.writes().await;
    assert_eq!(writes.iter().filter(|request| request.committed).count(), 1, "{writes:?}");
    assert_eq!(writes.len(), 2, "one refused for now, one carried out: {writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_stays_unknown_is_checking_everywhere_and_blocks_another_and_check_now_resolves_it() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.see_enabled("dialog-confirm").await;
    journey.shop.fail("POST", "/refund", "lost_after_commit", 1).await;
    // Its name is looked up once right before it is sent: that it is free has to be known.
    let down = json!({ "kind": "error_before", "times": 1000, "after": 3 });
    journey.shop.play("GET", "/orders/reference/", down).await;
    journey.window.confirm().await;
    // Nor does the order tell, which had to be read until this was sent.
    journey.shop.see_a_write().await;
    journey.shop.fail("GET", "/orders/", "error_before", 1000).await;
    let outcome = journey.window.see_outcome("checking").await;
    assert!(!outcome.text.to_lowercase().contains("failed"), "{}", outcome.text);
    assert!(!journey.window.shows("send-again").await, "an unknown refund may never be sent again");
    journey.window.dismiss().await;
    let status = journey.window.see_state("checking").await;
    assert!(status.text.contains("Checking"), "{}", status.text);
    journey.window.see_disabled("action-refund").await;
    journey.window.see("checking-count").await;

    journey.shop.heal().await;
    journey.window.click("check-now").await;
    journey.window.see_outcome("accepted").await;
    journey.window.see_state("refunded").await;
    one_write(&journey, &link).await;
}
