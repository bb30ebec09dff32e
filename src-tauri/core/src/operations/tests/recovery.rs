//! What a start makes of each state that the last exit may have left.

use sandbox::shop::known;
use serde_json::json;

use super::{
    lives::{LONG, Life, Place, SHORT},
    setup::{ALL, part},
};
use crate::{
    operations::operation::{NeedsYou, NotSent, Operation, State},
    rules::allowed::OperationKind,
};
use pinelabs::{Clock, Money, NewLink, OrderStatus};
use std::time::Duration;

fn closed_in_hold(state: &State) -> bool {
    matches!(state, State::NotSent { why: NotSent::ClosedInHold, .. })
}

fn closed_before_sending(state: &State) -> bool {
    matches!(state, State::NotSent { why: NotSent::ClosedBeforeSending, .. })
}

fn refund(life: &Life) -> Operation {
    life.begin(known::PAID, OperationKind::Refund, Some(&part("100")))
}

#[test]
fn what_was_held_at_the_end_was_not_sent_and_its_order_is_free() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = refund(&life);
    let life = place.restart(life, LONG);
    assert!(closed_in_hold(&life.now(&operation).state));
    assert_eq!(life.unsent.iter().map(Operation::id).collect::<Vec<_>>(), [operation.id()]);
    refund(&life);
    // Reported once: the next start does not report it again.
    let life = place.restart(life, LONG);
    assert!(life.unsent.iter().all(|unsent| unsent.id() != operation.id()));
    assert_eq!(place.writes().len(), 0);
}

#[test]
fn what_was_being_read_again_at_the_end_was_not_sent() {
    let place = Place::new();
    let life = place.start(SHORT);
    place.fault("GET", "/paymentlink/", &json!({ "kind": "slow", "delay_ms": 60_000, "after": 2 }));
    let operation = refund(&life);
    let sending = life.until(&operation, |now| matches!(now.state, State::Sending { waiting: None }));
    assert_eq!(sending.sent_at, None);
    let life = place.restart(life, SHORT);
    assert!(closed_before_sending(&life.now(&operation).state));
    assert_eq!((life.unsent.len(), place.writes().len()), (1, 0));
}

#[test]
fn what_was_asked_to_wait_at_the_end_has_done_nothing_only_once_a_look_bears_it_out() {
    for (kind, done) in [("rate_limited", false), ("rate_limited_after_commit", true)] {
        let place = Place::new();
        let life = place.start(SHORT);
        place.fault("POST", "/refunds/", &json!({ "kind": kind, "retry_after": 30 }));
        let operation = refund(&life);
        life.until(&operation, |now| matches!(now.state, State::Sending { waiting: Some(_) }));
        let life = place.restart(life, SHORT);
        assert!(matches!(life.now(&operation).state, State::Checking(_)), "{kind}");
        assert!(life.unsent.is_empty());
        life.resume();
        let told = life.until(&operation, |now| !matches!(now.state, State::Checking(_)));
        let as_it_is = if done {
            matches!(told.state, State::Accepted { .. })
        } else {
            closed_before_sending(&told.state)
        };
        assert!(as_it_is, "{kind}: {:?}", told.state);
        let writes = place.writes();
        assert!(writes.len() == 1 && writes[0]["committed"] == done);
    }
}

#[test]
fn what_was_sent_and_arrived_is_found_and_sent_once_in_all() {
    for (reference, action, path) in [
        (known::PAID, OperationKind::Refund, "/refunds/"),
        (known::HELD, OperationKind::Capture, "/capture"),
        (known::HELD, OperationKind::Void, "/orders/"),
        (known::WAITING, OperationKind::Cancel, "/paymentlink/"),
    ] {
        let place = Place::new();
        let life = place.start(Duration::ZERO);
        let method = if action == OperationKind::Refund { "POST" } else { "PUT" };
        place.fault(method, path, &json!({ "kind": "slow", "delay_ms": 60_000 }));
        let choice = matches!(action, OperationKind::Refund | OperationKind::Capture).then_some(&ALL);
        let operation = life.begin(reference, action, choice);
        place.until_committed(&life);
        let life = place.restart(life, Duration::ZERO);
        assert!(life.unsent.is_empty());
        assert!(matches!(life.now(&operation).state, State::Checking(_)));
        life.resume();
        let resolved = life.resolved(&operation);
        let right = match action {
            OperationKind::Refund => matches!(resolved.state, State::Accepted { .. }),
            _ => matches!(resolved.state, State::Done { captured_instead: None, .. }),
        };
        assert!(right, "{action:?}: {:?}", resolved.state);
        assert_eq!(place.writes().len(), 1, "{action:?}");
    }
}

#[test]
fn what_was_about_to_be_sent_and_never_arrived_stays_unknown_and_is_never_sent_again() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = refund(&life);
    life.write_down_as_sent(&place, &operation);
    let mut life = place.restart(life, LONG);
    for _ in 0..2 {
        assert!(life.unsent.is_empty());
        assert!(life.now(&operation).is_unknown());
        life.resume();
        life.until_absent(&operation);
        place.clock.advance(60);
        // No look-up has ever found a refund here, so finding none proves nothing.
        let told = life.until(&operation, |now| matches!(now.state, State::NeedsYou { .. }));
        assert!(told.is_open() && told.wants_attention());
        life = place.restart(life, LONG);
    }
    assert_eq!(place.writes().len(), 0);
}

#[test]
fn a_resend_that_was_cut_off_may_have_gone_out_and_blocks_nothing() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    let operation = life.begin(known::OPENED, OperationKind::Resend, None);
    life.write_down_as_sent(&place, &operation);
    let life = place.restart(life, Duration::ZERO);
    let told = life.now(&operation);
    assert!(matches!(told.state, State::NeedsYou { why: NeedsYou::MayHaveGoneOut { .. }, .. }));
    assert!(!told.is_open() && told.wants_attention());
    // It may have gone out: do not report it as unsent.
    assert!(told.interrupted_at.is_none() && life.unsent.is_empty());
    let again = life.begin(known::OPENED, OperationKind::Resend, None);
    assert!(matches!(life.resolved(&again).state, State::Done { .. }));
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn a_second_attempt_that_was_cut_off_is_unknown_even_before_it_was_sent() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    life.run(life.shop.note_refund_found(place.clock.now()));
    place.fault("POST", "/refunds/", &json!({ "kind": "lost_before" }));
    let operation = refund(&life);
    life.until_absent(&operation);
    place.clock.advance(16);
    let absent = life.resolved(&operation);
    assert!(matches!(absent.state, State::NotSent { why: NotSent::ProvenAbsent, .. }));
    let again = life.send_again(&operation);
    assert!(matches!(again.state, State::Sending { .. }));
    let life = place.restart(life, Duration::ZERO);
    assert!(life.unsent.is_empty());
    assert!(matches!(life.now(&operation).state, State::Checking(_)));
    life.resume();
    life.until_absent(&operation);
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn an_accepted_refund_is_followed_over_starts_until_it_is_carried_out() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    let operation = refund(&life);
    let accepted = life.resolved(&operation);
    assert!(accepted.is_on_its_way());
    let life = place.restart(life, Duration::ZERO);
    life.resume();
    let reference = operation.intent.reference.clone().unwrap();
    place.control(&format!("refunds/{reference}/advance"), json!({ "status": "PROCESSED" }));
    let done = life.until(&operation, |now| !now.is_on_its_way());
    let State::Accepted { refund, .. } = done.state else { panic!("{:?}", done.state) };
    assert_eq!(refund.status, Some(OrderStatus::Processed));
    assert!(life.run(life.operations.journal().unfinished()).unwrap().is_empty());
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn a_refund_that_fails_later_frees_the_amount_and_counts_until_it_is_put_away() {
    let place = Place::new();
    let life = place.start(Duration::ZERO);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    life.resolved(&operation);
    let reference = operation.intent.reference.clone().unwrap();
    place.control(&format!("refunds/{reference}/advance"), json!({ "status": "FAILED" }));
    let life = place.restart(life, LONG);
    life.resume();
    let failed = life.until(&operation, |now| !now.is_on_its_way());
    assert!(matches!(failed.state, State::NeedsYou { why: NeedsYou::RefundFailed { .. }, .. }));
    let life = place.restart(life, LONG);
    assert!(life.now(&operation).wants_attention());
    let intent = life.prepare(known::PAID, OperationKind::Refund).unwrap();
    assert_eq!(intent.max_amount().map(pinelabs::Money::minor), Some(240_000));
    assert_eq!(life.run(life.operations.journal().unfinished()).unwrap().len(), 1);
    assert!(!life.run(life.operations.put_away(operation.id())).unwrap().unwrap().wants_attention());
    let life = place.restart(life, LONG);
    assert!(life.run(life.operations.journal().unfinished()).unwrap().is_empty());
    assert!(!life.now(&operation).wants_attention());
}

#[test]
fn refunds_known_here_are_refunded_already_after_a_start_though_no_order_lists_them() {
    let place = Place::new();
    place.control("settings", json!({ "list_refunds": false }));
    let life = place.start(Duration::ZERO);
    life.resolved(&refund(&life));
    let life = place.restart(life, LONG);
    let figures = life.prepare(known::PAID, OperationKind::Refund).unwrap().seen.figures.unwrap();
    assert_eq!((figures.pending.minor(), figures.left.minor()), (10_000, 230_000));
}

#[test]
fn the_orders_of_a_link_and_what_the_look_up_can_find_are_remembered() {
    let place = Place::new();
    let life = place.start(LONG);
    let intent = life.prepare(known::PAID, OperationKind::Refund).unwrap();
    let other = life.prepare(known::PAID_BY_CARD, OperationKind::Refund).unwrap().order_id.unwrap();
    assert!(!life.run(life.shop.finds_refunds()));
    let link = intent.link_id().unwrap();
    life.run(life.shop.remember_order(link, &other));
    life.run(life.shop.note_refund_found(place.clock.now()));
    let life = place.restart(life, LONG);
    assert!(life.run(life.shop.finds_refunds()));
    let reading = life.run(life.shop.read(link)).unwrap();
    let orders = reading.snapshot.orders.into_iter().filter_map(|order| order.order_id).collect::<Vec<_>>();
    assert_eq!(orders, [intent.order_id.unwrap(), other]);
}

#[test]
fn a_copy_of_the_ledger_from_before_the_sending_finds_its_link_though_the_clock_was_put_right_since() {
    let place = Place::new();
    let life = place.start(LONG);
    // The clock is ten minutes ahead when the link is requested.
    place.clock.advance_seconds(600);
    let mut new = NewLink::new(Money::inr(125_050), "INV-900".parse().unwrap());
    new.customer.mobile_number = Some("9000000900".into());
    let intent = life.run(life.operations.prepare_create(&life.shop, new.clone())).unwrap();
    let operation = life.confirm(&intent, None).unwrap();
    let life = place.restart(life, SHORT);
    place.clock.advance_seconds(-600);
    assert!(closed_before_sending(&life.now(&operation).state));
    // The file is a copy: the original has sent the link.
    life.run(async { life.shop.client().links().create(&new, &operation.intent.key).await.unwrap() });
    life.resume();
    life.until(&operation, |operation| matches!(operation.state, State::Made { .. }));
    assert_eq!(place.writes().len(), 1);
}
