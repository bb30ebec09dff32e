//! How the parts of the app take a lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A lock that a panicked thread has left is taken over: what it guards is replaced whole, never half.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
