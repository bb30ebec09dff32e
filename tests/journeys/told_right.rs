//! What was done is told as done and what is another's as another's, whatever the answer says: refusals, 429 and plain 404 after
//! the deed, a bank that says no later, captures of another computer, and readings that lag behind.

use acceptance::journey::{Journey, Setup};
use acceptance::shop::Sample;
use acceptance::steps::Amount;
use sandbox::shop::known;
use serde_json::{Value, json};

/// Asks for a refund of ₹100.00 that meets a fault after it was carried out, and sees it accepted and never called anything else
/// but unknown before.
async fn refunded_under_a_fault(journey: &Journey, reference: &str, fault: Value) -> Sample {
    let (window, shop) = (&journey.window, &journey.shop);
    let link = shop.known(reference).await;
    let before = shop.money_moves().await;
    window.open_link(&link.link_id).await;
    shop.play("POST", "/refund", fault.clone()).await;
    window.fill_refund(Amount::Part("100")).await;
    window.record_outcomes().await;
    window.confirm().await;
    let end = window.see_end().await;
    assert_eq!(end.attribute("data-outcome"), "accepted", "{fault}: {}", end.text);
    let seen = window.outcomes().await;
    assert!(
        seen.iter().all(|outcome| ["checking", "accepted"].contains(&outcome.as_str())),
        "{fault}: {seen:?}"
    );
    assert_eq!(shop.refunds(&link.order_id).await, [(own_name(&link), 10_000)], "{fault}");
    assert_eq!(shop.money_moves().await, before + 1, "{fault}");
    window.dismiss().await;
    window.see_minor("link-refunded", 10_000).await;
    link
}

fn own_name(link: &Sample) -> String {
    format!("rf-{}-1", link.order_id)
}

fn after_the_deed(status: u16, code: &str) -> Value {
    json!({ "kind": "error_after_commit", "status": status, "code": code })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_was_made_is_told_by_its_reference_alone_whatever_was_answered() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    shop.set("documented_schema", json!(true)).await;
    let wait = json!({ "kind": "rate_limited_after_commit", "retry_after": 1 });
    refunded_under_a_fault(&journey, known::PAID_BY_NETBANKING, wait).await;
    refunded_under_a_fault(&journey, known::PAID, after_the_deed(422, "AMOUNT_LIMIT_EXCEEDED")).await;
    refunded_under_a_fault(&journey, known::PAID_BY_UPI, after_the_deed(404, "")).await;
    let link =
        refunded_under_a_fault(&journey, known::PAID_BY_CARD, json!({ "kind": "lost_after_commit" })).await;

    // The bank says no later: no list tells it, but the refund's own order does.
    shop.refund_ends(&own_name(&link), "FAILED").await;
    window.click("action-refresh").await;
    window.see_outcome("needs_you").await;
    window.see("checking-count").await;
    window.click("action-refund").await;
    window.see_minor("refund-left", shop.left(&link.order_id).await).await;
    window.dismiss().await;

    // A failed refund keeps its name, so the next one cannot be taken for it.
    window.fill_refund(Amount::Part("100")).await;
    window.confirm().await;
    window.see_outcome("accepted").await;
    let names: Vec<_> = shop.refunds(&link.order_id).await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, [own_name(&link), format!("rf-{}-2", link.order_id)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_amount_under_our_reference_needs_the_person_and_both_figures_are_said() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    shop.set("documented_schema", json!(true)).await;
    shop.set("refund_makes", json!(7_000)).await;
    shop.fail("POST", "/refund", "lost_after_commit", 1).await;
    let link = shop.known(known::PAID_BY_CARD).await;
    window.open_link(&link.link_id).await;
    window.fill_refund(Amount::Part("100")).await;
    window.record_outcomes().await;
    window.confirm().await;
    let outcome = window.see_outcome("needs_you").await;
    for figure in ["₹70.00", "₹100.00"] {
        assert!(outcome.text.contains(figure), "{}", outcome.text);
    }
    window.see_minor("outcome-other", 7_000).await;
    window.see_minor("outcome-asked", 10_000).await;
    assert!(!window.outcomes().await.contains(&"accepted".to_owned()));
    window.dismiss().await;
    // It is the ₹70.00 that went back.
    window.see_minor("link-refunded", 7_000).await;
    assert_eq!(shop.money_moves().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_void_or_cancel_that_was_done_is_told_as_done_whatever_was_answered() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    let changes = [
        (known::HELD_LATELY, "action-void", "/cancel", after_the_deed(404, ""), "released"),
        (known::WAITING, "action-cancel", "/cancel", after_the_deed(422, "INVALID_REQUEST"), "cancelled"),
        (known::HELD_BY_UPI, "action-capture", "/capture", after_the_deed(422, "INVALID_REQUEST"), "paid"),
    ];
    for (reference, action, route, fault, state) in changes {
        let link = shop.known(reference).await;
        window.open_link(&link.link_id).await;
        shop.play("PUT", route, fault).await;
        window.click(action).await;
        if action == "action-capture" {
            window.click("capture-full").await;
        }
        window.record_outcomes().await;
        window.confirm().await;
        let end = window.see_end().await;
        assert_eq!(end.attribute("data-outcome"), "done", "{action}: {}", end.text);
        let seen = window.outcomes().await;
        assert!(!seen.iter().any(|word| word == "refused" || word == "not_sent"), "{action}: {seen:?}");
        window.dismiss().await;
        window.see_state(state).await;
    }
    let done: Vec<_> = shop.writes().await.into_iter().filter(|write| write.committed).collect();
    assert_eq!(done.len(), 3, "{done:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_computer_has_captured_meanwhile_is_not_told_as_ours() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    // One with nothing taken before, and one with an older payment that was captured long ago.
    for (reference, minor) in [(known::HELD_BY_UPI, 2_400_000), (known::OLD_PAYMENT_HELD, 600_000)] {
        let link = shop.known(reference).await;
        window.open_link(&link.link_id).await;
        shop.fail("PUT", "/capture", "lost_before", 1).await;
        window.fill_capture(Amount::All).await;
        window.record_outcomes().await;
        window.confirm().await;
        window.see_outcome("checking").await;
        shop.capture_by_a_colleague(&link.order_id, "cap-by-hand", minor).await;
        window.click("check-now").await;
        window.see_outcome("not_sent").await;
        window.see_minor("outcome-other", minor).await;
        assert!(!window.outcomes().await.contains(&"done".to_owned()), "{reference}");
        window.dismiss().await;
        window.see_disabled("action-capture").await;
    }
    assert_eq!(shop.money_moves().await, 0, "nothing was captured from here");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_here_outweighs_a_reading_that_lags_behind_it() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    shop.set("read_lag_seconds", json!(3600)).await;
    let changes = [
        (known::HELD_LATELY, "action-void", "released"),
        (known::WAITING, "action-cancel", "cancelled"),
        (known::HELD_BY_UPI, "action-capture", "paid"),
    ];
    for (reference, action, state) in changes {
        let link = shop.known(reference).await;
        window.open_link(&link.link_id).await;
        window.click(action).await;
        if action == "action-capture" {
            window.click("capture-full").await;
        }
        window.confirm().await;
        window.see_outcome("done").await;
        window.dismiss().await;
        let before = shop.requests().await.len();
        window.click("action-refresh").await;
        shop.see_more_requests_than(before).await;
        window.see_enabled("action-refresh").await;
        window.see_state(state).await;
        for action in ["action-capture", "action-void", "action-cancel", "action-resend"] {
            window.see_disabled(action).await;
        }
    }
    assert_eq!(shop.writes().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_is_said_either_way_and_no_longer_once_it_is_right() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    let link = shop.known(known::PAID_BY_CARD).await;
    window.open_link(&link.link_id).await;
    assert!(!window.shows("error").await, "the clocks agree");
    for (seconds, code) in [(3_600, "clock_behind"), (-7_200, "clock_ahead")] {
        shop.set_clock(seconds).await;
        window.click("action-refresh").await;
        window.see_with("error", "data-code", code).await;
    }
    // Where the shop's clock goes on from there, money moves all the same.
    window.fill_refund(Amount::Part("100")).await;
    window.confirm().await;
    window.see_outcome("accepted").await;
    window.dismiss().await;
    shop.set_clock(3_600).await;
    window.click("action-refresh").await;
    window.see_gone("error").await;
}
