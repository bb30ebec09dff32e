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
