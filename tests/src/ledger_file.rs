//! The app's ledger as a file on the disk, changed while the app is not there: what no journey has the time to wait for, and
//! what somebody else may do to it.

use std::fs::{self, File};
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

/// The ledger as a file of its own, with what its log has: as a backup of the folder would have it.
pub fn whole(folder: &Path) -> Vec<u8> {
    let file = folder.join("ledger.db");
    let ledger = Connection::open(&file).expect("the ledger is a database");
    let carried = ledger.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    assert_eq!(carried.expect("the log can be carried over"), 0, "somebody is still at it");
    drop(ledger);
    fs::read(file).expect("the ledger")
}

/// The ledger's files as they are while the app is at it, its log among them: as somebody copies the folder.
pub fn copied(folder: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let read = |name| fs::read(folder.join(name)).ok().map(|bytes| (name, bytes));
    ["ledger.db", "ledger.db-wal"].into_iter().filter_map(read).collect()
}

/// Puts such a copy in the place of all that is there.
pub fn put_copy_back(folder: &Path, copy: &[(&str, Vec<u8>)]) {
    put_back(folder, &[]);
    for (name, bytes) in copy {
        fs::write(folder.join(name), bytes).expect("the ledger can be put back");
    }
}

/// Puts a copy in the ledger's place, and takes the log of the other away.
pub fn put_back(folder: &Path, copy: &[u8]) {
    for beside in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = fs::remove_file(folder.join(beside));
    }
    fs::write(folder.join("ledger.db"), copy).expect("the ledger can be put back");
}
