//! What a fingerprint covers, and how it is computed.

use rusqlite::{Row, types::ValueRef};
use sha2::{Digest, Sha256};

use crate::ledger::rows::Record;

pub type Fingerprint = [u8; 32];

/// The columns in an operation's fingerprint, in this order, wherever they are in the table. The order never changes; a new
/// column is left out, or every row has to be sealed again.
pub(super) const SAYS: [&str; 15] = [
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

pub(super) const CHANGES: &str =
    "SELECT id, account, kind, link_id, order_id, reference, minor, currency, searched, outcome, is_open,
     is_unfinished, confirmed_at, revision, body, number, fingerprint
     FROM operations WHERE number > ?1 ORDER BY number LIMIT ?2";

/// The columns in a step's fingerprint, in the same way; `id` is that of its operation.
pub(super) const SAID: [&str; 6] = ["id", "at", "outcome", "request_id", "by_person", "said"];

pub(super) const STEPS: &str =
    "SELECT operations.id AS id, steps.at AS at, steps.outcome AS outcome, steps.request_id AS request_id,
         steps.by_person AS by_person, steps.said AS said, steps.number AS number, steps.fingerprint AS fingerprint,
         steps.operation AS operation, operations.account AS account
     FROM steps LEFT JOIN operations ON operations.number = steps.operation
     WHERE steps.number > ?1 ORDER BY steps.number LIMIT ?2";

/// The fingerprint of an operation with this revision, over the values of [`SAYS`].
pub fn of_operation(record: &Record, revision: i64) -> Fingerprint {
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

/// The fingerprint before a chain's first step.
pub(super) fn beginning(account: &str, at: i64) -> Fingerprint {
    fingerprint(&[], [text(account), ValueRef::Integer(at)])
}

pub(super) fn of_row(before: &[u8], row: &Row<'_>, columns: &[&str]) -> rusqlite::Result<Fingerprint> {
    Ok(fingerprint(before, values(row, columns)?))
}

pub(super) fn values<'a>(row: &'a Row<'_>, columns: &[&str]) -> rusqlite::Result<Vec<ValueRef<'a>>> {
    columns.iter().map(|column| row.get_ref(*column)).collect()
}

pub(super) fn text(value: &str) -> ValueRef<'_> {
    ValueRef::Text(value.as_bytes())
}

pub(super) fn nullable(value: Option<&str>) -> ValueRef<'_> {
    value.map_or(ValueRef::Null, text)
}

/// Hashes the previous fingerprint and these values.
pub(super) fn fingerprint<'a>(before: &[u8], values: impl IntoIterator<Item = ValueRef<'a>>) -> Fingerprint {
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
