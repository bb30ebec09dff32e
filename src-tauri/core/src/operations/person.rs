//! What the person asks of an operation that was confirmed: to take it back, to look it up now, to send it again; and the person's own
//! word on what nothing else can tell.
//!
//! A look-up may write to the operation at the same moment. What the person asks is then asked of the operation as it is after that, and is
//! not lost.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Operations,
    account_client::AccountClient,
    engine::Engine,
    journal::{Advance, NotRecorded},
    operation::{Checking, NeedsYou, NotSent, Operation, OperationId, State},
};

impl Operations {
    /// Takes a held operation back. Too late is no error: the present state is returned.
    pub async fn undo(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let undone = |operation: &mut Operation, now| {
            let is_held = matches!(operation.state, State::Held { .. });
            is_held.then(|| operation.before_again(now).unwrap_or(State::Undone { at: now }))
        };
        // Where it could not be written down it is held still, and will be sent: nobody may be told otherwise.
        self.0.step_by_person_and_wake(id, undone).await
    }

    /// Looks an unknown outcome up now instead of at its next turn.
    pub async fn check_now(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let operation = self.get(id).await?;
        self.0.tasks.wake(id);
        Ok(operation)
    }

    /// Sends an operation again that was proven absent, or that the person did not find: with the same reference and the
    /// same key, and never by itself. Money is held with an Undo before, as it was at first.
    pub async fn send_again(
        &self,
        shop: &Arc<AccountClient>,
        id: &OperationId,
    ) -> Result<Option<Operation>, NotRecorded> {
        let again = |operation: &mut Operation, now| {
            if !operation.may_be_sent_again() {
                return None;
            }
            // The attempt that was lost is in the steps; this one has still to leave.
            operation.sent_at = None;
            operation.recheck = false;
            operation.interrupted_at = None;
            operation.again_unsent = None;
            Some(self.0.first_state(operation.kind(), now))
        };
        match self.0.step_by_person(id, again).await? {
            PersonStep::Written(operation) => {
                self.start(shop, operation.clone());
                Ok(Some(operation))
            }
            PersonStep::Unchanged(operation) => Ok(operation),
        }
    }

    /// The person has looked at Pine Labs' dashboard and says whether it is there. Taken only where nothing else can
    /// tell, and kept as the person's word.
    pub async fn decide(&self, id: &OperationId, there: bool) -> Result<Option<Operation>, NotRecorded> {
        let decided = |operation: &mut Operation, at| {
            if !matches!(operation.state, State::NeedsYou { why: NeedsYou::CannotTell(_), .. }) {
                return None;
            }
            operation.decided_at = Some(at);
            operation.recheck = !there;
            Some(if there {
                operation.kind().found_by_person(at)
            } else {
                State::NotSent { at, why: NotSent::PersonSaysNot }
            })
        };
        self.0.step_by_person_and_wake(id, decided).await
    }

    /// Takes back what the person said of an operation, as long as nothing was seen that bears it out: it is unknown again, and
    /// looked up.
    pub async fn take_back(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let taken_back = |operation: &mut Operation, at| {
            if !operation.rests_on_a_word() {
                return None;
            }
            operation.recheck = false;
            operation.unseen_since = None;
            let checking = Checking {
                checked_at: None,
                next_at: None,
                absent_since: None,
                undecided_since: Some(at),
                request_id: operation.request_ids.last().cloned(),
            };
            Some(State::NeedsYou { at, why: NeedsYou::CannotTell(checking) })
        };
        self.0.step_by_person_and_wake(id, taken_back).await
    }

    /// What an operation asks of the person was seen: it is not counted any more. One that asks nothing is not touched: it
    /// may be at work.
    pub async fn put_away(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let put_away = |operation: &mut Operation, _| {
            if operation.is_unknown() || !operation.wants_attention() {
                return None;
            }
            operation.put_away = true;
            Some(operation.state.clone())
        };
        self.0.step_by_person_and_wake(id, put_away).await
    }
}

/// What became of what the person asked.
enum PersonStep {
    Written(Operation),
    /// It stays as it is, or there is none.
    Unchanged(Option<Operation>),
}

impl Engine {
    /// Writes down what the person asks of an operation, and has its task take that up.
    async fn step_by_person_and_wake(
        &self,
        id: &OperationId,
        next: impl Fn(&mut Operation, Timestamp) -> Option<State>,
    ) -> Result<Option<Operation>, NotRecorded> {
        Ok(match self.step_by_person(id, next).await? {
            PersonStep::Written(operation) => {
                self.tasks.wake(id);
                Some(operation)
            }
            PersonStep::Unchanged(operation) => operation,
        })
    }

    /// Writes down what the person asks of an operation. `next` says the state that it comes to, or none where it stays as it is.
    async fn step_by_person(
        &self,
        id: &OperationId,
        next: impl Fn(&mut Operation, Timestamp) -> Option<State>,
    ) -> Result<PersonStep, NotRecorded> {
        loop {
            let Some(mut operation) = self.journal.get(id).await? else {
                return Ok(PersonStep::Unchanged(None));
            };
            let Some(state) = next(&mut operation, self.clock.now()) else {
                return Ok(PersonStep::Unchanged(Some(operation)));
            };
            match self.step(&mut operation, state).await {
                Advance::Applied => return Ok(PersonStep::Written(operation)),
                Advance::Failed(error) => return Err(error),
                Advance::Conflict => {
                    // Where nobody has written to it, another operation holds its place or its name.
                    let now = self.journal.get(id).await?;
                    if now.as_ref().is_none_or(|now| now.revision == operation.revision) {
                        return Ok(PersonStep::Unchanged(now));
                    }
                }
            }
        }
    }
}
