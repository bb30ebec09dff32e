//! Making a link: under the same promises as every change, though no link or order is there yet to hold it by.
//!
//! Its reference stands in their place. Before it is sent nothing may stand under that reference; afterwards what stands there
//! tells what became of it. A link of somebody else's under the reference is never told as made here.

use jiff::Timestamp;
use pinelabs::{Client, IdempotencyKey, LinkCreated, NewLink, PaymentLink, ReadResponse, WriteError};

use super::{
    NotPrepared, Operations,
    account_client::AccountClient,
    journal::NotRecorded,
    operation::{Intent, NotSent, Operation, OperationId, Refusal, State, Target},
    preconditions::Precondition,
    timings::LINK_AGE_MARGIN,
    verdict::{self, Verdict},
};
use crate::{
    ledger::LedgerError,
    rules::{allowed::OperationKind, people},
};

impl Operations {
    /// Looks whether the reference is free, and makes the intent that confirming will carry out.
    pub async fn prepare_create(&self, shop: &AccountClient, new: NewLink) -> Result<Intent, NotPrepared> {
        if let Some(trouble) = self.0.journal.ledger().trouble() {
            return Err(NotRecorded::from(LedgerError::from(trouble)).into());
        }
        let problems = new.problems(self.0.clock.now());
        if !problems.is_empty() {
            return Err(NotPrepared::Invalid(problems));
        }
        if let Some(known) = self.0.journal.with_reference(&shop.account, &new.reference)? {
            return Err(NotPrepared::ReferenceUsed(known.link_id().cloned()));
        }
        match shop.client().links().by_reference(&new.reference).await {
            Ok(ReadResponse { value: link, received_at, .. }) => {
                shop.note_link_found(received_at);
                return Err(NotPrepared::ReferenceUsed(link.payment_link_id));
            }
            Err(error) if error.says_absent() => {}
            Err(error) => return Err(error.into()),
        }
        let names = [new.customer.first_name.as_deref(), new.customer.last_name.as_deref()];
        let intent = Intent {
            id: OperationId::generate(),
            prepared_at: self.0.clock.now(),
            account: shop.account.clone(),
            kind: OperationKind::Create,
            link_reference: Some(new.reference.clone()),
            order_id: None,
            customer_name: people::name_of(names),
            reference: Some(new.reference.clone()),
            key: IdempotencyKey::generate(),
            seen: Precondition::default(),
            target: Target::New { new_link: Box::new(new) },
        };
        self.0.intents().insert(intent.id.clone(), intent.clone());
        Ok(intent)
    }
}

/// Whether the reference is still free, right before sending. Else what that means for the change.
pub(super) async fn still_free(
    shop: &AccountClient,
    operation: &Operation,
    new: &NewLink,
    now: Timestamp,
) -> Result<(), State> {
    let read = match shop.client().links().by_reference(&new.reference).await {
        Ok(read) => read,
        Err(error) if error.says_absent() => return Ok(()),
        Err(error) => {
            return Err(State::NotSent { at: now, why: NotSent::CouldNotReread((&error).into()) });
        }
    };
    // An attempt that was asked to wait has done nothing, or so it was said.
    if operation.sent_at.is_none() && !operation.lost {
        let link_id = read.value.payment_link_id;
        return Err(State::NotSent { at: now, why: NotSent::ReferenceUsed { link_id } });
    }
    Err(match told_by(&read, operation, new, now) {
        Verdict::Resolved(state) => state,
        _ => verdict::unknown(operation, now, operation.request_ids.last().cloned()),
    })
}

/// Sends it once, and says what the answer tells. That the reference has a link already does not say whose that is, so it
/// is looked up.
pub(super) async fn send(
    client: &Client,
    shop: &AccountClient,
    operation: &mut Operation,
    new: &NewLink,
    now: Timestamp,
) -> Result<Verdict, WriteError> {
    let answer = client.links().create(new, &operation.intent.key).await?;
    operation.request_ids.push(answer.request_id.to_string());
    match answer.value {
        LinkCreated::Created { link } => {
            Ok(Verdict::Resolved(State::Made { at: now, link_id: link.payment_link_id }))
        }
        LinkCreated::AlreadyExists { .. } => Ok(look_up(shop, operation, new, now).await),
    }
}

pub(super) async fn look_up(
    shop: &AccountClient,
    operation: &Operation,
    new: &NewLink,
    now: Timestamp,
) -> Verdict {
    match shop.client().links().by_reference(&new.reference).await {
        Ok(read) => {
            shop.note_link_found(read.received_at);
            told_by(&read, operation, new, now)
        }
        Err(error) if error.says_absent() => Verdict::Absent,
        Err(error) => verdict::inconclusive(&error),
    }
}

/// What the link under the reference tells. One for other money is somebody else's, and no second one can come about beside
/// it. One that is like ours is ours, unless it was there before ours was asked for.
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

/// Whether a link was there before it was asked for, by the server's own clock. Ours tells nothing: it may have been set since.
fn is_older(link: &PaymentLink, operation: &Operation) -> bool {
    let made = link.created_at.as_ref().and_then(pinelabs::ApiTime::at);
    made.zip(operation.sent_by_server_clock)
        .is_some_and(|(made, sent)| sent.duration_since(made) > LINK_AGE_MARGIN)
}
