//! Whether the ledger's files are still the ones that were opened, at their paths.
//!
//! The next start never reads what goes into a file that was deleted, moved or replaced. The files are checked only by path:
//! opening and closing the database a second time in this process would release SQLite's locks.

use std::{
    ffi::OsString,
    fs::{self, File, Metadata},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use super::Trouble;

pub(super) struct Place {
    file: Part,
    lock: Part,
    /// SQLite's `-wal` and `-shm` files; no id if there was none.
    beside: [Part; 2],
    extent: Mutex<Extent>,
}

struct Part {
    path: PathBuf,
    id: Option<Id>,
}

/// The metadata of a file.
struct Look {
    id: Id,
    length: u64,
    changed: Option<SystemTime>,
}

/// The files after the last commit: overwriting a file in place changes neither its path nor its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Extent {
    length: u64,
    changed: Option<SystemTime>,
    log: u64,
}

impl Place {
    /// Records the files once they are open. An error if the paths lead to files other than `opened` and `locked` by now.
    pub fn of(file: &Path, opened: &Id, lock: &Path, locked: &File) -> Result<Self, Trouble> {
        let [log, index] = ["-wal", "-shm"].map(|end| {
            let mut path = OsString::from(file);
            path.push(end);
            PathBuf::from(path)
        });
        let part = |path: PathBuf| look(&path).map(|look| Part { id: look.map(|look| look.id), path });
        let place = Self {
            file: part(file.to_owned())?,
            lock: part(lock.to_owned())?,
            beside: [part(log)?, part(index)?],
            extent: Mutex::new(Extent { length: 0, changed: None, log: 0 }),
        };
        let locked = id_of(locked)?;
        if place.file.id.as_ref() != Some(opened) || place.lock.id.as_ref() != Some(&locked) {
            return Err(Trouble::Gone);
        }
        place.committed()?;
        Ok(place)
    }

    /// Whether the paths lead to the opened files. Callable at any time.
    pub fn check(&self) -> Result<(), Trouble> {
        self.extent_now().map(|_| ())
    }

    /// The same, and nobody has overwritten the files in place. Only for the writer.
    pub fn check_untouched(&self) -> Result<(), Trouble> {
        let now = self.extent_now()?;
        if self.is_untouched(now) { Ok(()) } else { Err(Trouble::Gone) }
    }

    /// Records the files after a commit, and checks that it went into the files at the paths.
    pub fn committed(&self) -> Result<(), Trouble> {
        let now = self.extent_now()?;
        *self.extent.lock().unwrap_or_else(PoisonError::into_inner) = now;
        Ok(())
    }

    /// Whether the write-ahead log may still be checkpointed into the opened file once something is out of place: nobody else
    /// has written to that file, and nobody else can have it open for writing.
    pub fn may_be_carried_over(&self) -> bool {
        let Ok(file) = look(&self.file.path) else { return false };
        let Some(file) = file.filter(|look| Some(&look.id) == self.file.id.as_ref()) else {
            // Moved or deleted; a file in its place has nothing to do with the log.
            return true;
        };
        let before = *self.extent.lock().unwrap_or_else(PoisonError::into_inner);
        let untouched = (file.length, file.changed) == (before.length, before.changed);
        untouched && self.lock.look_if_same().is_ok_and(|same| same.is_some())
    }

    fn is_untouched(&self, now: Extent) -> bool {
        let before = *self.extent.lock().unwrap_or_else(PoisonError::into_inner);
        // An open log never gets shorter.
        (now.length, now.changed) == (before.length, before.changed) && now.log >= before.log
    }

    fn extent_now(&self) -> Result<Extent, Trouble> {
        let there = |part: &Part| part.look_if_same()?.ok_or(Trouble::Gone);
        let file = there(&self.file)?;
        there(&self.lock)?;
        let [log, index] = &self.beside;
        for part in [log, index] {
            if part.id.is_none() && look(&part.path)?.is_some() {
                return Err(Trouble::Gone);
            }
        }
        let log = if log.id.is_some() { there(log)?.length } else { 0 };
        if index.id.is_some() {
            there(index)?;
        }
        Ok(Extent { length: file.length, changed: file.changed, log })
    }
}

impl Part {
    /// `None`: no file there, or another one.
    fn look_if_same(&self) -> Result<Option<Look>, Trouble> {
        Ok(look(&self.path)?.filter(|look| Some(&look.id) == self.id.as_ref()))
    }
}

/// `None`: no file there. On any other error nothing is written meanwhile.
fn look(path: &Path) -> Result<Option<Look>, Trouble> {
    match at(path) {
        Ok((id, about)) => Ok(Some(Look { id, length: about.len(), changed: about.modified().ok() })),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Unwritable(error.to_string())
    }
}

/// Device and inode: no other file has them while this one is open.
#[cfg(unix)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Id(u64, u64);

#[cfg(unix)]
impl From<&Metadata> for Id {
    fn from(about: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(about.dev(), about.ino())
    }
}

#[cfg(unix)]
fn at(path: &Path) -> io::Result<(Id, Metadata)> {
    let about = fs::metadata(path)?;
    Ok((Id::from(&about), about))
}

#[cfg(unix)]
pub(super) fn id_of(file: &File) -> io::Result<Id> {
    Ok(Id::from(&file.metadata()?))
}

/// Volume and index of an open handle: on Windows, closing one releases no lock.
#[cfg(windows)]
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Id(same_file::Handle);

#[cfg(windows)]
fn at(path: &Path) -> io::Result<(Id, Metadata)> {
    Ok((Id(same_file::Handle::from_path(path)?), fs::metadata(path)?))
}

#[cfg(windows)]
pub(super) fn id_of(file: &File) -> io::Result<Id> {
    file.try_clone().and_then(same_file::Handle::from_file).map(Id)
}
