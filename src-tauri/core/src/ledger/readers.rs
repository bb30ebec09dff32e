//! The connections that read. Each reads the last commit, however long the writer takes for the next one.

use std::{
    path::Path,
    sync::{Condvar, Mutex, PoisonError},
};

use rusqlite::Connection;

use super::opening::open_to_read;

/// What reads at the same time: the page's questions, the walk of the chain, the check of the pages, and one for an operation.
pub const MAX_READERS: usize = 4;

pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
    /// How many there are, idle or not.
    open: usize,
}

impl Readers {
    /// None where nothing of ours can be read.
    pub fn open(file: &Path) -> Self {
        let idle: Vec<Connection> = (0..MAX_READERS).map_while(|_| open_to_read(file)).collect();
        Self { open: idle.len(), idle: Mutex::new(idle), returned: Condvar::new() }
    }

    /// Lends a connection to `ask`, and waits for one where all are lent. `None` where there is none at all.
    pub fn with<T>(&self, ask: impl FnOnce(&Connection) -> T) -> Option<T> {
        if self.open == 0 {
            return None;
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut idle =
            self.returned.wait_while(idle, |idle| idle.is_empty()).unwrap_or_else(PoisonError::into_inner);
        // Given back also where `ask` panics.
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
