//! Which changes have a task at work on them, and how it is woken. One task for each change: a newer one takes it over.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::operation::OperationId;

#[derive(Default)]
pub struct Attendants(Mutex<BTreeMap<OperationId, Arc<Notify>>>);

/// A task's hold on a change. Let go of when it is dropped, unless another has taken it over.
pub struct Attendant {
    all: Arc<Attendants>,
    id: OperationId,
    waker: Arc<Notify>,
}

impl Attendants {
    /// For a change that begins, or begins again: whoever is still at it leaves it with his next step.
    pub fn take_over(self: &Arc<Self>, id: &OperationId) -> Attendant {
        let attendant = Attendant { all: Arc::clone(self), id: id.clone(), waker: Arc::default() };
        self.lock().insert(id.clone(), Arc::clone(&attendant.waker));
        attendant
    }

    /// For a change that nobody is at.
    pub fn take_up(self: &Arc<Self>, id: &OperationId) -> Option<Attendant> {
        let mut all = self.lock();
        if all.contains_key(id) {
            return None;
        }
        let attendant = Attendant { all: Arc::clone(self), id: id.clone(), waker: Arc::default() };
        all.insert(id.clone(), Arc::clone(&attendant.waker));
        Some(attendant)
    }

    /// What is waited for may be over: whoever is at it looks.
    pub fn wake(&self, id: &OperationId) {
        if let Some(waker) = self.lock().get(id) {
            waker.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<OperationId, Arc<Notify>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attendant {
    /// Until somebody wakes it. It may have been woken for something that is over: why must be looked at.
    pub async fn woken(&self) {
        self.waker.notified().await;
    }

    /// Whether nobody has taken the change over.
    pub fn is_at_it(&self) -> bool {
        self.all.lock().get(&self.id).is_some_and(|waker| Arc::ptr_eq(waker, &self.waker))
    }
}

impl Drop for Attendant {
    fn drop(&mut self) {
        let mut all = self.all.lock();
        if all.get(&self.id).is_some_and(|waker| Arc::ptr_eq(waker, &self.waker)) {
            all.remove(&self.id);
        }
    }
}
