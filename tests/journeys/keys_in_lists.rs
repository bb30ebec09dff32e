//! Lists, menus, pages, the palette and the list of keys by keys alone: the arrows move, Enter opens, Esc goes back, and the
//! focus is afterwards where it was. Every control has a role and a name.

use acceptance::audit::Audit;
use acceptance::journey::{Journey, Setup};
use acceptance::keyboard::{BACKSPACE, CONTROL, DELETE, DOWN, END, ENTER, ESCAPE, HOME, SHIFT, UP};
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

/// Opens these links one after the other, so that the last is the first of the list, and closes the last.
async fn seen(journey: &Journey, references: &[&str]) {
    for reference in references {
        let link = journey.shop.known(reference).await;
        journey.window.open_link(&link.link_id).await;
    }
    journey.window.click_named("Close details").await;
    journey.window.see_gone("link-panel").await;
}

async fn see_row_focused(window: &Window, reference: &str) {
    let probe = "return document.activeElement?.dataset.testid === 'recent-item' && document.activeElement.dataset.value === args;";
    window.until(&format!("the focus on {reference}"), probe, json!(reference)).await;
}

async fn see_marked(window: &Window, words: &str) {
    let probe = r#"const box = document.activeElement;
        const marked = document.getElementById(box?.getAttribute("aria-activedescendant") ?? "");
        return marked?.getAttribute("aria-selected") === "true" && marked.innerText.includes(args);"#;
    window.until(&format!("{words:?} to be marked"), probe, json!(words)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recent_links_are_walked_opened_left_and_taken_off_by_keys() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    seen(&journey, &[known::PAID, known::WAITING, known::PART_PAID]).await;

    window.press('/').await;
    window.see_focus("find-input").await;
    window.press(DOWN).await;
    see_row_focused(window, known::PART_PAID).await;
    window.press(DOWN).await;
    see_row_focused(window, known::WAITING).await;
    window.press(END).await;
    see_row_focused(window, known::PAID).await;
    window.press(HOME).await;
    see_row_focused(window, known::PART_PAID).await;
    window.press(UP).await;
    window.see_focus("find-input").await;
    window.press(DOWN).await;
    window.press(DOWN).await;
    window.press(ENTER).await;
    window.see_with("link-reference", "data-value", known::WAITING).await;
    see_row_focused(window, known::WAITING).await;
    window.press(ESCAPE).await;
    window.see_gone("link-panel").await;
    see_row_focused(window, known::WAITING).await;
    window.chord(&[CONTROL, ENTER]).await;
    window.see("link-panel").await;
    window.until("the full page", "return shown('recent-item').length === 0;", json!(null)).await;
    window.press(ESCAPE).await;
    window.see("recent-item").await;
    window.press(ESCAPE).await;
    window.see_gone("link-panel").await;
    see_row_focused(window, known::WAITING).await;
    window.see_ring().await;

    // After a click the keys go on from there, in sight.
    window.click_with("recent-item", "data-value", known::PART_PAID).await;
    window.see("link-panel").await;
    window.press(DOWN).await;
    see_row_focused(window, known::WAITING).await;
    window.see_ring().await;
    window.chord(&[CONTROL, 'k']).await;
    window.see_focus("find-input").await;
    window.press(ESCAPE).await;
    see_row_focused(window, known::WAITING).await;
    window.see_ring().await;
    window.press(DELETE).await;
    window.until("one link fewer", "return shown('recent-item').length === 2;", json!(null)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_accounts_and_lists_come_by_key_and_the_focus_goes_back() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    seen(&journey, &[known::WAITING]).await;
    window.chord(&[CONTROL, '3']).await;
    window.see_words("API dialect in force").await;
    window.press(ESCAPE).await;
    see_row_focused(window, known::WAITING).await;
    window.chord(&[CONTROL, '3']).await;
    window.see_words("API dialect in force").await;
    window.chord(&[CONTROL, '1']).await;
    see_row_focused(window, known::WAITING).await;

    window.chord(&[CONTROL, SHIFT, 'a']).await;
    window.see_focus("account-item").await;
    window.press(DOWN).await;
    window.see_focus("account-add").await;
    window.press(ESCAPE).await;
    window.see_gone("account-add").await;
    see_row_focused(window, known::WAITING).await;
    window.chord(&[CONTROL, SHIFT, 'a']).await;
    window.see_focus("account-item").await;
    window.press(DOWN).await;
    window.press(ENTER).await;
    window.see("connect-client-secret").await;
    window.press(ESCAPE).await;
    window.see("account-menu").await;

    window.press('?').await;
    window.see_focus("dialog-dismiss").await;
    window.press(ESCAPE).await;
    window.see_gone("dialog-dismiss").await;
    window.press('/').await;
    window.type_keys("what?/").await;
    window.see_text("find-input", "what?/").await;
    assert!(!window.shows("dialog-dismiss").await, "a sign that was typed opened the list of keys");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_finds_goes_and_does_and_there_is_one_find_input_at_a_time() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    seen(&journey, &[known::PART_PAID, known::WAITING]).await;
    let one = "return shown('find-input').length === 1;";
    window.press('/').await;
    window.press(DOWN).await;
    see_row_focused(window, known::WAITING).await;

    window.chord(&[CONTROL, 'k']).await;
    see_marked(window, known::WAITING).await;
    window.until("one find-input", one, json!(null)).await;
    window.press(UP).await;
    see_marked(window, "All keys").await;
    window.press(ESCAPE).await;
    see_row_focused(window, known::WAITING).await;
    window.until("one find-input", one, json!(null)).await;

    window.chord(&[CONTROL, 'k']).await;
    window.type_keys(&known::PART_PAID.to_lowercase()).await;
    window.see_with("find-kind", "data-kind", "reference").await;
    window.press(DOWN).await;
    see_marked(window, known::PART_PAID).await;
    window.press(ENTER).await;
    window.see_with("link-reference", "data-value", known::PART_PAID).await;
    see_row_focused(window, known::WAITING).await;

    let before = journey.shop.requests().await.len();
    window.chord(&[CONTROL, 'k']).await;
    window.type_keys("../etc").await;
    window.see_with("error", "data-code", "not_an_id").await;
    window.press(ENTER).await;
    window.type_keys(&BACKSPACE.to_string().repeat(6)).await;
    window.type_keys("dark").await;
    see_marked(window, "Dark theme").await;
    window.press(ENTER).await;
    window.see_theme("dark").await;
    assert_eq!(journey.shop.requests().await.len(), before, "Pine Labs was asked for no id");

    window.chord(&[CONTROL, 'k']).await;
    window.press('?').await;
    window.see_focus("dialog-dismiss").await;
    window.press(ENTER).await;
    window.see_gone("dialog-dismiss").await;
    see_row_focused(window, known::WAITING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_find_box_keeps_its_width_beside_a_line() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let width = "return Math.round(shown('find-input')[0].closest('form').getBoundingClientRect().width);";
    for size in [(1280, 800), (900, 600)] {
        window.resize(size.0, size.1).await;
        window.fill("find-input", "").await;
        window.press(ESCAPE).await;
        let before = window.until("the width of Find", width, json!(null)).await;
        window.find("two words").await;
        window.see_with("error", "data-code", "not_an_id").await;
        let beside = window.until("the width of Find", width, json!(null)).await;
        assert_eq!(before, beside, "at {size:?}");
        window.press(ESCAPE).await;
        window.see_gone("error").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_and_the_list_of_keys_are_clean_and_every_control_has_a_role_and_a_name() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    seen(&journey, &[known::PART_PAID, known::LONG_REFERENCE]).await;
    let mut audit = Audit::of(window);
    audit
        .names(&[
            ("account-menu", "button", "Switch account:"),
            ("nav-links", "button", "Links"),
            ("nav-settings", "button", "Settings"),
            ("find-input", "textbox", "Find by link ID, reference, order ID or link URL"),
            ("find-submit", "button", "Find"),
            ("theme-toggle", "button", "Dark theme"),
            ("recent-item", "row", known::LONG_REFERENCE),
        ])
        .await;
    let link = journey.shop.known(known::PART_PAID).await;
    window.open_link(&link.link_id).await;
    audit
        .names(&[
            ("action-resend", "button", "Resend"),
            ("action-refund", "button", "Refund…"),
            ("action-refresh", "button", "Read again"),
            ("action-copy", "button", "Copy link"),
        ])
        .await;

    window.chord(&[CONTROL, 'k']).await;
    see_marked(window, known::PART_PAID).await;
    audit.look("palette, nothing typed").await;
    audit.names(&[("find-input", "combobox", "Find or do")]).await;
    window.type_keys(&link.order_id).await;
    window.see_with("find-kind", "data-kind", "order_id").await;
    audit.look("palette, an order id").await;
    audit.names(&[("find-submit", "option", "Find this order")]).await;
    window.press(ESCAPE).await;
    for text in ["a", "void", "two words"] {
        window.chord(&[CONTROL, 'k']).await;
        window.type_keys(text).await;
        window
            .see_with("find-kind", "data-kind", if text == "two words" { "not_an_id" } else { "reference" })
            .await;
        audit.look(&format!("palette, {text:?}")).await;
        window.press(ESCAPE).await;
        window
            .until("the palette to go", "return !document.querySelector('[data-palette]');", json!(null))
            .await;
    }
    window.press('?').await;
    window.see_focus("dialog-dismiss").await;
    audit.look("list of keys").await;
    audit.names(&[("dialog-dismiss", "button", "Close")]).await;
    window.press(ESCAPE).await;
    window.see_gone("dialog-dismiss").await;

    window.click("action-refund").await;
    window.click("refund-part").await;
    audit
        .names(&[
            ("refund-full", "radio", "All that is left"),
            ("refund-part", "radio", "Part of it"),
            ("refund-amount", "textbox", "Amount to refund"),
            ("refund-reason", "combobox", "Reason"),
            ("dialog-dismiss", "button", "Cancel"),
            ("dialog-confirm", "button", "Refund"),
        ])
        .await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn single_key_shortcuts_are_switched_off_for_good_and_ctrl_goes_on() {
    let journey = Journey::connected(Setup::default()).await;
    journey.window.press('?').await;
    journey.window.see_focus("dialog-dismiss").await;
    journey.window.click_words("Open Settings").await;
    journey.window.see_words("Single-key shortcuts").await;
    journey.window.click_words("Off").await;
    let journey = journey.restarted().await;
    let window = &journey.window;
    window.see("account-menu").await;
    window.press('?').await;
    window.press('/').await;
    window.see_rest().await;
    assert!(!window.shows("dialog-dismiss").await, "a sign did something");
    assert_ne!(window.focused().await, "find-input", "a sign did something");
    window.chord(&[CONTROL, 'k']).await;
    window.see_focus("find-input").await;
}
