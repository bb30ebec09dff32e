//! What a start finds in the ledger: operations that the end of the program has cut off, and those that are still to be
//! looked after.

use std::sync::Arc;

use super::{
    Operations,
    account_client::AccountClient,
    follow_up,
    journal::NotRecorded,
    operation::{Claim, NotSent, Operation, State},
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
}
