//! What the person can do with a confirmed operation: undo it, look it up now, send it again, or report the outcome that no
//! look-up can tell.
//!
//! A look-up may write at the same moment. The request of the person is then applied to the newer revision, and is not lost.

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
    /// Undoes a held operation. Too late is no error: it returns the current state.
    pub async fn undo(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let undone = |operation: &mut Operation, now| {
            let is_held = matches!(operation.state, State::Held { .. });
            is_held.then(|| operation.before_again(now).unwrap_or(State::Undone { at: now }))
        };
        // If the write fails the operation is still held and will be sent: the caller gets an error.
        self.0.step_by_person_and_wake(id, undone).await
    }

    /// Looks up an unknown outcome now instead of at the next interval.
    pub async fn check_now(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let operation = self.get(id).await?;
        self.0.tasks.wake(id);
        Ok(operation)
    }

    /// Sends an operation again that was proven absent or that the person did not find: with the same reference and the same
    /// idempotency key, and only on request. Money is held with an Undo first, as the first time.
    pub async fn send_again(
        &self,
        shop: &Arc<AccountClient>,
        id: &OperationId,
    ) -> Result<Option<Operation>, NotRecorded> {
        let again = |operation: &mut Operation, now| {
            if !operation.may_be_sent_again() {
                return None;
            }
            // The lost attempt is in the steps; the new one is not sent yet.
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

    /// The person has checked Pine Labs' dashboard and says whether the operation is there. Accepted only if no look-up can
    /// tell, and stored as the person's word.
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

    /// Withdraws the person's word, as long as nothing has confirmed it: the outcome is unknown again and look-ups go on.
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

    /// The person has dismissed the notice: the operation no longer counts as needing attention. One without a notice is left
    /// alone: a task may be running it.
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

/// The result of a request by the person.
enum PersonStep {
    Written(Operation),
    /// Left as it is, or not found.
    Unchanged(Option<Operation>),
}

impl Engine {
    /// Writes what the person asks for, and wakes the operation's task.
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

    /// Writes what the person asks for. `next` returns the new state, or `None` to leave the operation as it is.
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
                    // The same revision means that another operation holds the order or the reference.
                    let now = self.journal.get(id).await?;
                    if now.as_ref().is_none_or(|now| now.revision == operation.revision) {
                        return Ok(PersonStep::Unchanged(now));
                    }
                }
            }
        }
    }
}
