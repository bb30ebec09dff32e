//! Cancels a link. The link's own status tells the outcome.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use pinelabs::{Client, LinkStatus, Money, WriteError};

use super::{
    kind::{Answer, Context, Draft, Kind, PrepareError, required},
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

pub struct Cancel;

impl Kind for Cancel {
    fn kind(&self) -> OperationKind {
        OperationKind::Cancel
    }

    fn prepare(&self, _reading: &Reading) -> Result<Draft, PrepareError> {
        Ok(Draft::of_link())
    }

    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>> {
        let same = |seen: &Precondition, now: &Precondition| {
            Ok(now.due == seen.due && now.link_status == seen.link_status && now.orders == seen.orders)
        };
        unchanged(context, reread, same)
    }

    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>> {
        Box::pin(async move {
            let intent = &context.operation.intent;
            let answer = client.links().cancel(required(intent.link_id())?, &intent.key).await?;
            let verdict = told_by(answer.value.status.as_ref(), context.now);
            Ok(Answer { request_id: answer.request_id.to_string(), verdict })
        })
    }

    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let Some(link) = context.operation.intent.link_id() else { return Verdict::Undecided };
            match context.shop.client().links().get(link).await {
                Ok(read) => told_by(read.value.status.as_ref(), context.now),
                Err(error) => verdict::inconclusive(&error),
            }
        })
    }

    fn done_here(&self, _operation: &Operation, _at: Timestamp, _amount: Option<Money>) -> Option<DoneHere> {
        Some(DoneHere::Cancelled)
    }

    /// The first reading may be stale and not show the money yet.
    fn replaces_after(&self, operation: &Operation, later: &Precondition) -> bool {
        operation.no_money_after_cancel() == Some(true) && later.no_money() == Some(false)
    }
}

impl Operation {
    /// For a cancelled link: whether its orders showed no money afterwards.
    pub fn no_money_after_cancel(&self) -> Option<bool> {
        let after = self.after.as_ref().filter(|_| self.intent.kind == OperationKind::Cancel);
        after.and_then(|after| after.seen.no_money())
    }
}

fn told_by(status: Option<&LinkStatus>, now: Timestamp) -> Verdict {
    match status {
        Some(LinkStatus::Cancelled) => verdict::done(now),
        Some(LinkStatus::Created | LinkStatus::Clicked) => Verdict::Absent,
        None | Some(LinkStatus::Unknown(_)) => Verdict::Undecided,
        Some(other) => verdict::went_otherwise(other.as_str(), now),
    }
}
