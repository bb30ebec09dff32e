//! Answers that are oddly spelt: each link of them opens, shows what can be read and how the rest is spelt, and locks only what
//! hangs on a figure that nobody can read.

use acceptance::journey::{Journey, Setup};
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::{known, odd_answers};
use serde_json::json;

/// Nothing of the page lies beyond its right edge.
async fn stays_in_its_card(window: &Window, reference: &str) {
    let probe = r#"const page = document.querySelector("main");
        const beyond = [...page.querySelectorAll("*")].filter(visible)
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
            .map((each) => each.dataset.testid ?? each.tagName);
        return { beyond, sideways: document.scrollingElement.scrollWidth > innerWidth };"#;
    let found = window.until("the layout of the page", probe, json!(null)).await;
    assert_eq!(found, json!({ "beyond": [], "sideways": false }), "{reference}");
}

/// All words of the page, with everything that can be folded out unfolded.
async fn words_of(window: &Window) -> String {
    let probe = r#"const page = document.querySelector("main");
        page.querySelectorAll("details").forEach((each) => (each.open = true));
        page.querySelectorAll("button[aria-expanded=false]").forEach((each) => each.click());
        return page.innerText;"#;
    window.until("the words of the page", probe, json!(null)).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_odd_answer_opens_its_link_and_locks_only_what_hangs_on_what_cannot_be_read() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    // Find asks for nothing that has foreign letters: what that looks like, `small_screens` shows.
    let asked_for = |entry: &sandbox::shop::Entry| entry.link_id.is_ascii();
    for entry in odd_answers().into_iter().filter(asked_for) {
        window.open_link(&entry.link_id).await;
        window.see_with("link-id", "data-value", &entry.link_id).await;
        window.see_with("link-reference", "data-value", &entry.reference).await;
        if entry.state_word != "unknown" {
            window.see_state(entry.state_word).await;
        }
        stays_in_its_card(window, &entry.reference).await;
        assert!(!window.shows("error").await, "{} shows an error", entry.reference);
    }
    let open = async |reference: &str| {
        let entry = odd_answers().into_iter().find(|entry| entry.reference == reference);
        window.open_link(&entry.unwrap_or_else(|| panic!("no {reference}")).link_id).await;
    };
    // Nothing hangs on these, so everything is offered.
    for reference in [
        known::HALF_EMOJI,
        known::CUT_UTF8,
        known::CONTROL_CHARACTERS,
        known::METADATA_DEEP,
        known::COUPON_EMPTY,
        known::COUPON_NULL,
        known::COUPON_FRACTION,
        known::FAILED_REFUND_UNTOLD,
        known::VALUES_WITH_POINT,
        known::VALUES_IN_QUOTES,
        known::WITHOUT_CURRENCY,
    ] {
        open(reference).await;
        window.see_enabled("action-refund").await;
    }
    // A refund that went out with an unreadable amount leaves nobody knowing what is left.
    open(known::REFUND_UNTOLD).await;
    window.see_disabled("action-refund").await;
    window.see_with("action-reason", "data-action", "refund").await;
    open(known::METADATA_NUMBERS).await;
    let words = words_of(window).await;
    for digits in ["1e400", "12345678901234567890123", "0.10000000000000000001"] {
        assert!(words.contains(digits), "{digits} is not in {words}");
    }
    for reference in [known::PHONE_PLUS, known::PHONE_ZERO_ZERO, known::PHONE_ZERO, known::PHONE_TWICE] {
        open(reference).await;
        let words = words_of(window).await;
        let numbers = words.lines().filter(|line| line.contains("+91")).collect::<Vec<_>>();
        assert!(
            numbers.iter().any(|line| line.trim().starts_with("+91 ") && line.matches("91").count() < 3),
            "{reference}: {numbers:?}"
        );
    }
    for reference in [known::NAMES_NULL, known::NAMES_BLANK, known::NAMES_INVISIBLE] {
        open(reference).await;
        let words = words_of(window).await;
        let raw = words.find("Raw").unwrap_or(words.len());
        assert!(!words[..raw].contains("null"), "{reference}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_answer_has_a_broken_sign_is_accepted_and_one_without_a_readable_amount_is_looked_up()
{
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    for (reference, shape) in [
        (known::PAID, "half_emoji"),
        (known::PAID_BY_CARD, "cut_utf8"),
        (known::SEVERAL_PRODUCTS, "amount_empty"),
    ] {
        let odd = odd_answers().into_iter().find(|entry| entry.reference == reference);
        let (link_id, order_id) = if let Some(entry) = odd {
            (entry.link_id, entry.order_id)
        } else {
            let known = shop.known(reference).await;
            (known.link_id, known.order_id)
        };
        window.open_link(&link_id).await;
        shop.play("POST", "/refunds/", json!({ "kind": "mangled", "shape": shape, "times": 1 })).await;
        window.fill_refund(Amount::Part("10")).await;
        window.confirm().await;
        window.see_outcome("accepted").await;
        window.dismiss().await;
        let sent = shop.writes().await.into_iter().filter(|write| write.path.contains(&order_id));
        assert_eq!(sent.count(), 1, "{reference}");
    }
}
