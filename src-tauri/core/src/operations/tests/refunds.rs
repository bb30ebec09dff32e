//! Refunds: what is sent, what is refused locally, and what must not be sent.

use std::time::Duration;

use sandbox::{DialectSetting, shop::known};
use serde_json::json;

use super::setup::{ALL, Bench, part};
use crate::{
    operations::{
        NotConfirmed, NotPrepared,
        journal::NotBegun,
        operation::{NeedsYou, NotSent, Refusal, State},
    },
    rules::{
        allowed::{OperationKind, Reason},
        amount::AmountProblem,
    },
};

#[tokio::test]
async fn a_refund_sends_its_amount_and_reference_once_and_is_accepted() {
    let bench = Bench::open().await;
    let operation = bench.begin(known::PAID_BY_UPI, OperationKind::Refund, Some(part("250.50"))).await;
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::Accepted { .. }), "{:?}", resolved.state);
    let writes = bench.writes().await;
    assert_eq!(writes.len(), 1);
    let reference = operation.intent.reference.unwrap();
    let body = json!({ "merchant_order_reference": reference, "order_amount": { "value": 25_050, "currency": "INR" } });
    assert_eq!(writes[0]["body"], body);
}

#[tokio::test]
async fn a_full_refund_in_the_guide_dialect_names_its_amount_too() {
    let bench = Bench::with(DialectSetting::Guide, Duration::ZERO).await;
    let operation = bench.begin(known::PAID_BY_UPI, OperationKind::Refund, Some(ALL)).await;
    assert!(matches!(bench.resolved(&operation).await.state, State::Accepted { .. }));
    let writes = bench.writes().await;
    assert_eq!(writes.len(), 1);
    assert_eq!(writes[0]["body"]["amount"], json!({ "value": 125_050, "currency": "INR" }));
    assert_eq!(writes[0]["body"]["merchant_refund_reference"], json!(operation.intent.reference.unwrap()));
}

#[tokio::test]
async fn parts_can_be_refunded_until_the_last_rupee() {
    let bench = Bench::open().await;
    let first = bench.begin(known::PAID_BY_UPI, OperationKind::Refund, Some(part("1,249.50"))).await;
    assert!(matches!(bench.resolved(&first).await.state, State::Accepted { .. }));
    let intent = bench.prepare(known::PAID_BY_UPI, OperationKind::Refund).await.unwrap();
    assert_eq!(intent.max_amount().map(pinelabs::Money::minor), Some(100));
    let confirm = async |text: &str| {
        bench.operations.confirm(&bench.shop, &intent.id, Some(&part(text)), Some("Returned".into())).await
    };
    assert!(matches!(confirm("1.01").await, Err(NotConfirmed::Amount(AmountProblem::AboveLeft))));
    let last = confirm("1.00").await.unwrap();
    assert!(matches!(bench.resolved(&last).await.state, State::Accepted { .. }));
    let refused = bench.prepare(known::PAID_BY_UPI, OperationKind::Refund).await;
    assert!(matches!(refused, Err(NotPrepared::NotAllowed(Reason::NothingLeft, _))));
    assert_eq!(bench.writes().await.len(), 2);
}

#[tokio::test]
async fn confirming_three_times_sends_once() {
    let bench = Bench::open().await;
    let intent = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    let first = bench.confirm(&intent, Some(&ALL)).await;
    for _ in 0..2 {
        assert_eq!(bench.confirm(&intent, Some(&ALL)).await.id(), first.id());
    }
    bench.resolved(&first).await;
    assert_eq!(bench.writes().await.len(), 1);
}

#[tokio::test]
async fn two_dialogs_on_one_order_cannot_both_send() {
    let bench = Bench::with(DialectSetting::Reference, Duration::from_mins(1)).await;
    let one = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    let other = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    // Two computers would also use the same name, and the provider accepts it once.
    assert_eq!(one.reference, other.reference);
    assert_ne!(one.key, other.key);
    let held = bench.confirm(&one, Some(&ALL)).await;
    let second = bench.operations.confirm(&bench.shop, &other.id, Some(&ALL), Some("Again".into())).await;
    assert!(matches!(second, Err(NotConfirmed::NotBegun(NotBegun::Conflict))));
    let third = bench.prepare(known::PAID, OperationKind::Refund).await;
    assert!(matches!(third, Err(NotPrepared::NotAllowed(Reason::Checking, _))));
    bench.operations.undo(held.id()).await.unwrap();
}

#[tokio::test]
async fn an_undone_refund_is_never_sent() {
    let bench = Bench::with(DialectSetting::Reference, Duration::from_mins(1)).await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    assert!(matches!(operation.state, State::Held { .. }));
    let undone = bench.operations.undo(operation.id()).await.unwrap().unwrap();
    assert!(matches!(undone.state, State::Undone { .. }));
    // The next one on the same order can start at once, so the first has released it.
    let next = bench.begin(known::PAID, OperationKind::Refund, Some(part("10"))).await;
    bench.operations.undo(next.id()).await.unwrap();
    assert_eq!(bench.writes().await.len(), 0);
}

#[tokio::test]
async fn nothing_is_sent_when_somebody_else_refunded_meanwhile() {
    let bench = Bench::open().await;
    let intent = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    let order = intent.order_id.clone().unwrap();
    bench.control("dashboard-refund", json!({ "order_id": order, "amount": 25_000 })).await;
    let resolved = bench.resolved(&bench.confirm(&intent, Some(&ALL)).await).await;
    let State::NotSent { why: NotSent::Changed { now }, .. } = resolved.state else {
        panic!("{:?}", resolved.state)
    };
    assert_eq!(now.figures.unwrap().left.minor(), 240_000 - 25_000);
    assert_eq!(bench.writes().await.len(), 0);
}

#[tokio::test]
async fn a_refund_needs_a_reason_and_an_amount() {
    let bench = Bench::open().await;
    let intent = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    let confirm = async |choice: Option<_>, reason: &str| {
        bench.operations.confirm(&bench.shop, &intent.id, Option::as_ref(&choice), Some(reason.into())).await
    };
    assert!(matches!(confirm(Some(ALL), "  ").await, Err(NotConfirmed::NoReason)));
    assert!(matches!(confirm(None, "Returned").await, Err(NotConfirmed::Amount(AmountProblem::Empty))));
    assert_eq!(bench.writes().await.len(), 0);
}

#[tokio::test]
async fn a_refusal_is_told_in_pine_labs_words() {
    let bench = Bench::open().await;
    let operation = bench.begin(known::PAID_LONG_AGO, OperationKind::Refund, Some(ALL)).await;
    let resolved = bench.resolved(&operation).await;
    let State::Refused { why: Refusal::Api(answer), .. } = resolved.state else {
        panic!("{:?}", resolved.state)
    };
    assert_eq!(answer.code.as_deref(), Some("REFUND_DURATION_EXCEEDED"));
    assert_eq!(bench.writes().await.len(), 1);
}

#[tokio::test]
async fn a_refund_that_fails_at_once_is_refused_and_one_that_fails_later_frees_the_amount() {
    let bench = Bench::open().await;
    bench.control("settings", json!({ "refund_status": "FAILED" })).await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    assert!(matches!(bench.resolved(&operation).await.state, State::Refused { .. }));
    bench.control("settings", json!({ "refund_status": "CREATED", "list_refunds": false })).await;
    let later = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    assert!(matches!(bench.resolved(&later).await.state, State::Accepted { .. }));
    assert!(bench.prepare(known::PAID, OperationKind::Refund).await.is_err());
    let reference = later.intent.reference.clone().unwrap();
    bench.control(&format!("refunds/{reference}/advance"), json!({ "status": "FAILED" })).await;
    let free = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    let told = bench.operations.get(later.id()).await.unwrap().unwrap().state;
    assert!(matches!(told, State::NeedsYou { why: NeedsYou::RefundFailed { .. }, .. }), "{told:?}");
    assert_eq!(free.max_amount().map(pinelabs::Money::minor), Some(240_000));
}

#[tokio::test]
async fn a_rate_limit_is_waited_out_then_read_again_and_sent_once() {
    let bench = Bench::open().await;
    bench.fault("POST", "/refunds/", "rate_limited").await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    let waiting = bench.until(&operation, |state| matches!(state, State::Sending { waiting: Some(_) })).await;
    assert!(waiting.is_open());
    assert!(matches!(bench.resolved(&operation).await.state, State::Accepted { .. }));
    let writes = bench.writes().await;
    let committed = writes.iter().filter(|write| write["moved_money"] == true).count();
    assert_eq!((writes.len(), committed), (2, 1));
}

#[tokio::test]
async fn a_look_up_that_gives_the_order_itself_for_every_name_has_the_first_name_free() {
    let bench = Bench::open().await;
    let order = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap().order_id.unwrap();
    let itself = json!({ "order_id": order, "type": "CHARGE", "status": "PROCESSED" });
    let mut named = itself.clone();
    named["merchant_order_reference"] = json!("INV-2526-0183");
    let another = json!({ "order_id": "v1-another", "merchant_order_reference": format!("rf-{order}-10") });
    let wanted = json!({ "method": "GET", "path_contains": "/orders/reference/" });
    for answer in [itself, named, another] {
        let body = json!({ "data": answer });
        let fault =
            json!({ "match": wanted, "kind": "error_before", "status": 200, "body": body, "times": 1000 });
        bench.control("faults", fault).await;
        let intent = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
        assert_eq!(intent.reference.unwrap().as_str(), format!("rf-{order}-1"), "{answer}");
    }
}
