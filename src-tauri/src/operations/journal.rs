//! Where changes are written down before they are sent.
//!
//! The engine asks this trait alone, so that a durable ledger can stand behind it. [`InMemory`] lasts as long as the
//! program does.

use std::{collections::BTreeMap, sync::Mutex};

use super::operation::{Intent, Operation, OperationId};

/// The change could not be written down, so it must not be sent.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the change could not be written down")]
pub struct NotRecorded;

/// Why a change did not begin.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotBegun {
    /// The very intent was confirmed before: here is what became of it.
    #[error("this change was confirmed before")]
    Already(Box<Operation>),
    #[error("another change of this order is under way")]
    OtherOpen,
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
}

pub trait Journal: Send + Sync {
    /// Writes down a new change, unless it is there already or another open one meets it. One step: two windows that
    /// confirm at the same moment get one change.
    fn begin(&self, operation: &Operation) -> Result<(), NotBegun>;
    /// Writes down how far a change has come.
    fn record(&self, operation: &Operation) -> Result<(), NotRecorded>;
    fn get(&self, id: &OperationId) -> Option<Operation>;
    /// Newest first.
    fn of_account(&self, account: &str) -> Vec<Operation>;
    /// The open change that a new one would meet.
    fn open_with(&self, intent: &Intent) -> Option<Operation> {
        self.of_account(&intent.account)
            .into_iter()
            .find(|operation| operation.is_open() && operation.meets(intent))
    }
}

#[derive(Default)]
pub struct InMemory(Mutex<BTreeMap<OperationId, Operation>>);

impl InMemory {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<OperationId, Operation>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Journal for InMemory {
    fn begin(&self, operation: &Operation) -> Result<(), NotBegun> {
        let mut all = self.lock();
        if let Some(known) = all.get(operation.id()) {
            return Err(NotBegun::Already(Box::new(known.clone())));
        }
        if all.values().any(|other| other.is_open() && other.meets(&operation.intent)) {
            return Err(NotBegun::OtherOpen);
        }
        all.insert(operation.id().clone(), operation.clone());
        Ok(())
    }

    fn record(&self, operation: &Operation) -> Result<(), NotRecorded> {
        self.lock().insert(operation.id().clone(), operation.clone());
        Ok(())
    }

    fn get(&self, id: &OperationId) -> Option<Operation> {
        self.lock().get(id).cloned()
    }

    fn of_account(&self, account: &str) -> Vec<Operation> {
        let mut found =
            self.lock().values().filter(|o| o.intent.account == account).cloned().collect::<Vec<_>>();
        found.sort_by_key(|operation| std::cmp::Reverse(operation.confirmed_at));
        found
    }
}
