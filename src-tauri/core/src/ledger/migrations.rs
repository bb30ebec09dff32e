//! The schema versions of the ledger, in order. A shipped migration never changes; add a new one.

use std::{fs, io, path::Path};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{
    activity_schema::ACTIVITY,
    chain,
    files::{backup_before, private, sync_folder},
};

/// A migration from one schema version to the next.
#[derive(Clone, Copy)]
pub(super) struct Migration {
    /// The version after it.
    pub to: i32,
    pub sql: &'static str,
    /// What SQL alone cannot do, right after it.
    pub then: Option<fn(&Transaction<'_>) -> rusqlite::Result<()>>,
}

pub(super) const STEPS: [Migration; 6] = [
    Migration { to: 1, sql: FIRST, then: None },
    Migration { to: 2, sql: FINGERPRINTS, then: Some(chain::seal_all) },
    Migration { to: 3, sql: "", then: Some(one_open_whoever_asks) },
    Migration { to: 4, sql: SHOPS_AND_NAMES, then: Some(chain::free_names) },
    Migration { to: 5, sql: ANY_KIND, then: Some(one_open_whoever_asks) },
    Migration { to: 6, sql: ACTIVITY, then: None },
];

/// The version that this program writes.
pub const LATEST_VERSION: i32 = STEPS[STEPS.len() - 1].to;

/// Times are milliseconds since 1970 UTC; money is minor units and a currency. `body` is the whole operation as JSON; the other
/// columns exist for search and for unique indexes. `revision` is for optimistic locking: an update with an older revision is
/// rejected.
const FIRST: &str = "
CREATE TABLE operations (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('resend', 'cancel', 'refund', 'capture', 'void', 'create')),
    link_id TEXT NOT NULL,
    order_id TEXT,
    reference TEXT,
    minor INTEGER,
    currency TEXT,
    searched TEXT NOT NULL,
    outcome TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    is_unfinished INTEGER NOT NULL CHECK (is_unfinished IN (0, 1)),
    confirmed_at INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- One open change for each link and for each order, whoever asks for the second.
CREATE UNIQUE INDEX one_open_on_a_link ON operations (account, link_id) WHERE is_open = 1;
CREATE UNIQUE INDEX one_open_on_an_order ON operations (account, order_id)
    WHERE is_open = 1 AND order_id IS NOT NULL;
-- A reference stands for one change for ever.
CREATE UNIQUE INDEX one_change_a_reference ON operations (account, reference) WHERE reference IS NOT NULL;
CREATE INDEX of_a_link ON operations (account, link_id);
CREATE INDEX by_time ON operations (account, confirmed_at);
CREATE INDEX unfinished ON operations (number) WHERE is_unfinished = 1;

CREATE TABLE steps (
    number INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operations (number) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    request_id TEXT,
    by_person INTEGER NOT NULL CHECK (by_person IN (0, 1))
) STRICT;
CREATE INDEX steps_of_an_operation ON steps (operation);

CREATE TABLE link_orders (
    account TEXT NOT NULL,
    link_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    PRIMARY KEY (account, link_id, order_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE refund_finders (
    account TEXT PRIMARY KEY,
    found_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// A step has the fingerprint of the step before it, and in `said` that of its operation as of that step; older steps have
/// none. An operation has the fingerprint of its current row. See `chain`.
const FINGERPRINTS: &str = "
ALTER TABLE operations ADD COLUMN fingerprint BLOB;
ALTER TABLE steps ADD COLUMN said BLOB;
ALTER TABLE steps ADD COLUMN fingerprint BLOB;

CREATE TABLE chains (
    account TEXT PRIMARY KEY,
    begun_at INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    last BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Two key pairs of one shop are two accounts that move the same money: an order has one open operation across all accounts. If
/// two are open already the old rule stays until they are resolved.
fn one_open_whoever_asks(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let shared: bool = transaction.query_row(SHARED, [], |row| row.get(0))?;
    if shared { Ok(()) } else { transaction.execute_batch(ONE_OPEN_WHOEVER_ASKS) }
}

const SHARED: &str = "
SELECT EXISTS (
    SELECT 1 FROM operations WHERE is_open = 1 AND order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1
)";

const ONE_OPEN_WHOEVER_ASKS: &str = "
DROP INDEX one_open_on_an_order;
CREATE UNIQUE INDEX one_open_on_an_order ON operations (order_id) WHERE is_open = 1 AND order_id IS NOT NULL;
";

/// What is known about hosts and their names: accounts of one host share orders and refund names. Also a mark of the ledger
/// itself, see `identity`.
const SHOPS_AND_NAMES: &str = "
CREATE TABLE hosts (
    account TEXT PRIMARY KEY,
    host TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_of_a_host ON hosts (host);

CREATE TABLE names_taken (
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_finders (
    account TEXT PRIMARY KEY,
    found_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX of_an_order ON operations (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    begun INTEGER NOT NULL
) STRICT;
INSERT INTO identity (id, begun)
    SELECT lower(hex(randomblob(16))), coalesce(max(number), 0) FROM operations;
";

/// A new kind needs no new table, so there is no CHECK on kinds any more; nor on JSON, as one broken row must not stop the
/// migration. Values, numbers and fingerprints stay as they are. SQLite cannot change a CHECK in place, so the table is copied;
/// steps reference it by name. The rule for open operations on an order is applied again right after it.
const ANY_KIND: &str = "
CREATE TABLE operations_of_any_kind (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    link_id TEXT NOT NULL,
    order_id TEXT,
    reference TEXT,
    minor INTEGER,
    currency TEXT,
    searched TEXT NOT NULL,
    outcome TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    is_unfinished INTEGER NOT NULL CHECK (is_unfinished IN (0, 1)),
    confirmed_at INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    fingerprint BLOB
) STRICT;
INSERT INTO operations_of_any_kind (number, id, account, kind, link_id, order_id, reference, minor, currency, searched,
        outcome, is_open, is_unfinished, confirmed_at, revision, body, fingerprint)
    SELECT number, id, account, kind, link_id, order_id, reference, minor, currency, searched,
        outcome, is_open, is_unfinished, confirmed_at, revision, body, fingerprint FROM operations;

DROP TABLE operations;
ALTER TABLE operations_of_any_kind RENAME TO operations;

CREATE UNIQUE INDEX one_open_on_a_link ON operations (account, link_id) WHERE is_open = 1;
CREATE UNIQUE INDEX one_open_on_an_order ON operations (account, order_id)
    WHERE is_open = 1 AND order_id IS NOT NULL;
CREATE UNIQUE INDEX one_change_a_reference ON operations (account, reference) WHERE reference IS NOT NULL;
CREATE INDEX of_a_link ON operations (account, link_id);
CREATE INDEX by_time ON operations (account, confirmed_at);
CREATE INDEX unfinished ON operations (number) WHERE is_unfinished = 1;
CREATE INDEX of_an_order ON operations (order_id) WHERE order_id IS NOT NULL;
";

/// Migrates a file to the latest schema, in one transaction and after a backup copy.
pub fn run(connection: &mut Connection, file: &Path) -> rusqlite::Result<()> {
    take(&STEPS, connection, file)
}

pub(super) fn take(steps: &[Migration], connection: &mut Connection, file: &Path) -> rusqlite::Result<()> {
    let version = version(connection)?;
    let missing = || steps.iter().filter(|step| step.to > version);
    let Some(latest) = missing().next_back() else { return Ok(()) };
    if version > 0 {
        let copy = backup_before(file, version);
        // Replaces a partial copy from an interrupted migration.
        let _ = fs::remove_file(&copy);
        // SQLite would create the file readable by everybody, and leave syncing to the OS.
        let private = private(&copy).map_err(not_copied)?;
        connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
        private.sync_all().map_err(not_copied)?;
        sync_folder(&copy);
    }
    // A table with references to it is dropped and recreated. Foreign keys cannot be switched off inside a transaction.
    let enforced: bool = connection.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = migrate(connection, missing(), latest.to);
    connection.pragma_update(None, "foreign_keys", enforced)?;
    done?;
    // Checkpoint, so that the header of the file has the new version.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    sync_folder(file);
    Ok(())
}

fn migrate<'a>(
    connection: &mut Connection,
    steps: impl Iterator<Item = &'a Migration>,
    latest: i32,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in steps {
        transaction.execute_batch(step.sql)?;
        step.then.map_or(Ok(()), |then| then(&transaction))?;
    }
    transaction.pragma_update(None, "user_version", latest)?;
    transaction.commit()
}

/// Includes what only the write-ahead log has.
pub fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn not_copied(error: io::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}
