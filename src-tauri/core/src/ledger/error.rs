//! What can be wrong with the ledger, and why a row was not written or read.

use rusqlite::{ErrorCode, ffi};

/// Why the ledger rejects new rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("another process writes it")]
    OtherCopy,
    #[error("it was written by a newer version")]
    Newer,
    #[error("it is damaged")]
    Damaged,
    /// Until the next start, even if the files come back.
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
    /// A unique index rejects it: one open operation per link and per order, one operation per reference.
    #[error("it conflicts with another operation")]
    Conflict,
    /// The number of a row with an unreadable body. Only the journal, which parses bodies, returns it.
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
            // Any other constraint depends on the row alone, so no other row conflicts.
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
