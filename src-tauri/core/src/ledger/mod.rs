//! The ledger: operations of this computer and their outcomes, on disk before anything is sent.
//!
//! One SQLite file, `ledger.db`, with one writer across all processes. A commit returns once the data is on disk. The ledger
//! knows rows but no rules: `operations` knows what a row means. Whatever is wrong with the file, nothing in it is overwritten:
//! the ledger rejects new rows, and what cannot be written is not sent.

#![cfg_attr(
    not(test),
    expect(
        clippy::disallowed_methods,
        reason = "async code comes here through the journal, on threads that may block"
    )
)]

mod activity_schema;
pub mod chain;
mod error;
mod files;
pub mod identity;
pub mod migrations;
mod opening;
pub mod operations;
mod pages;
mod place;
pub mod readers;
pub mod rows;
pub mod shops;
mod steps;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, TransactionBehavior, config::DbConfig};
use tokio::sync::watch;

use crate::blocking;

pub use self::error::{LedgerError, Trouble};
use self::{
    identity::Lineage,
    opening::{OnlyWriter, only_writer, open_to_write},
    place::Place,
    readers::Readers,
};

const FILE: &str = "ledger.db";

/// Every call blocks its thread on the disk: async code uses [`Journal`](crate::operations::journal::Journal).
pub struct Ledger {
    file: PathBuf,
    /// Declared first, so it closes first: the writer, as the last connection, then cleans up the log.
    readers: Readers,
    /// `None` if the ledger is not writable.
    writer: Mutex<Option<Connection>>,
    trouble: watch::Sender<Option<Trouble>>,
    /// Set if it is open for writing.
    place: Option<Place>,
    lineage: Lineage,
    /// Released when the process ends, even if it crashes.
    _only_writer: Option<OnlyWriter>,
    #[cfg(any(test, feature = "simulate"))]
    before_commit: std::sync::OnceLock<BeforeCommit>,
}

/// Called before each commit, which fails if it returns an error.
#[cfg(any(test, feature = "simulate"))]
type BeforeCommit = Box<dyn Fn() -> rusqlite::Result<()> + Send + Sync>;

impl Ledger {
    /// Opens or creates the ledger in `folder`. Never fails: a fault becomes its [`Trouble`].
    pub fn open(folder: &Path) -> Self {
        let file = folder.join(FILE);
        let only_writer = only_writer(folder);
        let opened = match &only_writer {
            Ok(lock) => open_to_write(&file, lock),
            Err(trouble) => Err(trouble.clone()),
        };
        let (writer, place, trouble) = match opened {
            Ok((writer, place)) => (Some(writer), Some(place), None),
            Err(trouble) => (None, None, Some(trouble)),
        };
        let readers = Readers::open(&file);
        // The file at the path may have been replaced between opening the writer and the readers.
        let trouble = trouble.or_else(|| place.as_ref()?.check().err());
        if let Some(trouble) = &trouble {
            tracing::warn!(%trouble, "the ledger takes nothing new");
        }
        Self {
            file,
            readers,
            writer: Mutex::new(writer),
            trouble: watch::Sender::new(trouble),
            place,
            lineage: Lineage::default(),
            _only_writer: only_writer.ok(),
            #[cfg(any(test, feature = "simulate"))]
            before_commit: std::sync::OnceLock::new(),
        }
    }

    /// For a simulation: makes commits fail at chosen moments, as a disk would.
    #[cfg(any(test, feature = "simulate"))]
    pub fn before_each_commit(&self, ask: impl Fn() -> rusqlite::Result<()> + Send + Sync + 'static) {
        // The first callback stays: a ledger has one disk.
        let _ = self.before_commit.set(Box::new(ask));
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Why the ledger rejects new rows, or `None`. Checks whether the files are still in place.
    pub fn trouble(&self) -> Option<Trouble> {
        let known = self.trouble.borrow().clone();
        let found = || self.place.as_ref()?.check().err();
        let trouble = known.or_else(found)?;
        if trouble == Trouble::Gone && self.set_fault(&trouble) {
            // A writer at work finds out by itself.
            if let Ok(Some(writer)) = self.writer.try_lock().as_deref() {
                self.let_go(writer);
            }
        }
        Some(trouble)
    }

    /// Changes when a fault is found later on.
    pub fn troubles(&self) -> watch::Receiver<Option<Trouble>> {
        self.trouble.subscribe()
    }

    /// No version of this program writes what it contains: from now on it rejects new rows.
    pub fn mark_damaged(&self) {
        _ = self.set_fault(&Trouble::Damaged);
    }

    /// Checks every page. Slow on a large file; a damaged one rejects new rows from then on.
    pub fn check(&self) {
        let sound = self.read(|connection| {
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        });
        match sound {
            Ok(said) if said != "ok" => _ = self.set_fault(&Trouble::Damaged),
            _ => {}
        }
    }

    /// All queries of one call read the same commit, whatever is written meanwhile.
    fn read<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        blocking::assert_allowed();
        let of_one_commit = |connection: &Connection| {
            let transaction = connection.unchecked_transaction()?;
            let found = ask(&transaction)?;
            transaction.commit()?;
            Ok(found)
        };
        let found =
            self.readers.with(of_one_commit).ok_or_else(|| self.trouble().unwrap_or(Trouble::Damaged))?;
        found.map_err(|error| self.record_error(error))
    }

    /// One transaction: when this returns, all of it is on disk, or nothing.
    fn write<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        blocking::assert_allowed();
        let mut writer = lock(&self.writer);
        let Some(writer) = writer.as_mut() else {
            return Err(self.trouble().unwrap_or(Trouble::Damaged).into());
        };
        let done = self.transact(writer, work);
        if matches!(done, Err(LedgerError::Trouble(Trouble::Gone))) && self.set_fault(&Trouble::Gone) {
            self.let_go(writer);
        }
        done
    }

    /// Checks the files first, right before the commit and after it: what goes into a file that no path leads to is not stored.
    fn transact<T>(
        &self,
        connection: &mut Connection,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        if let Some(trouble) = self.trouble.borrow().clone() {
            return Err(trouble.into());
        }
        let place = self.place.as_ref().ok_or(Trouble::Damaged)?;
        place.check_untouched()?;
        let record_error = |error| self.record_error(error);
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(record_error)?;
        let value = work(&transaction).map_err(record_error)?;
        #[cfg(any(test, feature = "simulate"))]
        self.before_commit.get().map_or(Ok(()), |ask| ask()).map_err(record_error)?;
        place.check_untouched()?;
        transaction.commit().map_err(record_error)?;
        place.committed()?;
        Ok(value)
    }

    /// Checkpoints the write-ahead log into the opened file, wherever that is now, and empties it: so it cannot apply to a file
    /// that somebody puts in its place. A file that may be somebody else's is left alone.
    fn let_go(&self, connection: &Connection) {
        let carried = self.place.as_ref().is_some_and(Place::may_be_carried_over);
        let done = if carried {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        } else {
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map(|_| ())
        };
        if let Err(error) = done {
            tracing::warn!(%error, "the ledger that is not in its place");
        }
    }

    /// Simulates a full or read-only disk, which a test cannot cause otherwise.
    #[cfg(test)]
    pub fn set(&self, pragma: &str, value: i64) {
        lock(&self.writer).as_ref().unwrap().pragma_update(None, pragma, value).unwrap();
    }

    /// Records a damaged file, so that it is not written to again.
    fn record_error(&self, error: rusqlite::Error) -> LedgerError {
        let error = LedgerError::from(error);
        match &error {
            LedgerError::Trouble(trouble @ Trouble::Damaged) => _ = self.set_fault(trouble),
            LedgerError::Conflict => {}
            other => tracing::warn!(error = %other, "the ledger"),
        }
        error
    }

    /// Returns whether this is the first fault.
    fn set_fault(&self, trouble: &Trouble) -> bool {
        self.trouble.send_if_modified(|known| {
            let news = known.is_none();
            if news {
                tracing::warn!(%trouble, "the ledger takes nothing new");
                *known = Some(trouble.clone());
            }
            news
        })
    }
}

/// A lock poisoned by a panic is taken over: its unfinished transaction is rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
