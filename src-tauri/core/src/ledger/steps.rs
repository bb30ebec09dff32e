//! The steps of each operation, in the order in which they were written.

use rusqlite::{Transaction, params};

use super::{
    Ledger, LedgerError,
    chain::{Chains, Fingerprint},
    rows::{Record, Step},
};

impl Ledger {
    /// Oldest first.
    pub fn steps_of(&self, number: i64) -> Result<Vec<Step>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT at, outcome, request_id, by_person FROM steps WHERE operation = ?1 ORDER BY number",
                )?
                .query_map([number], |row| {
                    Ok(Step {
                        at: row.get(0)?,
                        outcome: row.get(1)?,
                        request_id: row.get(2)?,
                        by_person: row.get(3)?,
                    })
                })?
                .collect()
        })
    }
}

/// `said` is the fingerprint of the operation as of this step.
pub(super) fn add_step(
    transaction: &Transaction<'_>,
    chains: &mut Chains<'_>,
    number: i64,
    record: &Record,
    said: &Fingerprint,
    step: &Step,
) -> rusqlite::Result<()> {
    let Step { at, outcome, request_id, by_person } = step;
    let fingerprint = chains.next(record, said, step)?;
    transaction
        .prepare_cached(
            "INSERT INTO steps (operation, at, outcome, request_id, by_person, said, fingerprint)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![number, at, outcome, request_id, by_person, said, fingerprint])
        .map(|_| ())
}
