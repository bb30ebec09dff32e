//! What is advised if a link's status is stale, or if it ended with money in.

use serde_json::{Value, json};

use super::*;
use crate::rules::{
    allowed::{self, OperationKind},
    sample::{link, order, snapshot, unread, with},
};

fn advice(link: Value, order: Value) -> (NextStep, Option<OperationKind>) {
    let read = snapshot(link, [order]);
    (next_step(&read), allowed::advised(&read))
}

#[test]
fn a_link_that_lags_behind_its_order_is_not_advised_as_if_it_were_unpaid() {
    let paid = || order("PROCESSED", "PROCESSED", 100_000);
    let part = || order("PENDING", "PROCESSED", 60_000);
    let untold = with(order("PROCESSED", "", 0), "payments", json!(null));
    for status in ["CREATED", "CLICKED", "PAYMENT_INITIATED"] {
        let lagging = || link(status, 100_000);
        for order in [paid(), part(), untold.clone()] {
            assert_eq!(advice(lagging(), order.clone()), (NextStep::LinkLags, None), "{status}, {order}");
        }
        assert_eq!(
            advice(link(status, 0), with(order("CREATED", "", 0), "payments", json!([]))).0,
            NextStep::LinkLags
        );
    }
    assert_eq!(advice(link("PARTIAL_PROCESSED", 40_000), paid()), (NextStep::LinkLags, None));
    assert_eq!(
        advice(link("PARTIAL_PROCESSED", 40_000), part()),
        (NextStep::ResendForDue, Some(OperationKind::Resend))
    );
}

#[test]
fn money_that_is_held_on_a_link_that_lags_is_to_be_captured_and_not_asked_for_again() {
    let held = with(order("AUTHORIZED", "AUTHORIZED", 100_000), "pre_auth", json!(true));
    let pre_auth = |status| with(link(status, 100_000), "pre_auth", json!(true));
    for status in ["CREATED", "CLICKED", "PAYMENT_INITIATED"] {
        assert_eq!(
            advice(pre_auth(status), held.clone()),
            (NextStep::CaptureOrVoid, Some(OperationKind::Capture)),
            "{status}"
        );
    }
}

#[test]
fn a_link_that_ended_with_money_in_says_whether_all_of_it_is() {
    for status in ["EXPIRED", "CANCELLED"] {
        let step = |order| advice(link(status, 100_000), order);
        assert_eq!(step(order("PROCESSED", "PROCESSED", 100_000)), (NextStep::AllReceivedThenEnded, None));
        assert_eq!(step(order("PENDING", "PROCESSED", 60_000)), (NextStep::ReceivedThenEnded, None));
        let unread = unread(link(status, 100_000));
        assert_eq!(next_step(&unread), NextStep::EndedUnclear, "nobody knows that nothing came in");
    }
}

#[test]
fn a_link_that_nobody_has_paid_is_still_to_be_sent_again() {
    let unpaid = with(order("CREATED", "", 0), "payments", json!([]));
    assert_eq!(advice(link("CLICKED", 100_000), unpaid.clone()).1, Some(OperationKind::Resend));
    assert_eq!(advice(link("CREATED", 100_000), unpaid).1, Some(OperationKind::Resend));
    assert_eq!(
        advice(link("CLICKED", 100_000), order("ATTEMPTED", "FAILED", 100_000)).1,
        Some(OperationKind::Resend)
    );
}
