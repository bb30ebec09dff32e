//! Opens the ledger's file: for one process to write, for others to read, and only if it is ours and has a known version. An
//! unusable file stays unchanged.

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

/// Locked while the ledger is open; SQLite locks the database file in its own way.
const LOCK: &str = "ledger.lock";

/// An exiting process releases the lock a moment later. So does a child process that is just being started: until it executes
/// its own program it holds all open files of its parent.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// How long another process's read may delay a write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// The lock and its path.
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

/// Detects a file that is replaced meanwhile: the file first inspected, the file made private and the file at the path once all
/// is open must be the same.
pub(super) fn open_to_write(file: &Path, lock: &OnlyWriter) -> Result<(Connection, Place), Trouble> {
    let (version, looked_at) = version_of(file)?;
    match version {
        Version::None | Version::Of(..=migrations::LATEST_VERSION) => {}
        Version::Of(_) => return Err(Trouble::Newer),
        Version::NotOurs => return Err(Trouble::Damaged),
    }
    // Closed before SQLite opens the file: closing it later would release SQLite's locks.
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
        // A newer program that crashed may have its version only in the write-ahead log. Then both files must stay as they are,
        // but closing would checkpoint the log.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        if migrations::version(&connection)? > migrations::LATEST_VERSION {
            return Ok(None);
        }
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A commit returns once the data is on disk.
        connection.pragma_update(None, "synchronous", "FULL")?;
        // On macOS a plain sync leaves data in the drive's cache; elsewhere these pragmas do nothing.
        #[cfg(target_os = "macos")]
        for barrier in ["fullfsync", "checkpoint_fullfsync"] {
            connection.pragma_update(None, barrier, true)?;
        }
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        migrations::run(&mut connection, file)?;
        // The first read creates the `-wal` and `-shm` files.
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

/// Opens it read-only, if it has data of ours.
pub(super) fn open_to_read(file: &Path) -> Option<Connection> {
    if !matches!(version_of(file), Ok((Version::Of(1..=migrations::LATEST_VERSION), _))) {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).ok()?;
    connection.busy_timeout(BUSY_TIMEOUT).ok()?;
    connection.pragma_update(None, "cell_size_check", true).ok()?;
    // A reader leaves the files as they are.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    // The write-ahead log may have a newer version than the file's header.
    migrations::version(&connection)
        .is_ok_and(|version| version <= migrations::LATEST_VERSION)
        .then_some(connection)
}

enum Version {
    None,
    Of(i32),
    NotOurs,
}

/// The version in the file's header, read without SQLite, as opening it could already change it. Each migration ends with a
/// checkpoint, so the header is never behind.
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
        // Created by a start that got no further.
        0 => Version::None,
        100.. if head.starts_with(HEAD) => {
            let version = i32::from_be_bytes([head[60], head[61], head[62], head[63]]);
            if version < 0 { Version::NotOurs } else { Version::Of(version) }
        }
        _ => Version::NotOurs,
    };
    Ok((version, Some(id)))
}
