//! Random events in random order: nothing is sent twice, nothing is lost, and no outcome is reported wrongly.

use std::{collections::BTreeMap, time::Duration};

use pinelabs::Clock;
use proptest::{prelude::*, test_runner::FileFailurePersistence};
use sandbox::shop::known;
use serde_json::{Value, json};

use super::{
    lives::{Life, Place},
    setup::part,
};
use crate::{
    ledger::chain::Chain,
    operations::operation::{Operation, OperationId, State},
    rules::allowed::OperationKind,
};

#[derive(Debug, Clone, Copy)]
enum Event {
    /// A refund of ₹100 whose request hits a fault.
    Confirm(Fault),
    Undo,
    /// The process runs for a while.
    GoOn,
    /// Time passes, so that look-ups prove something or give up.
    Later,
    /// A kill and the next start: at once, or after the request in flight was sent.
    Crash {
        once_out: bool,
    },
    Decide(bool),
    SendAgain(Fault),
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    None,
    LostBefore,
    LostAfter,
    RateLimited,
    Duplicate,
    /// Takes effect, and is answered after the process has ended.
    Slow,
}

impl Fault {
    fn kind(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::LostBefore => Some("lost_before"),
            Self::LostAfter => Some("lost_after_commit"),
            Self::RateLimited => Some("rate_limited"),
            Self::Duplicate => Some("duplicate_request_after_commit"),
            Self::Slow => Some("slow"),
        }
    }
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::None),
        Just(Fault::LostBefore),
        Just(Fault::LostAfter),
        Just(Fault::RateLimited),
        Just(Fault::Duplicate),
        Just(Fault::Slow),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => fault().prop_map(Event::Confirm),
        1 => Just(Event::Undo),
        4 => Just(Event::GoOn),
        2 => Just(Event::Later),
        3 => any::<bool>().prop_map(|once_out| Event::Crash { once_out }),
        1 => any::<bool>().prop_map(Event::Decide),
        2 => fault().prop_map(Event::SendAgain),
    ]
}

const HOLD: Duration = Duration::from_millis(5);
const A_WHILE: Duration = Duration::from_millis(40);

/// The operations, and how often the person asked to send each.
#[derive(Default)]
struct Asked(BTreeMap<OperationId, usize>);

impl Asked {
    fn last(&self, life: &Life) -> Option<Operation> {
        let all = self.0.keys().map(|id| life.run(life.operations.get(id)).unwrap().unwrap());
        all.max_by_key(|operation| operation.number)
    }
}

fn happens(event: Event, place: &Place, life: Life, asked: &mut Asked) -> Life {
    let fault = |fault: Fault| {
        place.clear_faults();
        if let Some(kind) = fault.kind() {
            place.fault("POST", "/refunds/", &json!({ "kind": kind, "retry_after": 0, "delay_ms": 60_000 }));
        }
    };
    let last = asked.last(&life);
    match (event, last) {
        (Event::Confirm(kind), _) => {
            // Not offered while another one is open, or if nothing is left.
            place.clock.stay();
            if let Ok(intent) = life.prepare(known::PAID, OperationKind::Refund) {
                fault(kind);
                let operation = life.confirm(&intent, Some(&part("100"))).unwrap();
                asked.0.insert(operation.id().clone(), 1);
            }
        }
        (Event::Undo, Some(last)) => {
            life.run(life.operations.undo(last.id())).unwrap();
        }
        (Event::GoOn, last) => {
            // However slow the computer is.
            gets_out(place, &life, last.as_ref());
            life.run(async { tokio::time::sleep(A_WHILE).await });
        }
        (Event::Later, _) => place.clock.advance(16),
        (Event::Crash { once_out }, last) => {
            if once_out {
                gets_out(place, &life, last.as_ref());
            }
            let next = place.restart(life, HOLD);
            next.resume();
            return next;
        }
        (Event::Decide(there), Some(last)) => {
            life.run(life.operations.decide(last.id(), there)).unwrap();
        }
        (Event::SendAgain(kind), Some(last)) if last.may_be_sent_again() => {
            place.clock.stay();
            fault(kind);
            life.send_again(&last);
            *asked.0.get_mut(last.id()).unwrap() += 1;
        }
        _ => {}
    }
    life
}

/// Waits until the request in flight was sent.
fn gets_out(place: &Place, life: &Life, last: Option<&Operation>) {
    if let Some(last) = last.filter(|last| last.is_open() && !last.is_unknown()) {
        place.until_out(life, last);
    }
}

/// The refund requests that arrived for an operation.
fn arrived(writes: &[Value], operation: &Operation) -> Vec<Value> {
    let same = |write: &&Value| write["idempotency_key"] == json!(operation.intent.key);
    writes.iter().filter(same).cloned().collect()
}

/// The refunds made under the reference of an operation: at most one, whichever of the operations made it.
fn made_under_its_name(writes: &[Value], operation: &Operation) -> usize {
    let reference = json!(operation.intent.reference);
    let same = |write: &&Value| write["body"]["merchant_order_reference"] == reference;
    writes.iter().filter(same).filter(|write| write["committed"] == true).count()
}

fn holds_true(place: &Place, life: &Life, asked: &Asked) {
    let unfinished = life.run(life.operations.journal().unfinished()).unwrap();
    assert!(unfinished.iter().filter(|operation| operation.is_open()).count() <= 1);
    // The journal first: the requests read after it are at least as recent.
    let all = asked.0.iter().map(|(id, times)| (life.run(life.operations.get(id)).unwrap().unwrap(), *times));
    let all = all.collect::<Vec<_>>();
    let writes = place.writes();
    let mut committed_in_all = 0;
    for (operation, times) in &all {
        let arrived = arrived(&writes, operation);
        let committed = arrived.iter().filter(|write| write["committed"] == true).count();
        committed_in_all += committed;
        let asked_to_wait = arrived.iter().filter(|write| write["status"] == 429).count();
        assert!(committed <= 1, "{committed} refunds of one change: {operation:?}");
        assert!(arrived.len() <= times + asked_to_wait, "sent {} times: {operation:?}", arrived.len());
        // The person's word counts until a look-up tells more.
        if let Some(at) = operation.decided_at {
            let is_held = matches!(operation.state, State::Held { .. });
            assert!(is_held || operation.resolved_at() == Some(at), "{operation:?}");
            continue;
        }
        let made = made_under_its_name(&writes, operation);
        // A refund without effect releases its name: a late arrival under it counts once.
        let told = all.iter().filter(|(other, _)| {
            other.intent.reference == operation.intent.reference
                && matches!(other.state, State::Accepted { .. })
        });
        let told = told.count();
        assert!(made <= 1 && told <= 1, "{made} made, {told} told: {operation:?}");
        match &operation.state {
            State::Accepted { .. } => assert_eq!(made, 1, "{operation:?}"),
            State::Undone { .. } | State::NotSent { .. } | State::Refused { .. } => {
                assert!(committed == 0 || told == 1, "{operation:?}");
            }
            _ => {}
        }
    }
    let moved = writes.iter().filter(|write| write["moved_money"] == true).count();
    assert_eq!(moved, committed_in_all, "money moved that the journal does not know of");
    let chain = life.operations.journal().ledger().check_chain("account").unwrap();
    assert!(!matches!(chain, Chain::Broken { .. }), "{chain:?}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        max_shrink_iters: 60,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_is_sent_twice_forgotten_or_told_wrong_whatever_happens(
        finds_refunds in any::<bool>(),
        events in prop::collection::vec(event(), 4..16),
    ) {
        let place = Place::new();
        let mut life = place.start(HOLD);
        if finds_refunds {
            life.run(life.shop.note_refund_found(place.clock.now()));
        }
        let mut asked = Asked::default();
        for event in events {
            life = happens(event, &place, life, &mut asked);
            holds_true(&place, &life, &asked);
        }
        life = happens(Event::GoOn, &place, life, &mut asked);
        holds_true(&place, &life, &asked);
    }
}
