//! What tells this ledger from another, and an older copy of it from itself: an id, and how many operations were begun in it. The
//! same pair is kept outside; a start compares the two.

use std::sync::{Mutex, OnceLock, PoisonError};

use rusqlite::{OptionalExtension, Row, Transaction};

use super::Ledger;
use crate::rules::ledger_mark::{LedgerMark, Older, compare};

/// How this ledger stands to the one that this computer worked with last.
#[derive(Default)]
pub(super) struct Lineage {
    older: OnceLock<Older>,
    keeper: Mutex<Option<Keeper>>,
}

/// Keeps the mark outside the ledger.
struct Keeper {
    keep: Box<dyn Fn(LedgerMark) + Send>,
    /// What was given to it last; nothing for as long as the person was not told that this ledger is older.
    last: Option<LedgerMark>,
    follows: bool,
}

impl Ledger {
    /// `None` where nothing can be written, and so nothing is begun.
    pub fn mark(&self) -> Option<LedgerMark> {
        if self.trouble().is_some() {
            return None;
        }
        let found = |row: &Row<'_>| Ok(LedgerMark { id: row.get(0)?, begun: row.get(1)? });
        let asked = "SELECT id, begun FROM identity";
        self.read(|connection| connection.query_row(asked, [], found).optional()).ok().flatten()
    }

    /// Compares it with the one that was worked with here last: to be asked once, before anything is taken up.
    pub fn compare_with(&self, known: Option<&LedgerMark>) {
        let Some((known, found)) = known.zip(self.mark()) else { return };
        if let Some(older) = compare(known, &found) {
            tracing::warn!(?older, "this ledger does not know what was done here last");
            let _ = self.lineage.older.set(older);
        }
    }

    /// What of the work of this computer it does not know.
    pub fn older(&self) -> Option<Older> {
        self.lineage.older.get().copied()
    }

    /// What it calls held or not sent may have been sent since: nobody may be told that it was not.
    pub fn is_older_copy(&self) -> bool {
        self.older().is_some()
    }

    /// Has its mark kept outside, now and with each operation that begins. `keep` must not wait for a disk. An older copy's mark is
    /// kept once the person was told, see [`Ledger::told_that_it_is_older`].
    pub fn keep_mark_with(&self, keep: impl Fn(LedgerMark) + Send + 'static) {
        let keeper = Keeper { keep: Box::new(keep), last: None, follows: !self.is_older_copy() };
        *self.keeper() = Some(keeper);
        self.give_mark();
    }

    /// The person was told, and what it had under way is taken up: from now on this one is the ledger of this computer.
    pub fn told_that_it_is_older(&self) {
        let news = self.keeper().as_mut().is_some_and(|keeper| !std::mem::replace(&mut keeper.follows, true));
        if news {
            self.give_mark();
        }
    }

    /// One that has begun nothing is worth no mark: whoever loses it has lost nothing.
    fn give_mark(&self) {
        if let Some(mark) = self.mark().filter(|mark| mark.begun > 0) {
            self.keep_mark(mark);
        }
    }

    pub(super) fn keep_mark(&self, mark: LedgerMark) {
        // Held while it is given away: of two that began at once the later is given last.
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

/// One more operation has begun, if all of its transaction comes about.
pub(super) fn count_one(transaction: &Transaction<'_>) -> rusqlite::Result<LedgerMark> {
    transaction
        .prepare_cached("UPDATE identity SET begun = begun + 1 RETURNING id, begun")?
        .query_row([], |row| Ok(LedgerMark { id: row.get(0)?, begun: row.get(1)? }))
}
