//! Refunds: the whole of it, parts of it, and everything that must not leave the window.

use acceptance::journey::{Journey, Setup};
use acceptance::keyboard::ENTER;
use acceptance::shop::{Request, Speaks};
use acceptance::steps::Amount;
use sandbox::shop::known;

async fn refunds_in_full(speaks: Speaks, path: &str, reference: &str, amount: &str) {
    let journey = Journey::connected(Setup { speaks, ..Setup::default() }).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let left = journey.shop.left(&link.order_id).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.see_minor("refund-left", left).await;
    journey.window.see_minor("refund-left-after", 0).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    journey.window.dismiss().await;
    journey.window.see_state("refunded").await;
    journey.window.see_outcome("accepted").await;
    journey.window.see_minor("link-refunded", left).await;

    let sent = only_one(journey.shop.writes().await.into_iter().filter(|request| request.committed));
    assert!(sent.path.contains(path) && sent.path.contains(&link.order_id), "{sent:?}");
    assert_eq!(sent.body[amount]["value"], left, "the amount is always sent");
    let reference = sent.body[reference].as_str().unwrap_or_default();
    assert!((1..=50).contains(&reference.len()), "{sent:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_refund_in_the_reference_dialect() {
    refunds_in_full(Speaks::Reference, "/refunds/", "merchant_order_reference", "order_amount").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_refund_in_the_guide_dialect() {
    refunds_in_full(Speaks::Guide, "/refund", "merchant_refund_reference", "amount").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_are_refunded_until_one_rupee_is_left_and_then_that_and_never_more() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;

    let first = "1,250.50";
    journey.window.fill_refund(Amount::Part(first)).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    journey.window.dismiss().await;
    journey.window.see_state("paid_part_refunded").await;

    let left = journey.shop.left(&link.order_id).await;
    let all_but_one = left - 100;
    journey
        .window
        .fill_refund(Amount::Part(&format!("{}.{:02}", all_but_one / 100, all_but_one % 100)))
        .await;
    journey.window.see_minor("refund-left-after", 100).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    journey.window.dismiss().await;
    assert_eq!(journey.shop.left(&link.order_id).await, 100);

    journey.window.fill_refund(Amount::Part("1.01")).await;
    journey.window.see_with("refund-amount", "aria-invalid", "true").await;
    journey.window.see_disabled("dialog-confirm").await;
    assert_eq!(journey.shop.writes().await.len(), 2, "more than is left was sent");

    journey.window.fill("refund-amount", "1.00").await;
    journey.window.see_minor("refund-left-after", 0).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    journey.window.dismiss().await;
    journey.window.see_state("refunded").await;
    assert_eq!(journey.shop.left(&link.order_id).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_paid_link_refunds_what_was_received() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::EXPIRED_WITH_MONEY_IN).await;
    let left = journey.shop.left(&link.order_id).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.see_minor("refund-left", left).await;
    journey.window.confirm().await;
    journey.window.see_outcome("accepted").await;
    assert_eq!(journey.shop.left(&link.order_id).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_that_is_not_plainly_one_is_refused_beside_the_field() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::Part("5")).await;
    journey.window.see_enabled("dialog-confirm").await;
    for typed in ["", "0", "0.99", "-5", "5.005", "1e3", "five", "99,99,99,999", "1,5", "NaN"] {
        journey.window.fill("refund-amount", typed).await;
        journey.window.see_disabled("dialog-confirm").await;
    }
    let left = journey.shop.left(&link.order_id).await;
    for (typed, minor) in [("1,250.50", 125_050), ("1", 100), ("1250.5", 125_050)] {
        journey.window.fill("refund-amount", typed).await;
        journey.window.see_minor("refund-left-after", left - minor).await;
        journey.window.see_enabled("dialog-confirm").await;
    }
    assert!(journey.shop.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dialog_opens_with_nothing_chosen_and_the_focus_on_the_way_out_and_enter_never_sends() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.click("action-refund").await;
    journey.window.see("refund-full").await;
    journey.window.see_disabled("dialog-confirm").await;
    assert!(!journey.window.is_chosen("refund-full").await && !journey.window.is_chosen("refund-part").await);
    assert_eq!(journey.window.focused().await, "dialog-dismiss");
    assert_eq!(journey.window.see("refund-reason").await.text, "");

    journey.window.click("refund-full").await;
    journey.window.fill("refund-reason", "Returned by the customer").await;
    journey.window.see_enabled("dialog-confirm").await;
    journey.window.press(ENTER).await;
    journey.window.see("refund-reason").await;
    assert!(!journey.window.shows("outcome").await, "Enter sent a refund");
    assert!(journey.shop.writes().await.is_empty(), "Enter sent a refund");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_quick_clicks_send_one_refund() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::Part("1")).await;
    journey.window.see_enabled("dialog-confirm").await;
    journey.window.click_three_times("dialog-confirm").await;
    journey.window.see_outcome("accepted").await;
    only_one(journey.shop.writes().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_within_the_hold_sends_nothing() {
    let journey = Journey::connected(Setup { undo_seconds: 60, ..Setup::default() }).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.confirm().await;
    journey.window.see_outcome("held").await;
    journey.window.click("undo").await;
    journey.window.see_outcome("undone").await;
    journey.window.dismiss().await;
    journey.window.see_state("paid").await;
    assert!(journey.shop.writes().await.is_empty(), "an undone refund was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_in_the_dashboard_meanwhile_stops_this_one_before_it_is_sent() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    journey.window.open_link(&link.link_id).await;
    journey.window.fill_refund(Amount::All).await;
    journey.window.see_enabled("dialog-confirm").await;
    journey.shop.refund_in_dashboard(&link.order_id, 100).await;
    journey.window.click("dialog-confirm").await;
    journey.window.see_outcome("not_sent").await;
    journey.window.dismiss().await;
    journey.window.see_state("paid_part_refunded").await;
    assert!(journey.shop.writes().await.is_empty(), "a refund was sent on stale figures");
}

fn only_one(requests: impl IntoIterator<Item = Request>) -> Request {
    let mut requests: Vec<_> = requests.into_iter().collect();
    assert_eq!(requests.len(), 1, "exactly one request may ask for the change: {requests:?}");
    requests.remove(0)
}
