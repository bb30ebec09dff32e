//! Checks a chain from its first step to its last, and each operation's own fingerprint.

use rusqlite::{Connection, OptionalExtension, types::ValueRef};

use super::{
    Chain,
    fingerprint::{CHANGES, Fingerprint, SAID, SAYS, STEPS, beginning, of_row},
};
use crate::ledger::{Ledger, LedgerError};

/// Rows per read, so that a long walk does not hold a reader.
const BATCH: i64 = 1_000;

impl Ledger {
    /// Walks the whole chain of an account. Slow on a long chain, but each read takes only one batch.
    pub fn check_chain(&self, account: &str) -> Result<Chain, LedgerError> {
        let found = self.walk(account)?;
        if let Chain::Broken { at } = found {
            tracing::warn!(entry = at, "the chain of the ledger is broken");
        }
        Ok(found)
    }

    fn walk(&self, account: &str) -> Result<Chain, LedgerError> {
        let Some(since) = self.read(|connection| begun_at(connection, account))? else {
            let first = self.read(|connection| first_step(connection, account))?;
            return Ok(first.map_or(Chain::Empty, |at| Chain::Broken { at: Some(at) }));
        };
        let mut walk = Walk {
            account,
            last: beginning(account, since),
            steps: 0,
            from: 0,
            found: Chain::Unbroken { since },
        };
        while self.read(|connection| walk.along_steps(connection))? {}
        walk.from = 0;
        while self.read(|connection| walk.along_changes(connection))? {}
        Ok(walk.found)
    }
}

struct Walk<'a> {
    account: &'a str,
    /// The fingerprint of the last verified step.
    last: Fingerprint,
    steps: i64,
    /// The number of the last verified row.
    from: i64,
    found: Chain,
}

impl Walk<'_> {
    /// Verifies the next batch of steps. Returns whether there are more.
    fn along_steps(&mut self, connection: &Connection) -> rusqlite::Result<bool> {
        let mut statement = connection.prepare_cached(STEPS)?;
        let mut rows = statement.query([self.from, BATCH])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            self.from = row.get("number")?;
            // If an operation was deleted, its missing steps break the chain at the next step.
            if row.get_ref("account")? != ValueRef::Text(self.account.as_bytes()) {
                continue;
            }
            let expected = of_row(&self.last, row, &SAID)?;
            if row.get_ref("fingerprint")? != ValueRef::Blob(&expected) {
                self.found = Chain::Broken { at: Some(row.get("operation")?) };
                return Ok(false);
            }
            self.last = expected;
            self.steps += 1;
        }
        if count == BATCH {
            return Ok(true);
        }
        let end = connection
            .prepare_cached("SELECT steps, last FROM chains WHERE account = ?1")?
            .query_row([self.account], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if end != Some((self.steps, self.last.to_vec())) {
            self.found = Chain::Broken { at: None };
        }
        Ok(false)
    }

    /// Verifies the next batch of operations. Returns whether there are more.
    fn along_changes(&mut self, connection: &Connection) -> rusqlite::Result<bool> {
        let mut statement = connection.prepare_cached(CHANGES)?;
        let mut rows = statement.query([self.from, BATCH])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            self.from = row.get("number")?;
            let mine = row.get_ref("account")? == ValueRef::Text(self.account.as_bytes());
            if mine && row.get_ref("fingerprint")? != ValueRef::Blob(&of_row(&[], row, &SAYS)?) {
                // Reports the earlier of the two breaks, in the steps or in the operations.
                if !matches!(self.found, Chain::Broken { at: Some(at) } if at <= self.from) {
                    self.found = Chain::Broken { at: Some(self.from) };
                }
                return Ok(false);
            }
        }
        Ok(count == BATCH)
    }
}

fn begun_at(connection: &Connection, account: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT begun_at FROM chains WHERE account = ?1")?
        .query_row([account], |row| row.get(0))
        .optional()
}

/// The first operation of an account that has a step.
fn first_step(connection: &Connection, account: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(
            "SELECT min(operations.number)
             FROM operations JOIN steps ON steps.operation = operations.number WHERE operations.account = ?1",
        )?
        .query_row([account], |row| row.get(0))
}
