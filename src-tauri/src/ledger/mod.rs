//! The ledger: what was asked for from this computer and what became of it, on disk before anything is sent.
//!
//! One SQLite file, `ledger.db`, with one writer across all processes. A commit returns only when the disk has it. The
//! ledger knows rows and no rules; what a row means is for `operations` to say. Whatever is wrong with the file, nothing
//! of it is overwritten: the ledger then takes no new row, and what cannot be written down is not sent.

pub mod chain;
mod migrations;
pub mod operations;
pub mod shim;
pub mod shops;

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, ffi};
use tokio::sync::watch;

const FILE: &str = "ledger.db";
/// Held for as long as the ledger is open: the file of the database itself is locked by SQLite in its own way.
const LOCK: &str = "ledger.lock";

/// A copy that is just ending lets go a moment later, and so does a process that was being started beside it: until it runs a
/// program of its own it has everything open that its parent has.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// How long another process's read may hold a write up.
const BUSY: Duration = Duration::from_secs(2);

/// Why the ledger takes nothing new.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("another copy of the program writes it")]
    OtherCopy,
    #[error("it was written by a newer version")]
    Newer,
    #[error("it is damaged")]
    Damaged,
    #[error("it cannot be written: {0}")]
    Unwritable(String),
}

/// Why a row was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error("the disk is full")]
    Full,
    /// A row stands in the way: one open change for each link and order, one change for each reference.
    #[error("another change is in the way")]
    InTheWay,
    #[error(transparent)]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Damaged.into(),
            Some(ErrorCode::DiskFull) => Self::Full,
            // Any other constraint is broken by the row itself, and by no other one.
            Some(ErrorCode::ConstraintViolation) if is_unique(&error) => Self::InTheWay,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => {
                Trouble::Unwritable(error.to_string()).into()
            }
            _ => Self::Sqlite(error),
        }
    }
}

fn is_unique(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_extended_error_code();
    matches!(code, Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY))
}

pub struct Ledger {
    file: PathBuf,
    /// `None` where not even reading is possible.
    connection: Mutex<Option<Connection>>,
    trouble: watch::Sender<Option<Trouble>>,
    /// Let go when the program ends, however it ends.
    _only_writer: Option<File>,
    #[cfg(any(test, feature = "measure"))]
    before_commit: std::sync::OnceLock<BeforeCommit>,
}

/// Asked before each commit, which fails as the answer says.
#[cfg(any(test, feature = "measure"))]
type BeforeCommit = Box<dyn Fn() -> rusqlite::Result<()> + Send + Sync>;

impl Ledger {
    /// Opens the ledger below `folder`, or makes it. Never fails: what is wrong is kept as its [`Trouble`].
    pub fn open(folder: &Path) -> Self {
        let file = folder.join(FILE);
        let only_writer = only_writer(folder);
        let opened = match &only_writer {
            Ok(_) => open_to_write(&file),
            Err(trouble) => Err(trouble.clone()),
        };
        let (connection, trouble) = match opened {
            Ok(connection) => (Some(connection), None),
            Err(trouble) => (open_to_read(&file), Some(trouble)),
        };
        if let Some(trouble) = &trouble {
            tracing::warn!(%trouble, "the ledger takes nothing new");
        }
        Self {
            file,
            connection: Mutex::new(connection),
            trouble: watch::Sender::new(trouble),
            _only_writer: only_writer.ok(),
            #[cfg(any(test, feature = "measure"))]
            before_commit: std::sync::OnceLock::new(),
        }
    }

    /// Lets a simulation have commits fail as a disk would, at the moment of its choice.
    #[cfg(any(test, feature = "measure"))]
    pub fn before_each_commit(&self, ask: impl Fn() -> rusqlite::Result<()> + Send + Sync + 'static) {
        // The first one stays: a ledger has one disk.
        let _ = self.before_commit.set(Box::new(ask));
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Why nothing new is taken, if so.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone()
    }

    /// Changes when something is found to be wrong with it later on.
    pub fn troubles(&self) -> watch::Receiver<Option<Trouble>> {
        self.trouble.subscribe()
    }

    /// What it says was written by no version of this program: it takes nothing new from now on.
    pub fn distrust(&self) {
        self.put_down(&Trouble::Damaged);
    }

    /// Checks every page. Takes a while with a large file; a damaged one takes nothing new from then on.
    pub fn check(&self) {
        let sound = self.read(|connection| {
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        });
        match sound {
            Ok(said) if said != "ok" => self.put_down(&Trouble::Damaged),
            _ => {}
        }
    }

    fn read<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        let connection = lock(&self.connection);
        let Some(connection) = connection.as_ref() else {
            return Err(self.trouble().unwrap_or(Trouble::Damaged).into());
        };
        ask(connection).map_err(|error| self.noted(error))
    }

    /// One transaction: all of it is on the disk when this returns, or nothing.
    fn write<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        let mut connection = lock(&self.connection);
        let Some(connection) = connection.as_mut() else {
            return Err(self.trouble().unwrap_or(Trouble::Damaged).into());
        };
        if let Some(trouble) = self.trouble() {
            return Err(trouble.into());
        }
        let done = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).and_then(
            |transaction| {
                let value = work(&transaction)?;
                #[cfg(any(test, feature = "measure"))]
                self.before_commit.get().map_or(Ok(()), |ask| ask())?;
                transaction.commit()?;
                Ok(value)
            },
        );
        done.map_err(|error| self.noted(error))
    }

    /// Makes the disk seem full or closed to this program, which a test cannot bring about otherwise.
    #[cfg(test)]
    pub fn set(&self, pragma: &str, value: i64) {
        lock(&self.connection).as_ref().unwrap().pragma_update(None, pragma, value).unwrap();
    }

    /// A damaged file is not written to again.
    fn noted(&self, error: rusqlite::Error) -> LedgerError {
        let error = LedgerError::from(error);
        match &error {
            LedgerError::Trouble(trouble @ Trouble::Damaged) => self.put_down(trouble),
            LedgerError::InTheWay => {}
            other => tracing::warn!(error = %other, "the ledger"),
        }
        error
    }

    fn put_down(&self, trouble: &Trouble) {
        tracing::warn!(%trouble, "the ledger takes nothing new");
        self.trouble.send_if_modified(|known| {
            let news = known.is_none();
            known.get_or_insert_with(|| trouble.clone());
            news
        });
    }
}

fn only_writer(folder: &Path) -> Result<File, Trouble> {
    let unwritable = |error: io::Error| Trouble::Unwritable(error.to_string());
    let file = private(&folder.join(LOCK)).map_err(unwritable)?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(error)) => return Err(unwritable(error)),
        }
    }
    Err(Trouble::OtherCopy)
}

/// Opens a file that only its owner may read; SQLite gives the files beside it the same rights.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn open_to_write(file: &Path) -> Result<Connection, Trouble> {
    let unwritable = |error: io::Error| Trouble::Unwritable(error.to_string());
    let version = version_of(file).map_err(unwritable)?;
    match version {
        Version::None | Version::Of(..=migrations::LATEST) => {}
        Version::Of(_) => return Err(Trouble::Newer),
        Version::NotOurs => return Err(Trouble::Damaged),
    }
    drop(private(file).map_err(unwritable)?);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(file, flags).and_then(|mut connection| {
        connection.busy_timeout(BUSY)?;
        // A newer program that was cut off may have said its version in the write-ahead log alone. Then both files stay
        // as they are: closing would carry the log over.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        if migrations::version(&connection)? > migrations::LATEST {
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
fn open_to_read(file: &Path) -> Option<Connection> {
    if !matches!(version_of(file), Ok(Version::Of(1..=migrations::LATEST))) {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).ok()?;
    connection.busy_timeout(BUSY).ok()?;
    // The write-ahead log may say more than the head of the file.
    migrations::version(&connection).is_ok_and(|version| version <= migrations::LATEST).then_some(connection)
}

enum Version {
    None,
    Of(i32),
    NotOurs,
}

/// The version as the file's own head says it, without opening it as a database: opening could already change it. Each
/// migration is carried over from the write-ahead log to the file at once, so that the head is never behind.
fn version_of(file: &Path) -> io::Result<Version> {
    const HEAD: &[u8] = b"SQLite format 3\0";
    let mut head = [0; 100];
    let length = match File::open(file) {
        Ok(mut file) => {
            let length = file.metadata()?.len();
            if length >= 100 {
                file.read_exact(&mut head)?;
            }
            length
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Version::None),
        Err(error) => return Err(error),
    };
    match length {
        // Made a moment ago by a start that did not come further.
        0 => Ok(Version::None),
        100.. if head.starts_with(HEAD) => {
            let version = i32::from_be_bytes([head[60], head[61], head[62], head[63]]);
            Ok(if version < 0 { Version::NotOurs } else { Version::Of(version) })
        }
        _ => Ok(Version::NotOurs),
    }
}

/// Beside the ledger, as it was before a migration.
fn backup_before(file: &Path, version: i32) -> PathBuf {
    file.with_file_name(format!("ledger.before-{version}.db"))
}

/// A lock that a panicked thread has left is taken over: a transaction that was not finished is rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes what a folder lists as durable as its files: a new file that is not in its folder is no file.
fn sync_folder(file: &Path) {
    if let Some(folder) = file.parent().and_then(|folder| File::open(folder).ok()) {
        // Where a folder cannot be synced there is nothing better to do.
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests;
