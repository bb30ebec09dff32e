//! The end of each account's chain, which a transaction extends.

use std::collections::{BTreeMap, btree_map::Entry};

use rusqlite::{Connection, OptionalExtension, params, types::ValueRef};

use super::fingerprint::{Fingerprint, beginning, fingerprint, nullable, text};
use crate::ledger::rows::{Record, Step};

/// The ends of the chains that a transaction extends.
pub struct Chains<'a> {
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

    pub(super) fn link<'v>(
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
