//! The read connections. Each reads the last commit, however long the writer takes for the next one.

use std::{
    path::Path,
    sync::{Condvar, Mutex, PoisonError},
};

use rusqlite::Connection;

use super::opening::open_to_read;

/// Parallel readers: the page's queries, the chain check, the page check, and one for an operation.
pub const MAX_READERS: usize = 4;

pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
    /// The number of connections, idle or not.
    open: usize,
}

impl Readers {
    /// No connections if nothing of ours can be read.
    pub fn open(file: &Path) -> Self {
        let idle: Vec<Connection> = (0..MAX_READERS).map_while(|_| open_to_read(file)).collect();
        Self { open: idle.len(), idle: Mutex::new(idle), returned: Condvar::new() }
    }

    /// Lends a connection to `ask`, and waits if all are lent. `None` if there are none.
    pub fn with<T>(&self, ask: impl FnOnce(&Connection) -> T) -> Option<T> {
        if self.open == 0 {
            return None;
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut idle =
            self.returned.wait_while(idle, |idle| idle.is_empty()).unwrap_or_else(PoisonError::into_inner);
        // Returned even if `ask` panics.
        let lent = Lent { readers: self, connection: idle.pop() };
        drop(idle);
        lent.connection.as_ref().map(ask)
    }
}

struct Lent<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            self.readers.returned.notify_one();
        }
    }
}
