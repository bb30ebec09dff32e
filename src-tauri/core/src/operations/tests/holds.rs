//! Captures, voids and cancels.

use std::time::Duration;

use sandbox::{DialectSetting, shop::known};
use serde_json::json;

use super::setup::{ALL, Bench, part};
use crate::{
    operations::operation::{NotSent, Refusal, State},
    rules::allowed::OperationKind,
};

#[tokio::test]
async fn a_part_capture_takes_what_was_asked_and_releases_the_rest_in_both_dialects() {
    for dialect in [DialectSetting::Reference, DialectSetting::Guide, DialectSetting::Both] {
        let bench = Bench::with(dialect, Duration::ZERO).await;
        let operation = bench.begin(known::HELD, OperationKind::Capture, Some(part("24,500"))).await;
        assert_eq!(operation.released.map(pinelabs::Money::minor), Some(750_000));
        let resolved = bench.resolved(&operation).await;
        assert!(matches!(resolved.state, State::Done { captured_instead: None, .. }), "{:?}", resolved.state);
        assert_eq!(bench.writes().await.len(), 1);
        let reading = bench.shop.read(operation.link_id().unwrap()).await.unwrap();
        assert_eq!(reading.snapshot.orders[0].captured().unwrap().minor(), 2_450_000);
    }
}

#[tokio::test]
async fn a_field_that_the_server_does_not_know_is_dropped_and_the_amount_still_holds() {
    for dialect in [DialectSetting::Reference, DialectSetting::Guide] {
        let bench = Bench::with(dialect, Duration::ZERO).await;
        bench.control("settings", json!({ "strict_capture_fields": true })).await;
        let operation = bench.begin(known::HELD, OperationKind::Capture, Some(part("24,500"))).await;
        let resolved = bench.resolved(&operation).await;
        assert!(matches!(resolved.state, State::Done { captured_instead: None, .. }), "{:?}", resolved.state);
        let moved = bench.writes().await.iter().filter(|write| write["moved_money"] == true).count();
        assert_eq!(moved, 1);
    }
}

#[tokio::test]
async fn a_void_releases_the_hold() {
    let bench = Bench::open().await;
    let operation = bench.begin(known::HELD, OperationKind::Void, None).await;
    assert_eq!(operation.amount.map(pinelabs::Money::minor), Some(3_200_000));
    assert!(matches!(bench.resolved(&operation).await.state, State::Done { .. }));
}

#[tokio::test]
async fn nothing_is_sent_when_the_hold_was_ended_elsewhere_meanwhile() {
    let bench = Bench::open().await;
    let intent = bench.prepare(known::HELD, OperationKind::Capture).await.unwrap();
    let order = intent.order_id.clone().unwrap();
    bench.control(&format!("orders/{order}/void"), json!({})).await;
    let resolved = bench.resolved(&bench.confirm(&intent, Some(&ALL)).await).await;
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::Changed { .. }, .. }));
    assert_eq!(bench.writes().await.len(), 0);
}

#[tokio::test]
async fn a_lost_capture_whose_hold_was_voided_went_otherwise() {
    let bench = Bench::open().await;
    bench.fault("PUT", "/capture", "lost_before").await;
    let operation = bench.begin(known::HELD, OperationKind::Capture, Some(ALL)).await;
    bench.until(&operation, |state| matches!(state, State::Checking(_))).await;
    let order = operation.intent.order_id.clone().unwrap();
    bench.control(&format!("orders/{order}/void"), json!({})).await;
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::Refused { why: Refusal::WentOtherwise(_), .. }));
}

#[tokio::test]
async fn nothing_is_sent_when_the_customer_paid_meanwhile() {
    let bench = Bench::open().await;
    let intent = bench.prepare(known::WAITING, OperationKind::Cancel).await.unwrap();
    bench.control(&format!("links/{}/pay", known::WAITING), json!({})).await;
    let resolved = bench.resolved(&bench.confirm(&intent, None).await).await;
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::Changed { .. }, .. }));
    assert_eq!(bench.writes().await.len(), 0);
}

#[tokio::test]
async fn a_cancel_that_pine_labs_refuses_is_refused() {
    let bench = Bench::open().await;
    bench.control("settings", json!({ "created_only": true })).await;
    let operation = bench.begin(known::OPENED, OperationKind::Cancel, None).await;
    assert!(matches!(bench.resolved(&operation).await.state, State::Refused { why: Refusal::Api(_), .. }));
}

#[tokio::test]
async fn the_network_down_right_before_sending_sends_nothing_and_says_so() {
    let bench = Bench::open().await;
    let intent = bench.prepare(known::WAITING, OperationKind::Cancel).await.unwrap();
    bench
        .control("faults", json!({ "match": { "method": "GET" }, "kind": "lost_before", "times": 10 }))
        .await;
    let resolved = bench.resolved(&bench.confirm(&intent, None).await).await;
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::CouldNotReread(_), .. }));
    assert_eq!(bench.writes().await.len(), 0);
}
