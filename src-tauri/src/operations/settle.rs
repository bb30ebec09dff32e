//! What became of a change whose answer was lost: told by looking it up, never by sending it again.

use jiff::{SignedDuration, Timestamp};
use pinelabs::{Error, LinkStatus, Money, Order, OrderId, OrderStatus, OrderType, Read};

use super::{
    create,
    operation::{Checking, NeedsYou, NotSent, Operation, RefundTaken, Refusal, State, Target},
    shop::Shop,
};
use crate::domain::allowed::Action;

/// How long a look-up must have answered "nothing there", every time, before that is believed.
pub const PROOF_OF_ABSENCE: SignedDuration = SignedDuration::from_mins(15);

/// Look-ups that lie further apart are no unbroken row: the program was closed, the computer slept or its clock was set
/// meanwhile, and two of them prove no more than one.
pub const GAP: SignedDuration = SignedDuration::from_mins(5);

/// What one look-up told.
#[derive(Debug)]
pub enum Verdict {
    Settled(State),
    /// There is nothing there as yet, and nothing else has changed.
    Absent,
    /// An answer that decides nothing.
    Undecided,
    NoAnswer,
}

/// Looks a change up once.
pub async fn look_up(shop: &Shop, operation: &Operation, now: Timestamp) -> Verdict {
    let intent = &operation.intent;
    let link = match &intent.target {
        Target::New { new_link } => return create::look_up(shop, operation, new_link, now).await,
        Target::Link { link_id } => link_id,
    };
    match (intent.action, &intent.order_id) {
        (Action::Refund, Some(order)) => refund(shop, operation, order, now).await,
        (Action::Capture, Some(order)) => match shop.client().order(order).await {
            Ok(Read { value, .. }) => capture_told_by(&value, operation, now),
            Err(error) => unanswered(&error),
        },
        (Action::Void, Some(order)) => match shop.client().order(order).await {
            Ok(Read { value, .. }) => void_told_by(value.status.as_ref(), now),
            Err(error) => unanswered(&error),
        },
        (Action::Cancel, _) => match shop.client().link(link).await {
            Ok(Read { value, .. }) => cancel_told_by(value.status.as_ref(), now),
            Err(error) => unanswered(&error),
        },
        // A resend is never looked up; a money move always names its order.
        _ => Verdict::Undecided,
    }
}

/// What a refusal amounts to. A gateway may deliver a request twice and pass on the answer to the second delivery: that a
/// link or hold has ended already, which is what was asked for, or that there is nothing left to refund. Only a look tells. A
/// message that went out cannot be looked up.
pub async fn after_refusal(shop: &Shop, operation: &Operation, refused: State, now: Timestamp) -> State {
    if operation.intent.action == Action::Resend {
        return refused;
    }
    match look_up(shop, operation, now).await {
        Verdict::Settled(
            known @ (State::Accepted { .. }
            | State::Done { .. }
            | State::Made { .. }
            | State::Refused { why: Refusal::ReferenceUsed { .. }, .. }),
        ) => known,
        Verdict::Settled(_) | Verdict::Absent => refused,
        // A refund that is not found under its reference was refused as it was said, even where nothing proves its absence.
        _ if operation.intent.action == Action::Refund => refused,
        Verdict::Undecided | Verdict::NoAnswer => {
            super::run::unknown(operation, now, operation.request_ids.last().cloned())
        }
    }
}

/// An answer that says no decides nothing about the change; anything else is no answer.
pub(super) fn unanswered(error: &Error) -> Verdict {
    match error {
        Error::Api(answer) if answer.status < 500 => Verdict::Undecided,
        _ => Verdict::NoAnswer,
    }
}

/// What a run of look-ups amounts to, after one more: settled, or still unknown with what is now known.
pub fn weigh(verdict: Verdict, shop: &Shop, operation: &Operation, now: Timestamp) -> State {
    let Some(checking) = operation.checking() else { return operation.state.clone() };
    let absent_for = checking.absent_since.filter(|_| is_unbroken(checking.checked_at, now));
    let undecided_for = checking.undecided_since;
    let answered = !matches!(verdict, Verdict::NoAnswer);
    let (absent_since, undecided_since) = match verdict {
        Verdict::Settled(state) => return state,
        Verdict::Absent => (absent_for.or(Some(now)), undecided_for.or(Some(now))),
        Verdict::Undecided => (None, undecided_for.or(Some(now))),
        Verdict::NoAnswer => (None, undecided_for),
    };
    let for_long = |since: Timestamp| now.duration_since(since) >= PROOF_OF_ABSENCE;
    let can_prove = operation.intent.action != Action::Refund || shop.finds_refunds();
    if absent_since.is_some_and(for_long) && can_prove {
        return State::NotSent { at: now, why: NotSent::ProvenAbsent };
    }
    let on_the_way_to_proof = absent_since.is_some() && can_prove;
    // Whoever is only offline, or just awake again, knows nothing new that a person could help with.
    let gives_up = answered && undecided_since.is_some_and(for_long) && !on_the_way_to_proof;
    let checking = Checking { checked_at: Some(now), absent_since, undecided_since, ..checking.clone() };
    match operation.state {
        State::NeedsYou { at, .. } => State::NeedsYou { at, why: NeedsYou::CannotTell(checking) },
        _ if gives_up => State::NeedsYou { at: now, why: NeedsYou::CannotTell(checking) },
        _ => State::Checking(checking),
    }
}

fn is_unbroken(checked_at: Option<Timestamp>, now: Timestamp) -> bool {
    checked_at.is_some_and(|before| (SignedDuration::ZERO..=GAP).contains(&now.duration_since(before)))
}

async fn refund(shop: &Shop, operation: &Operation, parent: &OrderId, now: Timestamp) -> Verdict {
    let Some(reference) = &operation.intent.reference else { return Verdict::Undecided };
    let client = shop.client();
    let absent = match client.order_by_reference(reference).await {
        Ok(Read { value, .. }) if is_refund_of(&value, parent, operation.amount) => {
            shop.note_refund_found(now);
            return Verdict::Settled(taken(&value, now));
        }
        // Something stands under our reference that is not our refund: a person has to look.
        Ok(_) => Some(false),
        Err(Error::Api(refused)) => Some(refused.code.as_deref() == Some("ORDER_NOT_FOUND")),
        Err(_) => None,
    };
    // The order's own list tells as well, on servers whose look-up by reference never finds refunds.
    let order = match client.order(parent).await {
        Ok(Read { value, .. }) => value,
        Err(error) => return unanswered(&error),
    };
    let listed = order.refunds.iter().flatten().find(|refund| {
        refund.merchant_order_reference.as_ref() == Some(reference) && refund.order_amount == operation.amount
    });
    if let Some(refund) = listed {
        return Verdict::Settled(taken(refund, now));
    }
    let seen = &operation.intent.seen;
    let unchanged = seen.order_status == order.status
        && seen.figures.is_some_and(|figures| order.captured().ok() == Some(figures.captured))
        && seen.listed == super::seen::listed(&order);
    match absent {
        Some(true) if unchanged => Verdict::Absent,
        Some(_) => Verdict::Undecided,
        None => Verdict::NoAnswer,
    }
}

/// Whether an answer is the refund of this much of this order. A charge, another order's refund or another amount
/// under the same reference is not ours.
pub fn is_refund_of(answer: &Order, parent: &OrderId, amount: Option<Money>) -> bool {
    answer.order_type == Some(OrderType::Refund)
        && answer.parent_order_id.as_ref() == Some(parent)
        && amount.is_some()
        && answer.order_amount == amount
}

/// A refund that Pine Labs has: accepted, or refused when it was taken down as failed.
pub fn taken(refund: &Order, now: Timestamp) -> State {
    if refund.status == Some(OrderStatus::Failed) {
        return State::Refused { at: now, why: Refusal::RefundFailed };
    }
    let refund = RefundTaken { order_id: refund.order_id.clone(), status: refund.status.clone() };
    State::Accepted { at: now, refund }
}

/// A capture is told by what the order says was captured, whatever its status.
pub fn capture_told_by(order: &Order, operation: &Operation, now: Timestamp) -> Verdict {
    let Ok(captured) = order.captured() else { return Verdict::Undecided };
    if captured.is_positive() {
        let captured_instead = Some(captured).filter(|captured| Some(*captured) != operation.amount);
        return Verdict::Settled(State::Done { at: now, captured_instead });
    }
    match &order.status {
        Some(OrderStatus::Authorized) => Verdict::Absent,
        Some(status @ OrderStatus::Cancelled) => went_otherwise(status.as_str(), now),
        _ => Verdict::Undecided,
    }
}

pub fn void_told_by(status: Option<&OrderStatus>, now: Timestamp) -> Verdict {
    match status {
        Some(OrderStatus::Cancelled) => Verdict::Settled(State::Done { at: now, captured_instead: None }),
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
        Some(LinkStatus::Cancelled) => Verdict::Settled(State::Done { at: now, captured_instead: None }),
        Some(LinkStatus::Created | LinkStatus::Clicked) => Verdict::Absent,
        None | Some(LinkStatus::Unknown(_)) => Verdict::Undecided,
        Some(other) => went_otherwise(other.as_str(), now),
    }
}

fn went_otherwise(status: &str, now: Timestamp) -> Verdict {
    let why = Refusal::WentOtherwise(status.to_owned());
    Verdict::Settled(State::Refused { at: now, why })
}
