//! Sends a link to its customer again. No look-up can see it, and a second message does no harm.

use std::future::ready;

use futures_util::future::BoxFuture;
use pinelabs::{Client, WriteError};

use super::{
    kind::{Answer, Context, Draft, Kind, PrepareError, required},
    unchanged::unchanged,
};
use crate::{
    operations::{
        account_client::Reading,
        operation::State,
        verdict::{self, Verdict},
    },
    rules::allowed::OperationKind,
};

pub struct Resend;

impl Kind for Resend {
    fn kind(&self) -> OperationKind {
        OperationKind::Resend
    }

    fn prepare(&self, _reading: &Reading) -> Result<Draft, PrepareError> {
        Ok(Draft::of_link())
    }

    /// Only the amount due matters: a customer may open the link meanwhile.
    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>> {
        unchanged(context, reread, |seen, now| Ok(now.due == seen.due))
    }

    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>> {
        Box::pin(async move {
            let intent = &context.operation.intent;
            let answer = client.links().resend(required(intent.link_id())?, &intent.key).await?;
            Ok(Answer { request_id: answer.request_id.to_string(), verdict: verdict::done(context.now) })
        })
    }

    fn look_up<'a>(&'a self, _context: Context<'a>) -> BoxFuture<'a, Verdict> {
        Box::pin(ready(Verdict::Undecided))
    }

    fn can_be_looked_up(&self) -> bool {
        false
    }
}
