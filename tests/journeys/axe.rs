//! Every screen, dialog and state looked at as `acceptance::audit` does: axe-core in both themes, three sizes, nothing
//! out of reach. A new screen or state gets its line here.

use acceptance::audit::Audit;
use acceptance::desktop::Keychain;
use acceptance::journey::{Journey, Setup};
use acceptance::keyboard::ESCAPE;
use acceptance::ledger_file;
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_screens_of_connecting_are_clean() {
    let journey = Journey::start(Setup { keychain: Keychain::Missing, ..Setup::default() }).await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    window.see("connect-client-secret").await;
    audit.look("connect, first start").await;
    window.click("connect-submit").await;
    audit.look("connect, nothing filled in").await;
    journey.connect_with("not-the-secret-of-this-shop").await;
    window.see_with("error", "data-code", "credentials_refused").await;
    audit.look("connect, credentials refused").await;
    journey.connect_with(&journey.shop.client_secret).await;
    window.see_with("error", "data-code", "keychain_missing").await;
    audit.look("connect, no keychain").await;
    window.click("connect-session-only").await;
    window.see("account-menu").await;
    window.click("nav-settings").await;
    window.see_words("API dialect in force").await;
    audit.look("settings, secret in memory").await;
    audit.ends_clean();

    let journey = journey.restarted().await;
    let mut audit = Audit::of(&journey.window);
    journey.window.find(known::WAITING).await;
    journey.window.see("connect-client-secret").await;
    audit.look("connect, session over").await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_links_are_clean() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    audit.look("no recents").await;
    window.find("two words").await;
    window.see_with("error", "data-code", "not_an_id").await;
    audit.look("no id in Find").await;
    window.find("NOBODYS-REFERENCE").await;
    window.see_with("error", "data-code", "not_found").await;
    audit.look("not found").await;
    for (reference, what) in [
        (known::PART_PAID, "part paid with shares"),
        (known::PART_REFUNDED, "part refunded"),
        (known::PAID_AFTER_FAILURES, "paid after failures"),
        (known::UNKNOWN_STATUS, "unknown status"),
        (known::BARE, "bare"),
        (known::LONG_REFERENCE, "longest"),
        (known::EVERY_FIELD, "every field"),
        (known::PAID_TWICE, "paid twice"),
    ] {
        open(&journey, reference).await;
        audit.look(&format!("panel, {what}")).await;
    }
    window.find("INV-2526-0183 or INV-2526-0184?").await;
    window.see("find-choice").await;
    audit.look("several in Find, an older page beside").await;
    window.find("INV/2526/0183").await;
    window.see_text("error", "Pine Labs’ references have no").await;
    audit.look("a sign that no reference has").await;
    window.find("Dear Ritu, INV-2526-0183 is due").await;
    window.see("find-told").await;
    audit.look("taken out of a message").await;
    open(&journey, known::PAID_TWICE).await;
    window.click_words("Raw response").await;
    window.click_named("Open full page").await;
    audit.look("full page, raw answer open").await;
    window.click("find-input").await;
    audit.look("full page, recents below Find").await;
    window.press(ESCAPE).await;
    open(&journey, known::LONG_REFERENCE).await;
    audit.look("full page, longest").await;
    window.press(ESCAPE).await;
    window.press(ESCAPE).await;
    window.see_gone("link-panel").await;
    window.see("recent-item").await;
    audit.look("recents").await;
    window.click("account-menu").await;
    window.see("account-add").await;
    audit.look("account menu").await;
    window.click("account-add").await;
    window.see("connect-client-secret").await;
    audit.look("connect, another account").await;
    window.click_words("Back to").await;
    window.click("nav-settings").await;
    window.see_words("API dialect in force").await;
    audit.look("settings").await;
    window.click_words("Remove").await;
    window.see("dialog-dismiss").await;
    audit.look("remove account").await;
    window.dismiss().await;
    window.click_words("Replace").await;
    window.see("connect-client-secret").await;
    audit.look("connect, another secret").await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dialogs_are_clean() {
    let journey = Journey::connected(Setup { undo_seconds: 600, ..Setup::default() }).await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    open(&journey, known::PART_PAID).await;
    for action in ["action-resend", "action-refund"] {
        window.click(action).await;
        window.see("dialog-confirm").await;
        audit.look(&format!("{action}, as it opens")).await;
        window.dismiss().await;
    }
    window.fill_refund(Amount::Part("99,999.00")).await;
    window.see_with("refund-amount", "aria-invalid", "true").await;
    audit.look("refund of too much").await;
    window.fill("refund-amount", "1,250.50").await;
    window.confirm().await;
    window.see_outcome("held").await;
    audit.look("refund held, in its dialog").await;
    window.dismiss().await;
    window.see_outcome("held").await;
    audit.look("refund held, on the page").await;
    window.click("undo").await;
    window.see_outcome("undone").await;
    audit.look("undone").await;
    open(&journey, known::WAITING).await;
    window.click("action-cancel").await;
    window.see("dialog-confirm").await;
    audit.look("cancel").await;
    window.dismiss().await;
    open(&journey, known::HELD_LATELY).await;
    window.click("action-void").await;
    window.see("dialog-confirm").await;
    audit.look("void").await;
    window.dismiss().await;
    window.fill_capture(Amount::Part("8,499.00")).await;
    window.see("capture-released").await;
    audit.look("capture of a part").await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outcomes_are_clean() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let shop = &journey.shop;
    let mut audit = Audit::of(window);

    open(&journey, known::PART_PAID).await;
    shop.play(
        "POST",
        "/refund",
        json!({ "kind": "error_before", "status": 422, "code": "AMOUNT_LIMIT_EXCEEDED" }),
    )
    .await;
    refund(window, "1").await;
    window.see_outcome("refused").await;
    audit.look("refund refused").await;
    window.dismiss().await;
    refund(window, "1").await;
    window.see_outcome("accepted").await;
    audit.look("refund accepted").await;
    window.dismiss().await;

    shop.fail("PATCH", "/", "lost_after_commit", 1).await;
    window.click("action-resend").await;
    window.confirm().await;
    window.see_outcome("needs_you").await;
    audit.look("a resend that may have gone out").await;
    window.dismiss().await;

    open(&journey, known::PAID_BY_CARD).await;
    window.click("action-refund").await;
    window.click("refund-full").await;
    window.fill("refund-reason", "Returned by the customer").await;
    window.see_enabled("dialog-confirm").await;
    let order = shop.known(known::PAID_BY_CARD).await.order_id;
    shop.refund_in_dashboard(&order, 100).await;
    window.click("dialog-confirm").await;
    window.see_outcome("not_sent").await;
    audit.look("nothing was sent").await;
    window.dismiss().await;

    // Another computer is first under the same name, where reads lag; and a server makes another amount.
    let order = shop.known(known::PAID_BY_NETBANKING).await.order_id;
    open(&journey, known::PAID_BY_NETBANKING).await;
    window.fill_refund(Amount::Part("100")).await;
    window.see_enabled("dialog-confirm").await;
    shop.set("read_lag_seconds", json!(3600)).await;
    shop.set("duplicate_refund", json!("return")).await;
    shop.refund_by_a_colleague(&order, &format!("rf-{order}-1"), 15_000).await;
    window.click("dialog-confirm").await;
    window.see_outcome("not_sent").await;
    audit.look("made elsewhere").await;
    window.dismiss().await;
    shop.set("read_lag_seconds", json!(0)).await;
    open(&journey, known::PAID_AFTER_FAILURES).await;
    shop.set("refund_makes", json!(7_000)).await;
    shop.fail("POST", "/refund", "lost_after_commit", 1).await;
    refund(window, "100").await;
    window.see_outcome("needs_you").await;
    audit.look("another amount than asked").await;
    window.dismiss().await;
    shop.set("refund_makes", json!(null)).await;

    open(&journey, known::HELD_LATELY).await;
    window.click("action-void").await;
    window.confirm().await;
    window.see_outcome("done").await;
    audit.look("void done").await;
    window.dismiss().await;

    open(&journey, known::PAID).await;
    shop.fail("POST", "/refund", "lost_before", 1).await;
    refund(window, "1").await;
    window.see_outcome("checking").await;
    audit.look("checking, in its dialog").await;
    window.dismiss().await;
    window.see("checking-count").await;
    audit.look("checking, on the page").await;

    window.click("nav-activity").await;
    window.see("activity-row").await;
    audit.look("activity").await;
    window.click_with("activity-row", "data-outcome", "checking").await;
    window.see("activity-steps").await;
    audit.look("an entry of the activity, checking").await;
    window.click_with("activity-row", "data-outcome", "accepted").await;
    window.see_outcome("accepted").await;
    audit.look("an entry of the activity, accepted").await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_states_of_the_network_are_clean() {
    let journey = Journey::connected(Setup::default()).await;
    let mut audit = Audit::of(&journey.window);
    let window = &journey.window;
    let shop = &journey.shop;

    shop.fail("GET", "/orders/", "error_before", 10).await;
    open(&journey, known::HELD_LATELY).await;
    window.see_state("paid_or_held").await;
    audit.look("order not read").await;
    shop.heal().await;

    shop.play(
        "GET",
        "/paymentlink/",
        json!({ "kind": "error_before", "status": 404, "code": "PAYMENT_LINK_NOT_FOUND", "times": 100 }),
    )
    .await;
    let order = shop.known(known::PAID_AFTER_FAILURES).await.order_id;
    window.find(&order).await;
    window.see_with("link-order", "data-value", &order).await;
    audit.look("order without a link").await;
    shop.heal().await;

    shop.play("GET", "/paymentlink/", json!({ "kind": "rate_limited", "retry_after": 6, "times": 100 }))
        .await;
    window.find(known::WAITING).await;
    window.see_words("asks to wait").await;
    audit.look("asks to wait").await;
    shop.heal().await;

    open(&journey, known::PAID_BY_CARD).await;
    window.press(ESCAPE).await;
    window.see_gone("link-panel").await;
    let slow = json!({ "kind": "slow", "delay_ms": 20_000, "times": 100 });
    shop.play("GET", "/paymentlink/", slow).await;
    window.find(known::WAITING).await;
    window.see_words(known::WAITING).await;
    audit.look("reading").await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_known_offline_is_clean() {
    let mut journey = Journey::connected(Setup::default()).await;
    open(&journey, known::PAID_BY_CARD).await;
    journey.shop.go_offline().await;
    journey.window.click("action-refresh").await;
    journey.window.see("stale").await;
    let mut audit = Audit::of(&journey.window);
    audit.look("offline").await;
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_ledger_in_trouble_is_clean() {
    let journey = Journey::connected(Setup { undo_seconds: 600, ..Setup::default() }).await;
    open(&journey, known::PAID_BY_CARD).await;
    refund(&journey.window, "1").await;
    journey.window.see_outcome("held").await;
    let journey = journey.restarted().await;
    journey.window.see("closed-unsent").await;
    let mut audit = Audit::of(&journey.window);
    audit.look("a refund that was closed in its hold").await;
    audit.ends_clean();

    let mut held = None;
    let journey = journey.restarted_after(|folder| held = Some(ledger_file::kept_by_another(folder))).await;
    journey.window.see_with("error", "data-code", "ledger_other_copy").await;
    open(&journey, known::PAID_BY_CARD).await;
    journey.window.click("action-refund").await;
    journey.window.see_with("error", "data-code", "storage").await;
    let mut audit = Audit::of(&journey.window);
    audit.look("a refund that another copy must ask for").await;
    audit.ends_clean();
    drop(held);

    let journey = journey
        .restarted_after(|folder| std::fs::write(folder.join("ledger.db"), "no ledger").expect("a file"))
        .await;
    journey.window.see_with("error", "data-code", "ledger_damaged").await;
    journey.window.click("nav-activity").await;
    journey.window.see_with("error", "data-code", "storage").await;
    let mut audit = Audit::of(&journey.window);
    audit.look("the activity of a damaged ledger").await;
    audit.ends_clean();
}

async fn open(journey: &Journey, reference: &str) {
    let link = journey.shop.known(reference).await;
    journey.window.open_link(&link.link_id).await;
}

async fn refund(window: &Window, rupees: &str) {
    window.fill_refund(Amount::Part(rupees)).await;
    window.confirm().await;
}

/// Everything that moves by itself or on its way from one look to another.
async fn nothing_moves(window: &Window, when: &str) {
    let probe = r#"const seconds = (list) => Math.max(...list.split(",").map((each) => parseFloat(each)));
        const moving = [...document.querySelectorAll("*")].filter((each) => {
            return [null, "::before", "::after"].some((part) => {
                const style = getComputedStyle(each, part);
                const runs = style.animationName !== "none" && seconds(style.animationDuration) > 0.01;
                return runs || seconds(style.transitionDuration) > 0.01;
            });
        });
        return moving.length === 0 && document.getAnimations().length === 0;"#;
    window.until(&format!("nothing to move, {when}"), probe, json!(null)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_where_the_desktop_asks_for_less_motion() {
    let setup = Setup { less_motion: true, undo_seconds: 600, ..Setup::default() };
    let journey = Journey::connected(setup).await;
    let window = &journey.window;
    let asked = "return matchMedia('(prefers-reduced-motion: reduce)').matches;";
    window.until("the page to be asked for less motion", asked, json!(null)).await;
    open(&journey, known::PAID_BY_CARD).await;
    nothing_moves(window, "on a link's page").await;
    window.fill_refund(Amount::All).await;
    nothing_moves(window, "in a dialog").await;
    window.confirm().await;
    window.see_outcome("held").await;
    nothing_moves(window, "while a refund is held").await;
    window.dismiss().await;
    window.press(ESCAPE).await;
    window.see_gone("link-panel").await;
    let slow = json!({ "kind": "slow", "delay_ms": 20_000, "times": 100 });
    journey.shop.play("GET", "/paymentlink/", slow).await;
    window.find(known::WAITING).await;
    let reading = r#"return document.querySelector('[aria-busy="true"]') !== null;"#;
    window.until("the sign of reading", reading, json!(null)).await;
    nothing_moves(window, "while a link is read").await;
}
