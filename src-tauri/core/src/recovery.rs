//! What a start finds of the operations that the last exit has interrupted, until all of it is written down.

use std::sync::Mutex;

use jiff::Timestamp;

use crate::{
    ledger::Trouble,
    lock::lock,
    operations::{
        Operations,
        journal::NotRecorded,
        log_if_unread,
        operation::{Operation, OperationId},
    },
};

pub struct Recovery {
    operations: Operations,
    started_at: Timestamp,
    last_number_before: i64,
    /// What the exit before has kept from being sent.
    interrupted: Mutex<Vec<OperationId>>,
    /// What of that is still to be written down.
    pending: Mutex<Vec<Operation>>,
    /// One try to write that down at a time.
    writing: tokio::sync::Mutex<()>,
}

impl Recovery {
    /// `last_number_before`: of the last operation of the runs before.
    pub fn new(operations: Operations, started_at: Timestamp, last_number_before: i64) -> Self {
        Self {
            operations,
            started_at,
            last_number_before,
            interrupted: Mutex::default(),
            pending: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
        }
    }

    pub fn started_at(&self) -> Timestamp {
        self.started_at
    }

    /// The number of the last operation of the runs before.
    pub fn last_number_before(&self) -> i64 {
        self.last_number_before
    }

    /// The operations that the exit before has kept from being sent.
    pub fn interrupted(&self) -> Vec<OperationId> {
        lock(&self.interrupted).clone()
    }

    /// The interrupted operations that are still to be written down, as they are now.
    pub fn pending(&self) -> Vec<Operation> {
        lock(&self.pending).clone()
    }

    /// Takes up what the last run has left: to be called once, before the page can ask for anything. `samples`: the accounts of
    /// the sample shop.
    pub async fn recover(&self, samples: &[String]) {
        for sample in samples {
            // The sample shop begins anew with each start, and so does what was asked of it.
            log_if_unread(self.operations.forget_account(sample).await);
        }
        match self.operations.interrupted().await {
            // What another copy of the program is at has not been interrupted.
            Ok(_) if self.operations.ledger_trouble().await == Some(Trouble::OtherCopy) => {}
            Ok(interrupted) => {
                *lock(&self.pending) = interrupted;
                // Tried again in a while; until then it is told as it is.
                let _ = self.write_down().await;
            }
            Err(error) => {
                tracing::warn!(%error, "the ledger could not be read");
                self.operations.mark_ledger_damaged().await;
            }
        }
    }

    /// The operations as they are, also while what was interrupted still waits to be written down.
    pub fn as_interrupted(&self, operations: Vec<Operation>) -> Vec<Operation> {
        let pending = lock(&self.pending);
        let as_pending = |operation: Operation| {
            let interrupted =
                pending.iter().find(|l| l.id() == operation.id() && l.revision == operation.revision);
            interrupted.cloned().unwrap_or(operation)
        };
        operations.into_iter().map(as_pending).collect()
    }

    /// Nothing can be done with what was interrupted before that is written down.
    pub async fn require_recovered(&self, id: &OperationId) -> Result<(), NotRecorded> {
        let is_pending = lock(&self.pending).iter().any(|operation| operation.id() == id);
        if is_pending { self.write_down().await } else { Ok(()) }
    }

    /// Where it cannot be written down, nothing of it is sent meanwhile, and its links and orders stay closed.
    pub async fn write_down(&self) -> Result<(), NotRecorded> {
        let _one_at_a_time = self.writing.lock().await;
        let pending = self.pending();
        if pending.is_empty() {
            return Ok(());
        }
        match self.operations.recover(&pending).await {
            Ok(unsent) => {
                tracing::info!(
                    count = pending.len(),
                    unsent = unsent.len(),
                    "operations that the last exit has interrupted"
                );
                lock(&self.interrupted).extend(unsent.iter().map(|operation| operation.id().clone()));
                lock(&self.pending).clear();
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "what the last exit has interrupted could not be written down");
                Err(error)
            }
        }
    }

    /// Has an operation wait to be written down, as on a disk that takes nothing.
    #[cfg(test)]
    pub fn leave_pending(&self, operation: Operation) {
        lock(&self.pending).push(operation);
    }
}
