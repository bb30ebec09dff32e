//! The one box: what it takes a text for, and what it asks.

use acceptance::journey::{Journey, Setup};
use sandbox::shop::known;

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_found_by_its_id_reference_order_id_and_url() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let other = journey.shop.known(known::WAITING).await;
    journey.window.open_link(&link.link_id).await;
    let url = journey.window.see("link-url").await.attribute("data-value").to_owned();
    assert!(url.starts_with("https://"), "{url}");
    journey.window.open_link(&other.link_id).await;
    for query in [&link.link_id, &link.reference, &link.order_id, &url] {
        journey.window.find(query).await;
        journey.window.see_with("link-id", "data-value", &link.link_id).await;
        journey.window.see_with("link-reference", "data-value", &link.reference).await;
        journey.window.see_state("paid").await;
        journey.window.open_link(&other.link_id).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_id_that_was_never_seen_leads_to_its_link() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::HELD_LATELY).await;
    journey.window.find(&link.order_id).await;
    journey.window.see_with("link-order", "data-value", &link.order_id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_tells_what_it_took_a_text_for() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    for (query, kind) in [
        (link.link_id.as_str(), "link id"),
        (&link.reference, "reference"),
        (&link.order_id, "order id"),
        ("https://pay.example.com/PLUTUS/kh0178", "url"),
    ] {
        journey.window.fill("find-input", query).await;
        journey.window.see_any_case("find-kind", kind).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_an_id_is_refused_beside_the_box_and_nothing_is_asked() {
    let journey = Journey::connected(Setup::default()).await;
    let before = journey.shop.requests().await.len();
    let long = "x".repeat(10_000);
    let absurd =
        ["../../../etc/passwd", "two words", "pl-v1-\u{7}bell", "a/b/c", "₹500", "what?", "...", &long];
    for query in absurd {
        journey.window.paste("find-input", query).await;
        journey.window.click("find-submit").await;
        journey.window.see_with("error", "data-code", "not_an_id").await;
        assert!(!journey.window.shows("link-panel").await, "{query:?} led to a link");
    }
    let asked = journey.shop.requests().await.len() - before;
    assert_eq!(asked, 0, "what cannot be an id was asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_box_asks_nothing() {
    let journey = Journey::connected(Setup::default()).await;
    let before = journey.shop.requests().await.len();
    journey.window.fill("find-input", "   ").await;
    journey.window.click("find-submit").await;
    journey.window.see("find-input").await;
    assert_eq!(journey.shop.requests().await.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_another_shop_and_a_url_never_seen_here_are_said_to_be_unknown() {
    let journey = Journey::connected(Setup::default()).await;
    for query in ["pl-v1-000000000000-aa-nobody", "v1-000000000000-aa-nobody", "NOBODYS-REFERENCE"] {
        journey.window.find(query).await;
        journey.window.see_with("error", "data-code", "not_found").await;
    }
    let before = journey.shop.requests().await.len();
    journey.window.find("https://example.com/never-seen-here").await;
    journey.window.see_with("error", "data-code", "unknown_url").await;
    assert_eq!(journey.shop.requests().await.len(), before, "a URL is matched here and asked of nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_message_is_read_and_one_with_several_ids_asks_which() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let other = journey.shop.known(known::WAITING).await;
    let window = &journey.window;
    let message = format!("Hi, your link {}. Pay by 20-Nov-2025! \u{200b}", link.link_id);
    window.paste("find-input", &message).await;
    window.click("find-submit").await;
    window.see_with("link-id", "data-value", &link.link_id).await;
    window.see_text("find-told", &format!("Took {} from what was pasted", link.link_id)).await;

    let before = journey.shop.requests().await.len();
    window.paste("find-input", &format!("{} and {} are due", link.link_id, other.reference)).await;
    window.click("find-submit").await;
    window.see_with("error", "data-code", "not_an_id").await;
    window.see_with("find-choice", "data-value", &link.link_id).await;
    window.see_text("still-showing", &link.reference).await;
    assert_eq!(journey.shop.requests().await.len(), before, "one of several was asked for");
    window.click_with("find-choice", "data-value", &other.reference).await;
    window.see_with("link-id", "data-value", &other.link_id).await;
    window.see_gone("still-showing").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_as_shops_write_it_is_a_press_away() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let window = &journey.window;
    let before = journey.shop.requests().await.len();
    window.paste("find-input", &link.reference.replace('-', "/")).await;
    window.click("find-submit").await;
    window.see_text("error", "Pine Labs’ references have no “/”").await;
    assert_eq!(journey.shop.requests().await.len(), before);
    window.click_with("find-choice", "data-value", &link.reference).await;
    window.see_with("link-id", "data-value", &link.link_id).await;

    // Not found as typed; it is known here by now, and stays in sight.
    window.find(&link.reference.to_lowercase()).await;
    window.see_with("error", "data-code", "not_found").await;
    window.see_text("still-showing", &link.reference).await;
    window.click_with("find-choice", "data-value", &link.reference).await;
    window.see_with("link-id", "data-value", &link.link_id).await;
    window.find(&link.reference.replace('-', "–")).await;
    window.see_gone("still-showing").await;
    window.see_with("link-id", "data-value", &link.link_id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_and_a_refund_lead_to_their_link() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::PAID_BY_CARD).await;
    let other = journey.shop.known(known::WAITING).await;
    let refund = format!("rf-{}-1", link.order_id);
    journey.shop.refund_by_a_colleague(&link.order_id, &refund, 1_000).await;
    journey.shop.refund_by_a_colleague(&link.order_id, "RETURN-7", 1_000).await;
    for query in [&refund, "RETURN-7", &format!("{}-cc-aa-x", link.order_id)] {
        journey.window.find(query).await;
        journey.window.see_with("link-id", "data-value", &link.link_id).await;
        journey.window.open_link(&other.link_id).await;
    }
}
