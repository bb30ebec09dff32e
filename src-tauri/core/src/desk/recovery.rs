//! What a start finds of the operations that the last end of the program has cut off, until all of it is written down.

use super::{Desk, DeskError, lock, unread::log_if_unread};
use crate::{
    ledger::{Ledger, Trouble},
    operations::{
        journal::NotRecorded,
        operation::{Operation, OperationId},
    },
    settings::Environment,
};

impl Desk {
    /// Takes up what the last run has left: to be called once, before the page can ask for anything.
    pub async fn recover(&self) {
        let samples = self.settings.accounts().into_iter().filter(|a| a.environment == Environment::Sample);
        for sample in samples {
            // The sample shop begins anew with each start, and so does what was asked of it.
            log_if_unread(self.operations.journal().forget(&sample.id).await);
        }
        match self.operations.interrupted().await {
            // What another copy of the program is at has not been cut off.
            Ok(_) if self.operations.journal().trouble().await == Some(Trouble::OtherCopy) => {}
            Ok(interrupted) => {
                *lock(&self.pending_recovery) = interrupted;
                // Tried again in a while; until then it is told as it is.
                let _ = self.write_down_interrupted().await;
            }
            // What is under way is not known, so nothing may be added to it.
            Err(error) => {
                tracing::warn!(%error, "the ledger could not be read");
                self.operations.journal().write_ledger(Ledger::mark_damaged).await;
            }
        }
    }

    /// The operations as they are, also while what was cut off still waits to be written down.
    pub(super) fn as_interrupted(&self, operations: Vec<Operation>) -> Vec<Operation> {
        let pending = lock(&self.pending_recovery);
        let as_pending = |operation: Operation| {
            let interrupted =
                pending.iter().find(|l| l.id() == operation.id() && l.revision == operation.revision);
            interrupted.cloned().unwrap_or(operation)
        };
        operations.into_iter().map(as_pending).collect()
    }

    /// Nothing can be done with what was cut off before that is written down.
    pub(super) async fn require_recovered(&self, id: &OperationId) -> Result<(), DeskError> {
        let is_pending = lock(&self.pending_recovery).iter().any(|operation| operation.id() == id);
        Ok(if is_pending { self.write_down_interrupted().await } else { Ok(()) }?)
    }

    /// Where it cannot be written down, nothing of it is sent meanwhile, and its links and orders stay closed.
    pub(super) async fn write_down_interrupted(&self) -> Result<(), NotRecorded> {
        let _one_at_a_time = self.recovering.lock().await;
        let pending = lock(&self.pending_recovery).clone();
        if pending.is_empty() {
            return Ok(());
        }
        match self.operations.recover(&pending).await {
            Ok(unsent) => {
                tracing::info!(
                    count = pending.len(),
                    unsent = unsent.len(),
                    "operations that the last end has cut off"
                );
                lock(&self.interrupted).extend(unsent.iter().map(|operation| operation.id().clone()));
                lock(&self.pending_recovery).clear();
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "what the last end has cut off could not be written down");
                Err(error)
            }
        }
    }
}
