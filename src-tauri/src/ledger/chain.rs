//! The chain of fingerprints: each step carries that of the step before it, and each change one of all that it says.
//!
//! It shows what was changed, added or taken away by mistake, or by somebody who does not know of it. It proves nothing
//! against one who makes the whole file anew. Each account has a chain of its own, so that one can be forgotten and the
//! others hold.

use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, types::ValueRef};
use sha2::{Digest, Sha256};

use super::{Ledger, LedgerError};

type Fingerprint = [u8; 32];

/// What a look at a chain has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// Nothing was written down yet.
    Empty,
    /// Since a time in milliseconds.
    Unbroken { since: i64 },
    /// At a change or right before it, by its number; without one: steps are missing at the end.
    Broken { at: Option<i64> },
}

/// How many rows are looked at before others may have the ledger again.
const PIECE: i64 = 1_000;

const CHANGE: &str =
    "SELECT id, account, kind, link_id, order_id, reference, minor, currency, searched, outcome, is_open,
     is_unfinished, confirmed_at, revision, body FROM operations WHERE number = ?1";

const CHANGES: &str =
    "SELECT id, account, kind, link_id, order_id, reference, minor, currency, searched, outcome, is_open,
     is_unfinished, confirmed_at, revision, body, number, fingerprint
     FROM operations WHERE number > ?1 ORDER BY number LIMIT ?2";

/// The columns of both that a change says something in.
const SAYS: Range<usize> = 0..15;

const STEP: &str =
    "SELECT operations.id, steps.at, steps.outcome, steps.request_id, steps.by_person, steps.said
     FROM steps JOIN operations ON operations.number = steps.operation WHERE steps.number = ?1";

const STEPS: &str =
    "SELECT operations.id, steps.at, steps.outcome, steps.request_id, steps.by_person, steps.said,
         steps.number, steps.fingerprint, steps.operation, operations.account
     FROM steps LEFT JOIN operations ON operations.number = steps.operation
     WHERE steps.number > ?1 ORDER BY steps.number LIMIT ?2";

/// The columns of both that a step says something in.
const SAID: Range<usize> = 0..6;

/// Gives a change the fingerprint of what its row says now.
pub(super) fn seal(transaction: &Transaction<'_>, number: i64) -> rusqlite::Result<Fingerprint> {
    let fingerprint = transaction.prepare_cached(CHANGE)?.query_row([number], |row| of(&[], row, SAYS))?;
    transaction
        .prepare_cached("UPDATE operations SET fingerprint = ?2 WHERE number = ?1")?
        .execute(params![number, fingerprint])?;
    Ok(fingerprint)
}

/// Makes a step the last one of its account's chain, which begins with it at `at` where there is none.
pub(super) fn link(transaction: &Transaction<'_>, account: &str, step: i64, at: i64) -> rusqlite::Result<()> {
    let chain = transaction
        .prepare_cached("SELECT last FROM chains WHERE account = ?1")?
        .query_row([account], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    // Whatever somebody has made of it: a broken chain is told, and keeps nothing from being written down.
    let before = chain.unwrap_or_else(|| beginning(account, at).to_vec());
    let fingerprint = transaction.prepare_cached(STEP)?.query_row([step], |row| of(&before, row, SAID))?;
    transaction
        .prepare_cached("UPDATE steps SET fingerprint = ?2 WHERE number = ?1")?
        .execute(params![step, fingerprint])?;
    transaction
        .prepare_cached(
            "INSERT INTO chains (account, begun_at, steps, last) VALUES (?1, ?2, 1, ?3)
             ON CONFLICT (account) DO UPDATE SET steps = steps + 1, last = excluded.last",
        )?
        .execute(params![account, at, fingerprint])
        .map(|_| ())
}

/// Seals what was written before there were fingerprints, as it stands: the chain says something from now on.
pub(super) fn seal_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let now = transaction
        .query_row("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)", [], |row| row.get::<_, i64>(0))?;
    let numbers = transaction
        .prepare("SELECT number FROM operations")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    for number in numbers {
        seal(transaction, number)?;
    }
    let steps = transaction
        .prepare(
            "SELECT steps.number, operations.account
             FROM steps JOIN operations ON operations.number = steps.operation ORDER BY steps.number",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    for (step, account) in steps {
        link(transaction, &account, step, now)?;
    }
    Ok(())
}

impl Ledger {
    /// Walks the whole chain of an account. Takes a while where there is much, and holds nobody up for longer than a piece.
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
    /// The fingerprint of the last step that was looked at.
    last: Fingerprint,
    steps: i64,
    /// The number of the last row that was looked at.
    from: i64,
    found: Chain,
}

impl Walk<'_> {
    /// Looks at the next steps. Answers whether there are more.
    fn along_steps(&mut self, connection: &Connection) -> rusqlite::Result<bool> {
        let mut statement = connection.prepare_cached(STEPS)?;
        let mut rows = statement.query([self.from, PIECE])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            self.from = row.get(6)?;
            // Steps of a change that is gone are missed where the next one does not fit.
            if row.get_ref(9)? != ValueRef::Text(self.account.as_bytes()) {
                continue;
            }
            let expected = of(&self.last, row, SAID)?;
            if row.get_ref(7)? != ValueRef::Blob(&expected) {
                self.found = Chain::Broken { at: Some(row.get(8)?) };
                return Ok(false);
            }
            self.last = expected;
            self.steps += 1;
        }
        if count == PIECE {
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

    /// Looks at what the next changes say now. Answers whether there are more.
    fn along_changes(&mut self, connection: &Connection) -> rusqlite::Result<bool> {
        let mut statement = connection.prepare_cached(CHANGES)?;
        let mut rows = statement.query([self.from, PIECE])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            self.from = row.get(15)?;
            let mine = row.get_ref(1)? == ValueRef::Text(self.account.as_bytes());
            if mine && row.get_ref(16)? != ValueRef::Blob(&of(&[], row, SAYS)?) {
                // The first of what the steps and the changes have told.
                if !matches!(self.found, Chain::Broken { at: Some(at) } if at <= self.from) {
                    self.found = Chain::Broken { at: Some(self.from) };
                }
                return Ok(false);
            }
        }
        Ok(count == PIECE)
    }
}

fn begun_at(connection: &Connection, account: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT begun_at FROM chains WHERE account = ?1")?
        .query_row([account], |row| row.get(0))
        .optional()
}

/// The first change of an account that has a step.
fn first_step(connection: &Connection, account: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached(
            "SELECT min(operations.number)
             FROM operations JOIN steps ON steps.operation = operations.number WHERE operations.account = ?1",
        )?
        .query_row([account], |row| row.get(0))
}

/// What the first step of a chain carries.
fn beginning(account: &str, at: i64) -> Fingerprint {
    let mut hash = Sha256::new();
    take(&mut hash, ValueRef::Text(account.as_bytes()));
    take(&mut hash, ValueRef::Integer(at));
    hash.finalize().into()
}

/// Of what was before and of these columns.
fn of(before: &[u8], row: &Row<'_>, columns: Range<usize>) -> rusqlite::Result<Fingerprint> {
    let mut hash = Sha256::new();
    take(&mut hash, ValueRef::Blob(before));
    for column in columns {
        take(&mut hash, row.get_ref(column)?);
    }
    Ok(hash.finalize().into())
}

/// Kind and length go in before the value, so that no two rows are written alike.
fn take(hash: &mut Sha256, value: ValueRef<'_>) {
    let mut bytes = |kind: u8, bytes: &[u8]| {
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    match value {
        ValueRef::Null => bytes(0, &[]),
        ValueRef::Integer(value) => bytes(1, &value.to_be_bytes()),
        ValueRef::Real(value) => bytes(2, &value.to_be_bytes()),
        ValueRef::Text(value) => bytes(3, value),
        ValueRef::Blob(value) => bytes(4, value),
    }
}
