//! Figures that do not fit together and other currencies: said as they are, with what to do, and never a figure that nobody told.

use acceptance::journey::{Journey, Setup};
use acceptance::steps::Amount;
use acceptance::window::Window;
use sandbox::shop::known;
use serde_json::json;

async fn open(journey: &Journey, reference: &str) {
    let link = journey.shop.known(reference).await;
    journey.window.open_link(&link.link_id).await;
}

/// No amount on the page is below nothing, in its hook or in what is read.
async fn no_negative_figure(window: &Window, reference: &str) {
    let probe = r#"const hooks = [...document.querySelectorAll("[data-minor]")].filter(visible);
        const below = hooks.filter((each) => Number(each.dataset.minor) < 0).map((each) => each.dataset.testid);
        const text = document.querySelector("main").innerText;
        return { below, signs: text.match(/[-\u2212]\s?(₹|[A-Z]{3}\s?\d)/g) ?? [] };"#;
    let found = window.until("the figures of the page", probe, json!(null)).await;
    assert_eq!(found, json!({ "below": [], "signs": [] }), "{reference}");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_that_do_not_fit_together_are_named_and_none_is_made_up() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    for reference in [known::PAID_UNTOLD, known::PAID_ODD_PAYMENT] {
        open(&journey, reference).await;
        let received = window.see_any_case("link-received", "not told").await;
        assert_eq!(received.attribute("data-minor"), "", "{reference}");
        let page = window.see("link-panel").await.text.to_lowercase();
        assert!(!page.contains("less was captured"), "{page}");
        window.see_disabled("action-refund").await;
    }
    for (reference, kind) in [
        (known::PAID_TWICE, "paid_twice"),
        (known::OVER_REFUNDED, "refunded_more_than_captured"),
        (known::DUE_NEGATIVE, "due_below_zero"),
        (known::DUE_ABOVE, "due_above_asked"),
        (known::OTHER_CURRENCY, "other_currency"),
    ] {
        open(&journey, reference).await;
        let oddity = window.see_with("oddity", "data-kind", kind).await;
        assert!(oddity.text.contains("Next: "), "{reference} says nothing of what to do: {}", oddity.text);
        no_negative_figure(window, reference).await;
    }
    // What is in another currency is only read.
    for action in ["resend", "cancel", "refund", "capture", "void"] {
        window.see_disabled(&format!("action-{action}")).await;
        window.see_with("action-reason", "data-action", action).await;
    }
    for (reference, state) in
        [(known::EXPIRED_PAID, "expired_received"), (known::CANCELLED_PAID, "cancelled_received")]
    {
        open(&journey, reference).await;
        window.see_state(state).await;
        window.see_enabled("action-refund").await;
    }
    // Its order is paid, whatever the link says.
    open(&journey, known::CLICKED_PAID).await;
    window.see_minor("link-received", 175_000).await;
    window.see_disabled("action-cancel").await;
    let reason = window.see_with("action-reason", "data-action", "cancel").await;
    assert!(!reason.text.is_empty());
    // Listed twice, beside a charge and another order's refund.
    let link = shop.known(known::MIXED_LIST).await;
    open(&journey, known::MIXED_LIST).await;
    window.see_minor("link-refunded", 50_000).await;
    window.click("action-refund").await;
    window.see_minor("refund-left", shop.left(&link.order_id).await).await;
    window.dismiss().await;
    assert!(shop.writes().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_in_another_currency_are_typed_in_its_own_signs_and_decimals() {
    let journey = Journey::connected(Setup::default()).await;
    let (window, shop) = (&journey.window, &journey.shop);
    for (reference, typed, minor, words, refused) in [
        (
            known::DOLLARS,
            &["$5", "USD 5", "5.00"][..],
            500,
            "dollars",
            &["₹100", "0.99", "5.001", "Rs 500", "500/-"][..],
        ),
        (known::YEN, &["500", "¥500", "JPY 500"], 500, "yen", &["₹100", "500.5", "$500", "0"]),
        (known::DINARS, &["1.250", "KWD 1.25"], 1_250, "dinar", &["₹100", "0.999", "1.2505", "1,250"]),
    ] {
        open(&journey, reference).await;
        let order = shop.known(reference).await.order_id;
        let left = shop.left(&order).await;
        window.fill_refund(Amount::Part(typed[0])).await;
        for text in typed {
            window.fill("refund-amount", text).await;
            window.see_minor("refund-left-after", left - minor).await;
            window.see_any_case("refund-words", words).await;
            window.see_enabled("dialog-confirm").await;
        }
        for text in refused {
            window.fill("refund-amount", text).await;
            window.see_with("refund-amount", "aria-invalid", "true").await;
            window.see_disabled("dialog-confirm").await;
        }
        window.fill("refund-amount", typed[0]).await;
        window.confirm().await;
        window.see_outcome("accepted").await;
        window.dismiss().await;
        window.see_minor("link-refunded", minor).await;
        assert_eq!(shop.left(&order).await, left - minor, "{reference}");
    }
}
