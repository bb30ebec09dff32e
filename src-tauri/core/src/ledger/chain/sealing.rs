//! What migrations do to fingerprints.

use rusqlite::{Transaction, types::ValueRef};

use super::{
    ends::Chains,
    fingerprint::{CHANGES, Fingerprint, SAID, SAYS, STEPS, fingerprint, of_row, values},
};

/// Seals rows from before there were fingerprints as they are: the chain covers them from now on.
pub fn seal_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
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
pub fn free_names(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
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
