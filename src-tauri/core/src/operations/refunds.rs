//! What a refund that stands at Pine Labs under our reference is: ours, somebody else's, or ours with another amount.
//!
//! Both order look-ups have, by Pine Labs' own schema, neither the parent order nor a list of refunds. The reference is what a
//! refund is known by, and two computers of a shop give the same place the same one (see `names`).

use jiff::{SignedDuration, Timestamp};
use pinelabs::{Error, Order, OrderId, OrderStatus, OrderType, ReadResponse, Reference};

use super::{
    account_client::AccountClient,
    operation::{NeedsYou, NotSent, Operation, RefundTaken, Refusal, State},
    preconditions,
    timings::SERVER_CLOCK_MARGIN,
    verdict::{self, Verdict},
};

/// How a refund came to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// It is the answer to our request.
    Answer,
    /// It was looked up.
    LookUp,
}

/// What a refund under our reference means for a change. `others` are the changes of the same order.
pub fn judge(
    found: &Order,
    operation: &Operation,
    others: &[Operation],
    source: Source,
    now: Timestamp,
) -> State {
    let taken = RefundTaken { order_id: found.order_id.clone(), status: found.status.clone() };
    let same_amount = found.order_amount.is_none_or(|amount| Some(amount) == operation.amount);
    // A reference that was made by chance is ours alone.
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

/// Whether another change of this ledger made it, or was to make it: a refund is never told twice.
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
        // One that never left, or is said not to be there, has given its name to the next one, and that has left.
        let left_under_it = (operation.first_sent_at.is_none() || operation.state.denies())
            && other.first_sent_at.is_some()
            && !other.state.denies()
            && found.order_amount.is_none_or(|amount| Some(amount) == other.amount);
        is_its_own || meant_by_it || left_under_it
    })
}

/// Whether it was there before ours was sent, by the server's own clock.
fn is_older(found: &Order, operation: &Operation) -> bool {
    was_made_before(found.created_at.as_ref(), operation)
}

/// Whether something was made before a change was sent, by the server's own clock. Times are cut, so it is told only beyond
/// doubt; one without a zone tells nothing.
pub(super) fn was_made_before(made: Option<&pinelabs::ApiTime>, operation: &Operation) -> bool {
    let Some((made, sent)) = made.zip(operation.sent_by_server_clock) else { return false };
    let cut_by = precision(made.raw()).and_then(|cut_by| cut_by.checked_add(SERVER_CLOCK_MARGIN));
    let latest = made.at().zip(cut_by).and_then(|(at, cut_by)| at.checked_add(cut_by).ok());
    latest.is_some_and(|latest| latest <= sent)
}

/// How much later than its text a time may be. `None`: it does not say of which zone it is.
fn precision(raw: &str) -> Option<SignedDuration> {
    let time = raw.split(['T', ' ']).nth(1)?;
    if !time.contains(['Z', '+', '-']) {
        return None;
    }
    let seconds_are_said = time.split(['Z', '+', '-']).next().unwrap_or_default().matches(':').count() > 1;
    Some(match (seconds_are_said, time.contains('.')) {
        (false, _) => SignedDuration::from_mins(1),
        (true, false) => SignedDuration::from_secs(1),
        (true, true) => SignedDuration::from_millis(1),
    })
}

/// Whether a refund of another amount was there when our request came, as far as an answer can tell. A server that does not
/// know our amount refunds all that is left: that is ours.
fn came_back(found: &Order, operation: &Operation, source: Source) -> bool {
    let all_left = operation.intent.seen.figures.map(|figures| figures.left);
    match source {
        Source::Answer => found.order_amount != all_left,
        Source::LookUp => operation.told_taken,
    }
}

/// Looks a refund up once: under its reference, and in its order's own list.
pub async fn look_up(
    shop: &AccountClient,
    operation: &Operation,
    others: &[Operation],
    parent: &OrderId,
    now: Timestamp,
) -> Verdict {
    let Some(reference) = &operation.intent.reference else { return Verdict::Undecided };
    let client = shop.client();
    let is_absent = match client.orders().by_reference(reference).await {
        Ok(ReadResponse { value, .. }) if value.is_refund_under(reference, parent) => {
            if !tells_what_became_of_it(&value) {
                return Verdict::Undecided;
            }
            shop.note_refund_found(now);
            return Verdict::Resolved(judge(&value, operation, others, Source::LookUp, now));
        }
        // Something stands under our reference that is no refund of this order: a person has to look.
        Ok(_) => Some(false),
        // An answer for another reference is one, and decides as little.
        Err(Error::Undecodable { path, .. }) if path == "merchant_order_reference" => Some(false),
        Err(Error::Api(refused)) => Some(refused.code.as_deref() == Some("ORDER_NOT_FOUND")),
        Err(_) => None,
    };
    // The order's own list tells as well, on servers whose look-up by reference never finds refunds.
    let order = match client.orders().get(parent).await {
        Ok(ReadResponse { value, .. }) => value,
        Err(error) => return verdict::inconclusive(&error),
    };
    if let Some(listed) = listed_under(&order, reference, parent) {
        if !tells_what_became_of_it(listed) {
            return Verdict::Undecided;
        }
        return Verdict::Resolved(judge(listed, operation, others, Source::LookUp, now));
    }
    let seen = &operation.intent.seen;
    let unchanged = seen.order_status == order.status
        && seen.figures.is_some_and(|figures| order.captured().ok() == Some(figures.captured))
        && seen.listed == preconditions::listed(&order);
    match is_absent {
        Some(true) if unchanged => Verdict::Absent,
        Some(_) => Verdict::Undecided,
        None => Verdict::NoAnswer,
    }
}

/// Whether state and amount of a refund can be read where they are said. On the amount of one that failed nothing hangs.
fn tells_what_became_of_it(refund: &Order) -> bool {
    let failed = refund.status == Some(OrderStatus::Failed);
    !refund.is_unread("status") && (failed || !refund.is_unread("order_amount"))
}

/// The entry of an order's list under a reference. What is in that list need not say again that it is a refund.
pub fn listed_under<'a>(order: &'a Order, reference: &Reference, parent: &OrderId) -> Option<&'a Order> {
    let mut entries = order.refunds.iter().flatten().filter(|entry| {
        entry.merchant_order_reference.as_ref() == Some(reference)
            && entry.order_type.as_ref().is_none_or(|kind| *kind == OrderType::Refund)
            && entry.parent_order_id.as_ref().is_none_or(|said| said == parent)
    });
    let first = entries.next()?;
    // The same refund may stand there twice: its last state counts.
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

    #[test]
    fn a_time_that_is_cut_may_be_later_than_its_text() {
        let table = [
            ("2025-03-21T08:29Z", Some(60_000)),
            ("2025-03-21T08:29+05:30", Some(60_000)),
            ("2025-03-21T08:29:07Z", Some(1_000)),
            ("2025-03-21T08:29:07+05:30", Some(1_000)),
            ("2025-03-21T08:29:07.123Z", Some(1)),
            ("2025-03-21T08:29:07.123", None),
            ("2025-03-21", None),
        ];
        for (text, expected) in table {
            assert_eq!(precision(text).map(|cut_by| cut_by.as_millis()), expected, "{text}");
        }
    }
}
