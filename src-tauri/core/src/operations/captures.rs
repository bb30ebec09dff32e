//! What an order says of a capture, void or cancel that was asked for: a capture is told by its own reference, and by what
//! is new since it was asked for.

use jiff::Timestamp;
use pinelabs::{LinkStatus, Money, Order, OrderStatus};

use super::{
    operation::{NotSent, Operation, Refusal, State},
    preconditions::{self, Taken},
    refunds,
    verdict::Verdict,
};
use crate::rules::allowed::OperationKind;

/// A capture is told by what was taken since, whatever the order's status is: an older payment of the order, and what another
/// computer has captured, are not ours. `others` are the changes of the same order.
pub fn capture_told_by(
    order: &Order,
    operation: &Operation,
    others: &[Operation],
    now: Timestamp,
) -> Verdict {
    if order.captured().is_err() {
        return Verdict::Undecided;
    }
    let new = new_since(&operation.intent.seen.captures, preconditions::taken(order));
    let sum = |of: &dyn Fn(&Taken) -> bool| {
        let amounts = new.iter().filter(|entry| of(entry)).map(|(_, amount)| *amount);
        amounts.reduce(|a, b| a?.checked_add(b?)).flatten()
    };
    let ours = |entry: &Taken| entry.0.is_some() && entry.0 == operation.intent.reference;
    let unnamed = |entry: &Taken| entry.0.is_none();
    let may_be_asked_for = |captured: Money| {
        // A server that does not know our amount takes all that was held.
        [operation.amount, operation.intent.seen.held].contains(&Some(captured))
    };
    if let Some(captured) = sum(&ours) {
        // Another computer gives a capture of the same order the same reference.
        let is_older = order.payments.iter().flat_map(|payment| &payment.capture_data).any(|capture| {
            capture.merchant_capture_reference == operation.intent.reference
                && refunds::was_made_before(capture.created_at.as_ref(), operation)
        });
        let is_theirs = is_older
            || !may_be_asked_for(captured)
            || operation.told_taken && Some(captured) != operation.amount;
        if is_theirs {
            return made_elsewhere(captured, operation, others, now);
        }
        return done(captured, operation, now);
    }
    match (sum(&unnamed), sum(&|_| true)) {
        (Some(captured), _) if may_be_asked_for(captured) => done(captured, operation, now),
        (_, Some(captured)) if captured.is_positive() => made_elsewhere(captured, operation, others, now),
        _ => match &order.status {
            Some(OrderStatus::Authorized) => Verdict::Absent,
            Some(status @ OrderStatus::Cancelled) => went_otherwise(status.as_str(), now),
            _ => Verdict::Undecided,
        },
    }
}

fn done(captured: Money, operation: &Operation, now: Timestamp) -> Verdict {
    let captured_instead = Some(captured).filter(|captured| Some(*captured) != operation.amount);
    Verdict::Resolved(State::Done { at: now, captured_instead })
}

fn made_elsewhere(amount: Money, operation: &Operation, others: &[Operation], now: Timestamp) -> Verdict {
    let from_here = others.iter().any(|other| {
        other.id() != operation.id()
            && other.intent.kind == OperationKind::Capture
            && other.first_sent_at.is_some()
            && other.amount == Some(amount)
    });
    let why = NotSent::MadeElsewhere { amount, order_id: None, from_here };
    Verdict::Resolved(State::NotSent { at: now, why })
}

/// What is there now and was not before, each entry counted once.
fn new_since(before: &[Taken], now: Vec<Taken>) -> Vec<Taken> {
    let mut before = before.to_vec();
    let is_new = |entry: &Taken| match before.iter().position(|known| known == entry) {
        Some(index) => {
            before.swap_remove(index);
            false
        }
        None => true,
    };
    now.into_iter().filter(is_new).collect()
}

pub fn void_told_by(status: Option<&OrderStatus>, now: Timestamp) -> Verdict {
    match status {
        Some(OrderStatus::Cancelled) => Verdict::Resolved(State::Done { at: now, captured_instead: None }),
        Some(OrderStatus::Authorized) => Verdict::Absent,
        Some(
            status @ (OrderStatus::Processed
            | OrderStatus::PartiallyCaptured
            | OrderStatus::PartiallyRefunded
            | OrderStatus::FullyRefunded),
        ) => went_otherwise(status.as_str(), now),
        _ => Verdict::Undecided,
    }
}

pub fn cancel_told_by(status: Option<&LinkStatus>, now: Timestamp) -> Verdict {
    match status {
        Some(LinkStatus::Cancelled) => Verdict::Resolved(State::Done { at: now, captured_instead: None }),
        Some(LinkStatus::Created | LinkStatus::Clicked) => Verdict::Absent,
        None | Some(LinkStatus::Unknown(_)) => Verdict::Undecided,
        Some(other) => went_otherwise(other.as_str(), now),
    }
}

fn went_otherwise(status: &str, now: Timestamp) -> Verdict {
    let why = Refusal::WentOtherwise(status.to_owned());
    Verdict::Resolved(State::Refused { at: now, why })
}
