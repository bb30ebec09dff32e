//! Releases a hold without capturing. The order's status tells the outcome.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use pinelabs::{Client, Money, OrderStatus, WriteError};

use super::{
    kind::{Answer, Context, Draft, Kind, Name, PrepareError, required},
    unchanged::unchanged,
};
use crate::{
    operations::{
        account_client::Reading,
        operation::{Operation, State},
        preconditions::Precondition,
        verdict::{self, Verdict},
    },
    rules::{allowed::OperationKind, done_here::DoneHere},
};

pub struct Void;

impl Kind for Void {
    fn kind(&self) -> OperationKind {
        OperationKind::Void
    }

    fn prepare(&self, reading: &Reading) -> Result<Draft, PrepareError> {
        let held = reading.snapshot.held_order();
        Ok(Draft { order_id: held.and_then(|order| order.order_id.clone()), name: Name::None })
    }

    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>> {
        unchanged(context, reread, |seen, now| Ok(now == seen))
    }

    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>> {
        Box::pin(async move {
            let intent = &context.operation.intent;
            let order = required(intent.order_id.as_ref())?;
            let answer = client.orders().void(order, &intent.key).await?;
            let verdict = told_by(answer.value.status.as_ref(), context.now);
            Ok(Answer { request_id: answer.request_id.to_string(), verdict })
        })
    }

    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let Some(order) = &context.operation.intent.order_id else { return Verdict::Undecided };
            match context.shop.client().orders().get(order).await {
                Ok(read) => told_by(read.value.status.as_ref(), context.now),
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

    fn done_here(&self, operation: &Operation, _at: Timestamp, _amount: Option<Money>) -> Option<DoneHere> {
        Some(DoneHere::Voided { order: operation.intent.order_id.clone()? })
    }
}

fn told_by(status: Option<&OrderStatus>, now: Timestamp) -> Verdict {
    match status {
        Some(OrderStatus::Cancelled) => verdict::done(now),
        Some(OrderStatus::Authorized) => Verdict::Absent,
        Some(
            status @ (OrderStatus::Processed
            | OrderStatus::PartiallyCaptured
            | OrderStatus::PartiallyRefunded
            | OrderStatus::FullyRefunded),
        ) => verdict::went_otherwise(status.as_str(), now),
        _ => Verdict::Undecided,
    }
}
