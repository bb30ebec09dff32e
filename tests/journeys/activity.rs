//! Activity: what was asked for here stands there, with its steps and figures, also after a restart and in the file.

use acceptance::audit::Audit;
use acceptance::journey::{Journey, Setup};
use acceptance::ledger_file;
use acceptance::steps::Amount;
use sandbox::shop::known;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn every_change_is_listed_with_its_outcome_steps_and_figures_and_outlives_a_restart() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::Part("250.50")).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    journey.window.dismiss().await;
    journey.window.see_minor("link-refunded", 25_050).await;
    let opened = journey.shop.known(known::OPENED).await;
    journey.window.open_link(&opened.link_id).await;
    journey.window.click("action-resend").await;
    journey.window.confirm().await;
    journey.window.see_outcome("done").await;
    journey.window.dismiss().await;

    let journey = journey.restarted().await;
    let window = &journey.window;
    window.click("nav-activity").await;
    window.until("two changes", "return shown('activity-row').length === 2;", json!(null)).await;
    window.see_with("activity-row", "data-kind", "resend").await;
    window.click_with("activity-row", "data-kind", "refund").await;
    window.see_with("activity-reference", "data-value", &reference_of(&journey).await).await;
    for step in ["Prepared", "Sent", "Accepted"] {
        window.see_text("activity-steps", step).await;
    }
    window.see_text("activity-figures", "₹250.50").await;

    window.click("activity-export").await;
    window.see("activity-exported").await;
    let exports = journey.desktop.data_dir().join("exports");
    let file = std::fs::read_dir(exports).expect("a folder for exports").next().expect("one file");
    let text = std::fs::read_to_string(file.expect("an entry").path()).expect("a text");
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains(",refund,accepted,250.50,INR,"), "{text}");
    assert_eq!(journey.shop.writes().await.len(), 2);
}

/// The reference that the refund went out under.
async fn reference_of(journey: &Journey) -> String {
    let refund = journey.shop.writes().await.into_iter().find(|write| write.path.contains("refund"));
    let body = refund.expect("a refund was sent").body;
    let reference = body["merchant_order_reference"].as_str().or(body["merchant_refund_reference"].as_str());
    reference.expect("a refund has a reference").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unknown_is_counted_on_every_screen_and_found_in_the_activity() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let link = journey.shop.known(known::PAID).await;
    window.open_link(&link.link_id).await;
    journey.shop.fail("POST", "/refund", "lost_before", 1).await;
    window.fill_refund(Amount::Part("1")).await;
    window.confirm().await;
    window.see_outcome("checking").await;
    window.dismiss().await;
    window.see_text("checking-count", "1").await;
    window.click("nav-settings").await;
    window.see_text("checking-count", "1").await;
    window.resize(900, 600).await;
    window.see_whole("checking-count").await;
    window.click("nav-activity").await;
    window.click_with("activity-row", "data-outcome", "checking").await;
    window.see_outcome("checking").await;
    window.click_with("activity-tile", "data-outcome", "accepted").await;
    window.see("activity-empty").await;
    window.fill("activity-filter", "nothing like it").await;
    window.see("activity-empty").await;
    let writes = journey.shop.writes().await;
    assert_eq!(writes.len(), 1, "{writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_something_else_has_changed_is_told_and_hides_nothing() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.click("nav-activity").await;
    journey.window.see("activity-empty").await;
    journey.window.open_link(&link.link_id).await;
    for rupees in ["100", "200"] {
        journey.window.fill_refund(Amount::Part(rupees)).await;
        journey.window.confirm().await;
        journey.window.see_outcome("accepted").await;
        journey.window.dismiss().await;
    }
    journey.window.click("nav-activity").await;
    journey.window.see_text("activity-chain", "Chain unbroken since").await;
    let journey = journey.killed_and_reopened().await;
    journey.window.click("nav-activity").await;
    journey.window.see_with("activity-chain", "data-state", "unbroken").await;
    let mut audit = Audit::of(&journey.window);
    audit.look("the activity with a chain that is whole").await;
    audit.ends_clean();

    let smaller = "UPDATE operations SET body = json_set(body, '$.amount.minor', 1000) WHERE number = 2";
    let journey = journey.restarted_after(|folder| ledger_file::change(folder, smaller)).await;
    let window = &journey.window;
    window.click("nav-activity").await;
    window.see_text("activity-chain", "Chain broken at entry 2").await;
    window.see_text("chain-broken", "Entry 2, or what stood right before it").await;
    window.until("both changes", "return shown('activity-row').length === 2;", json!(null)).await;
    window.click("chain-check").await;
    window.see_with("activity-chain", "data-value", "2").await;
    let mut audit = Audit::of(window);
    audit.look("the activity with a chain that is broken").await;
    audit.ends_clean();
    let log = journey.desktop.files_with("the chain of the ledger is broken");
    assert!(!log.is_empty(), "the log says nothing of it");

    // It is told, and stops nobody.
    window.open_link(&link.link_id).await;
    window.fill_refund(Amount::Part("1")).await;
    window.confirm().await;
    window.see_outcome("accepted").await;
}
