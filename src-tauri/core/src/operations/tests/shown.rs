//! What the page is told of an operation: which fields there are hangs on its outcome, and on the reason of that, alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::every_state;
use crate::{operations::operation::Operation, views::operation::OperationView};

fn shown(operation: &Operation) -> Value {
    serde_json::to_value(OperationView::from(operation)).unwrap()
}

#[test]
fn the_page_is_told_each_operation_under_the_name_of_its_outcome() {
    for operation in every_state::of_version_4() {
        assert_eq!(shown(&operation)["outcome"], operation.state.outcome().name(), "{operation:?}");
    }
}

#[test]
fn an_outcome_has_the_same_fields_whatever_is_known_of_it() {
    let mut known = BTreeMap::<_, BTreeSet<String>>::new();
    for operation in every_state::of_version_4() {
        let shown = shown(&operation);
        let codes = ["outcome", "refusal", "notSent", "needsYou"].map(|code| shown[code].as_str());
        let outcome = codes.iter().flatten().map(|&code| code.to_owned()).collect::<Vec<_>>();
        let names = shown.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        let fields = known.entry(outcome.clone()).or_insert_with(|| names.clone());
        assert_eq!(*fields, names, "{outcome:?}");
    }
    let outcomes = known.keys().map(|outcome| outcome[0].as_str()).collect::<BTreeSet<_>>();
    assert_eq!((outcomes.len(), known.len()), (9, 28));
    // What only one outcome has is told of no other one.
    let having = |field: &str| {
        let with = known.iter().filter(|(_, fields)| fields.contains(field));
        with.map(|(outcome, _)| outcome.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(having("heldForMs"), ["held"]);
    assert_eq!(having("before"), ["not_sent changed"]);
    assert_eq!(having("capturedInstead"), ["done"]);
    assert_eq!(
        having("otherAmount"),
        ["needs_you other_amount", "not_sent made_elsewhere", "not_sent made_here"]
    );
}
