//! The ledger under the program's feet: deleted, moved or replaced while the window is open, and an older copy at the next start.

use std::fs;
use std::path::Path;

use acceptance::journey::{Journey, Setup};
use acceptance::ledger_file;
use acceptance::steps::Amount;
use sandbox::shop::known;

/// Refunds one rupee of a link; the outcome is for the caller to see.
async fn ask_for_a_rupee(journey: &Journey, reference: &str) {
    let link = journey.shop.known(reference).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::Part("1")).await;
    journey.window.confirm().await;
}

/// The file of the ledger as a notice names it.
async fn named_by(journey: &Journey, code: &str) -> String {
    let notice = journey.window.see_with("error", "data-code", code).await;
    assert!(notice.text.contains("ledger.db"), "{}", notice.text);
    notice.text
}

/// With the dialog open and filled in, something is done to the folder, and then the refund is confirmed.
async fn is_refused_after(deed: impl FnOnce(&Path)) -> Journey {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::Part("1")).await;
    journey.window.see_enabled("dialog-confirm").await;
    deed(&journey.desktop.data_dir());
    journey.window.click("dialog-confirm").await;
    journey.window.see_words("deleted, moved or replaced while Linkdesk was running").await;
    named_by(&journey, "ledger_gone").await;
    assert!(journey.shop.writes().await.is_empty(), "it was sent, and is written down nowhere");
    journey
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_refused_where_the_ledger_was_deleted_and_asked_for_again_after_the_next_start() {
    let journey =
        is_refused_after(|folder| fs::remove_file(folder.join("ledger.db")).expect("a ledger")).await;
    let journey = journey.restarted().await;
    // Nothing was begun in it, so nothing is missed.
    ask_for_a_rupee(&journey, known::PAID_BY_CARD).await;
    journey.window.see_outcome("accepted").await;
    assert!(!journey.window.shows("error").await);
    assert_eq!(journey.shop.writes().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_refused_where_a_copy_stands_in_the_ledgers_place_and_no_dialog_opens_any_more() {
    let journey = is_refused_after(|folder| {
        let (file, copy) = (folder.join("ledger.db"), folder.join("copy.db"));
        fs::copy(&file, &copy).and_then(|_| fs::rename(&copy, &file)).expect("a copy in its place");
    })
    .await;
    journey.window.dismiss().await;
    journey.window.click("action-refund").await;
    journey.window.see_with("error", "data-code", "storage").await;
    assert!(journey.shop.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_refused_where_a_copy_was_written_over_the_ledger() {
    is_refused_after(|folder| {
        let (file, copy) = (folder.join("ledger.db"), folder.join("copy.db"));
        fs::copy(&file, &copy).and_then(|_| fs::copy(&copy, &file)).expect("a copy over it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_with_an_older_ledger_says_how_many_changes_are_not_in_it_and_the_one_after_it_says_nothing()
{
    let journey = Journey::connected(Setup::default()).await;
    ask_for_a_rupee(&journey, known::PAID_BY_CARD).await;
    journey.window.see_outcome("accepted").await;
    let mut copy = Vec::new();
    let journey = journey.restarted_after(|folder| copy = ledger_file::whole(folder)).await;
    ask_for_a_rupee(&journey, known::PAID_BY_CARD).await;
    journey.window.see_outcome("accepted").await;

    let journey = journey.restarted_after(|folder| ledger_file::put_back(folder, &copy)).await;
    let words = named_by(&journey, "ledger_older").await;
    assert!(words.contains("1 change that was made here is not in it"), "{words}");
    let journey = journey.restarted().await;
    journey.window.see("account-menu").await;
    assert!(!journey.window.shows("error").await);

    let journey = journey
        .restarted_after(|folder| {
            ledger_file::put_back(folder, &[]);
            fs::remove_file(folder.join("ledger.db")).expect("a ledger");
        })
        .await;
    let words = named_by(&journey, "ledger_missing").await;
    assert!(words.contains("1 change that was made here is not in it"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_copied_in_a_hold_and_put_back_after_it_does_not_deny_the_refund_that_was_made() {
    let journey = Journey::connected(Setup { undo_seconds: 5, ..Setup::default() }).await;
    ask_for_a_rupee(&journey, known::PAID_BY_CARD).await;
    journey.window.see_outcome("held").await;
    let copy = ledger_file::copied(&journey.desktop.data_dir());
    journey.window.see_outcome("accepted").await;

    let journey = journey.restarted_after(|folder| ledger_file::put_copy_back(folder, &copy)).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.see_outcome("accepted").await;
    journey.window.see_minor("link-refunded", 100).await;
    let refunds = journey.shop.refunds(&link.order_id).await;
    assert_eq!(refunds, [(format!("rf-{}-1", link.order_id), 100)]);
}
