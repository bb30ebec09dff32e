//! A refund that no look-up can tell of: the person is told what to look for, answers, and the answer is theirs.

use acceptance::audit::Audit;
use acceptance::journey::{Journey, Setup};
use acceptance::ledger_file;
use acceptance::steps::Amount;
use sandbox::shop::known;
use serde_json::json;

/// A server that lists no refunds and finds none by reference, and a refund whose answer it has lost long ago.
async fn asked_to_say() -> Journey {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.shop.set("find_refunds_by_reference", json!(false)).await;
    journey.shop.set("list_refunds", json!(false)).await;
    journey.window.open_link(&link.link_id).await;
    journey.shop.fail("POST", "/refund", "lost_before", 1).await;
    journey.window.fill_refund(Amount::Part("100")).await;
    journey.window.confirm().await;
    journey.window.see_text("outcome", "Checked").await;
    let journey = journey.restarted_after(ledger_file::undecided_for_long).await;
    journey.window.see_text("checking-count", "1").await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_outcome("needs_you").await;
    journey.window.see_state("checking").await;
    journey.window.see_disabled("action-refund").await;
    journey
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_did_not_find_is_not_sent_and_goes_out_again_only_when_asked_for() {
    let journey = asked_to_say().await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    audit.look("a refund that needs the person, on the page of its link").await;
    window.see_minor("verdict-amount", 10_000).await;
    window.click("verdict-not-there").await;
    window.see_text("verdict-question", "the money could go out twice").await;
    audit.look("the verdict asked for once more").await;
    window.click("verdict-back").await;
    window.click("nav-activity").await;
    window.click_with("activity-row", "data-outcome", "needs_you").await;
    window.see("verdict-there").await;
    audit.look("a refund that needs the person, in the activity").await;
    window.click("verdict-not-there").await;
    window.click("verdict-confirm").await;
    window.see_outcome("not_sent").await;
    window.see_text("activity-steps", "On your word").await;
    audit.look("what the person did not find").await;
    assert_eq!(journey.shop.writes().await.len(), 1);
    window.click("send-again").await;
    window.see_outcome("accepted").await;
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 2);
    assert_eq!(writes[0].body, writes[1].body, "it went out under another reference");
    // What Pine Labs has told since is not the person's word any more.
    window.see_text("outcome", "Pine Labs took the refund").await;
    // The list of links does not say "Checking" of what is settled.
    window.click("nav-links").await;
    window.see_with("recent-item", "data-state", "paid_part_refunded").await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_saw_is_accepted_on_their_word_and_counts_as_refunded() {
    let journey = asked_to_say().await;
    let window = &journey.window;
    window.click("verdict-there").await;
    window.see("verdict-question").await;
    window.click("verdict-confirm").await;
    window.see_outcome("accepted").await;
    window.see_text("outcome", "This is your word").await;
    window.see_gone("checking-count").await;
    window.see_minor("link-refunded", 10_000).await;
    window.see_enabled("action-refund").await;

    // Nothing was seen that bears it out, so it can be taken back, and is as it was before.
    window.click("take-back").await;
    window.see_outcome("needs_you").await;
    window.see("verdict-there").await;
    window.see("checking-count").await;
    window.see_minor("link-refunded", 0).await;
    window.see_disabled("action-refund").await;
    assert_eq!(journey.shop.writes().await.len(), 1);
}
