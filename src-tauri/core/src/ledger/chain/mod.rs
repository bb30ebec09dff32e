//! The hash chain: each step has the fingerprint of the step before it, and each operation has one over its whole row.
//!
//! It detects rows that were changed, added or removed by mistake, or by somebody who does not know of the chain. It proves
//! nothing against somebody who rebuilds the whole file. Each account has its own chain, so that one can be deleted and the
//! others stay intact.

use std::collections::{BTreeMap, btree_map::Entry};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, types::ValueRef};
use sha2::{Digest, Sha256};

use super::{
    Ledger, LedgerError,
    rows::{Record, Step},
};

pub(super) type Fingerprint = [u8; 32];

/// The result of verifying a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// Nothing was written yet.
    Empty,
    /// Since a time in milliseconds.
    Unbroken { since: i64 },
    /// The number of the operation at or before which it breaks; `None`: steps are missing at the end.
    Broken { at: Option<i64> },
}

/// Rows per read, so that a long walk does not hold a reader.
const BATCH: i64 = 1_000;

/// The columns in an operation's fingerprint, in this order, wherever they are in the table. The order never changes; a new
/// column is left out, or every row has to be sealed again.
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

/// The columns in a step's fingerprint, in the same way; `id` is that of its operation.
const SAID: [&str; 6] = ["id", "at", "outcome", "request_id", "by_person", "said"];

const STEPS: &str =
    "SELECT operations.id AS id, steps.at AS at, steps.outcome AS outcome, steps.request_id AS request_id,
         steps.by_person AS by_person, steps.said AS said, steps.number AS number, steps.fingerprint AS fingerprint,
         steps.operation AS operation, operations.account AS account
     FROM steps LEFT JOIN operations ON operations.number = steps.operation
     WHERE steps.number > ?1 ORDER BY steps.number LIMIT ?2";

/// The fingerprint of an operation with this revision, over the values of [`SAYS`].
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

/// The ends of the chains that a transaction extends.
pub(super) struct Chains<'a> {
    connection: &'a Connection,
    ends: BTreeMap<String, End>,
}

struct End {
    begun_at: i64,
    steps: i64,
    /// Read as it is, even if somebody has tampered with it: a broken chain is reported, and prevents no write.
    last: Vec<u8>,
}

impl End {
    /// A new chain starts at `at`.
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

    /// The fingerprint of an operation's next step. `said` is the fingerprint of the operation as of that step.
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

    /// Writes the ends.
    pub fn keep(self) -> rusqlite::Result<()> {
        let mut statement =
            self.connection.prepare_cached("INSERT OR REPLACE INTO chains VALUES (?1, ?2, ?3, ?4)")?;
        for (account, End { begun_at, steps, last }) in &self.ends {
            statement.execute(params![account, begun_at, steps, last])?;
        }
        Ok(())
    }
}

/// Seals rows from before there were fingerprints as they are: the chain covers them from now on.
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

/// A refund that was undone or not sent releases its name, and its row is sealed again. A row that did not match its seal keeps
/// the old fingerprint, so that tampering is still reported. Its steps stay as they are.
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

/// The fingerprint before a chain's first step.
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

/// Hashes the previous fingerprint and these values.
fn fingerprint<'a>(before: &[u8], values: impl IntoIterator<Item = ValueRef<'a>>) -> Fingerprint {
    let mut hash = Sha256::new();
    take(&mut hash, ValueRef::Blob(before));
    for value in values {
        take(&mut hash, value);
    }
    hash.finalize().into()
}

/// Type and length precede each value, so that no two rows have the same encoding.
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
