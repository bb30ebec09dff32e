//! The shape in which a change is kept. What was once written must be read by every later version.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    operations::operation::{Checking, NeedsYou, NotSent, Operation, RefundTaken, Refusal, State},
    rules::{
        allowed::Reason,
        problem::{Problem, ProblemKind},
    },
};

/// As the first version wrote it. Not to be changed: it is on the disks of shops.
const FIRST_VERSION: &str = include_str!("first_version.json");

/// As links that are made were first written; likewise.
const FIRST_CREATE: &str = include_str!("first_create.json");

fn written() -> Value {
    serde_json::from_str(FIRST_VERSION).unwrap()
}

fn at() -> Timestamp {
    "2026-02-14T06:30:00.123456789Z".parse().unwrap()
}

/// Those that only a link that is made comes to.
fn states_of_a_create() -> Vec<State> {
    let at = at();
    let link_id = || Some("pl-v1-260214063000-aa-Kh0900".parse().unwrap());
    vec![
        State::Made { at, link_id: link_id() },
        State::Made { at, link_id: None },
        State::Refused { at, why: Refusal::ReferenceUsed { link_id: link_id() } },
        State::NotSent { at, why: NotSent::ReferenceUsed { link_id: None } },
    ]
}

fn states() -> Vec<State> {
    let at = at();
    let operation: Operation = serde_json::from_value(written()["operation"].clone()).unwrap();
    let problem = || Problem {
        kind: ProblemKind::Api,
        status: Some(422),
        code: Some("REFUND_DURATION_EXCEEDED".into()),
        message: Some("Too late".into()),
        request_id: Some("r-1".into()),
        path: None,
        retry_after_ms: None,
        fault: None,
    };
    let checking = || Checking {
        checked_at: Some(at),
        next_at: Some(at),
        absent_since: Some(at),
        undecided_since: Some(at),
        request_id: Some("r-1".into()),
    };
    let refund = |status: &str| RefundTaken {
        order_id: Some("v1-refund-1".parse().unwrap()),
        status: serde_json::from_value(status.into()).unwrap(),
    };
    let not_sent = [
        NotSent::Changed { now: Box::new(operation.intent.seen) },
        NotSent::NotAllowed(Reason::NothingLeft),
        NotSent::CouldNotReread(problem()),
        NotSent::Unreachable(problem()),
        NotSent::RateLimited { until: at },
        NotSent::NotRecorded,
        NotSent::ClosedInHold,
        NotSent::ClosedBeforeSending,
        NotSent::HoldOverrun,
        NotSent::ProvenAbsent,
        NotSent::PersonSaysNot,
    ];
    let needs_you = [
        NeedsYou::MayHaveGoneOut { request_id: Some("r-1".into()) },
        NeedsYou::RefundFailed { order_id: Some("v1-refund-1".parse().unwrap()) },
        NeedsYou::CannotTell(checking()),
    ];
    let refusals =
        [Refusal::Api(problem()), Refusal::RefundFailed, Refusal::WentOtherwise("CANCELLED".into())];
    let plain = [
        State::Held { until: at },
        State::Sending { waiting: None },
        State::Sending { waiting: Some(at) },
        State::Checking(checking()),
        State::Undone { at },
        State::Accepted { at, refund: refund("PENDING") },
        // A status that is not known is kept as it was spelt.
        State::Accepted { at, refund: refund("ON_REVIEW") },
        State::Done { at, captured_instead: None },
        State::Done { at, captured_instead: Some(pinelabs::Money::inr(2_450_000)) },
    ];
    plain
        .into_iter()
        .chain(refusals.map(|why| State::Refused { at, why }))
        .chain(not_sent.map(|why| State::NotSent { at, why }))
        .chain(needs_you.map(|why| State::NeedsYou { at, why }))
        .collect()
}

fn with(state: State) -> Operation {
    let mut operation: Operation = serde_json::from_value(written()["operation"].clone()).unwrap();
    operation.state = state;
    operation
}

/// What was read afterwards said its figures alone at first: what it does not say was not kept.
fn without_nothing(mut operation: Value) -> Value {
    if let Some(after) = operation["after"].as_object_mut() {
        after.retain(|_, said| !said.is_null() && said != &json!([]));
    }
    operation
}

#[test]
fn a_change_in_any_state_is_read_as_it_was_written() {
    for state in states().into_iter().chain(states_of_a_create()) {
        let text = serde_json::to_string(&with(state.clone())).unwrap();
        let read: Operation = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert_eq!(format!("{:?}", read.state), format!("{state:?}"));
    }
}

#[test]
fn what_the_first_version_wrote_is_read_and_means_the_same() {
    let create: Value = serde_json::from_str(FIRST_CREATE).unwrap();
    for (written, expected) in [(written(), states()), (create, states_of_a_create())] {
        let operation: Operation = serde_json::from_value(written["operation"].clone()).unwrap();
        assert_eq!(
            without_nothing(serde_json::to_value(&operation).unwrap()),
            without_nothing(written["operation"].clone())
        );
        let kept = written["states"].as_array().unwrap();
        assert_eq!(kept.len(), expected.len(), "every state is in the fixed text");
        for (kept, expected) in kept.iter().zip(expected) {
            let state: State = serde_json::from_value(kept.clone()).unwrap();
            assert_eq!(format!("{state:?}"), format!("{expected:?}"));
            assert_eq!(&serde_json::to_value(&state).unwrap(), kept);
        }
    }
}
