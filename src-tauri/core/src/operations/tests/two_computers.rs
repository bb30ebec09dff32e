//! Two computers of one shop, and two key pairs on one computer: the same money is refunded once, and the loser is told so.

use std::time::Duration;

use pinelabs::Money;
use sandbox::{DialectSetting, shop::known};
use serde_json::{Value, json};

use super::setup::{ALL, Bench, part};
use crate::{
    operations::operation::{Intent, NeedsYou, NotSent, Operation, Refusal, State},
    rules::allowed::OperationKind,
};

/// A server with Pine Labs' published schema: its look-ups return neither the parent of a refund nor an order's refunds.
async fn of_the_schema(dialect: DialectSetting, duplicate: &str) -> Bench {
    let bench = Bench::with(dialect, Duration::ZERO).await;
    bench.control("settings", json!({ "documented_schema": true, "duplicate_refund": duplicate })).await;
    bench
}

const SERVERS: [(DialectSetting, &str); 4] = [
    (DialectSetting::Reference, "refuse"),
    (DialectSetting::Reference, "return"),
    (DialectSetting::Guide, "refuse"),
    (DialectSetting::Guide, "return"),
];

fn made_elsewhere(operation: &Operation) -> Option<Money> {
    match operation.state {
        State::NotSent { why: NotSent::MadeElsewhere { amount, .. }, .. } => Some(amount),
        _ => None,
    }
}

fn is_accepted(operation: &Operation) -> bool {
    matches!(operation.state, State::Accepted { .. })
}

async fn in_the_books(bench: &Bench, intent: &Intent) -> Vec<Value> {
    bench.refunds_in_the_books(intent.order_id.as_ref().unwrap()).await
}

#[tokio::test]
async fn two_computers_that_refund_the_same_order_at_once_refund_it_once() {
    for (dialect, duplicate) in SERVERS {
        let one = of_the_schema(dialect, duplicate).await;
        let other = one.another_computer().await;
        let (first, second) = (
            one.prepare(known::PAID, OperationKind::Refund).await.unwrap(),
            other.prepare(known::PAID, OperationKind::Refund).await.unwrap(),
        );
        assert_eq!(first.reference, second.reference);
        // Neither sees the other's refund right before sending its own.
        one.control("settings", json!({ "read_lag_seconds": 60 })).await;
        let (some, more) = (part("100"), part("150"));
        let begun = tokio::join!(one.confirm(&first, Some(&some)), other.confirm(&second, Some(&more)));
        let sent = |state: &State| !matches!(state, State::Sending { .. });
        tokio::join!(one.until(&begun.0, sent), other.until(&begun.1, sent));
        one.control("clock/advance", json!({ "seconds": 60 })).await;
        let ended = (one.resolved(&begun.0).await, other.resolved(&begun.1).await);
        let refunds = in_the_books(&one, &first).await;
        assert_eq!(refunds.len(), 1, "{dialect:?} {duplicate}");
        let (winner, loser) = if is_accepted(&ended.0) { (&ended.0, &ended.1) } else { (&ended.1, &ended.0) };
        assert!(is_accepted(winner), "{dialect:?} {duplicate}: {ended:?}");
        assert_eq!(refunds[0]["amount"], json!(winner.amount.unwrap().minor()));
        assert_eq!(made_elsewhere(loser), winner.amount, "{dialect:?} {duplicate}: {:?}", loser.state);
        // The loser can start again, and the other refund counts.
        let (bench, amount) = if loser.id() == ended.0.id() { (&one, "100") } else { (&other, "150") };
        let again = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
        assert_eq!(again.seen.figures.unwrap().pending, winner.amount.unwrap());
        assert!(again.reference.as_ref().unwrap().as_str().ends_with("-2"));
        let again = bench.confirm(&again, Some(&part(amount))).await;
        assert!(is_accepted(&bench.resolved(&again).await));
        assert_eq!(in_the_books(&one, &first).await.len(), 2);
    }
}

#[tokio::test]
async fn two_computers_that_mean_the_same_amount_at_once_refund_it_once() {
    for (dialect, duplicate) in SERVERS {
        let one = of_the_schema(dialect, duplicate).await;
        let other = one.another_computer().await;
        let first = one.prepare(known::PAID, OperationKind::Refund).await.unwrap();
        let second = other.prepare(known::PAID, OperationKind::Refund).await.unwrap();
        let begun = (one.confirm(&first, Some(&ALL)).await, other.confirm(&second, Some(&ALL)).await);
        let ended = (one.resolved(&begun.0).await, other.resolved(&begun.1).await);
        assert_eq!(in_the_books(&one, &first).await.len(), 1);
        assert!(is_accepted(&ended.0) || is_accepted(&ended.1), "{ended:?}");
    }
}

#[tokio::test]
async fn half_a_minute_later_where_reads_lag_the_second_computer_is_told_that_its_refund_was_not_made() {
    for (dialect, duplicate) in SERVERS {
        for amount in ["100", "150"] {
            let one = of_the_schema(dialect, duplicate).await;
            let other = one.another_computer().await;
            one.control("settings", json!({ "read_lag_seconds": 60 })).await;
            let first = one.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
            assert!(is_accepted(&one.resolved(&first).await));
            one.control("clock/advance", json!({ "seconds": 30 })).await;
            let second = other.prepare(known::PAID, OperationKind::Refund).await.unwrap();
            assert!(second.seen.figures.unwrap().pending.is_zero(), "the reading lags");
            let second = other.confirm(&second, Some(&part(amount))).await;
            let state = |state: &State| !matches!(state, State::Sending { .. });
            other.until(&second, state).await;
            one.control("clock/advance", json!({ "seconds": 60 })).await;
            let ended = other.resolved(&second).await;
            assert_eq!(made_elsewhere(&ended), Some(Money::inr(10_000)), "{duplicate}: {:?}", ended.state);
            assert_eq!(in_the_books(&one, &first.intent).await.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_reinstalled_copy_walks_the_same_chain_and_counts_what_was_refunded_before() {
    let one = of_the_schema(DialectSetting::Reference, "refuse").await;
    for amount in ["100", "40"] {
        let refund = one.begin(known::PAID, OperationKind::Refund, Some(part(amount))).await;
        assert!(is_accepted(&one.resolved(&refund).await));
    }
    let fresh = one.another_computer().await;
    let intent = fresh.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    let figures = intent.seen.figures.unwrap();
    assert_eq!((figures.pending, figures.at_most), (Money::inr(14_000), true));
    assert!(intent.reference.unwrap().as_str().ends_with("-3"));
}

#[tokio::test]
async fn refunds_count_by_their_order_over_all_pairs_of_keys_of_a_computer() {
    let one = of_the_schema(DialectSetting::Reference, "refuse").await;
    // The look-up finds none of them: only the ledger knows.
    one.control("settings", json!({ "find_refunds_by_reference": false })).await;
    let refund = one.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    assert!(is_accepted(&one.resolved(&refund).await));
    let keys = one.another_account().await;
    let intent = keys.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(intent.seen.figures.unwrap().pending, Money::inr(10_000));
    assert!(intent.reference.unwrap().as_str().ends_with("-2"));
}

#[tokio::test]
async fn a_colleagues_refund_under_a_reference_of_its_own_is_never_ours() {
    let bench = of_the_schema(DialectSetting::Reference, "refuse").await;
    bench.fault("POST", "/refunds/", "lost_before").await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    bench.until(&operation, |state| matches!(state, State::Checking(_))).await;
    let order = operation.intent.order_id.clone().unwrap();
    bench.control("dashboard-refund", json!({ "order_id": order, "amount": 10_000 })).await;
    let looked_up = |state: &State| matches!(state, State::Checking(c) if c.checked_at.is_some());
    let now = bench.until(&operation, looked_up).await;
    assert!(now.is_unknown(), "{:?}", now.state);
}

#[tokio::test]
async fn a_failed_refund_keeps_its_place_and_an_undone_one_gives_it_back() {
    let bench = of_the_schema(DialectSetting::Reference, "refuse").await;
    let place =
        |intent: &Intent| intent.reference.as_ref().unwrap().as_str().rsplit('-').next().unwrap().to_owned();
    bench.control("settings", json!({ "refund_status": "FAILED" })).await;
    let failed = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    let failed = bench.resolved(&failed).await;
    assert!(matches!(failed.state, State::Refused { why: Refusal::RefundFailed, .. }));
    let next = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(place(&next), "2");
    assert_eq!(
        place(&bench.another_computer().await.prepare(known::PAID, OperationKind::Refund).await.unwrap()),
        "2"
    );

    let held = Bench::with(DialectSetting::Reference, Duration::from_mins(1)).await;
    let undone = held.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    held.operations.undo(undone.id()).await.unwrap();
    let next = held.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(next.reference, undone.intent.reference);
    let next = held.confirm(&next, Some(&part("10"))).await;
    assert_eq!(
        held.operations.get(next.id()).await.unwrap().unwrap().intent.reference,
        undone.intent.reference
    );
}

#[tokio::test]
async fn what_pine_labs_refused_is_asked_for_again_under_the_same_name_so_that_it_can_never_come_twice() {
    let bench = of_the_schema(DialectSetting::Reference, "refuse").await;
    let refusal = json!({
        "match": { "method": "POST" }, "kind": "error_before", "status": 422, "code": "PAYMENT_DECLINED",
    });
    bench.control("faults", refusal).await;
    let refused = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    let refused = bench.resolved(&refused).await;
    assert!(matches!(refused.state, State::Refused { why: Refusal::Api(_), .. }));
    let again = bench.begin(known::PAID, OperationKind::Refund, Some(part("150"))).await;
    assert_eq!(again.intent.reference, refused.intent.reference);
    assert_ne!(again.intent.key, refused.intent.key);
    assert!(is_accepted(&bench.resolved(&again).await));
    // The first request is delivered again, an hour late: its name is taken.
    let request = pinelabs::RefundRequest {
        reference: refused.intent.reference.clone().unwrap(),
        amount: refused.amount.unwrap(),
    };
    let order = refused.intent.order_id.clone().unwrap();
    let late = bench.shop.client().refunds().create(&order, &request, &refused.intent.key).await;
    assert!(late.is_err());
    assert_eq!(in_the_books(&bench, &again.intent).await.len(), 1);
}

#[tokio::test]
async fn a_name_that_is_taken_with_nothing_under_it_is_left_for_the_next_generation_of_its_place() {
    let bench = of_the_schema(DialectSetting::Reference, "refuse").await;
    // So that a look-up can prove absence.
    let first = bench.begin(known::PAID_BY_CARD, OperationKind::Refund, Some(part("100"))).await;
    bench.resolved(&first).await;
    bench.prepare(known::PAID_BY_CARD, OperationKind::Refund).await.unwrap();
    bench.control("settings", json!({ "burn_references": true })).await;
    let order = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap().order_id.unwrap();
    // Refused for its amount, it uses up its name.
    let request = pinelabs::RefundRequest {
        reference: format!("rf-{order}-1").parse().unwrap(),
        amount: Money::inr(99_999_900),
    };
    let key = pinelabs::IdempotencyKey::generate();
    assert!(bench.shop.client().refunds().create(&order, &request, &key).await.is_err());
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    bench.until(&operation, |s| matches!(s, State::Checking(c) if c.absent_since.is_some())).await;
    // Something has taken the name and may be ours: not finding it proves nothing, and only a person can tell.
    bench.clock.advance(30);
    let ended = bench.resolved(&operation).await;
    assert!(matches!(ended.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }), "{:?}", ended.state);
    bench.clock.stay();
    bench.operations.decide(operation.id(), false).await.unwrap();
    // As long as it may arrive late, the next one has the same name.
    let next = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(next.reference, operation.intent.reference);
    bench.clock.advance_seconds(2 * 3600);
    let next = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(next.reference.as_ref().unwrap().as_str(), format!("rf-{order}-1-2"));
    let next = bench.confirm(&next, Some(&part("100"))).await;
    assert!(is_accepted(&bench.resolved(&next).await));
    // A computer that does not know of it finds the second generation before it sends anything.
    let fresh = bench.another_computer().await.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(fresh.seen.figures.unwrap().pending, Money::inr(10_000));
    assert_eq!(fresh.reference.unwrap().as_str(), format!("rf-{order}-2"));
}

#[tokio::test]
async fn a_gap_in_the_chain_hides_no_refund_from_another_computer() {
    let one = of_the_schema(DialectSetting::Reference, "refuse").await;
    let refund = one.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    assert!(is_accepted(&one.resolved(&refund).await));
    let second = one.begin(known::PAID, OperationKind::Refund, Some(part("40"))).await;
    assert!(is_accepted(&one.resolved(&second).await));
    // Pine Labs no longer finds the first.
    let first = refund.intent.reference.as_ref().unwrap();
    one.control(&format!("refunds/{first}/forget"), json!({})).await;
    let other = one.another_computer().await;
    let dialog = other.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(dialog.seen.figures.unwrap().pending, Money::inr(4_000));
    let mut page = other.shop.read(refund.link_id().unwrap()).await.unwrap();
    other.operations.enrich(&other.shop, &mut page).await.unwrap();
    let counted = page.snapshot.known_refunds.iter().map(|refund| refund.amount).collect::<Vec<_>>();
    assert_eq!(counted, [Some(Money::inr(4_000))]);
}

#[tokio::test]
async fn a_capture_of_another_amount_under_the_name_that_both_computers_give_it_is_not_ours() {
    for duplicate in ["refuse", "return"] {
        let one = Bench::open().await;
        one.control("settings", json!({ "duplicate_capture": duplicate, "read_lag_seconds": 60 })).await;
        let other = one.another_computer().await;
        let first = one.prepare(known::HELD, OperationKind::Capture).await.unwrap();
        let second = other.prepare(known::HELD, OperationKind::Capture).await.unwrap();
        assert_eq!(first.reference, second.reference);
        let slow = json!({ "match": { "method": "PUT" }, "kind": "slow", "delay_ms": 2_000, "times": 2 });
        one.control("faults", slow).await;
        let begun =
            (one.confirm(&first, Some(&part("600"))).await, other.confirm(&second, Some(&part("700"))).await);
        // Neither sees the other's before both have gone out.
        let both_out = async {
            while one.writes().await.len() < 2 {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), both_out).await.unwrap();
        one.control("settings", json!({ "duplicate_capture": duplicate, "read_lag_seconds": 0 })).await;
        let ended = (one.resolved(&begun.0).await, other.resolved(&begun.1).await);
        let (winner, loser) =
            if ended.0.state.took_effect() { (&ended.0, &ended.1) } else { (&ended.1, &ended.0) };
        assert!(matches!(winner.state, State::Done { captured_instead: None, .. }), "{ended:?}");
        assert_eq!(made_elsewhere(loser), winner.amount, "{duplicate}: {:?}", loser.state);
    }
}
