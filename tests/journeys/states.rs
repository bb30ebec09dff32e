//! The state table of the link page, row by row, and what each row offers.

use acceptance::journey::{Journey, Setup};
use sandbox::shop::known;

/// The word of each state; an `x` of the table stands for an amount, so only the words around it are here.
const WORDS: [(&str, &[&str]); 15] = [
    ("to_capture", &["To capture"]),
    ("released", &["Released, not paid"]),
    ("refunded", &["Refunded"]),
    // Where an order does not list its refunds, no amount can be told.
    ("paid_part_refunded", &["Paid, ", "refunded"]),
    ("captured_part", &["Captured ₹", "of ₹"]),
    ("paid_or_held", &["Paid or held"]),
    ("paid", &["Paid"]),
    ("expired_received", &["Expired, ₹", "received"]),
    ("cancelled_received", &["Cancelled, ₹", "received"]),
    ("expired", &["Expired"]),
    ("cancelled", &["Cancelled"]),
    ("part_paid", &["Part paid, ₹", "due"]),
    ("paying", &["Paying"]),
    ("opened", &["Opened"]),
    ("waiting", &["Waiting"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_the_shop_shows_the_word_of_its_state() {
    let journey = Journey::connected(Setup::default()).await;
    let mut seen = std::collections::BTreeSet::new();
    for link in journey.shop.samples().await {
        journey.window.open_link(&link.link_id).await;
        let status = journey.window.see_state(&link.state).await;
        let words = WORDS.iter().find(|(state, _)| *state == link.state).map(|(_, words)| *words);
        for word in words.unwrap_or(&[status.attribute("data-status")]) {
            assert!(status.text.contains(word), "{} ({}) says {:?}", link.reference, link.state, status.text);
        }
        let order = journey.shop.order(&link.order_id).await;
        assert_eq!(status.attribute("data-status"), order["link_status"], "{}", link.reference);
        seen.insert(link.state);
    }
    let missing: Vec<_> = WORDS.iter().filter(|(state, _)| !seen.contains(*state)).collect();
    assert!(missing.is_empty(), "the sandbox has no link for {missing:?}");
    assert!(seen.contains("unknown"), "the sandbox has no link with an unknown status");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_order_cannot_be_read_is_paid_or_held_and_never_green() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::HELD_LATELY).await;
    journey.shop.fail("GET", &format!("/orders/{}", link.order_id), "error_before", 10).await;
    journey.window.open_link(&link.link_id).await;
    let status = journey.window.see_state("paid_or_held").await;
    assert!(status.text.contains("Paid or held"), "{}", status.text);
    for action in ["action-refund", "action-capture", "action-void"] {
        journey.window.see_disabled(action).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_with_the_bare_minimum_of_fields_shows_what_there_is() {
    let journey = Journey::connected(Setup::default()).await;
    for (reference, state, minor) in [(known::BARE, "waiting", 45_000), (known::BARE_PAID, "paid", 88_000)] {
        let link = journey.shop.known(reference).await;
        journey.window.open_link(&link.link_id).await;
        journey.window.see_state(state).await;
        journey.window.see_minor("link-amount", minor).await;
        journey.window.see_with("link-id", "data-value", &link.link_id).await;
        journey.window.see("link-next-step").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_is_not_understood_is_shown_as_spelt_and_only_read() {
    let journey = Journey::connected(Setup::default()).await;
    let link = journey.shop.known(known::UNKNOWN_STATUS).await;
    let status = journey.window.open_link(&link.link_id).await;
    assert!(status.text.contains("ON_REVIEW"), "{}", status.text);
    for action in ["action-resend", "action-cancel", "action-refund", "action-capture", "action-void"] {
        journey.window.see_disabled(action).await;
        journey.window.see_with("action-reason", "data-action", action.trim_start_matches("action-")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_that_would_be_refused_is_disabled_with_its_reason_and_never_hidden() {
    let journey = Journey::connected(Setup::default()).await;
    for (link, allowed, refused) in [
        (known::WAITING, &["resend", "cancel"][..], &["refund", "capture", "void"][..]),
        (known::OPENED, &["resend", "cancel"], &["refund", "capture", "void"]),
        (known::PAYING, &["resend"], &["cancel", "refund", "capture", "void"]),
        (known::PART_PAID, &["resend", "refund"], &["cancel", "capture", "void"]),
        (known::PAID_BY_CARD, &["refund"], &["resend", "cancel", "capture", "void"]),
        (known::HELD, &["capture", "void"], &["resend", "cancel", "refund"]),
        (known::EXPIRED_WITH_MONEY_IN, &["refund"], &["resend", "cancel", "capture", "void"]),
        (known::EXPIRED, &[], &["resend", "cancel", "refund", "capture", "void"]),
        (known::VOIDED, &[], &["resend", "cancel", "refund", "capture", "void"]),
        (known::REFUNDED, &[], &["resend", "cancel", "refund", "capture", "void"]),
    ] {
        let link = journey.shop.known(link).await;
        journey.window.open_link(&link.link_id).await;
        for action in allowed {
            journey.window.see_enabled(&format!("action-{action}")).await;
        }
        for action in refused {
            journey.window.see_disabled(&format!("action-{action}")).await;
            let reason = journey.window.see_with("action-reason", "data-action", action).await;
            assert!(!reason.text.is_empty(), "{action} of {} is disabled without a reason", link.reference);
        }
    }
}
