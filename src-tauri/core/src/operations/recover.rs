//! Recovery at start: operations that the last exit interrupted, and operations that still need look-ups.

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
    /// Operations interrupted by the last exit, with the state to show. No network call and no write yet. One that was held or
    /// not sent yet was never sent; any other has an unknown outcome. Call once, before any new operation can start.
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
                // In an older copy of the ledger, a held operation may have been sent since, as the original knows.
                State::Held { .. } | State::Sending { .. } if is_older_copy => unknown(),
                State::Held { .. } => operation.unsent(NotSent::ClosedInHold, now),
                State::Sending { .. } if !operation.lost && operation.sent_at.is_none() => {
                    unsent(NotSent::ClosedBeforeSending)
                }
                // One that was proven absent may still turn up.
                State::Sending { .. } => unknown(),
                _ => continue,
            };
            // An answer of 429 means that the attempt had no effect: that counts once one look-up confirms it.
            if was_to_wait && operation.is_unknown() {
                operation.claim = Some(Claim::NotSent(NotSent::ClosedBeforeSending));
            }
            operation.lost |= operation.is_unknown();
            // Only an interrupted process says so: `follow_up` looks it up for a while once the account is connected.
            operation.recheck |= operation.state.denies();
            operation.interrupted_at = Some(now).filter(|_| matches!(operation.state, State::NotSent { .. }));
            interrupted.push(operation);
        }
        Ok(interrupted)
    }

    /// Writes all interrupted operations, or none. Returns those that ended unsent, to tell the person.
    pub async fn recover(&self, interrupted: &[Operation]) -> Result<Vec<Operation>, NotRecorded> {
        let engine = &self.0;
        engine.journal.advance_all(interrupted.to_vec(), engine.clock.now()).await?;
        let mut unsent = Vec::new();
        for operation in interrupted {
            // One that the person has undone meanwhile stays as it is.
            let Some(operation) = engine.journal.get(operation.id()).await? else { continue };
            engine.announce(&operation);
            if matches!(operation.state, State::NotSent { .. }) {
                unsent.push(operation);
            }
        }
        Ok(unsent)
    }

    /// Resumes following the operations of an account whose client is ready. Operations with a running task are left alone.
    pub async fn resume(&self, shop: &Arc<AccountClient>) -> Result<(), NotRecorded> {
        // A read-only ledger: the process that can write to it follows them.
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
