//! The operations that a filter matches, newest first and page by page, with the counts and sums of all of them.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, types::Value};

use super::{
    Ledger, LedgerError,
    operations::kept,
    rows::{Filter, Group, Kept, PageQuery, PageRows, Sum},
};

/// Milliseconds of a day, and how far the days of India begin before those of UTC. As in `activity_schema`.
const DAY: i64 = 86_400_000;
const IST: i64 = 19_800_000;

const OPERATIONS: &str = "
SELECT number, revision, body, reference FROM operations WHERE account = :account";
/// For words: any other index would look each row up.
const OPERATIONS_WITH_WORDS: &str = "
SELECT number, revision, body, reference FROM operations INDEXED BY by_time WHERE account = :account";
const NEWEST_FIRST: &str = "ORDER BY confirmed_at DESC, number DESC LIMIT :limit";

/// The columns that [`tally`] reads.
macro_rules! select_tallies {
    ($from:literal) => {
        concat!(
            "SELECT outcome, ifnull(sum_of, ''), ifnull(sum_currency, ''), count(*), count(sum_minor),
                 ifnull(sum(sum_minor >> 32), 0), ifnull(sum(sum_minor & 4294967295), 0) ",
            $from
        )
    };
}

const TALLIES: &str = select_tallies!("FROM operations INDEXED BY by_time WHERE account = :account");
const TALLIES_OF_DAYS: &str = "
SELECT outcome, sum_of, sum_currency, sum(count), sum(with_amount), sum(high), sum(low) FROM activity_days
WHERE account = :account";
/// The join looks the few numbers up one by one. With `IN`, SQLite walks all rows of the account.
const TALLIES_APART: &str = select_tallies!(
    "FROM json_each(:apart) AS apart CROSS JOIN operations ON operations.number = apart.value
         WHERE account = :account"
);
const NUMBERS_APART: &str = "
SELECT number FROM json_each(:apart) AS apart CROSS JOIN operations ON operations.number = apart.value
WHERE account = :account";
const BY_KEY: &str = "GROUP BY 1, 2, 3";

impl Ledger {
    /// At most `limit` operations of a filter.
    pub fn find_operations(&self, filter: &Filter, limit: usize) -> Result<Vec<Kept>, LedgerError> {
        let mut select = Select::of(filter, filter.until);
        if let Some(after) = filter.after_number {
            select.and("AND number > :after", ":after", after);
        }
        select.value(":limit", rows(limit));
        self.read(|connection| select.ask(connection, OPERATIONS, NEWEST_FIRST, kept))
    }

    /// One page. It leaves out the rows `apart`, in the groups as well: the caller knows more about them than their columns say.
    pub fn page(&self, query: &PageQuery, apart: &[i64]) -> Result<PageRows, LedgerError> {
        let PageQuery { filter, outcome, before, limit } = query;
        let apart = json(apart);
        // The range of the index begins at the cursor and not at the newest row.
        let cursor = before.map(|before| before.confirmed_at.saturating_add(1));
        let mut page = Select::of(filter, [filter.until, cursor].into_iter().flatten().min());
        page.and("AND number NOT IN (SELECT value FROM json_each(:apart))", ":apart", apart.clone());
        if let Some(outcome) = outcome {
            page.and("AND outcome = :outcome", ":outcome", (*outcome).to_owned());
        }
        if let Some(before) = before {
            page.and("AND (confirmed_at, number) < (:cursor, :number)", ":cursor", before.confirmed_at);
            page.value(":number", before.number);
        }
        page.value(":limit", rows(*limit));
        let operations = if filter.text.is_some() { OPERATIONS_WITH_WORDS } else { OPERATIONS };
        let mut left_out = Select::of(filter, filter.until);
        left_out.value(":apart", apart);
        self.read(|connection| {
            let mut tallies = tallies(connection, filter)?;
            for (key, less) in left_out.ask(connection, TALLIES_APART, BY_KEY, tally)? {
                tallies.entry(key).and_modify(|tally| tally.subtract(&less));
            }
            Ok(PageRows {
                rows: page.ask(connection, operations, NEWEST_FIRST, kept)?,
                groups: tallies.into_iter().filter(|(_, tally)| tally.count > 0).map(group).collect(),
                left_out: left_out.ask(connection, NUMBERS_APART, "", |row| row.get(0))?,
            })
        })
    }
}

/// What a group is told apart by: outcome, sum and currency. Empty where there is none.
type Key = (String, String, String);

struct Tally {
    count: i64,
    with_amount: i64,
    minor: i128,
}

impl Tally {
    fn subtract(&mut self, other: &Self) {
        self.count -= other.count;
        self.with_amount -= other.with_amount;
        self.minor -= other.minor;
    }
}

/// Reads the days where the filter has whole days and no text, else the rows.
fn tallies(connection: &Connection, filter: &Filter) -> rusqlite::Result<BTreeMap<Key, Tally>> {
    let is_midnight = |at: Option<i64>| at.is_none_or(|at| at.saturating_add(IST) % DAY == 0);
    let whole_days = is_midnight(filter.from) && is_midnight(filter.until) && filter.text.is_none();
    let found = if whole_days {
        Select::of_days(filter).ask(connection, TALLIES_OF_DAYS, BY_KEY, tally)
    } else {
        Select::of(filter, filter.until).ask(connection, TALLIES, BY_KEY, tally)
    };
    Ok(found?.into_iter().collect())
}

fn tally(row: &Row<'_>) -> rusqlite::Result<(Key, Tally)> {
    let (high, low): (i64, i64) = (row.get(5)?, row.get(6)?);
    let minor = (i128::from(high) << 32) + i128::from(low);
    let key = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok((key, Tally { count: row.get(3)?, with_amount: row.get(4)?, minor }))
}

fn group(((outcome, sum, currency), tally): (Key, Tally)) -> Group {
    let is_known = tally.count == tally.with_amount && !currency.is_empty();
    Group {
        outcome,
        sum: Sum::named(&sum),
        count: usize::try_from(tally.count).unwrap_or_default(),
        amount: is_known.then_some((tally.minor, currency)),
    }
}

/// The conditions of a query on the operations of one account: only those that narrow it, so that SQLite finds the index for them.
#[derive(Default)]
struct Select {
    conditions: Vec<&'static str>,
    values: Vec<(&'static str, Value)>,
}

impl Select {
    /// The operations of a filter before `until`, whatever their number.
    fn of(filter: &Filter, until: Option<i64>) -> Self {
        let mut select = Self::default();
        select.value(":account", filter.account.clone());
        if let Some(from) = filter.from {
            select.and("AND confirmed_at >= :from", ":from", from);
        }
        if let Some(until) = until {
            select.and("AND confirmed_at < :until", ":until", until);
        }
        if let Some(kind) = &filter.kind {
            select.and("AND kind = :kind", ":kind", kind.clone());
        }
        if let Some(text) = &filter.text {
            select.and("AND instr(searched, :text) > 0", ":text", text.clone());
        }
        select
    }

    /// The days of a filter.
    fn of_days(filter: &Filter) -> Self {
        let day = |at: i64| at.saturating_add(IST) / DAY;
        let mut select = Self::default();
        select.value(":account", filter.account.clone());
        if let Some(from) = filter.from {
            select.and("AND day >= :from", ":from", day(from));
        }
        if let Some(until) = filter.until {
            select.and("AND day < :until", ":until", day(until));
        }
        if let Some(kind) = &filter.kind {
            select.and("AND kind = :kind", ":kind", kind.clone());
        }
        select
    }

    fn and(&mut self, condition: &'static str, name: &'static str, value: impl Into<Value>) {
        self.conditions.push(condition);
        self.value(name, value);
    }

    fn value(&mut self, name: &'static str, value: impl Into<Value>) {
        self.values.push((name, value.into()));
    }

    fn ask<T>(
        &self,
        connection: &Connection,
        columns: &str,
        rest: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let query = [&[columns], self.conditions.as_slice(), &[rest]].concat().join(" ");
        connection.prepare_cached(&query)?.query_map(self.values.as_slice(), read)?.collect()
    }
}

fn json(numbers: &[i64]) -> String {
    let numbers = numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    format!("[{}]", numbers.join(","))
}

fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
