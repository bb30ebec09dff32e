//! Failed writes: nothing is sent that is not on disk, and a known outcome is reported all the same.

use std::time::Duration;

use sandbox::shop::known;
use serde_json::json;
use tokio::sync::broadcast::Receiver;

use super::{
    lives::{LONG, Life, Place, SHORT},
    setup::{ALL, part},
};
use crate::{
    operations::{
        NotConfirmed,
        journal::NotBegun,
        operation::{NotSent, Operation, State},
    },
    rules::allowed::OperationKind,
};

fn not_recorded(state: &State) -> bool {
    matches!(state, State::NotSent { why: NotSent::NotRecorded, .. })
}

/// Waits until a state is announced, whatever the ledger has.
fn told(life: &Life, changes: &mut Receiver<Operation>, wanted: fn(&State) -> bool) {
    let heard = async { while !wanted(&changes.recv().await.unwrap().state) {} };
    life.run(async { tokio::time::timeout(Duration::from_secs(20), heard).await.unwrap() });
}

#[test]
fn what_cannot_be_written_down_does_not_begin_and_the_dialog_stays_open() {
    let place = Place::new();
    let life = place.start(SHORT);
    let intent = life.prepare(known::PAID, OperationKind::Refund).unwrap();
    life.set_closed(true);
    let refused = life.confirm(&intent, Some(&ALL));
    assert!(matches!(refused, Err(NotConfirmed::NotBegun(NotBegun::NotRecorded(_)))));
    assert!(life.run(life.operations.get(&intent.id)).unwrap().is_none());
    life.set_closed(false);
    let operation = life.confirm(&intent, Some(&ALL)).unwrap();
    assert!(matches!(life.resolved(&operation).state, State::Accepted { .. }));
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn a_held_change_whose_sending_cannot_be_written_down_is_not_sent_and_that_is_kept_later() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    let mut changes = life.operations.subscribe();
    life.set_closed(true);
    told(&life, &mut changes, not_recorded);
    assert!(matches!(life.now(&operation).state, State::Held { .. }));
    life.set_closed(false);
    assert!(not_recorded(&life.resolved(&operation).state));
    assert_eq!(place.writes().len(), 0);
}

#[test]
fn a_change_that_cannot_be_written_down_as_sent_is_not_sent() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    let mut changes = life.operations.subscribe();
    life.set_closed(true);
    told(&life, &mut changes, not_recorded);
    assert!(matches!(life.now(&operation).state, State::Sending { .. }));
    // The process ends before the write works: the next start finds nothing that was sent.
    let life = place.restart(life, Duration::ZERO);
    let found = life.now(&operation).state;
    assert!(matches!(found, State::NotSent { why: NotSent::ClosedBeforeSending, .. }), "{found:?}");
    assert_eq!(place.writes().len(), 0);
}

/// Sends a refund, and makes the file read-only while the answer is in flight.
fn answered_on_a_closed_file(place: &Place, life: &Life) -> Operation {
    place.fault("POST", "/refunds/", &json!({ "kind": "slow", "delay_ms": 500 }));
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    life.until(&operation, |now| now.sent_at.is_some());
    let mut changes = life.operations.subscribe();
    life.set_closed(true);
    told(life, &mut changes, |state| matches!(state, State::Accepted { .. }));
    assert!(matches!(life.now(&operation).state, State::Sending { .. }));
    operation
}

#[test]
fn an_answer_that_cannot_be_written_down_is_told_and_kept_when_there_is_room() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = answered_on_a_closed_file(&place, &life);
    life.set_closed(false);
    assert!(matches!(life.resolved(&operation).state, State::Accepted { .. }));
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn an_answer_that_was_never_written_down_is_looked_up_by_the_next_start() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = answered_on_a_closed_file(&place, &life);
    let life = place.restart(life, SHORT);
    assert!(matches!(life.now(&operation).state, State::Checking(_)));
    life.resume();
    assert!(matches!(life.resolved(&operation).state, State::Accepted { .. }));
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn an_undo_that_cannot_be_written_down_is_no_undo() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    life.set_closed(true);
    assert!(life.run(life.operations.undo(operation.id())).is_err());
    assert!(matches!(life.now(&operation).state, State::Held { .. }));
    life.set_closed(false);
    let undone = life.run(life.operations.undo(operation.id())).unwrap().unwrap();
    assert!(matches!(undone.state, State::Undone { .. }));
}

#[test]
fn what_a_start_cannot_write_down_is_taken_up_later_but_for_what_was_taken_back_meanwhile() {
    let place = Place::new();
    let life = place.start(LONG);
    let kept = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    let undone = life.begin(known::PAID_BY_CARD, OperationKind::Refund, Some(&part("100")));
    // What the next start would find.
    let interrupted = life.run(life.operations.interrupted()).unwrap();
    life.set_closed(true);
    assert!(life.run(life.operations.recover(&interrupted)).is_err());
    assert!(matches!(life.now(&kept).state, State::Held { .. }));
    life.set_closed(false);
    life.run(life.operations.undo(undone.id())).unwrap();
    let unsent = life.run(life.operations.recover(&interrupted)).unwrap();
    assert_eq!(unsent.iter().map(Operation::id).collect::<Vec<_>>(), [kept.id()]);
    assert!(matches!(life.now(&kept).state, State::NotSent { why: NotSent::ClosedInHold, .. }));
    assert!(matches!(life.now(&undone).state, State::Undone { .. }));
}
