//! The stored form of an operation. Every later version must be able to read it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::every_state;
use crate::{
    operations::{
        operation::{Checking, NeedsYou, NotSent, Operation, RefundTaken, Refusal, State},
        stored::{self, ShapeError},
    },
    rules::{
        allowed::Reason,
        problem::{Problem, ProblemKind},
    },
};

/// As written by the first version. Never change it: shops have it on disk.
const FIRST_VERSION: &str = include_str!("first_version.json");

/// The first stored form of created links. Never change it either.
const FIRST_CREATE: &str = include_str!("first_create.json");

fn written() -> Value {
    serde_json::from_str(FIRST_VERSION).unwrap()
}

fn read(body: &Value) -> Operation {
    stored::read(&body.to_string()).unwrap()
}

fn write(operation: &Operation) -> Value {
    serde_json::from_str(&stored::write(operation).unwrap()).unwrap()
}

fn at() -> Timestamp {
    "2026-02-14T06:30:00.123456789Z".parse().unwrap()
}

/// The states that only a created link can have.
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
    let operation = read(&written()["operation"]);
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
        status: Some(status.into()),
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
        // An unknown status is stored as the server spelled it.
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
    let mut operation = read(&written()["operation"]);
    operation.state = state;
    operation
}

/// At first, the reading afterwards had only its figures, without fields for missing data, and there was no version.
fn without_nothing(mut operation: Value) -> Value {
    operation.as_object_mut().unwrap().remove("v");
    if let Some(after) = operation["after"].as_object_mut() {
        after.retain(|_, said| !said.is_null() && said != &json!([]));
    }
    operation
}

#[test]
fn a_change_in_any_state_is_read_as_it_was_written() {
    for state in states().into_iter().chain(states_of_a_create()) {
        let text = stored::write(&with(state.clone())).unwrap();
        let read = stored::read(&text).unwrap();
        assert_eq!(stored::write(&read).unwrap(), text);
        assert_eq!(format!("{:?}", read.state), format!("{state:?}"));
    }
}

#[test]
fn what_the_first_version_wrote_is_read_and_means_the_same() {
    let create: Value = serde_json::from_str(FIRST_CREATE).unwrap();
    for (written, expected) in [(written(), states()), (create, states_of_a_create())] {
        let operation = read(&written["operation"]);
        assert_eq!(without_nothing(write(&operation)), without_nothing(written["operation"].clone()));
        let kept = written["states"].as_array().unwrap();
        assert_eq!(kept.len(), expected.len(), "every state is in the fixed text");
        for (kept, expected) in kept.iter().zip(expected) {
            let mut body = written["operation"].clone();
            body["state"] = kept.clone();
            let operation = read(&body);
            assert_eq!(format!("{:?}", operation.state), format!("{expected:?}"));
            assert_eq!(&write(&operation)["state"], kept);
        }
    }
}

/// Every path of a field in a body; the entries of a list share one path, as do the merchant's own pairs.
fn fields(of: &Value, path: &str, all: &mut BTreeSet<String>) {
    match of {
        Value::Object(entries) if !path.ends_with(".merchant_metadata") => {
            for (name, value) in entries {
                fields(value, &format!("{path}.{name}"), all);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| fields(value, &format!("{path}[]"), all)),
        Value::String(word) if path.rsplit('.').next() == Some("why") => {
            all.insert(format!("{path} = {word}"));
        }
        _ => _ = all.insert(path.to_owned()),
    }
}

#[test]
fn a_field_that_is_added_to_a_body_makes_a_new_version() {
    let mut all = BTreeSet::new();
    for operation in every_state::of_version_4() {
        fields(&write(&operation), "", &mut all);
    }
    let all = all.into_iter().map(|field| field + "\n").collect::<String>();
    let expected = include_str!("fields_of_version_1.txt");
    assert_eq!(all, expected, "these are the fields of version 1: others are written as another version");
    assert_eq!(stored::VERSION, 1);
}

#[test]
fn a_body_of_a_newer_version_or_of_none_that_is_known_is_not_read_and_a_field_more_is_ignored() {
    let body = || write(&with(State::Undone { at: at() }));
    let changed = |path: &str, value: Value| {
        let mut body = body();
        *body.pointer_mut(path).unwrap() = value;
        stored::read(&body.to_string())
    };
    assert!(matches!(changed("/v", json!(2)), Err(ShapeError::Newer(2))));
    // In a newer version everything else may be different.
    assert!(matches!(stored::read(r#"{"v":99,"what":"is this"}"#), Err(ShapeError::Newer(99))));
    for (path, value) in [
        ("/v", json!("1")),
        ("/v", json!(-1)),
        ("/state", json!({ "paused": { "at": at() } })),
        ("/state", json!("undone")),
        ("/intent/action", json!("payout")),
        ("/intent/link_id", json!("a/b")),
        ("/intent/link_id", Value::Null),
        ("/intent/key", json!("")),
        ("/amount", json!({ "value": 1.5, "currency": "INR" })),
        ("/amount", json!({ "value": 100, "currency": "rupees" })),
        ("/lost", Value::Null),
    ] {
        assert!(changed(path, value.clone()).is_err(), "{path} = {value}");
    }
    for broken in ["", "{", "null", "[]", "{}", "{\"v\":1}"] {
        assert!(stored::read(broken).is_err(), "{broken}");
    }
    let mut more = body();
    more["intent"]["more"] = json!(1);
    assert_eq!(write(&stored::read(&more.to_string()).unwrap()), body());
}
