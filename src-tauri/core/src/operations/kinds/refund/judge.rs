//! Classifies a refund found under our reference: ours, somebody else's, or ours with another amount.

use jiff::Timestamp;
use pinelabs::{Order, OrderId, OrderStatus, OrderType, Reference};

use crate::operations::{
    operation::{NeedsYou, NotSent, Operation, RefundTaken, Refusal, State},
    server_time::was_made_before,
};

/// Where a refund was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In the answer to our request.
    Answer,
    /// In a look-up.
    LookUp,
}

/// The state that a refund under our reference gives an operation. `others` are the operations on the same order.
pub fn judge(
    found: &Order,
    operation: &Operation,
    others: &[Operation],
    source: Source,
    now: Timestamp,
) -> State {
    let taken = RefundTaken { order_id: found.order_id.clone(), status: found.status.clone() };
    let same_amount = found.order_amount.is_none_or(|amount| Some(amount) == operation.amount);
    // A random reference is ours alone.
    let is_older = is_older(found, operation);
    let from_here = belongs_to_another(found, operation, others, is_older);
    let from_elsewhere = operation.has_a_name_of_its_place()
        && (from_here || is_older || !same_amount && came_back(found, operation, source));
    match (found.order_amount.or(operation.amount), found.status.as_ref()) {
        (_, Some(OrderStatus::Failed)) => State::Refused { at: now, why: Refusal::RefundFailed },
        (Some(amount), _) if from_elsewhere => {
            let order_id = taken.order_id;
            State::NotSent { at: now, why: NotSent::MadeElsewhere { amount, order_id, from_here } }
        }
        (Some(amount), _) if !same_amount => {
            State::NeedsYou { at: now, why: NeedsYou::OtherAmount { amount, refund: taken } }
        }
        _ => State::Accepted { at: now, refund: taken },
    }
}

/// Whether another operation of this ledger made it, or meant to: a refund is never reported twice.
fn belongs_to_another(found: &Order, operation: &Operation, others: &[Operation], is_older: bool) -> bool {
    let shares_name = |other: &&Operation| {
        other.id() != operation.id() && other.intent.reference == operation.intent.reference
    };
    others.iter().filter(shares_name).any(|other| {
        let is_its_own = found.order_id.is_some() && other.refund_order_id() == found.order_id.as_ref();
        let meant_by_it = other.first_sent_at.is_some()
            && found.order_amount.is_some()
            && (is_older || found.order_amount != operation.amount)
            && found.order_amount == other.amount;
        // One that was never sent, or that is reported as absent, passed its name to the next one, which was sent.
        let left_under_it = (operation.first_sent_at.is_none() || operation.state.denies())
            // A copy of the ledger from before it was sent does not know that it was.
            && (other.first_sent_at.is_some() || other.is_unknown())
            && !other.state.denies()
            // A server that ignores the amount refunds what is left: then it has neither's.
            && (found.order_amount.is_none()
                || found.order_amount == other.amount
                || found.order_amount != operation.amount);
        is_its_own || meant_by_it || left_under_it
    })
}

/// Whether it existed before ours was sent, by the server's own clock.
fn is_older(found: &Order, operation: &Operation) -> bool {
    was_made_before(found.created_at.as_ref(), operation)
}

/// Whether a refund of another amount already existed when our request arrived, as far as an answer can tell. A server that
/// ignores our amount refunds all that is left: that one is ours.
fn came_back(found: &Order, operation: &Operation, source: Source) -> bool {
    let all_left = operation.intent.seen.figures.map(|figures| figures.left);
    match source {
        Source::Answer => found.order_amount != all_left,
        Source::LookUp => operation.told_taken,
    }
}

/// Whether status and amount of a refund are readable, where given. The amount of a failed one does not matter.
pub fn tells_what_became_of_it(refund: &Order) -> bool {
    let failed = refund.status == Some(OrderStatus::Failed);
    !refund.is_unread("status") && (failed || !refund.is_unread("order_amount"))
}

/// The entry of an order's list under a reference. Such an entry need not repeat that it is a refund.
pub fn listed_under<'a>(order: &'a Order, reference: &Reference, parent: &OrderId) -> Option<&'a Order> {
    let mut entries = order.refunds.iter().flatten().filter(|entry| {
        entry.merchant_order_reference.as_ref() == Some(reference)
            && entry.order_type.as_ref().is_none_or(|kind| *kind == OrderType::Refund)
            && entry.parent_order_id.as_ref().is_none_or(|said| said == parent)
    });
    let first = entries.next()?;
    // The list may contain the same refund twice: the latest update counts.
    Some(entries.fold(first, |latest, entry| {
        let time = |entry: &Order| entry.updated_at.as_ref().and_then(pinelabs::ApiTime::at);
        if time(entry) >= time(latest) { entry } else { latest }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refund_whose_state_or_amount_cannot_be_read_tells_nothing_of_ours() {
        let amount = |value| serde_json::json!({ "value": value, "currency": "INR" });
        let odd = serde_json::json!({ "value": 499.5, "currency": "INR" });
        let table = [
            ("PROCESSED", amount(5), true),
            ("PENDING", serde_json::Value::Null, true),
            ("PENDING", odd.clone(), false),
            ("FAILED", odd, true),
            ("ON_REVIEW", amount(5), true),
            ("PROCESS\u{FFFD}D", amount(5), false),
        ];
        for (status, amount, tells) in table {
            let refund = serde_json::json!({ "type": "REFUND", "status": status, "order_amount": amount });
            let refund = serde_json::from_value::<Order>(refund).unwrap();
            assert_eq!(tells_what_became_of_it(&refund), tells, "{status} {amount}");
        }
    }
}
