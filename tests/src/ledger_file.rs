//! The app's ledger as a file on the disk, changed while the app is not there: what no journey has the time to wait for, and
//! what somebody else may do to it.

use std::fs::File;
use std::path::Path;

use rusqlite::Connection;

/// Runs SQL that changes at least one row.
pub fn change(folder: &Path, sql: &str) {
    let ledger = Connection::open(folder.join("ledger.db")).expect("the ledger is a database");
    let changed = ledger.execute(sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
    assert!(changed > 0, "{sql} has changed nothing");
}

/// Makes the look-ups of every unknown outcome twenty minutes older, which is when the person is asked.
pub fn undecided_for_long(folder: &Path) {
    change(
        folder,
        "UPDATE operations SET body = json_set(body, '$.state.checking.undecided_since',
             strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-20 minutes'))
         WHERE json_extract(body, '$.state.checking.undecided_since') IS NOT NULL",
    );
}

/// Keeps the ledger as another copy of the app does, for as long as what it gives is held.
pub fn kept_by_another(folder: &Path) -> File {
    let lock = File::open(folder.join("ledger.lock")).expect("the ledger has a lock");
    lock.lock().expect("nobody holds it while the app is not there");
    lock
}
