//! The hold: the time in which the person can undo an operation before it is sent.

use tokio::time::Instant;

use super::{
    engine::Engine,
    operation::{Operation, State},
    tasks::TaskSlot,
};

impl Engine {
    /// Waits until the hold ends or the person undoes the operation. Other notifications do not end it.
    pub(super) async fn hold(&self, operation: &Operation, slot: &TaskSlot, end: Instant) {
        while tokio::time::timeout_at(end, slot.notified()).await.is_ok() {
            let now = self.journal.get(operation.id()).await;
            if now.is_ok_and(|now| now.is_none_or(|now| !matches!(now.state, State::Held { .. }))) {
                break;
            }
        }
    }
}
