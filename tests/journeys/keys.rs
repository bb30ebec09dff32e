//! The main job with key events alone, and what keys must never do.

use acceptance::journey::{Journey, Setup};
use acceptance::keyboard::{CONTROL, DOWN, ENTER, ESCAPE, SPACE, TAB};
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

/// Connects from the first screen on.
async fn connected_by_keys(setup: Setup) -> Journey {
    let journey = Journey::start(setup).await;
    let window = &journey.window;
    window.tab_to("env-custom").await;
    window.press(SPACE).await;
    window.tab_to("connect-client-id").await;
    window.type_keys(&journey.shop.client_id).await;
    window.tab_to("connect-client-secret").await;
    window.type_keys(&journey.shop.client_secret).await;
    window.press(ENTER).await;
    window.see("account-menu").await;
    journey
}

/// Finds a link in the Find box.
async fn find_by_slash(window: &Window, link_id: &str) {
    window.press('/').await;
    window.see_focus("find-input").await;
    window.chord(&[CONTROL, 'a']).await;
    window.type_keys(link_id).await;
    window.press(ENTER).await;
    window.see_with("link-id", "data-value", link_id).await;
    window.press(ESCAPE).await;
    window.press(ESCAPE).await;
}

async fn palette(window: &Window, text: &str) {
    window.chord(&[CONTROL, 'k']).await;
    window.see_focus("find-input").await;
    window.type_keys(text).await;
    window.press(ENTER).await;
}

/// Opens a dialog through the palette, which is all that the palette does with money.
async fn open_dialog(window: &Window, words: &str) {
    palette(window, words).await;
    window.see_focus("dialog-dismiss").await;
}

/// Enter on the button that sends does nothing; Space presses it.
async fn confirm(journey: &Journey, outcome: &str) {
    let window = &journey.window;
    window.see_enabled("dialog-confirm").await;
    window.tab_to("dialog-confirm").await;
    let before = journey.shop.writes().await.len();
    window.press(ENTER).await;
    window.see_rest().await;
    assert!(!window.shows("outcome").await, "Enter sent something");
    assert_eq!(journey.shop.writes().await.len(), before, "Enter sent something");
    window.press(SPACE).await;
    window.see_outcome(outcome).await;
    window.see_focus("dialog-dismiss").await;
    window.press(ENTER).await;
    window.see_gone("dialog-dismiss").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_with_keys_alone() {
    let journey = connected_by_keys(Setup::default()).await;
    let window = &journey.window;
    let shop = &journey.shop;

    // A refund of a part, from the page itself.
    let paid = shop.known(known::PAID_BY_CARD).await;
    let left = shop.left(&paid.order_id).await;
    find_by_slash(window, &paid.link_id).await;
    window.tab_to("action-refund").await;
    window.press(ENTER).await;
    window.see_focus("dialog-dismiss").await;
    window.tab_to("refund-full").await;
    window.press(DOWN).await;
    window.tab_to("refund-amount").await;
    window.type_keys("1,250.50").await;
    window.tab_to("refund-reason").await;
    window.type_keys("Returned by the customer").await;
    window.see_minor("refund-left-after", left - 125_050).await;
    confirm(&journey, "accepted").await;
    window.see_focus("action-refund").await;
    window.see_state("paid_part_refunded").await;
    assert_eq!(shop.left(&paid.order_id).await, left - 125_050);

    // A capture of a part, by the palette.
    let held = shop.known(known::HELD_LATELY).await;
    palette(window, &held.reference).await;
    window.see_with("link-id", "data-value", &held.link_id).await;
    open_dialog(window, "capture").await;
    window.tab_to("capture-full").await;
    window.press(DOWN).await;
    window.tab_to("capture-amount").await;
    window.type_keys("8,499.00").await;
    confirm(&journey, "done").await;
    window.see_state("captured_part").await;

    // A void, a cancellation and a resend.
    for (reference, words, action, state) in [
        (known::HELD, "void", "action-void", Some("released")),
        (known::WAITING, "cancel", "action-cancel", Some("cancelled")),
        (known::OPENED, "resend", "action-resend", None),
    ] {
        let link = shop.known(reference).await;
        palette(window, &link.order_id).await;
        window.see_with("link-id", "data-value", &link.link_id).await;
        open_dialog(window, words).await;
        confirm(&journey, "done").await;
        window.see_focus(action).await;
        if let Some(state) = state {
            window.see_state(state).await;
        }
    }
    assert_eq!(shop.writes().await.len(), 5, "each change was sent once");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_without_another_sends_anything_wherever_the_focus_is() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let held = journey.shop.known(known::HELD_LATELY).await;
    window.open_link(&held.link_id).await;
    let signs = "abcdefghijklmnopqrstuvwxyz0123456789.,-=";
    window.tab_to("action-void").await;
    window.type_keys(signs).await;
    window.press(ENTER).await;
    window.see_focus("dialog-dismiss").await;
    window.see_enabled("dialog-confirm").await;
    window.type_keys(signs).await;
    window.tab_to("dialog-confirm").await;
    window.type_keys(signs).await;
    for _ in 0..3 {
        window.press(ENTER).await;
        window.chord(&[CONTROL, ENTER]).await;
    }
    for chord in ['k', '1', '2'] {
        window.chord(&[CONTROL, chord]).await;
    }
    window.see_focus("dialog-confirm").await;
    assert!(!window.shows("outcome").await);
    assert!(journey.shop.writes().await.is_empty(), "a key alone sent something");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_shows_where_its_focus_is_after_a_click_too_and_says_what_became_of_it_once() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    window.open_link(&link.link_id).await;
    window.click("action-resend").await;
    window.see("action-reason").await;
    window.click("action-refund").await;
    window.see_focus("dialog-dismiss").await;
    window.see_ring().await;
    window.press(TAB).await;
    window.press(ESCAPE).await;
    window.see_focus("action-refund").await;
    window.see_rest().await;

    let held = journey.shop.known(known::HELD_LATELY).await;
    window.open_link(&held.link_id).await;
    window.click("action-void").await;
    window.confirm().await;
    window.see_outcome("done").await;
    window.see_ring().await;
    window.dismiss().await;
    window.see_state("released").await;
    let heard = r#"const regions = [...document.querySelectorAll('[role="status"]')];
        const said = regions.flatMap((each) => [...each.querySelectorAll("p")]).map((each) => each.innerText);
        return said.some((each) => each.includes("Released")) && { said };"#;
    let said = window.until("the new status to be said", heard, json!(null)).await;
    let lines: Vec<_> = said["said"].as_array().into_iter().flatten().collect();
    for (at, line) in lines.iter().enumerate() {
        assert!(!lines[at + 1..].contains(line), "said twice: {line}");
    }
}
