//! Distinguishes this ledger from others, and from older copies of itself: by an id, and by the number of operations started in
//! it. The same pair is stored outside the ledger; a start compares the two.

use std::sync::{Mutex, OnceLock, PoisonError};

use rusqlite::{OptionalExtension, Row, Transaction};

use super::Ledger;
use crate::rules::ledger_mark::{LedgerMark, Older, compare};

/// How this ledger relates to the one that this computer used last.
#[derive(Default)]
pub(super) struct Lineage {
    older: OnceLock<Older>,
    keeper: Mutex<Option<Keeper>>,
}

/// Stores the mark outside the ledger.
struct Keeper {
    keep: Box<dyn Fn(LedgerMark) + Send>,
    /// The last mark stored; `None` until the person was told that this ledger is older.
    last: Option<LedgerMark>,
    follows: bool,
}

impl Ledger {
    /// `None` if the ledger is not writable, and so no operation starts.
    pub fn mark(&self) -> Option<LedgerMark> {
        if self.trouble().is_some() {
            return None;
        }
        let found = |row: &Row<'_>| Ok(LedgerMark { id: row.get(0)?, begun: row.get(1)? });
        let asked = "SELECT id, begun FROM identity";
        self.read(|connection| connection.query_row(asked, [], found).optional()).ok().flatten()
    }

    /// Compares it with the ledger used here last. Call once, before any operation resumes.
    pub fn compare_with(&self, known: Option<&LedgerMark>) {
        let Some((known, found)) = known.zip(self.mark()) else { return };
        if let Some(older) = compare(known, &found) {
            tracing::warn!(?older, "this ledger does not know what was done here last");
            let _ = self.lineage.older.set(older);
        }
    }

    /// What this ledger lacks of this computer's work, if it is older.
    pub fn older(&self) -> Option<Older> {
        self.lineage.older.get().copied()
    }

    /// An operation that it has as held or not sent may have been sent since: never report it as unsent.
    pub fn is_older_copy(&self) -> bool {
        self.older().is_some()
    }

    /// Stores its mark outside, now and with each new operation. `keep` must not block on a disk. The mark of an older copy is
    /// stored once the person was told, see [`Ledger::told_that_it_is_older`].
    pub fn keep_mark_with(&self, keep: impl Fn(LedgerMark) + Send + 'static) {
        let keeper = Keeper { keep: Box::new(keep), last: None, follows: !self.is_older_copy() };
        *self.keeper() = Some(keeper);
        self.give_mark();
    }

    /// The person was told, and its operations in flight have resumed: from now on this is the ledger of this computer.
    pub fn told_that_it_is_older(&self) {
        let news = self.keeper().as_mut().is_some_and(|keeper| !std::mem::replace(&mut keeper.follows, true));
        if news {
            self.give_mark();
        }
    }

    /// A ledger without operations needs no mark: losing it loses nothing.
    fn give_mark(&self) {
        if let Some(mark) = self.mark().filter(|mark| mark.begun > 0) {
            self.keep_mark(mark);
        }
    }

    pub(super) fn keep_mark(&self, mark: LedgerMark) {
        // Locked during the call: of two operations that start at once, the later mark is stored last.
        let mut keeper = self.keeper();
        let Some(keeper) = keeper.as_mut().filter(|keeper| keeper.follows) else { return };
        if keeper.last.as_ref().is_none_or(|last| last.begun < mark.begun) {
            keeper.last = Some(mark.clone());
            (keeper.keep)(mark);
        }
    }

    fn keeper(&self) -> std::sync::MutexGuard<'_, Option<Keeper>> {
        self.lineage.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts one more operation, if the transaction commits.
pub(super) fn count_one(transaction: &Transaction<'_>) -> rusqlite::Result<LedgerMark> {
    transaction
        .prepare_cached("UPDATE identity SET begun = begun + 1 RETURNING id, begun")?
        .query_row([], |row| Ok(LedgerMark { id: row.get(0)?, begun: row.get(1)? }))
}
