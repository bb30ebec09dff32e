//! An extra kind, for tests only: it consists of this file and the lines that CONTRIBUTING.md names, and the engine runs it
//! like any other.

use futures_util::future::BoxFuture;
use pinelabs::{Client, LinkStatus, WriteError};
use sandbox::shop::known;
use serde_json::json;

use super::lives::{LONG, Life, Place, SHORT};
use crate::{
    operations::{
        NotConfirmed,
        account_client::Reading,
        kinds::{
            Kind,
            kind::{Answer, Context, Draft, PrepareError, required},
            unchanged::unchanged,
        },
        operation::{NotSent, Operation, State},
        verdict::{self, Verdict},
    },
    rules::allowed::OperationKind,
};

/// Cancels a link after a hold, with a reason.
pub struct Withdraw;

impl Kind for Withdraw {
    fn kind(&self) -> OperationKind {
        OperationKind::Withdraw
    }

    fn prepare(&self, _reading: &Reading) -> Result<Draft, PrepareError> {
        Ok(Draft::of_link())
    }

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
            let answer = client.links().cancel(required(intent.link_id())?, &intent.key).await?;
            Ok(Answer { request_id: answer.request_id.to_string(), verdict: verdict::done(context.now) })
        })
    }

    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let link = context.operation.intent.link_id().unwrap();
            match context.shop.client().links().get(link).await {
                Ok(read) if read.value.status == Some(LinkStatus::Cancelled) => verdict::done(context.now),
                Ok(_) => Verdict::Absent,
                Err(error) => verdict::inconclusive(&error),
            }
        })
    }

    fn may_be_undone(&self) -> bool {
        true
    }

    fn needs_reason(&self) -> bool {
        true
    }
}

fn begin(life: &Life) -> Operation {
    life.begin(known::WAITING, OperationKind::Withdraw, None)
}

#[test]
fn a_kind_that_is_added_is_held_sent_and_looked_up_like_the_others() {
    let place = Place::new();
    let life = place.start(SHORT);
    place.fault("PUT", "/paymentlink/", &json!({ "kind": "lost_after_commit" }));
    let held = begin(&life);
    assert!(matches!(held.state, State::Held { .. }));
    life.until(&held, |now| matches!(now.state, State::Checking(_)));
    let done = life.resolved(&held);
    assert!(matches!(done.state, State::Done { .. }), "{:?}", done.state);
    assert_eq!((done.reason.as_deref(), place.writes().len()), (Some("Item returned"), 1));
}

#[test]
fn a_kind_that_is_added_needs_its_reason_and_can_be_undone() {
    let place = Place::new();
    let life = place.start(LONG);
    let intent = life.prepare(known::WAITING, OperationKind::Withdraw).unwrap();
    let without = life.run(life.operations.confirm(&life.shop, &intent.id, None, None));
    assert!(matches!(without, Err(NotConfirmed::NoReason)));
    let held = life.confirm(&intent, None).unwrap();
    life.run(life.operations.undo(held.id())).unwrap();
    let undone = life.resolved(&held);
    assert!(matches!(undone.state, State::Undone { .. }));
    assert_eq!(place.writes().len(), 0);
}

#[test]
fn a_kind_that_is_added_is_not_sent_once_its_link_has_changed() {
    let place = Place::new();
    let life = place.start(SHORT);
    let held = begin(&life);
    place.control(&format!("links/{}/pay", known::WAITING), json!({}));
    let unsent = life.resolved(&held);
    assert!(
        matches!(unsent.state, State::NotSent { why: NotSent::Changed { .. }, .. }),
        "{:?}",
        unsent.state
    );
    assert_eq!(place.writes().len(), 0);
}
