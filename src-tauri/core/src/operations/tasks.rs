//! The task of each operation, and how it is notified. An operation has one task: a newer one replaces it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::operation::OperationId;

#[derive(Default)]
pub struct TaskRegistry(Mutex<BTreeMap<OperationId, Arc<Notify>>>);

/// A task's claim on an operation. Dropping it releases the claim, unless another task has taken over.
pub struct TaskSlot {
    all: Arc<TaskRegistry>,
    id: OperationId,
    waker: Arc<Notify>,
}

impl TaskRegistry {
    /// For an operation that starts or restarts: a task still running for it stops at its next step.
    pub fn replace_task(self: &Arc<Self>, id: &OperationId) -> TaskSlot {
        let slot = TaskSlot { all: Arc::clone(self), id: id.clone(), waker: Arc::default() };
        self.lock().insert(id.clone(), Arc::clone(&slot.waker));
        slot
    }

    /// `None` if the operation already has a task.
    pub fn try_acquire(self: &Arc<Self>, id: &OperationId) -> Option<TaskSlot> {
        let mut all = self.lock();
        if all.contains_key(id) {
            return None;
        }
        let slot = TaskSlot { all: Arc::clone(self), id: id.clone(), waker: Arc::default() };
        all.insert(id.clone(), Arc::clone(&slot.waker));
        Some(slot)
    }

    /// Wakes the operation's task to check its state.
    pub fn wake(&self, id: &OperationId) {
        if let Some(waker) = self.lock().get(id) {
            waker.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<OperationId, Arc<Notify>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TaskSlot {
    /// Waits for a notification. It may be stale: the caller checks the reason.
    pub async fn notified(&self) {
        self.waker.notified().await;
    }

    /// Whether no other task has taken over.
    pub fn is_current(&self) -> bool {
        self.all.lock().get(&self.id).is_some_and(|waker| Arc::ptr_eq(waker, &self.waker))
    }
}

impl Drop for TaskSlot {
    fn drop(&mut self) {
        let mut all = self.all.lock();
        if all.get(&self.id).is_some_and(|waker| Arc::ptr_eq(waker, &self.waker)) {
            all.remove(&self.id);
        }
    }
}
