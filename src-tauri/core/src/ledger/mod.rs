//! The ledger: what was asked for from this computer and what became of it, on disk before anything is sent.
//!
//! One SQLite file, `ledger.db`, with one writer across all processes. A commit returns only when the disk has it. The
//! ledger knows rows and no rules; what a row means is for `operations` to say. Whatever is wrong with the file, nothing
//! of it is overwritten: the ledger then takes no new row, and what cannot be written down is not sent.

#![cfg_attr(
    not(test),
    expect(
        clippy::disallowed_methods,
        reason = "async code comes here through the journal, on threads that may wait"
    )
)]

mod activity_schema;
pub mod chain;
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

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, ErrorCode, TransactionBehavior, config::DbConfig, ffi};
use tokio::sync::watch;

use crate::blocking;

use self::{
    identity::Lineage,
    opening::{OnlyWriter, only_writer, open_to_write},
    place::Place,
    readers::Readers,
};

const FILE: &str = "ledger.db";

/// Why the ledger takes nothing new.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("another copy of the program writes it")]
    OtherCopy,
    #[error("it was written by a newer version")]
    Newer,
    #[error("it is damaged")]
    Damaged,
    /// Until the next start, whatever becomes of the files.
    #[error("it was deleted, moved or replaced while it was open")]
    Gone,
    #[error("it cannot be written: {0}")]
    Unwritable(String),
}

/// Why a row was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error("the disk is full")]
    Full,
    /// A row stands in the way: one open operation for each link and order, one operation for each reference.
    #[error("another operation is in the way")]
    Conflict,
    /// One row, by its number. Said by whoever knows what a row means.
    #[error("entry {number} cannot be read")]
    Unreadable { number: i64 },
    #[error(transparent)]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Damaged.into(),
            Some(ErrorCode::DiskFull) => Self::Full,
            // Any other constraint is broken by the row itself, and by no other one.
            Some(ErrorCode::ConstraintViolation) if is_unique(&error) => Self::Conflict,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => {
                Trouble::Unwritable(error.to_string()).into()
            }
            _ => Self::Sqlite(error),
        }
    }
}

fn is_unique(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_extended_error_code();
    matches!(code, Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY))
}

/// Every call blocks the thread that makes it, for as long as the disk takes: an async worker goes through
/// [`Journal`](crate::operations::journal::Journal).
pub struct Ledger {
    file: PathBuf,
    /// Closed before the writer, which tidies up behind the last connection.
    readers: Readers,
    /// `None` where nothing can be written.
    writer: Mutex<Option<Connection>>,
    trouble: watch::Sender<Option<Trouble>>,
    /// Where it is open to be written.
    place: Option<Place>,
    lineage: Lineage,
    /// Let go when the program ends, however it ends.
    _only_writer: Option<OnlyWriter>,
    #[cfg(any(test, feature = "simulate"))]
    before_commit: std::sync::OnceLock<BeforeCommit>,
}

/// Asked before each commit, which fails as the answer says.
#[cfg(any(test, feature = "simulate"))]
type BeforeCommit = Box<dyn Fn() -> rusqlite::Result<()> + Send + Sync>;

impl Ledger {
    /// Opens the ledger below `folder`, or makes it. Never fails: what is wrong is kept as its [`Trouble`].
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
        // Between the writer's opening and theirs another file may have come to the path.
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

    /// Lets a simulation have commits fail as a disk would, at the moment of its choice.
    #[cfg(any(test, feature = "simulate"))]
    pub fn before_each_commit(&self, ask: impl Fn() -> rusqlite::Result<()> + Send + Sync + 'static) {
        // The first one stays: a ledger has one disk.
        let _ = self.before_commit.set(Box::new(ask));
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Why nothing new is taken, if so. Looks whether the files are still in their places.
    pub fn trouble(&self) -> Option<Trouble> {
        let known = self.trouble.borrow().clone();
        let found = || self.place.as_ref()?.check().err();
        let trouble = known.or_else(found)?;
        if trouble == Trouble::Gone && self.set_fault(&trouble) {
            // Whoever is writing at this moment notices it too.
            if let Ok(Some(writer)) = self.writer.try_lock().as_deref() {
                self.let_go(writer);
            }
        }
        Some(trouble)
    }

    /// Changes when something is found to be wrong with it later on.
    pub fn troubles(&self) -> watch::Receiver<Option<Trouble>> {
        self.trouble.subscribe()
    }

    /// What it says was written by no version of this program: it takes nothing new from now on.
    pub fn mark_damaged(&self) {
        _ = self.set_fault(&Trouble::Damaged);
    }

    /// Checks every page. Takes a while with a large file; a damaged one takes nothing new from then on.
    pub fn check(&self) {
        let sound = self.read(|connection| {
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        });
        match sound {
            Ok(said) if said != "ok" => _ = self.set_fault(&Trouble::Damaged),
            _ => {}
        }
    }

    /// All that is asked for is of one commit, whoever writes meanwhile.
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

    /// One transaction: all of it is on the disk when this returns, or nothing.
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

    /// The files are looked at first, right before the commit and after it: what has gone into a file that no path leads to is
    /// not written down.
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

    /// What only the write-ahead log has is carried over to the opened file, wherever that is now, and the log is empty: it can
    /// belong to no other file that somebody puts in its place. Where that file may be somebody else's, it is left alone.
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

    /// Makes the disk seem full or closed to this program, which a test cannot bring about otherwise.
    #[cfg(test)]
    pub fn set(&self, pragma: &str, value: i64) {
        lock(&self.writer).as_ref().unwrap().pragma_update(None, pragma, value).unwrap();
    }

    /// A damaged file is not written to again.
    fn record_error(&self, error: rusqlite::Error) -> LedgerError {
        let error = LedgerError::from(error);
        match &error {
            LedgerError::Trouble(trouble @ Trouble::Damaged) => _ = self.set_fault(trouble),
            LedgerError::Conflict => {}
            other => tracing::warn!(error = %other, "the ledger"),
        }
        error
    }

    /// Answers whether it was not known before that something is wrong.
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

/// A lock that a panicked thread has left is taken over: a transaction that was not finished is rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
