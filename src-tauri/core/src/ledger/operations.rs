//! The table of operations, with the steps of each.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{
    Ledger, LedgerError,
    chain::{self, Chains},
    identity::count_one,
    rows::{Kept, Record, Step},
    shops::same_host,
    steps::add_step,
};

/// Selects the operations with this column value, of all accounts of a host.
macro_rules! at_host {
    ($column:literal) => {
        concat!(
            "SELECT number, revision, body, reference FROM operations WHERE ",
            $column,
            " = ?2 AND account IN (",
            same_host!(),
            ") ORDER BY number DESC"
        )
    };
}

impl Ledger {
    /// Inserts a new operation and its first steps. A unique index rejects it if its id or reference exists, or if an operation
    /// on the same link or order is open.
    pub fn insert(&self, record: &Record, steps: &[Step]) -> Result<i64, LedgerError> {
        let (number, mark) = self.write(|transaction| {
            let fingerprint = chain::of_operation(record, 0);
            let (sum_of, sum_minor, sum_currency) = sum_columns(record);
            transaction
                .prepare_cached(
                    "INSERT INTO operations (id, account, kind, link_id, order_id, reference, minor, currency,
                         searched, outcome, is_open, is_unfinished, confirmed_at, body, fingerprint, sum_of, sum_minor,
                         sum_currency)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
                )?
                .execute(params![
                    record.id,
                    record.account,
                    record.kind,
                    record.link_id,
                    record.order_id,
                    record.reference,
                    record.minor,
                    record.currency,
                    record.searched,
                    record.outcome,
                    record.is_open,
                    record.is_unfinished,
                    record.confirmed_at,
                    record.body,
                    fingerprint,
                    sum_of,
                    sum_minor,
                    sum_currency,
                ])?;
            let number = transaction.last_insert_rowid();
            let mut chains = Chains::of(transaction);
            for step in steps {
                add_step(transaction, &mut chains, number, record, &fingerprint, step)?;
            }
            chains.keep()?;
            Ok((number, count_one(transaction)?))
        })?;
        self.keep_mark(mark);
        Ok(number)
    }

    /// Updates an operation. `false`: optimistic locking, somebody else has written since it was read.
    pub fn advance(&self, record: &Record, step: Option<&Step>) -> Result<bool, LedgerError> {
        self.write(|transaction| {
            let mut chains = Chains::of(transaction);
            let written = advance(transaction, &mut chains, record, step)?;
            chains.keep()?;
            Ok(written)
        })
    }

    /// Updates many in one transaction; rows with a newer revision stay as they are.
    pub fn advance_all(&self, changes: &[(Record, Step)]) -> Result<(), LedgerError> {
        self.write(|transaction| {
            let mut chains = Chains::of(transaction);
            for (record, step) in changes {
                advance(transaction, &mut chains, record, Some(step))?;
            }
            chains.keep()
        })
    }

    pub fn operation(&self, id: &str) -> Result<Option<Kept>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached("SELECT number, revision, body, reference FROM operations WHERE id = ?1")?
                .query_row([id], kept)
                .optional()
        })
    }

    /// Newest first.
    pub fn operations_of_link(&self, account: &str, link: &str) -> Result<Vec<Kept>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT number, revision, body, reference FROM operations WHERE account = ?1 AND link_id = ?2
                     ORDER BY number DESC",
                )?
                .query_map([account, link], kept)?
                .collect()
        })
    }

    /// The operation that holds a reference.
    pub fn operation_of_reference(
        &self,
        account: &str,
        reference: &str,
    ) -> Result<Option<Kept>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT number, revision, body, reference FROM operations WHERE account = ?1 AND reference = ?2",
                )?
                .query_row([account, reference], kept)
                .optional()
        })
    }

    /// The open operation that one on this link or order would conflict with.
    pub fn open_on(
        &self,
        account: &str,
        link: &str,
        order: Option<&str>,
    ) -> Result<Option<Kept>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT number, revision, body, reference FROM operations
                     WHERE is_open = 1 AND ((account = ?1 AND link_id = ?2) OR order_id = ?3) LIMIT 1",
                )?
                .query_row(params![account, link, order], kept)
                .optional()
        })
    }

    /// Operations on an order from any account of the same host, as two key pairs of one shop move the same money. Newest
    /// first.
    pub fn operations_of_order(&self, account: &str, order: &str) -> Result<Vec<Kept>, LedgerError> {
        self.at_host(at_host!("order_id"), account, order)
    }

    /// The same for a link.
    pub fn operations_of_link_at_host(&self, account: &str, link: &str) -> Result<Vec<Kept>, LedgerError> {
        self.at_host(at_host!("link_id"), account, link)
    }

    fn at_host(&self, query: &str, account: &str, id: &str) -> Result<Vec<Kept>, LedgerError> {
        self.read(|connection| connection.prepare_cached(query)?.query_map([account, id], kept)?.collect())
    }

    /// The number of the latest operation; 0 if there is none.
    pub fn last_number(&self) -> Result<i64, LedgerError> {
        self.read(|connection| {
            connection.query_row("SELECT coalesce(max(number), 0) FROM operations", [], |row| row.get(0))
        })
    }

    /// Everything that still needs look-ups or a decision, of every account, oldest first.
    pub fn unfinished(&self) -> Result<Vec<Kept>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT number, revision, body, reference FROM operations WHERE is_unfinished = 1 ORDER BY number",
                )?
                .query_map([], kept)?
                .collect()
        })
    }

    /// All operations of every account in batches, oldest first.
    pub fn operations_after(&self, number: i64, limit: usize) -> Result<Vec<Kept>, LedgerError> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT number, revision, body, reference FROM operations WHERE number > ?1
                     ORDER BY number LIMIT ?2",
                )?
                .query_map(params![number, i64::try_from(limit).unwrap_or(i64::MAX)], kept)?
                .collect()
        })
    }

    /// Deletes the operations of the sample shop, which starts fresh each time.
    pub fn forget_operations(&self, account: &str) -> Result<(), LedgerError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM operations WHERE account = ?1", [account])?;
            transaction.execute("DELETE FROM chains WHERE account = ?1", [account]).map(|_| ())
        })
    }
}

/// Writes every column that can change, as the fingerprint covers them all.
fn advance(
    transaction: &Transaction<'_>,
    chains: &mut Chains<'_>,
    record: &Record,
    step: Option<&Step>,
) -> rusqlite::Result<bool> {
    let fingerprint = chain::of_operation(record, record.revision + 1);
    let (sum_of, sum_minor, sum_currency) = sum_columns(record);
    let number: Option<i64> = transaction
        .prepare_cached(
            "UPDATE operations SET outcome = ?3, is_open = ?4, is_unfinished = ?5, searched = ?6, body = ?7,
                 link_id = ?8, order_id = ?9, reference = ?10, minor = ?11, currency = ?12, fingerprint = ?13,
                 sum_of = ?14, sum_minor = ?15, sum_currency = ?16, revision = revision + 1
             WHERE id = ?1 AND revision = ?2 RETURNING number",
        )?
        .query_row(
            params![
                record.id,
                record.revision,
                record.outcome,
                record.is_open,
                record.is_unfinished,
                record.searched,
                record.body,
                record.link_id,
                record.order_id,
                record.reference,
                record.minor,
                record.currency,
                fingerprint,
                sum_of,
                sum_minor,
                sum_currency,
            ],
            |row| row.get(0),
        )
        .optional()?;
    if let (Some(number), Some(step)) = (number, step) {
        add_step(transaction, chains, number, record, &fingerprint, step)?;
    }
    Ok(number.is_some())
}

fn sum_columns(record: &Record) -> (Option<&str>, Option<i64>, Option<&str>) {
    let summand = record.summand.as_ref();
    let amount = summand.and_then(|summand| summand.amount.as_ref());
    (
        summand.map(|summand| summand.sum.name()),
        amount.map(|(minor, _)| *minor),
        amount.map(|(_, currency)| currency.as_str()),
    )
}

pub(super) fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    // A body that is not text must not stop the reading of all other rows.
    let body = row.get_ref(2)?.as_str().unwrap_or_default().to_owned();
    let reference = row.get_ref(3)?.as_str().ok().map(ToOwned::to_owned);
    Ok(Kept { number: row.get(0)?, revision: row.get(1)?, body, reference })
}
