//! Holds that overrun, and outcomes that only a person can tell.

use jiff::Timestamp;
use pinelabs::{Clock, Money, RefundRequest};
use sandbox::shop::known;
use serde_json::json;

use super::{
    lives::{LONG, Life, Place, SHORT},
    setup::{ALL, part},
};
use crate::{
    operations::{
        kinds::{
            capture,
            refund::judge::{Source, judge},
        },
        operation::{Checking, NeedsYou, NotSent, Operation, OperationId, RefundTaken, Refusal, State},
        verdict::Verdict,
    },
    rules::allowed::OperationKind,
};

#[test]
fn a_hold_that_overran_by_the_wall_clock_sends_nothing_and_undo_comes_too_late() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    place.clock.advance_seconds(11);
    let overrun = life.resolved(&operation);
    assert!(matches!(overrun.state, State::NotSent { why: NotSent::HoldOverrun, .. }));
    let undone = life.run(life.operations.undo(operation.id())).unwrap().unwrap();
    assert!(matches!(undone.state, State::NotSent { why: NotSent::HoldOverrun, .. }));
    assert_eq!(undone.revision, overrun.revision);
    assert_eq!(place.writes().len(), 0);
}

#[test]
fn a_hold_that_is_a_few_seconds_late_is_sent_all_the_same() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    place.clock.advance_seconds(8);
    assert!(matches!(life.resolved(&operation).state, State::Accepted { .. }));
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn an_undo_in_a_hold_that_overran_is_an_undo() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    place.clock.advance_seconds(3600);
    life.run(life.operations.undo(operation.id())).unwrap();
    // The engine runs and changes nothing.
    let next = life.begin(known::PAID, OperationKind::Refund, Some(&part("10")));
    life.resolved(&next);
    assert!(matches!(life.now(&operation).state, State::Undone { .. }));
    assert_eq!(place.writes().len(), 1);
}

#[test]
fn what_somebody_else_has_done_to_the_order_by_the_end_of_the_hold_is_seen_and_nothing_is_sent() {
    for (reference, action) in [
        (known::PAID, OperationKind::Refund),
        (known::HELD, OperationKind::Capture),
        (known::HELD, OperationKind::Void),
    ] {
        let place = Place::new();
        let life = place.start(SHORT);
        let operation = life.begin(reference, action, (action != OperationKind::Void).then_some(&ALL));
        // The hold is over; only readings from now on count.
        life.until(&operation, |now| matches!(now.state, State::Sending { .. }));
        let order = operation.intent.order_id.clone().unwrap();
        if action == OperationKind::Refund {
            place.control("dashboard-refund", json!({ "order_id": order, "amount": 25_000 }));
        } else {
            place.control(&format!("orders/{order}/void"), json!({}));
        }
        let resolved = life.resolved(&operation);
        let seen = matches!(resolved.state, State::NotSent { why: NotSent::Changed { .. }, .. });
        assert!(seen, "{action:?}: {:?}", resolved.state);
        assert_eq!(place.writes().len(), 0, "{action:?}");
    }
}

#[test]
fn putting_a_held_change_away_neither_stops_it_nor_leaves_it_open() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    let same = life.run(life.operations.put_away(operation.id())).unwrap().unwrap();
    assert!(!same.put_away && same.revision == operation.revision);
    assert!(matches!(life.resolved(&operation).state, State::Accepted { .. }));
}

/// A refund or capture that was lost and that no look-up can tell.
fn cannot_tell(place: &Place, life: &Life, action: OperationKind) -> Operation {
    let (reference, method, path) = match action {
        OperationKind::Refund => (known::PAID, "POST", "/refunds/"),
        _ => (known::HELD, "PUT", "/capture"),
    };
    place.fault(method, path, &json!({ "kind": "lost_before" }));
    let operation = life.begin(reference, action, Some(&ALL));
    life.until(&operation, |now| matches!(now.state, State::Checking(_)));
    if action == OperationKind::Capture {
        let unreadable =
            json!({ "kind": "error_before", "status": 404, "code": "NO_SUCH", "times": 100_000 });
        place.fault("GET", "/orders/", &unreadable);
    }
    let answered =
        |now: &Operation| now.checking().is_some_and(|checking| checking.undecided_since.is_some());
    life.until(&operation, answered);
    place.clock.advance(60);
    let told = |now: &Operation| matches!(now.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. });
    let told = life.until(&operation, told);
    place.clock.stay();
    told
}

fn last_step_is_the_persons(life: &Life, operation: &Operation) -> bool {
    life.run(life.operations.journal().steps(operation)).unwrap().last().unwrap().by_person
}

#[test]
fn a_refund_and_a_capture_that_the_person_found_are_there_as_the_persons_word() {
    for action in [OperationKind::Refund, OperationKind::Capture] {
        let place = Place::new();
        let life = place.start(SHORT);
        let operation = cannot_tell(&place, &life, action);
        assert!(!last_step_is_the_persons(&life, &operation));
        let decided = life.run(life.operations.decide(operation.id(), true)).unwrap().unwrap();
        let nothing_more = RefundTaken { order_id: None, status: None };
        match &decided.state {
            State::Accepted { refund, .. } if action == OperationKind::Refund => {
                assert_eq!(refund, &nothing_more);
            }
            State::Done { captured_instead: None, .. } if action == OperationKind::Capture => {}
            other => panic!("{action:?}: {other:?}"),
        }
        assert!(!decided.is_open() && decided.decided_at == decided.resolved_at());
        assert!(last_step_is_the_persons(&life, &decided), "{action:?}");
        let life = place.restart(life, SHORT);
        assert!(life.now(&operation).decided_at.is_some());
        assert_eq!(place.writes().len(), 1);
    }
}

#[test]
fn what_the_person_did_not_find_is_sent_again_with_the_same_reference_and_key_and_only_on_request() {
    for action in [OperationKind::Refund, OperationKind::Capture] {
        let place = Place::new();
        let life = place.start(SHORT);
        let operation = cannot_tell(&place, &life, action);
        let decided = life.run(life.operations.decide(operation.id(), false)).unwrap().unwrap();
        assert!(matches!(decided.state, State::NotSent { why: NotSent::PersonSaysNot, .. }));
        assert!(last_step_is_the_persons(&life, &decided), "{action:?}");
        // A start does not send it either.
        let life = place.restart(life, SHORT);
        life.resume();
        assert!(life.now(&operation).may_be_sent_again());
        assert_eq!(place.writes().len(), 1);

        // The orders are readable again.
        place.clear_faults();
        life.send_again(&operation);
        let resolved = life.resolved(&operation);
        assert!(
            matches!(resolved.state, State::Accepted { .. } | State::Done { .. }),
            "{:?}",
            resolved.state
        );
        let writes = place.writes();
        assert_eq!(writes.len(), 2);
        assert_eq!(writes[0]["body"], writes[1]["body"]);
        assert_eq!(writes[0]["idempotency_key"], writes[1]["idempotency_key"]);
        assert!(!last_step_is_the_persons(&life, &resolved), "{action:?}");
        // Pine Labs has told the outcome: it is no longer the person's word.
        assert_eq!(resolved.decided_at, None);
    }
}

#[test]
fn a_look_up_that_finds_the_refund_late_resolves_it_without_the_person() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = cannot_tell(&place, &life, OperationKind::Refund);
    let intent = &operation.intent;
    let request =
        RefundRequest { reference: intent.reference.clone().unwrap(), amount: operation.amount.unwrap() };
    let order = intent.order_id.clone().unwrap();
    life.run(life.shop.client().refunds().create(&order, &request, &intent.key)).unwrap();
    let found = life.until(&operation, |now| !now.is_unknown());
    assert!(matches!(found.state, State::Accepted { .. }) && found.decided_at.is_none());
}

#[test]
fn the_persons_word_is_taken_only_where_nothing_else_can_tell() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    let at = place.clock.now();
    for state in all_but_cannot_tell(at) {
        let before = life.write_down(&operation, state);
        for there in [true, false] {
            let after = life.run(life.operations.decide(operation.id(), there)).unwrap().unwrap();
            assert_eq!(after.state.name(), before.state.name());
            assert_eq!(after.decided_at, None);
            assert_eq!(life.now(&operation).revision, before.revision, "{:?}", before.state);
        }
    }
}

fn all_but_cannot_tell(at: Timestamp) -> [State; 9] {
    let checking = Checking {
        checked_at: Some(at),
        next_at: None,
        absent_since: None,
        undecided_since: Some(at),
        request_id: None,
    };
    let refund = RefundTaken { order_id: None, status: None };
    [
        State::Held { until: at },
        State::Sending { waiting: None },
        State::Checking(checking),
        State::Undone { at },
        State::Accepted { at, refund },
        State::Done { at, captured_instead: None },
        State::Refused { at, why: Refusal::RefundFailed },
        State::NotSent { at, why: NotSent::ProvenAbsent },
        State::NeedsYou { at, why: NeedsYou::RefundFailed { order_id: None } },
    ]
}

#[test]
fn the_persons_word_is_taken_back_as_long_as_nothing_was_seen_and_the_change_is_unknown_again() {
    for action in [OperationKind::Refund, OperationKind::Capture] {
        for there in [true, false] {
            let place = Place::new();
            let life = place.start(SHORT);
            let operation = cannot_tell(&place, &life, action);
            let decided = life.run(life.operations.decide(operation.id(), there)).unwrap().unwrap();
            assert!(decided.rests_on_a_word(), "{action:?} {there}");
            let again = life.run(life.operations.take_back(operation.id())).unwrap().unwrap();
            assert!(matches!(again.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }));
            assert!(again.is_open() && again.decided_at.is_none() && !again.rests_on_a_word());
            assert!(!last_step_is_the_persons(&life, &again), "{action:?} {there}");
            assert_eq!(place.writes().len(), 1);
        }
    }
}

#[test]
fn a_refund_that_only_the_person_saw_and_that_is_never_found_can_still_be_taken_back() {
    let place = Place::new();
    let life = place.start(LONG);
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    let at = place.clock.now();
    let forgotten = |status| {
        let refund = RefundTaken { order_id: None, status };
        life.write_down(&operation, State::NeedsYou { at, why: NeedsYou::Forgotten { refund } })
    };
    forgotten(Some(pinelabs::OrderStatus::Created));
    let kept = life.run(life.operations.take_back(operation.id())).unwrap().unwrap();
    assert!(
        matches!(kept.state, State::NeedsYou { why: NeedsYou::Forgotten { .. }, .. }),
        "Pine Labs took it"
    );
    forgotten(None);
    let again = life.run(life.operations.take_back(operation.id())).unwrap().unwrap();
    assert!(matches!(again.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }), "{:?}", again.state);
}

#[test]
fn what_another_request_of_this_computer_made_is_not_said_to_come_from_elsewhere() {
    let place = Place::new();
    let life = place.start(LONG);
    let at = place.clock.now();
    let mut refund = life.begin(known::PAID, OperationKind::Refund, Some(&ALL));
    let mut capture = life.begin(known::HELD, OperationKind::Capture, Some(&ALL));
    let earlier = |operation: &Operation| {
        let mut earlier = operation.clone();
        earlier.intent.id = OperationId::generate();
        earlier.amount = Some(Money::inr(10_000));
        earlier.first_sent_at = Some(at);
        earlier
    };
    let amount = json!({ "value": 10_000, "currency": "INR" });
    let read = |value| serde_json::from_value::<pinelabs::Order>(value).unwrap();
    let from_here = |state: &State| match state {
        State::NotSent { why: NotSent::MadeElsewhere { from_here, .. }, .. } => *from_here,
        other => panic!("{other:?}"),
    };

    let made =
        read(json!({ "order_id": "v1-rf", "type": "REFUND", "status": "PROCESSED", "order_amount": amount,
                            "merchant_order_reference": refund.intent.reference }));
    refund.told_taken = true;
    let told = |others: &[Operation]| judge(&made, &refund, others, Source::LookUp, at);
    assert!(from_here(&told(&[earlier(&refund)])));
    assert!(!from_here(&told(&[])));

    let taken = json!([{ "merchant_capture_reference": capture.intent.reference, "capture_amount": amount }]);
    let payment = json!({ "status": "PROCESSED", "payment_amount": amount, "capture_data": taken });
    let made =
        read(json!({ "order_id": "v1-cap", "type": "CHARGE", "status": "PROCESSED", "payments": [payment] }));
    capture.told_taken = true;
    let told = |others: &[Operation]| match capture::told_by(&made, &capture, others, at) {
        Verdict::Resolved(state) => state,
        other => panic!("{other:?}"),
    };
    assert!(from_here(&told(&[earlier(&capture)])));
    assert!(!from_here(&told(&[])));
}

#[test]
fn what_a_person_said_to_be_there_is_not_borne_out_by_a_refund_of_another_amount_under_its_name() {
    let place = Place::new();
    let life = place.start(SHORT);
    let operation = cannot_tell(&place, &life, OperationKind::Refund);
    life.run(life.operations.decide(operation.id(), true)).unwrap();
    place.clear_faults();
    let (order, name) = (operation.intent.order_id.clone(), operation.intent.reference.clone());
    place.control("colleague-refund", json!({ "order_id": order, "amount": 12_300, "reference": name }));
    let life = place.restart(life, SHORT);
    life.resume();
    let told = life.until(&operation, |now| !matches!(now.state, State::Accepted { .. }));
    let another = matches!(&told.state, State::NeedsYou { why: NeedsYou::OtherAmount { amount, .. }, .. } if amount.minor() == 12_300);
    assert!(another, "{:?}", told.state);
    assert_eq!(told.decided_at, None);
}

#[test]
fn a_refund_that_only_a_person_has_seen_leaves_no_gap_in_the_names_of_its_order() {
    let place = Place::new();
    let life = place.start(SHORT);
    // A look-up must have found a refund of ours before it can prove one absent.
    life.resolved(&life.begin(known::PAID_BY_CARD, OperationKind::Refund, Some(&ALL)));
    life.prepare(known::PAID_BY_CARD, OperationKind::Refund).unwrap_err();
    assert!(life.run(life.shop.finds_refunds()));
    place.fault("POST", "/refunds/", &json!({ "kind": "lost_before" }));
    let operation = life.begin(known::PAID, OperationKind::Refund, Some(&part("100")));
    life.until(&operation, |now| matches!(now.state, State::Checking(_)));
    let life = place.restart(life, SHORT);
    life.rewrite(&operation, |said| {
        let at = said.confirmed_at;
        said.decided_at = Some(at);
        said.state = State::Accepted { at, refund: RefundTaken { order_id: None, status: None } };
    });
    let next = life.prepare(known::PAID, OperationKind::Refund).unwrap();
    assert_eq!(next.reference, operation.intent.reference);
}
