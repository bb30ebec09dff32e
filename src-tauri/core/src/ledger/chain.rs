//! The chain of fingerprints: each step carries that of the step before it, and each operation one of all that it says.
//!
//! It shows what was changed, added or taken away by mistake, or by somebody who does not know of it. It proves nothing
//! against one who makes the whole file anew. Each account has a chain of its own, so that one can be forgotten and the
//! others hold.

use std::collections::{BTreeMap, btree_map::Entry};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, types::ValueRef};
use sha2::{Digest, Sha256};

use super::{
    Ledger, LedgerError,
    rows::{Record, Step},
};

pub(super) type Fingerprint = [u8; 32];

/// What a look at a chain has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// Nothing was written down yet.
    Empty,
    /// Since a time in milliseconds.
    Unbroken { since: i64 },
    /// At an operation or right before it, by its number; without one: steps are missing at the end.
    Broken { at: Option<i64> },
}

/// How many rows are looked at before others may have the ledger again.
const BATCH: i64 = 1_000;

/// The columns that an operation says something in, in the order in which they go into its fingerprint, wherever they stand in the
/// table. The order is kept for ever; a column that is added is left out, or every row is to be sealed again.
const SAYS: [&str; 15] = [
    "id",
    "account",
    "kind",
    "link_id",
    "order_id",
    "reference",
    "minor",
    "currency",
    "searched",
    "outcome",
    "is_open",
    "is_unfinished",
    "confirmed_at",
    "revision",
    "body",
];

const CHANGES: &str =
    "SELECT id, account, kind, link_id, order_id, reference, minor, currency, searched, outcome, is_open,
     is_unfinished, confirmed_at, revision, body, number, fingerprint
     FROM operations WHERE number > ?1 ORDER BY number LIMIT ?2";

/// The columns that a step says something in, likewise; `id` is that of its operation.
const SAID: [&str; 6] = ["id", "at", "outcome", "request_id", "by_person", "said"];

const STEPS: &str =
    "SELECT operations.id AS id, steps.at AS at, steps.outcome AS outcome, steps.request_id AS request_id,
         steps.by_person AS by_person, steps.said AS said, steps.number AS number, steps.fingerprint AS fingerprint,
         steps.operation AS operation, operations.account AS account
     FROM steps LEFT JOIN operations ON operations.number = steps.operation
     WHERE steps.number > ?1 ORDER BY steps.number LIMIT ?2";

/// Of an operation as it is to be written, at this revision: the values of [`SAYS`].
pub(super) fn of_operation(record: &Record, revision: i64) -> Fingerprint {
    fingerprint(
        &[],
        [
            text(&record.id),
            text(&record.account),
            text(record.kind),
            text(&record.link_id),
            nullable(record.order_id.as_deref()),
            nullable(record.reference.as_deref()),
            record.minor.map_or(ValueRef::Null, ValueRef::Integer),
            nullable(record.currency.as_deref()),
            text(&record.searched),
            text(record.outcome),
            ValueRef::Integer(record.is_open.into()),
            ValueRef::Integer(record.is_unfinished.into()),
            ValueRef::Integer(record.confirmed_at),
            ValueRef::Integer(revision),
            text(&record.body),
        ],
    )
}

/// The ends of the chains that a transaction lengthens.
pub(super) struct Chains<'a> {
    connection: &'a Connection,
    ends: BTreeMap<String, End>,
}

struct End {
    begun_at: i64,
    steps: i64,
    /// Whatever somebody has made of it: a broken chain is told, and keeps nothing from being written down.
    last: Vec<u8>,
}

impl End {
    /// A chain begins at `at` where there is none.
    fn of(connection: &Connection, account: &str, at: i64) -> rusqlite::Result<Self> {
        let known = connection
            .prepare_cached("SELECT begun_at, steps, last FROM chains WHERE account = ?1")?
            .query_row([account], |row| {
                Ok(Self { begun_at: row.get(0)?, steps: row.get(1)?, last: row.get(2)? })
            })
            .optional()?;
        Ok(known.unwrap_or_else(|| Self { begun_at: at, steps: 0, last: beginning(account, at).to_vec() }))
    }
}

impl<'a> Chains<'a> {
    pub fn of(connection: &'a Connection) -> Self {
        Self { connection, ends: BTreeMap::new() }
    }

    /// The fingerprint of an operation's next step. `said` is that of the operation as it is with it.
    pub fn next(
        &mut self,
        record: &Record,
        said: &Fingerprint,
        step: &Step,
    ) -> rusqlite::Result<Fingerprint> {
        self.link(
            &record.account,
            step.at,
            [
                text(&record.id),
                ValueRef::Integer(step.at),
                text(&step.outcome),
                nullable(step.request_id.as_deref()),
                ValueRef::Integer(step.by_person.into()),
                ValueRef::Blob(said),
            ],
        )
    }

    fn link<'v>(
        &mut self,
        account: &str,
        at: i64,
        values: impl IntoIterator<Item = ValueRef<'v>>,
    ) -> rusqlite::Result<Fingerprint> {
        let end = match self.ends.entry(account.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(End::of(self.connection, account, at)?),
        };
        let next = fingerprint(&end.last, values);
        end.steps += 1;
        end.last = next.to_vec();
        Ok(next)
    }

    /// Writes the ends down.
    pub fn keep(self) -> rusqlite::Result<()> {
        let mut statement =
            self.connection.prepare_cached("INSERT OR REPLACE INTO chains VALUES (?1, ?2, ?3, ?4)")?;
        for (account, End { begun_at, steps, last }) in &self.ends {
            statement.execute(params![account, begun_at, steps, last])?;
        }
        Ok(())
    }
}

/// Seals what was written before there were fingerprints, as it stands: the chain says something from now on.
pub(super) fn seal_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let now = transaction
        .query_row("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)", [], |row| row.get::<_, i64>(0))?;
    let changes = transaction
        .prepare(CHANGES)?
        .query_map([i64::MIN, -1], |row| Ok((row.get("number")?, of_row(&[], row, &SAYS)?)))?
        .collect::<rusqlite::Result<Vec<(i64, Fingerprint)>>>()?;
    let mut chains = Chains::of(transaction);
    let mut steps = Vec::<(i64, Fingerprint)>::new();
    let mut statement = transaction.prepare(STEPS)?;
    let mut rows = statement.query([i64::MIN, -1])?;
    while let Some(row) = rows.next()? {
        let Some(account) = row.get::<_, Option<String>>("account")? else { continue };
        steps.push((row.get("number")?, chains.link(&account, now, values(row, &SAID)?)?));
    }
    chains.keep()?;
    let tables = [
        ("UPDATE operations SET fingerprint = ?2 WHERE number = ?1", changes),
        ("UPDATE steps SET fingerprint = ?2 WHERE number = ?1", steps),
    ];
    for (sql, rows) in tables {
        let mut statement = transaction.prepare(sql)?;
        for row in rows {
            statement.execute(row)?;
        }
    }
    Ok(())
}

/// A refund that was taken back or did not leave gives its name back, and its row is sealed again. One whose row was not as it was
/// sealed keeps the old fingerprint: what somebody has changed stays told. Its steps have said what they said.
pub(super) fn free_names(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut free = transaction.prepare(
        "UPDATE operations SET reference = NULL, fingerprint = coalesce(?2, fingerprint) WHERE number = ?1",
    )?;
    let mut rows = transaction.prepare(&format!(
        "SELECT * FROM ({CHANGES}) WHERE kind = 'refund' AND outcome IN ('undone', 'not_sent') AND reference IS NOT NULL"
    ))?;
    let mut rows = rows.query([i64::MIN, -1])?;
    let mut freed = Vec::<(i64, Option<Fingerprint>)>::new();
    while let Some(row) = rows.next()? {
        let mut says = values(row, &SAYS)?;
        let sealed = row.get_ref("fingerprint")? == ValueRef::Blob(&fingerprint(&[], says.iter().copied()));
        for (value, column) in says.iter_mut().zip(SAYS) {
            if column == "reference" {
                *value = ValueRef::Null;
            }
        }
        freed.push((row.get("number")?, sealed.then(|| fingerprint(&[], says))));
    }
    for row in freed {
        free.execute(row)?;
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
        let mut rows = statement.query([self.from, BATCH])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            self.from = row.get("number")?;
            // Steps of an operation that is gone are missed where the next one does not fit.
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

    /// Looks at what the next changes say now. Answers whether there are more.
    fn along_changes(&mut self, connection: &Connection) -> rusqlite::Result<bool> {
        let mut statement = connection.prepare_cached(CHANGES)?;
        let mut rows = statement.query([self.from, BATCH])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            self.from = row.get("number")?;
            let mine = row.get_ref("account")? == ValueRef::Text(self.account.as_bytes());
            if mine && row.get_ref("fingerprint")? != ValueRef::Blob(&of_row(&[], row, &SAYS)?) {
                // The first of what the steps and the operations have told.
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

/// What the first step of a chain carries.
fn beginning(account: &str, at: i64) -> Fingerprint {
    fingerprint(&[], [text(account), ValueRef::Integer(at)])
}

fn of_row(before: &[u8], row: &Row<'_>, columns: &[&str]) -> rusqlite::Result<Fingerprint> {
    Ok(fingerprint(before, values(row, columns)?))
}

fn values<'a>(row: &'a Row<'_>, columns: &[&str]) -> rusqlite::Result<Vec<ValueRef<'a>>> {
    columns.iter().map(|column| row.get_ref(*column)).collect()
}

fn text(value: &str) -> ValueRef<'_> {
    ValueRef::Text(value.as_bytes())
}

fn nullable(value: Option<&str>) -> ValueRef<'_> {
    value.map_or(ValueRef::Null, text)
}

/// Of what was before and of these values.
fn fingerprint<'a>(before: &[u8], values: impl IntoIterator<Item = ValueRef<'a>>) -> Fingerprint {
    let mut hash = Sha256::new();
    take(&mut hash, ValueRef::Blob(before));
    for value in values {
        take(&mut hash, value);
    }
    hash.finalize().into()
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
