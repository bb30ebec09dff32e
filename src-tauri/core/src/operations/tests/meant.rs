//! Nothing is sent if the person's decision may be out of date: after a suspend, while the window closes, or when the person
//! changes their mind about sending again.

use std::time::Duration;

use pinelabs::Clock;
use sandbox::{DialectSetting, shop::known};
use serde_json::json;

use super::{
    lives::{LONG, Life, Place, SHORT},
    setup::{ALL, Bench, part},
};
use crate::{
    operations::operation::{NotSent, Operation, State},
    rules::allowed::OperationKind,
};

const SOME_HOLD: Duration = Duration::from_millis(300);

fn refund(life: &Life) -> Operation {
    life.begin(known::PAID, OperationKind::Refund, Some(&part("100")))
}

fn overrun(state: &State) -> bool {
    matches!(state, State::NotSent { why: NotSent::HoldOverrun, .. })
}

#[tokio::test]
async fn a_computer_that_sleeps_while_pine_labs_asks_to_wait_sends_nothing_after_it() {
    for (asleep, sent) in [(9, true), (3_600, false)] {
        let bench = Bench::open().await;
        let wait = json!({ "match": { "method": "POST", "path_contains": "/refunds/" }, "kind": "rate_limited", "retry_after": 1 });
        bench.control("faults", wait).await;
        let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
        bench.until(&operation, |state| matches!(state, State::Sending { waiting: Some(_) })).await;
        bench.clock.advance_seconds(asleep);
        let resolved = bench.resolved(&operation).await;
        let right =
            if sent { matches!(resolved.state, State::Accepted { .. }) } else { overrun(&resolved.state) };
        assert!(right, "asleep for {asleep} s: {:?}", resolved.state);
        let committed = bench.writes().await.iter().filter(|write| write["committed"] == true).count();
        assert_eq!(committed, usize::from(sent));
    }
}

#[tokio::test]
async fn a_computer_that_sleeps_while_the_link_is_read_again_sends_nothing_after_it() {
    let bench = Bench::open().await;
    let intent = bench.prepare(known::WAITING, OperationKind::Cancel).await.unwrap();
    let slow = json!({ "match": { "method": "GET" }, "kind": "slow", "delay_ms": 500 });
    bench.control("faults", slow).await;
    let operation = bench.confirm(&intent, None).await;
    // It requests its link and waits for the answer.
    tokio::task::yield_now().await;
    bench.clock.advance_seconds(60);
    assert!(overrun(&bench.resolved(&operation).await.state));
    assert_eq!(bench.writes().await.len(), 0);
}

#[test]
fn a_window_that_is_closing_sends_nothing_and_the_next_start_says_so() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = refund(&life);
    life.operations.close();
    // Longer than the hold: closing takes a while.
    life.run(async { tokio::time::sleep(SHORT * 4).await });
    assert!(matches!(life.now(&operation).state, State::Held { .. }));
    let life = place.restart(life, SHORT);
    let told = life.now(&operation);
    assert!(matches!(told.state, State::NotSent { why: NotSent::ClosedInHold, .. }), "{:?}", told.state);
    assert_eq!((life.unsent.len(), place.writes().len()), (1, 0));
}

#[tokio::test]
async fn a_hold_is_not_ended_by_a_look_at_it_nor_by_what_was_waited_for_before() {
    let bench = Bench::with(DialectSetting::Reference, SOME_HOLD).await;
    let operation = absent(&bench).await;
    let writes = bench.writes().await.len();
    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap();
    for _ in 0..50 {
        bench.operations.check_now(operation.id()).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert!(matches!(bench.operations.get(operation.id()).await.unwrap().unwrap().state, State::Held { .. }));
    assert_eq!(bench.writes().await.len(), writes);
}

#[tokio::test]
async fn a_computer_that_sleeps_while_what_is_sent_again_is_looked_up_sends_nothing_after_it() {
    let bench = Bench::open().await;
    let operation = absent(&bench).await;
    let writes = bench.writes().await.len();
    let slow = json!({ "match": { "method": "GET" }, "kind": "slow", "delay_ms": 500 });
    bench.control("faults", slow).await;
    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap();
    // It looks up its refund and waits for the answer.
    tokio::task::yield_now().await;
    bench.clock.advance_seconds(3_600);
    let told = bench.until(&operation, |state| !matches!(state, State::Sending { .. })).await;
    // The first attempt may still arrive: only a look-up tells the outcome.
    assert!(told.is_unknown(), "{:?}", told.state);
    assert_eq!(bench.writes().await.len(), writes);
}

/// A refund that was proven absent.
async fn absent(bench: &Bench) -> Operation {
    bench.shop.note_refund_found(bench.clock_now()).await;
    bench.fault("POST", "/refunds/", "lost_before").await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(ALL)).await;
    bench.until(&operation, |state| matches!(state, State::Checking(_))).await;
    bench.clock.advance(20);
    let absent = bench.resolved(&operation).await;
    bench.clock.stay();
    assert!(matches!(absent.state, State::NotSent { why: NotSent::ProvenAbsent, .. }), "{:?}", absent.state);
    absent
}

#[tokio::test]
async fn what_is_sent_again_is_held_again_and_can_be_taken_back() {
    let bench = Bench::with(DialectSetting::Reference, SOME_HOLD).await;
    let operation = absent(&bench).await;
    let writes = bench.writes().await.len();
    let held = bench.operations.send_again(&bench.shop, operation.id()).await.unwrap().unwrap();
    assert!(matches!(held.state, State::Held { .. }) && held.is_open());
    let back = bench.operations.undo(operation.id()).await.unwrap().unwrap();
    assert!(matches!(back.state, State::NotSent { why: NotSent::ProvenAbsent, .. }));
    assert!(back.may_be_sent_again() && !back.is_open());
    tokio::time::sleep(SOME_HOLD * 2).await;
    assert_eq!(bench.writes().await.len(), writes);
    // And again, this time without undoing it.
    bench.operations.send_again(&bench.shop, operation.id()).await.unwrap().unwrap();
    let resolved = bench.until(&operation, |state| matches!(state, State::Accepted { .. })).await;
    let steps = bench.operations.journal().steps(&resolved).await.unwrap();
    let steps = steps.iter().map(|step| step.outcome.as_str()).collect::<Vec<_>>();
    assert!(
        steps.ends_with(&["not_sent", "held", "not_sent", "held", "again", "sending", "accepted"]),
        "{steps:?}"
    );
    let bodies = bench.writes().await;
    assert!(bodies.iter().all(|write| write["body"] == bodies[0]["body"]));
    assert_eq!(bodies.len(), writes + 1);
}

#[test]
fn the_persons_word_stands_where_sending_again_was_cut_off_in_its_hold() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = refund(&life);
    let at = place.clock.now();
    let said = life.rewrite(&operation, |now| {
        now.lost = true;
        now.decided_at = Some(at);
        now.state = State::NotSent { at, why: NotSent::PersonSaysNot };
    });
    assert!(matches!(life.send_again(&said).state, State::Held { .. }));
    let life = place.restart(life, LONG);
    let told = life.now(&operation);
    assert!(matches!(told.state, State::NotSent { why: NotSent::PersonSaysNot, .. }), "{:?}", told.state);
    assert_eq!(told.decided_at, told.resolved_at());
    assert!(told.interrupted_at.is_some() && life.unsent.len() == 1, "the next start says so");
    assert!(matches!(told.again_unsent, Some(NotSent::ClosedInHold)));
    assert!(told.may_be_sent_again());
    assert_eq!(place.writes().len(), 0);
}

#[test]
fn the_persons_word_stands_where_the_end_of_a_second_hold_cannot_be_written_down() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = refund(&life);
    let life = place.restart(life, SHORT);
    let at = place.clock.now();
    let said = life.rewrite(&operation, |now| {
        now.lost = true;
        now.decided_at = Some(at);
        now.state = State::NotSent { at, why: NotSent::PersonSaysNot };
    });
    life.send_again(&said);
    life.set_closed(true);
    life.run(async { tokio::time::sleep(SHORT * 4).await });
    life.set_closed(false);
    let told = life.until(&operation, |now| !matches!(now.state, State::Held { .. }));
    assert!(matches!(told.state, State::NotSent { why: NotSent::PersonSaysNot, .. }), "{:?}", told.state);
    assert_eq!((told.decided_at, told.resolved_at()), (Some(at), Some(at)));
    assert!(matches!(told.again_unsent, Some(NotSent::NotRecorded)));
    assert_eq!(place.writes().len(), 0);
}

#[tokio::test]
async fn a_refusal_of_what_was_carried_out_all_the_same_is_found_out() {
    let bench = Bench::open().await;
    let after = json!({
        "match": { "method": "POST", "path_contains": "/refunds/" },
        "kind": "error_after_commit", "status": 422, "code": "INVALID_REQUEST",
    });
    bench.control("faults", after).await;
    let operation = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    let resolved = bench.resolved(&operation).await;
    assert!(matches!(resolved.state, State::Accepted { .. }), "{:?}", resolved.state);
    assert_eq!(bench.writes().await.len(), 1);
}
