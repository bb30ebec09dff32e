//! Creates a link, under the same guarantees as every operation, although no link or order exists yet to lock on.
//!
//! Its reference takes their place. Before the request nothing may exist under that reference; afterwards the link found there
//! tells the outcome. A link of somebody else under the reference never counts as created here.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use pinelabs::{Client, Error, LinkCreated, LinkId, NewLink, PaymentLink, ReadResponse, WriteError};

use super::kind::{AbsenceProof, Answer, Context, Draft, Kind, PrepareError, required};
use crate::{
    operations::{
        account_client::{AccountClient, Reading},
        operation::{NotSent, Operation, Refusal, State},
        timings::LINK_AGE_MARGIN,
        verdict::{self, Verdict},
    },
    rules::allowed::{OperationKind, Reason},
};

pub struct CreateLink;

impl Kind for CreateLink {
    fn kind(&self) -> OperationKind {
        OperationKind::Create
    }

    /// A new link does not come from an existing one.
    fn prepare(&self, _reading: &Reading) -> Result<Draft, PrepareError> {
        Err(PrepareError::NotAllowed(Reason::NotUnderstood))
    }

    fn still_valid<'a>(
        &'a self,
        context: Context<'a>,
        _reread: Option<&'a Reading>,
    ) -> BoxFuture<'a, Result<(), State>> {
        Box::pin(still_free(context))
    }

    /// "Reference already in use" does not say by whom, so it is looked up.
    fn send<'a>(
        &'a self,
        client: &'a Client,
        context: Context<'a>,
    ) -> BoxFuture<'a, Result<Answer, WriteError>> {
        Box::pin(async move {
            let intent = &context.operation.intent;
            let answer = client.links().create(required(intent.new_link())?, &intent.key).await?;
            let verdict = match answer.value {
                LinkCreated::Created { link } => {
                    Verdict::Resolved(State::Made { at: context.now, link_id: link.payment_link_id })
                }
                LinkCreated::AlreadyExists { .. } => self.look_up(context).await,
            };
            Ok(Answer { request_id: answer.request_id.to_string(), verdict })
        })
    }

    fn look_up<'a>(&'a self, context: Context<'a>) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let Context { shop, operation, now, .. } = context;
            let Some(new) = operation.intent.new_link() else { return Verdict::Undecided };
            match shop.client().links().by_reference(&new.reference).await {
                Ok(read) => {
                    shop.note_link_found(read.received_at).await;
                    told_by(&read, operation, new, now)
                }
                Err(error) if error.says_absent() => Verdict::Absent,
                Err(error) => verdict::inconclusive(&error),
            }
        })
    }

    fn absence_proof(&self) -> AbsenceProof {
        AbsenceProof::OnceLinkFound
    }

    fn holds_reference(&self, operation: &Operation) -> bool {
        !operation.state.denies() || operation.may_be_sent_again()
    }

    fn found_by_person(&self, at: Timestamp) -> State {
        State::Made { at, link_id: None }
    }
}

impl Operation {
    /// The link that already had the reference of the link to create.
    pub fn stood_in_the_way(&self) -> Option<&LinkId> {
        match &self.state {
            State::Refused { why: Refusal::ReferenceUsed { link_id }, .. }
            | State::NotSent { why: NotSent::ReferenceUsed { link_id }, .. } => link_id.as_ref(),
            _ => None,
        }
    }
}

/// Why a new link cannot have its reference.
#[derive(Debug)]
pub enum ReferenceProblem {
    Unread(Error),
    /// With the link that has it, if known.
    Used(Option<LinkId>),
}

/// Checks that the reference of a new link is free, before the dialog opens.
pub async fn require_free(shop: &AccountClient, new: &NewLink) -> Result<(), ReferenceProblem> {
    match shop.client().links().by_reference(&new.reference).await {
        Ok(ReadResponse { value: link, received_at, .. }) => {
            shop.note_link_found(received_at).await;
            Err(ReferenceProblem::Used(link.payment_link_id))
        }
        Err(error) if error.says_absent() => Ok(()),
        Err(error) => Err(ReferenceProblem::Unread(error)),
    }
}

/// Whether the reference is still free, right before sending. An error is the state that the operation gets instead.
async fn still_free(context: Context<'_>) -> Result<(), State> {
    let Context { shop, operation, now, .. } = context;
    let Some(new) = operation.intent.new_link() else {
        return Err(State::NotSent { at: now, why: NotSent::NotAllowed(Reason::NotUnderstood) });
    };
    let read = match shop.client().links().by_reference(&new.reference).await {
        Ok(read) => read,
        Err(error) if error.says_absent() => return Ok(()),
        Err(error) => {
            return Err(State::NotSent { at: now, why: NotSent::CouldNotReread((&error).into()) });
        }
    };
    // Before the first attempt it is somebody else's; an attempt answered with 429 may have created it.
    if operation.sent_at.is_none() && !operation.lost {
        let link_id = read.value.payment_link_id;
        return Err(State::NotSent { at: now, why: NotSent::ReferenceUsed { link_id } });
    }
    Err(match told_by(&read, operation, new, now) {
        Verdict::Resolved(state) => state,
        _ => verdict::checking(operation.request_ids.last().cloned()),
    })
}

/// What the link under the reference means. One with other values is somebody else's, and no second link can exist under the
/// reference. One like ours is ours, unless it existed before our request.
fn told_by(
    read: &ReadResponse<PaymentLink>,
    operation: &Operation,
    new: &NewLink,
    now: Timestamp,
) -> Verdict {
    let link = &read.value;
    let link_id = link.payment_link_id.clone();
    if link.merchant_payment_link_reference.as_ref().is_some_and(|said| *said != new.reference) {
        Verdict::Undecided
    } else if new.conflicts_with(link) {
        Verdict::Resolved(State::Refused { at: now, why: Refusal::ReferenceUsed { link_id } })
    } else if link.amount.is_some() && new.may_be(link) && !is_older(link, operation) {
        Verdict::Resolved(State::Made { at: now, link_id })
    } else {
        Verdict::Undecided
    }
}

/// Whether a link existed before our request, by the server's own clock: the local clock may have been set since.
fn is_older(link: &PaymentLink, operation: &Operation) -> bool {
    let made = link.created_at.as_ref().and_then(pinelabs::ApiTime::at);
    made.zip(operation.sent_by_server_clock)
        .is_some_and(|(made, sent)| sent.duration_since(made) > LINK_AGE_MARGIN)
}
