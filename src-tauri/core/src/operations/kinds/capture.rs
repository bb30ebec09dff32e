//! Captures held money. Its own reference identifies a capture, or else what is new since the person confirmed it.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use pinelabs::{CaptureRequest, Client, Money, Order, OrderId, OrderStatus, WriteError};

use super::{
    kind::{Answer, Context, Draft, Kind, Name, PrepareError, required},
    unchanged::unchanged,
};
use crate::{
    ledger::rows::Sum,
    operations::{
        account_client::Reading,
        names::Names,
        operation::{NotSent, Operation, State},
        preconditions::{self, Precondition, Taken},
        server_time::was_made_before,
        verdict::{self, Verdict},
    },
    rules::{allowed::OperationKind, done_here::DoneHere},
};

pub struct Capture;

impl Kind for Capture {
    fn kind(&self) -> OperationKind {
        OperationKind::Capture
    }

    /// Its name derives from the order.
    fn prepare(&self, reading: &Reading) -> Result<Draft, PrepareError> {
        let held = reading.snapshot.held_order();
        let order_id = held.and_then(|order| order.order_id.clone());
        let name = order_id.as_ref().map(Names::of).map_or(Name::None, |names| Name::FirstFree {
            prefix: names.capture_prefix(),
            names: Box::new(names.captures()),
        });
        Ok(Draft { order_id, name })
    }

    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>> {
        unchanged(context, reread, |seen, now| Ok(now == seen))
    }

    /// The order as read afterwards tells the outcome; the answer is the fallback, and the better source if the reading is
    /// stale.
    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>> {
        Box::pin(async move {
            let Context { operation, others, now, .. } = context;
            let intent = &operation.intent;
            let order = required(intent.order_id.as_ref())?;
            let request = CaptureRequest {
                reference: required(intent.reference.clone())?,
                amount: required(operation.amount)?,
            };
            let answer = client.orders().capture(order, &request, &intent.key).await?;
            let read = client.orders().get(order).await.ok().map(|read| read.value);
            let told = read.map(|order| told_by(&order, operation, others, now));
            let verdict = match told {
                Some(Verdict::Resolved(state)) => Verdict::Resolved(state),
                _ => told_by(&answer.value, operation, others, now),
            };
            Ok(Answer { request_id: answer.request_id.to_string(), verdict })
        })
    }

    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let Context { shop, operation, others, now } = context;
            let Some(order) = &operation.intent.order_id else { return Verdict::Undecided };
            match shop.client().orders().get(order).await {
                Ok(read) => told_by(&read.value, operation, others, now),
                Err(error) => verdict::inconclusive(&error),
            }
        })
    }

    fn max_amount(&self, seen: &Precondition) -> Option<Money> {
        seen.held
    }

    fn moves_money(&self) -> bool {
        true
    }

    fn sum(&self) -> Option<Sum> {
        Some(Sum::Captured)
    }

    fn takes_amount(&self) -> bool {
        true
    }

    fn releases_rest(&self) -> bool {
        true
    }

    fn name_prefix(&self, order: &OrderId) -> Option<String> {
        Some(Names::of(order).capture_prefix())
    }

    fn holds_reference(&self, operation: &Operation) -> bool {
        operation.stands_under_its_name()
    }

    fn done_here(&self, operation: &Operation, at: Timestamp, amount: Option<Money>) -> Option<DoneHere> {
        Some(DoneHere::Captured {
            order: operation.intent.order_id.clone()?,
            reference: operation.intent.reference.clone(),
            amount: amount?,
            at,
        })
    }
}

/// Identifies our capture by what is new since the dialog opened, whatever the order's status: older payments of the order and
/// captures by other computers are not ours. `others` are the operations on the same order.
pub fn told_by(order: &Order, operation: &Operation, others: &[Operation], now: Timestamp) -> Verdict {
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
        // A server that ignores our amount captures the whole hold.
        [operation.amount, operation.intent.seen.held].contains(&Some(captured))
    };
    if let Some(captured) = sum(&ours) {
        // Another computer uses the same reference for a capture of the same order.
        let is_older = order.payments.iter().flat_map(|payment| &payment.capture_data).any(|capture| {
            capture.merchant_capture_reference == operation.intent.reference
                && was_made_before(capture.created_at.as_ref(), operation)
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
            Some(status @ OrderStatus::Cancelled) => verdict::went_otherwise(status.as_str(), now),
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

/// Entries in `now` that were not there before, each occurrence counted once.
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
