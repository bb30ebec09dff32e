//! What a start finds in the ledger: operations that the end of the program has cut off, and those that are still to be
//! looked after. And the person's own word on what nothing else can tell.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Operations,
    account_client::AccountClient,
    engine::Engine,
    follow_up,
    journal::{Advance, NotRecorded},
    operation::{Checking, Claim, NeedsYou, NotSent, Operation, OperationId, State},
};
use crate::ledger::Ledger;

impl Operations {
    /// What the end of the last run has cut off, as it now has to be told. Asks nobody, and writes nothing yet: what was held or
    /// waiting was never sent, what was being sent is unknown. To be asked for once, before anything new can begin.
    pub async fn interrupted(&self) -> Result<Vec<Operation>, NotRecorded> {
        let engine = &self.0;
        let now = engine.clock.now();
        let is_older_copy = engine.journal.read_ledger(Ledger::is_older_copy).await;
        let mut interrupted = Vec::new();
        for mut operation in engine.journal.unfinished().await? {
            let unsent = |why| State::NotSent { at: now, why };
            let unknown = || operation.as_unknown(now, operation.request_ids.last().cloned());
            let was_to_wait = !is_older_copy
                && !operation.lost
                && matches!(operation.state, State::Sending { waiting: Some(_) });
            operation.state = match operation.state.clone() {
                // What an older copy of the ledger says of it may have gone on since, in the one that was here.
                State::Held { .. } | State::Sending { .. } if is_older_copy => unknown(),
                State::Held { .. } => operation.unsent(NotSent::ClosedInHold, now),
                State::Sending { .. } if !operation.lost && operation.sent_at.is_none() => {
                    unsent(NotSent::ClosedBeforeSending)
                }
                // One that was proven absent may still turn up.
                State::Sending { .. } => unknown(),
                _ => continue,
            };
            // An attempt whose answer said "wait" has done nothing, or so it was said: believed as soon as one look bears it out.
            if was_to_wait && operation.is_unknown() {
                operation.claim = Some(Claim::NotSent(NotSent::ClosedBeforeSending));
            }
            operation.lost |= operation.is_unknown();
            // Said by nobody but a program that was cut off: looked up for a while, as `check` says, once the account is connected.
            operation.recheck |= operation.state.denies();
            operation.interrupted_at = Some(now).filter(|_| matches!(operation.state, State::NotSent { .. }));
            interrupted.push(operation);
        }
        Ok(interrupted)
    }

    /// Writes down what was cut off: all of it, or nothing. Returns what ended unsent, for the person to know.
    pub async fn recover(&self, interrupted: &[Operation]) -> Result<Vec<Operation>, NotRecorded> {
        let engine = &self.0;
        engine.journal.advance_all(interrupted.to_vec(), engine.clock.now()).await?;
        let mut unsent = Vec::new();
        for operation in interrupted {
            // One that somebody has taken back since stays as it is.
            let Some(operation) = engine.journal.get(operation.id()).await? else { continue };
            engine.announce(&operation);
            if matches!(operation.state, State::NotSent { .. }) {
                unsent.push(operation);
            }
        }
        Ok(unsent)
    }

    /// Goes on following the operations of an account whose client is ready. Those at work already are left alone.
    pub async fn resume(&self, shop: &Arc<AccountClient>) -> Result<(), NotRecorded> {
        // What cannot be written down is for the copy to look after that can write it.
        if self.0.journal.trouble().await.is_some() {
            return Ok(());
        }
        for operation in self.0.journal.unfinished().await? {
            let open = operation.is_unknown()
                || operation.is_on_its_way()
                || operation.recheck && operation.is_denied_in_doubt();
            if operation.intent.account == shop.account && open {
                self.follow_until_final(shop, operation);
            }
        }
        Ok(())
    }

    fn follow_until_final(&self, shop: &Arc<AccountClient>, operation: Operation) {
        let (engine, shop) = (Arc::clone(&self.0), Arc::clone(shop));
        let Some(slot) = engine.tasks.try_acquire(operation.id()) else { return };
        self.0.spawn(async move { follow_up::follow_until_final(&engine, &shop, operation, slot).await });
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
        self.0.by_person(id, decided).await
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
        self.0.by_person(id, taken_back).await
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
        self.0.by_person(id, put_away).await
    }
}

impl Engine {
    /// Writes down what the person says of an operation, and has the look-ups take it up. `next` says the state that the operation
    /// comes to, or none where it stays as it is. It is asked again where a look-up has written meanwhile: the person's word is not
    /// lost to that.
    async fn by_person(
        &self,
        id: &OperationId,
        next: impl Fn(&mut Operation, Timestamp) -> Option<State>,
    ) -> Result<Option<Operation>, NotRecorded> {
        loop {
            let Some(mut operation) = self.journal.get(id).await? else { return Ok(None) };
            let Some(state) = next(&mut operation, self.clock.now()) else { return Ok(Some(operation)) };
            match self.step(&mut operation, state).await {
                Advance::Applied => {
                    self.tasks.wake(id);
                    return Ok(Some(operation));
                }
                Advance::Failed(error) => return Err(error),
                Advance::Conflict => {
                    // Where nobody has written to it, another operation holds its place or its name.
                    let now = self.journal.get(id).await?;
                    if now.as_ref().is_none_or(|now| now.revision == operation.revision) {
                        return Ok(now);
                    }
                }
            }
        }
    }
}
