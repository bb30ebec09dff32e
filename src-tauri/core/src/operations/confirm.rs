//! Turns an open dialog into an operation that the ledger has and that a task runs.

use std::sync::Arc;

use jiff::Timestamp;
use pinelabs::Moment;

use super::{
    Operations,
    account_client::AccountClient,
    engine::Engine,
    errors::NotConfirmed,
    journal::NotBegun,
    kinds::{self, Kind},
    operation::{Operation, OperationId, State},
    timings::after,
};
use crate::rules::amount::{self, AmountInput, AmountProblem, ResolvedAmount};

impl Operations {
    /// The amount that the input of an open dialog resolves to.
    pub fn check_amount(
        &self,
        id: &OperationId,
        choice: &AmountInput,
    ) -> Result<ResolvedAmount, NotConfirmed> {
        let intent = self.intent(id).ok_or(NotConfirmed::NoSuchIntent)?;
        let left = intent.max_amount().ok_or(NotConfirmed::NoSuchIntent)?;
        amount::resolve(choice, left).map_err(NotConfirmed::Amount)
    }

    /// Turns an open dialog into an operation, once. Confirming the same dialog again returns the same operation.
    pub async fn confirm(
        &self,
        shop: &Arc<AccountClient>,
        id: &OperationId,
        choice: Option<&AmountInput>,
        reason: Option<String>,
    ) -> Result<Operation, NotConfirmed> {
        if let Some(known) = self.get(id).await.map_err(NotBegun::from)? {
            return Ok(known);
        }
        let intent = self.intent(id).ok_or(NotConfirmed::NoSuchIntent)?;
        let reason = reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let kind = kinds::of(intent.kind);
        if kind.needs_reason() && reason.is_none() {
            return Err(NotConfirmed::NoReason);
        }
        let chosen = if kind.takes_amount() {
            let choice = choice.ok_or(NotConfirmed::Amount(AmountProblem::Empty))?;
            Some(self.check_amount(id, choice)?)
        } else {
            None
        };
        let now = self.0.clock.now();
        let state = self.0.first_state(kind, now);
        let mut operation = Operation {
            number: 0,
            revision: 0,
            amount: chosen
                .map(|chosen| chosen.amount)
                .or(intent.max_amount())
                .or(intent.new_link().map(|new| new.amount)),
            released: chosen.map(|chosen| chosen.rest).filter(|_| kind.releases_rest()),
            reason,
            confirmed_at: now,
            sent_at: None,
            first_sent_at: None,
            sent_by_server_clock: shop.client().server_clock().earliest(Moment::now(now)),
            reached: false,
            told_taken: false,
            claim: None,
            recheck: false,
            unseen_since: None,
            lost: false,
            dialect: None,
            request_ids: Vec::new(),
            after: None,
            decided_at: None,
            interrupted_at: None,
            again_unsent: None,
            put_away: false,
            state,
            intent,
        };
        match self.0.journal.begin(&mut operation).await {
            Ok(()) => {}
            Err(NotBegun::Already(known)) => return Ok(*known),
            Err(why) => return Err(why.into()),
        }
        self.0.intents().remove(id);
        self.0.announce(&operation);
        self.start(shop, operation.clone());
        Ok(operation)
    }
}

impl Engine {
    /// The first state of a confirmed operation: one that moves money is held first, so that the person can undo it.
    pub(super) fn first_state(&self, kind: &dyn Kind, now: Timestamp) -> State {
        let hold = self.timings.undo;
        if kind.may_be_undone() && !hold.is_zero() {
            State::Held { until: after(now, hold) }
        } else {
            State::Sending { waiting: None }
        }
    }
}
