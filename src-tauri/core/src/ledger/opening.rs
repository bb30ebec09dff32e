//! How the ledger's file is opened: by one process to write, by others to read, and only where it is ours and of a version that
//! is known. Nothing of a file that cannot be used is changed.

use std::{
    fs::{File, TryLockError},
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{
    LedgerError, Trouble,
    files::private,
    migrations,
    place::{Id, Place, id_of},
};

/// Held for as long as the ledger is open: the file of the database itself is locked by SQLite in its own way.
const LOCK: &str = "ledger.lock";

/// A copy that is just ending lets go a moment later, and so does a process that was being started beside it: until it runs a
/// program of its own it has everything open that its parent has.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// How long another process's read may hold a write up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// The lock, with where it stands.
pub(super) struct OnlyWriter {
    path: PathBuf,
    file: File,
}

pub(super) fn only_writer(folder: &Path) -> Result<OnlyWriter, Trouble> {
    let path = folder.join(LOCK);
    let file = private(&path)?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(OnlyWriter { path, file }),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(Trouble::OtherCopy)
}

/// Whoever exchanges a file meanwhile is noticed: what was looked at, what was made private and what stands there once all is
/// open must be one file.
pub(super) fn open_to_write(file: &Path, lock: &OnlyWriter) -> Result<(Connection, Place), Trouble> {
    let (version, looked_at) = version_of(file)?;
    match version {
        Version::None | Version::Of(..=migrations::LATEST_VERSION) => {}
        Version::Of(_) => return Err(Trouble::Newer),
        Version::NotOurs => return Err(Trouble::Damaged),
    }
    // Closed before SQLite opens it: afterwards that would take its locks away.
    let opened = private(file).and_then(|file| id_of(&file))?;
    if looked_at.is_some_and(|looked_at| looked_at != opened) {
        return Err(Trouble::Gone);
    }
    let connection = connect(file)?;
    let place = Place::of(file, &opened, &lock.path, &lock.file)?;
    Ok((connection, place))
}

fn connect(file: &Path) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(file, flags).and_then(|mut connection| {
        connection.busy_timeout(BUSY_TIMEOUT)?;
        // A newer program that was cut off may have said its version in the write-ahead log alone. Then both files stay
        // as they are: closing would carry the log over.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        if migrations::version(&connection)? > migrations::LATEST_VERSION {
            return Ok(None);
        }
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A commit is on the disk, and not only on its way there.
        connection.pragma_update(None, "synchronous", "FULL")?;
        // There a plain sync leaves it in the drive's own memory; elsewhere these say nothing.
        #[cfg(target_os = "macos")]
        for barrier in ["fullfsync", "checkpoint_fullfsync"] {
            connection.pragma_update(None, barrier, true)?;
        }
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        migrations::run(&mut connection, file)?;
        // With a first reading the files beside it are there.
        migrations::version(&connection)?;
        Ok(Some(connection))
    });
    match opened.map_err(LedgerError::from) {
        Ok(Some(connection)) => Ok(connection),
        Ok(None) => Err(Trouble::Newer),
        Err(LedgerError::Trouble(trouble)) => Err(trouble),
        Err(other) => Err(Trouble::Unwritable(other.to_string())),
    }
}

/// To read only, where there is something of ours to read.
pub(super) fn open_to_read(file: &Path) -> Option<Connection> {
    if !matches!(version_of(file), Ok((Version::Of(1..=migrations::LATEST_VERSION), _))) {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).ok()?;
    connection.busy_timeout(BUSY_TIMEOUT).ok()?;
    connection.pragma_update(None, "cell_size_check", true).ok()?;
    // Whoever only reads leaves the files as they are.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    // The write-ahead log may say more than the head of the file.
    migrations::version(&connection)
        .is_ok_and(|version| version <= migrations::LATEST_VERSION)
        .then_some(connection)
}

enum Version {
    None,
    Of(i32),
    NotOurs,
}

/// The version as the file's own head says it, without opening it as a database: opening could already change it. Each
/// migration is carried over from the write-ahead log to the file at once, so that the head is never behind.
fn version_of(file: &Path) -> io::Result<(Version, Option<Id>)> {
    const HEAD: &[u8] = b"SQLite format 3\0";
    let mut head = [0; 100];
    let (length, id) = match File::open(file) {
        Ok(mut file) => {
            let length = file.metadata()?.len();
            if length >= 100 {
                file.read_exact(&mut head)?;
            }
            (length, id_of(&file)?)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Version::None, None)),
        Err(error) => return Err(error),
    };
    let version = match length {
        // Made a moment ago by a start that did not come further.
        0 => Version::None,
        100.. if head.starts_with(HEAD) => {
            let version = i32::from_be_bytes([head[60], head[61], head[62], head[63]]);
            if version < 0 { Version::NotOurs } else { Version::Of(version) }
        }
        _ => Version::NotOurs,
    };
    Ok((version, Some(id)))
}
