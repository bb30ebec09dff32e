//! What is reported after an answer that says less, more or something else than what happened.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use jiff::SignedDuration;
use pinelabs::{Clock, Money};
use sandbox::{DialectSetting, shop::known};
use serde_json::{Value, json};

use super::{
    lives::{LONG, Place, SHORT},
    setup::{ALL, Bench, part},
};
use crate::{
    operations::{
        NotPrepared,
        operation::{NeedsYou, NotSent, Operation, State},
    },
    rules::allowed::{self, OperationKind, Reason},
};

async fn of_the_schema() -> Bench {
    let bench = Bench::open().await;
    bench.control("settings", json!({ "documented_schema": true })).await;
    bench
}

fn is_accepted(operation: &Operation) -> bool {
    matches!(operation.state, State::Accepted { .. })
}

fn method_and_path(action: OperationKind) -> (&'static str, &'static str, &'static str) {
    match action {
        OperationKind::Refund => (known::PAID, "POST", "/refund"),
        OperationKind::Capture => (known::HELD, "PUT", "/capture"),
        OperationKind::Void => (known::HELD, "PUT", "/orders/"),
        _ => (known::WAITING, "PUT", "/paymentlink/"),
    }
}

/// The answer arrives after the write took effect; returns what is reported in the end.
async fn after_the_deed(dialect: DialectSetting, action: OperationKind, fault: &Value) -> (Bench, Operation) {
    let bench = Bench::with(dialect, Duration::ZERO).await;
    bench.control("settings", json!({ "documented_schema": true })).await;
    let (reference, method, path) = method_and_path(action);
    let mut fault = fault.clone();
    fault["match"] = json!({ "method": method, "path_contains": path });
    bench.control("faults", fault).await;
    let choice = matches!(action, OperationKind::Refund | OperationKind::Capture).then_some(ALL);
    let operation = bench.begin(reference, action, choice).await;
    let resolved = bench.resolved(&operation).await;
    (bench, resolved)
}

#[tokio::test]
async fn what_was_done_is_told_so_whatever_the_answer_to_it_says() {
    let faults = [
        json!({ "kind": "rate_limited_after_commit", "retry_after": 0 }),
        json!({ "kind": "rate_limited_after_commit", "retry_after": 3600 }),
        json!({ "kind": "error_after_commit", "status": 404, "code": "" }),
        json!({ "kind": "error_after_commit", "status": 405, "code": "" }),
        json!({ "kind": "error_after_commit", "status": 422, "code": "PAYMENT_DECLINED" }),
        json!({ "kind": "error_after_commit", "status": 400, "code": "INVALID_REQUEST" }),
        json!({ "kind": "error_after_commit", "status": 403, "code": "INVALID_USER_ACCOUNT" }),
    ];
    for dialect in [DialectSetting::Reference, DialectSetting::Guide] {
        for action in
            [OperationKind::Refund, OperationKind::Capture, OperationKind::Void, OperationKind::Cancel]
        {
            for fault in &faults {
                let (bench, told) = after_the_deed(dialect, action, fault).await;
                assert!(told.state.took_effect(), "{dialect:?} {action:?} {fault}: {:?}", told.state);
                let writes = bench.writes().await;
                let done = writes.iter().filter(|write| write["committed"] == true).count();
                assert_eq!(done, 1, "{dialect:?} {action:?} {fault}");
            }
        }
    }
}

#[tokio::test]
async fn a_message_that_was_answered_with_anything_but_a_refusal_may_have_gone_out() {
    for fault in [
        json!({ "kind": "rate_limited_after_commit", "retry_after": 3600 }),
        json!({ "kind": "error_after_commit", "status": 404, "code": "", "times": 2 }),
    ] {
        let bench = Bench::open().await;
        let mut fault = fault.clone();
        fault["match"] = json!({ "method": "PATCH" });
        bench.control("faults", fault).await;
        let operation = bench.begin(known::OPENED, OperationKind::Resend, None).await;
        let told = bench.resolved(&operation).await;
        let may = matches!(told.state, State::NeedsYou { why: NeedsYou::MayHaveGoneOut { .. }, .. });
        assert!(may, "{:?}", told.state);
    }
}

#[tokio::test]
async fn nothing_is_said_to_be_unsent_or_refused_while_no_look_up_bears_it_out() {
    for (fault, refused) in [
        (json!({ "kind": "error_before", "status": 422, "code": "PAYMENT_DECLINED" }), true),
        (json!({ "kind": "rate_limited", "retry_after": 3600 }), false),
    ] {
        for action in [OperationKind::Refund, OperationKind::Capture, OperationKind::Void] {
            let bench = of_the_schema().await;
            let (reference, method, path) = method_and_path(action);
            let mut fault = fault.clone();
            fault["match"] = json!({ "method": method, "path_contains": path });
            let choice = matches!(action, OperationKind::Refund | OperationKind::Capture).then_some(ALL);
            let intent = bench.prepare(reference, action).await.unwrap();
            bench.control("faults", fault).await;
            // The sent request cannot be looked up: orders and references do not answer after the re-read.
            let reads = if action == OperationKind::Refund { 4 } else { 1 };
            let silent = json!({
                "match": { "method": "GET", "path_contains": "/orders/" }, "kind": "lost_before",
                "after": reads, "times": 400,
            });
            bench.control("faults", silent).await;
            let operation = bench.confirm(&intent, choice.as_ref()).await;
            let now = bench.until(&operation, |state| !matches!(state, State::Sending { .. })).await;
            assert!(now.is_unknown(), "{action:?} {refused}: {:?}", now.state);
        }
    }
}

#[tokio::test]
async fn a_refund_that_fails_at_the_bank_is_found_by_its_own_order_where_look_ups_tell_no_parent() {
    let bench = of_the_schema().await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    bench.resolved(&operation).await;
    let reference = operation.intent.reference.clone().unwrap();
    bench.control(&format!("refunds/{reference}/advance"), json!({ "status": "FAILED" })).await;
    let failed = |state: &State| matches!(state, State::NeedsYou { why: NeedsYou::RefundFailed { .. }, .. });
    bench.until(&operation, failed).await;
    // It frees its amount but keeps its place.
    let next = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert!(next.seen.figures.unwrap().pending.is_zero());
    assert!(next.reference.unwrap().as_str().ends_with("-2"));
}

#[tokio::test]
async fn another_amount_under_our_reference_needs_the_person_at_once_with_both_figures() {
    for fault in ["lost_after_commit", "error_after_commit"] {
        let bench = of_the_schema().await;
        bench.control("settings", json!({ "refund_makes": 7_000 })).await;
        bench.fault("POST", "/refunds/", fault).await;
        let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
        let told = bench.resolved(&operation).await;
        let State::NeedsYou { why: NeedsYou::OtherAmount { amount, refund }, .. } = &told.state else {
            panic!("{:?}", told.state)
        };
        assert_eq!((*amount, told.amount), (Money::inr(7_000), Some(Money::inr(10_000))));
        assert!(refund.order_id.is_some() && told.wants_attention());
        // It counts with its real amount.
        let next = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
        assert_eq!(next.seen.figures.unwrap().pending, Money::inr(7_000));
    }
}

#[tokio::test]
async fn a_server_that_does_not_know_our_amount_and_refunds_everything_is_told_with_both_figures() {
    let bench = of_the_schema().await;
    bench.control("settings", json!({ "refund_makes": 99_999_900 })).await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    let told = bench.resolved(&operation).await;
    assert!(
        matches!(told.state, State::NeedsYou { why: NeedsYou::OtherAmount { .. }, .. }),
        "{:?}",
        told.state
    );
}

#[tokio::test]
async fn an_accepted_refund_that_pine_labs_does_not_know_any_more_needs_the_person_after_days() {
    let bench = of_the_schema().await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    bench.resolved(&operation).await;
    let reference = operation.intent.reference.clone().unwrap();
    bench.control(&format!("refunds/{reference}/forget"), json!({})).await;
    let unseen = |operation: &Operation| operation.unseen_since.is_some();
    super::setup::until(&bench.operations, &operation, unseen).await;
    assert!(is_accepted(&bench.operations.get(operation.id()).await.unwrap().unwrap()));
    bench.clock.advance_seconds(3 * 24 * 3600 + 60);
    let forgotten = |state: &State| matches!(state, State::NeedsYou { why: NeedsYou::Forgotten { .. }, .. });
    let told = bench.until(&operation, forgotten).await;
    assert!(told.wants_attention() && !told.is_open());
    // It still counts: the money may be in flight.
    let next = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    assert_eq!(next.seen.figures.unwrap().pending, Money::inr(10_000));
}

#[tokio::test]
async fn what_was_refunded_beside_ours_is_told_by_the_reading_afterwards() {
    for beside in [0, 20_000] {
        let bench = Bench::open().await;
        let intent = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
        let order = intent.order_id.clone().unwrap();
        let slow = json!({ "match": { "method": "POST" }, "kind": "slow", "delay_ms": 300 });
        bench.control("faults", slow).await;
        let operation = bench.confirm(&intent, Some(&part("100"))).await;
        let committed =
            async { while !bench.writes().await.iter().any(|write| write["committed"] == true) {} };
        tokio::time::timeout(Duration::from_secs(10), committed).await.unwrap();
        if beside > 0 {
            bench.control("dashboard-refund", json!({ "order_id": order, "amount": beside })).await;
        }
        bench.resolved(&operation).await;
        let after = bench.read(&operation).await;
        assert!(is_accepted(&after));
        let more = Some(Money::inr(beside)).filter(|more| more.is_positive());
        assert_eq!(after.more_refunded(), more);
    }
}

#[tokio::test]
async fn another_computers_capture_and_an_older_payment_are_not_told_as_ours() {
    let bench = Bench::open().await;
    bench.fault("PUT", "/capture", "lost_before").await;
    let operation = bench.begin(known::HELD, OperationKind::Capture, Some(ALL)).await;
    bench.until(&operation, |state| matches!(state, State::Checking(_))).await;
    let order = operation.intent.order_id.clone().unwrap();
    let theirs = json!({ "amount": 10_000, "reference": "counter-2" });
    bench.control(&format!("orders/{order}/capture"), theirs).await;
    let told = bench.resolved(&operation).await;
    let expected = Money::inr(10_000);
    assert!(
        matches!(told.state, State::NotSent { why: NotSent::MadeElsewhere { amount, .. }, .. } if amount == expected),
        "{:?}",
        told.state
    );

    let bench = Bench::open().await;
    bench.fault("PUT", "/capture", "lost_before").await;
    let operation = bench.begin(known::OLD_PAYMENT_HELD, OperationKind::Capture, Some(ALL)).await;
    let absent = |state: &State| matches!(state, State::Checking(c) if c.absent_since.is_some());
    bench.until(&operation, absent).await;
}

#[tokio::test]
async fn a_capture_is_told_by_its_own_reference_beside_an_older_payment() {
    let bench = Bench::open().await;
    bench.fault("PUT", "/capture", "lost_after_commit").await;
    let operation = bench.begin(known::OLD_PAYMENT_HELD, OperationKind::Capture, Some(part("50"))).await;
    let told = bench.resolved(&operation).await;
    assert!(matches!(told.state, State::Done { captured_instead: None, .. }), "{:?}", told.state);
    let reference = operation.intent.reference.unwrap();
    assert_eq!(reference.as_str(), format!("cap-{}", operation.intent.order_id.unwrap()));
}

#[tokio::test]
async fn a_link_whose_order_was_paid_is_not_cancelled_also_when_it_is_paid_during_the_hold() {
    let bench = Bench::open().await;
    let refused = bench.prepare(known::CLICKED_PAID, OperationKind::Cancel).await;
    assert!(matches!(refused, Err(NotPrepared::NotAllowed(Reason::MoneyReceived, _))));
    let cancelled = bench.begin(known::WAITING, OperationKind::Cancel, None).await;
    bench.resolved(&cancelled).await;
    let after = bench.read(&cancelled).await;
    assert_eq!(after.after.unwrap().seen.no_money(), Some(true));
}

#[tokio::test]
async fn a_reading_that_lags_does_not_offer_again_what_was_done() {
    for (reference, action) in [
        (known::HELD, OperationKind::Void),
        (known::HELD, OperationKind::Capture),
        (known::WAITING, OperationKind::Cancel),
    ] {
        let bench = Bench::open().await;
        bench.control("settings", json!({ "read_lag_seconds": 3600 })).await;
        let choice = (action == OperationKind::Capture).then_some(ALL);
        let operation = bench.begin(reference, action, choice).await;
        assert!(bench.resolved(&operation).await.state.took_effect());
        let link = bench.link(reference).await;
        let mut reading = bench.shop.read(&link).await.unwrap();
        bench.operations.enrich(&bench.shop, &mut reading).await.unwrap();
        for again in
            [OperationKind::Capture, OperationKind::Void, OperationKind::Cancel, OperationKind::Resend]
        {
            assert!(allowed::check(again, &reading.snapshot).is_err(), "{again:?} after {action:?}");
        }
    }
}

#[test]
fn what_a_start_calls_unsent_is_looked_up_once_and_the_word_corrected() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    // The ledger was copied during the hold: the other copy has sent the operation.
    let request = pinelabs::RefundRequest {
        reference: operation.intent.reference.clone().unwrap(),
        amount: operation.amount.unwrap(),
    };
    let order = operation.intent.order_id.clone().unwrap();
    life.run(async {
        life.shop.client().refunds().create(&order, &request, &operation.intent.key).await.unwrap()
    });
    let life = place.restart(life, SHORT);
    assert!(matches!(life.now(&operation).state, State::NotSent { why: NotSent::ClosedInHold, .. }));
    life.resume();
    let told = life.until(&operation, is_accepted);
    assert!(!told.recheck);
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn what_a_start_calls_unsent_and_is_not_there_asks_nothing_of_anybody() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    let life = place.restart(life, SHORT);
    assert!(life.now(&operation).recheck);
    life.resume();
    // Another refund can be made meanwhile, under the same name.
    let next = life.begin(known::PAID, OperationKind::Refund, Some(&part("50")));
    assert!(is_accepted(&life.resolved(&next)));
    let told = life.now(&operation);
    assert!(matches!(told.state, State::NotSent { why: NotSent::ClosedInHold, .. }), "{:?}", told.state);
    assert!(!told.is_open() && !told.wants_attention());
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn a_void_that_was_closed_in_its_hold_is_not_told_as_done_by_the_one_that_was_asked_for_after_it() {
    for (reference, action) in [(known::HELD, OperationKind::Void), (known::WAITING, OperationKind::Cancel)] {
        let place = Place::new();
        let life = place.start(LONG);
        let first = life.begin(reference, action, None);
        let life = if action == OperationKind::Void {
            place.restart(life, SHORT)
        } else {
            place.restart(life, Duration::ZERO)
        };
        let unsent = life.now(&first);
        if !matches!(unsent.state, State::NotSent { .. }) {
            continue;
        }
        let second = life.begin(reference, action, None);
        assert!(life.resolved(&second).state.took_effect());
        life.resume();
        life.run(async {
            let mut reading = life.shop.read(second.link_id().unwrap()).await.unwrap();
            life.operations.enrich(&life.shop, &mut reading).await.unwrap();
        });
        assert!(matches!(life.now(&first).state, State::NotSent { .. }), "{:?}", life.now(&first).state);
    }
}

#[test]
fn no_step_that_a_computer_sleeps_in_lets_anything_leave_after_it() {
    for sleeps_in in 1..=8 {
        let place = Place::new();
        let life = place.start(SHORT);
        let intent = life.prepare(known::PAID, OperationKind::Refund).unwrap();
        let clock = std::sync::Arc::clone(&place.clock);
        let (commits, slept) = (AtomicU32::new(0), std::sync::Arc::new(Mutex::new(None)));
        let woke = std::sync::Arc::clone(&slept);
        life.operations.journal().ledger().before_each_commit(move || {
            if commits.fetch_add(1, Ordering::SeqCst) + 1 == sleeps_in {
                clock.advance_seconds(3600);
                *woke.lock().unwrap() = Some(jiff::Timestamp::now());
            }
            Ok(())
        });
        let operation = life.confirm(&intent, Some(&part("100"))).unwrap();
        life.resolved(&operation);
        let slept = *slept.lock().unwrap();
        let left_after_it = place.writes().into_iter().filter(|write| {
            let at = write["at"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
            slept.is_some_and(|slept| at > slept)
        });
        assert_eq!(left_after_it.count(), 0, "asleep in commit {sleeps_in}");
    }
}

#[test]
fn a_time_to_come_locks_no_order_for_ever() {
    let place = Place::new();
    let life = place.start(SHORT);
    place.fault("POST", "/refunds/", &json!({ "kind": "lost_before" }));
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    life.until_absent(&operation);
    // The clock was a year ahead when the look-ups began, and was corrected.
    let ahead = place.clock.now() + SignedDuration::from_hours(365 * 24);
    life.rewrite(&operation, |now| {
        if let State::Checking(checking) = &mut now.state {
            checking.undecided_since = Some(ahead);
            checking.absent_since = Some(ahead);
        }
    });
    place.clock.advance(40);
    let told = life.until(&operation, |now| matches!(now.state, State::NeedsYou { .. }));
    assert!(matches!(told.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }));
}
