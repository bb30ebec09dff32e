//! Lost answers: first checking, then the true outcome; never a second request.

use sandbox::{DialectSetting, shop::known};
use serde_json::json;
use std::time::Duration;

use super::setup::{ALL, Bench, part};
use crate::{
    operations::operation::{NeedsYou, NotSent, State},
    rules::allowed::OperationKind,
};

/// One write with a fault after its commit: it passes through checking and ends as `right`, with one effective request.
async fn resolves(
    bench: &Bench,
    reference: &str,
    action: OperationKind,
    fault: (&str, &str, &str),
    right: fn(&State) -> bool,
) {
    let (method, path, kind) = fault;
    bench.fault(method, path, kind).await;
    let mut changes = bench.operations.subscribe();
    let choice = matches!(action, OperationKind::Refund | OperationKind::Capture).then_some(ALL);
    let operation = bench.begin(reference, action, choice).await;
    let resolved = bench.resolved(&operation).await;
    assert!(right(&resolved.state), "{action:?} after {kind}: {:?}", resolved.state);
    let mut seen = Vec::new();
    while let Ok(step) = changes.try_recv() {
        seen.push(step.state.name());
    }
    assert!(seen.contains(&"checking") && !seen.contains(&"refused"), "{action:?} after {kind}: {seen:?}");
    assert_eq!(bench.writes().await.len(), 1, "{action:?} after {kind}");
}

#[tokio::test]
async fn a_refund_with_a_lost_answer_is_found_by_its_reference() {
    for kind in [
        "lost_after_commit",
        "error_after_commit",
        "garbage_after_commit",
        "html_after_commit",
        "empty_after_commit",
        "truncated",
        "duplicate_request_after_commit",
        "error_object_200_after_commit",
    ] {
        let bench = Bench::open().await;
        let fault = ("POST", "/refunds/", kind);
        resolves(&bench, known::PAID, OperationKind::Refund, fault, |state| {
            matches!(state, State::Accepted { .. })
        })
        .await;
    }
}

#[tokio::test]
async fn a_refund_is_found_in_the_orders_list_where_the_look_up_never_finds_refunds() {
    let bench = Bench::with(DialectSetting::Guide, Duration::ZERO).await;
    bench.control("settings", json!({ "find_refunds_by_reference": false })).await;
    let fault = ("POST", "/refund", "lost_after_commit");
    resolves(&bench, known::PAID, OperationKind::Refund, fault, |state| {
        matches!(state, State::Accepted { .. })
    })
    .await;
}

#[tokio::test]
async fn a_capture_void_and_cancel_with_a_lost_answer_are_told_by_order_and_link() {
    fn done(state: &State) -> bool {
        matches!(state, State::Done { captured_instead: None, .. })
    }
    for dialect in [DialectSetting::Reference, DialectSetting::Guide] {
        for kind in ["lost_after_commit", "garbage_after_commit", "error_after_commit"] {
            let bench = Bench::with(dialect, Duration::ZERO).await;
            resolves(&bench, known::HELD_LATELY, OperationKind::Capture, ("PUT", "/capture", kind), done)
                .await;
            let bench = Bench::with(dialect, Duration::ZERO).await;
            resolves(&bench, known::HELD_LATELY, OperationKind::Void, ("PUT", "/orders/", kind), done).await;
            let bench = Bench::with(dialect, Duration::ZERO).await;
            resolves(&bench, known::WAITING, OperationKind::Cancel, ("PUT", "/paymentlink/", kind), done)
                .await;
        }
    }
}

#[tokio::test]
async fn a_refusal_because_it_was_delivered_and_done_before_is_told_as_done() {
    let holds = [
        (known::HELD_LATELY, OperationKind::Capture, "/capture"),
        (known::HELD_LATELY, OperationKind::Void, "/cancel"),
    ];
    for (reference, action, path) in
        holds.into_iter().chain([(known::WAITING, OperationKind::Cancel, "/cancel")])
    {
        let bench = Bench::open().await;
        let target = json!({ "method": "PUT", "path_contains": path });
        // As passed on by a gateway that delivers twice: the second delivery finds it ended already.
        let fault = json!({
            "match": target, "kind": "error_after_commit", "status": 422, "code": "INVALID_REQUEST",
        });
        bench.control("faults", fault).await;
        let choice = (action == OperationKind::Capture).then_some(ALL);
        let operation = bench.begin(reference, action, choice).await;
        let resolved = bench.resolved(&operation).await;
        assert!(matches!(resolved.state, State::Done { .. }), "{action:?}: {:?}", resolved.state);
        assert_eq!(bench.writes().await.len(), 1);
    }
}

#[tokio::test]
async fn two_look_ups_with_a_long_gap_between_them_prove_no_absence() {
    let bench = Bench::open().await;
    bench.fault("PUT", "/capture", "lost_before").await;
    let operation = bench.begin(known::HELD, OperationKind::Capture, Some(ALL)).await;
    let since = |state: &State| match state {
        State::Checking(checking) => checking.absent_since,
        _ => None,
    };
    let absent = bench.until(&operation, |state| since(state).is_some()).await;
    let first = since(&absent.state);
    // The process was closed, the computer slept, or the clock was set.
    bench.clock.advance_seconds(16 * 60);
    let later = bench.until(&operation, |state| since(state) != first).await;
    assert!(since(&later.state) > first, "{:?}", later.state);
    bench.clock.advance(16);
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::ProvenAbsent, .. }));
}

#[tokio::test]
async fn a_refund_that_never_arrived_is_absent_only_after_proof_and_is_sent_again_with_the_same_reference() {
    let bench = Bench::open().await;
    // A look-up must have found a refund of ours before it can prove one absent.
    let first = bench.begin(known::PAID_BY_CARD, OperationKind::Refund, Some(part("100"))).await;
    bench.resolved(&first).await;
    bench.prepare(known::PAID_BY_CARD, OperationKind::Refund).await.unwrap();
    assert!(bench.shop.finds_refunds().await);

    bench.fault("POST", "/refunds/", "lost_before").await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    let absent =
        |state: &State| matches!(state, State::Checking(checking) if checking.absent_since.is_some());
    bench.until(&operation, absent).await;
    bench.clock.advance(14);
    bench.operations.check_now(operation.id()).await.unwrap();
    bench.until(&operation, absent).await;
    bench.clock.advance(2);
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::NotSent { why: NotSent::ProvenAbsent, .. }));
    assert_eq!(bench.writes().await.len(), 2);

    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap();
    assert!(matches!(bench.resolved(&operation).await.state, State::Accepted { .. }));
    let writes = bench.writes().await;
    let of_this =
        writes.iter().filter(|write| write["path"].as_str().unwrap().contains("0176")).collect::<Vec<_>>();
    assert_eq!(of_this.len(), 2);
    assert_eq!(of_this[0]["body"], of_this[1]["body"]);
    assert_eq!(of_this[0]["idempotency_key"], of_this[1]["idempotency_key"]);
}

#[tokio::test]
async fn a_look_up_that_has_never_found_a_refund_proves_nothing_and_the_person_has_to_look() {
    let bench = Bench::open().await;
    bench.fault("POST", "/refunds/", "lost_before").await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    bench.until(&operation, |s| matches!(s, State::Checking(c) if c.absent_since.is_some())).await;
    bench.clock.advance(60);
    let late = bench.clock_now();
    let after = bench
        .until(&operation, |s| {
            matches!(s, State::NeedsYou { why: NeedsYou::CannotTell(c), .. } if c.checked_at >= Some(late))
        })
        .await;
    assert!(after.is_unknown() && after.is_open());
}

#[tokio::test]
async fn somebody_elses_refund_of_the_same_amount_is_neither_ours_nor_a_proof_that_ours_is_absent() {
    let bench = Bench::open().await;
    let first = bench.begin(known::PAID_BY_CARD, OperationKind::Refund, Some(part("100"))).await;
    bench.resolved(&first).await;
    bench.prepare(known::PAID_BY_CARD, OperationKind::Refund).await.unwrap();
    assert!(bench.shop.finds_refunds().await);

    bench.fault("POST", "/refunds/", "lost_before").await;
    let operation = bench.begin(known::PART_REFUNDED, OperationKind::Refund, Some(part("100"))).await;
    bench.until(&operation, |state| matches!(state, State::Checking(_))).await;
    let order = operation.intent.order_id.clone().unwrap();
    bench.control("dashboard-refund", json!({ "order_id": order, "amount": 10_000 })).await;
    bench.clock.advance(60);
    let late = bench.clock_now();
    let after =
        bench.until(&operation, |s| matches!(s, State::Checking(c) if c.checked_at >= Some(late))).await;
    assert!(after.is_unknown(), "{:?}", after.state);
}

#[tokio::test]
async fn a_first_attempt_that_comes_to_light_late_is_found_and_nothing_is_sent_again() {
    let bench = Bench::open().await;
    let first = bench.begin(known::PAID_BY_CARD, OperationKind::Refund, Some(part("100"))).await;
    bench.resolved(&first).await;
    bench.prepare(known::PAID_BY_CARD, OperationKind::Refund).await.unwrap();
    bench.fault("POST", "/refunds/", "lost_before").await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    bench.until(&operation, |s| matches!(s, State::Checking(c) if c.absent_since.is_some())).await;
    bench.clock.advance(16);
    let absent = bench.resolved(&operation).await;
    assert!(matches!(absent.state, State::NotSent { why: NotSent::ProvenAbsent, .. }));

    // The request that seemed lost arrives after all.
    let request = pinelabs::RefundRequest {
        reference: operation.intent.reference.clone().unwrap(),
        amount: operation.amount.unwrap(),
    };
    let order = operation.intent.order_id.clone().unwrap();
    bench.shop.client().refunds().create(&order, &request, &operation.intent.key).await.unwrap();
    let before = bench.writes().await.len();
    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap();
    assert!(matches!(bench.resolved(&operation).await.state, State::Accepted { .. }));
    assert_eq!(bench.writes().await.len(), before);
}

#[tokio::test]
async fn a_second_attempt_that_cannot_be_sent_is_checking_and_never_not_sent() {
    let bench = Bench::open().await;
    bench.fault("PUT", "/capture", "lost_before").await;
    let operation = bench.begin(known::HELD, OperationKind::Capture, Some(ALL)).await;
    bench.until(&operation, |s| matches!(s, State::Checking(c) if c.absent_since.is_some())).await;
    bench.clock.advance(16);
    bench.resolved(&operation).await;
    bench.fault("PUT", "/capture", "rate_limited").await;
    let mut changes = bench.operations.subscribe();
    bench
        .control("faults", json!({ "match": { "method": "PUT" }, "kind": "rate_limited", "times": 9 }))
        .await;
    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap();
    let after = bench.until(&operation, |s| matches!(s, State::Checking(_))).await;
    assert!(after.is_unknown());
    while let Ok(step) = changes.try_recv() {
        assert!(!matches!(step.state, State::NotSent { .. } | State::Refused { .. }), "{:?}", step.state);
    }
}

#[tokio::test]
async fn a_resend_without_an_answer_may_have_gone_out_and_blocks_nothing() {
    let bench = Bench::open().await;
    bench.fault("PATCH", "/notify", "lost_after_commit").await;
    let operation = bench.begin(known::OPENED, OperationKind::Resend, None).await;
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::NeedsYou { why: NeedsYou::MayHaveGoneOut { .. }, .. }));
    let again = bench.begin(known::OPENED, OperationKind::Resend, None).await;
    assert!(matches!(bench.resolved(&again).await.state, State::Done { .. }));
}
