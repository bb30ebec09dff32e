//! One JSON file on disk, kept through tauri-plugin-store. Only preferences and recents live here: nothing whose loss
//! could cost money.
//!
//! The plugin starts anew from a file that it cannot parse, writes over the file in place, and does so once more at the
//! exit whatever has become of it. So it is given values that were read and checked here, its own file is a staging file
//! that is renamed only when it is whole, and it is told nothing of the exit. Beside each file stands a copy of it, for
//! the day when the file is damaged.

pub mod disk;
mod envelope;
#[cfg(any(test, feature = "simulate"))]
mod files;
mod paths;
mod saver;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::sync::watch;

#[cfg(any(test, feature = "simulate"))]
pub use self::files::PlainFiles;
use self::paths::{Paths, Start};
pub use self::{
    disk::private_folder,
    envelope::{Values, is_whole, seal},
    saver::{SaveRequests, Saver},
};
use crate::blocking;

/// Why a file cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IoCause {
    Full,
    NotAllowed,
    /// A newer version of this program has written it.
    Newer,
    Other,
}

/// What is kept under which name, and how to tell that it is that.
#[derive(Clone, Copy)]
pub struct Schema {
    pub file: &'static str,
    /// What a file from before there were checksums may hold.
    pub keys: &'static [&'static str],
    pub validate: fn(&Values) -> bool,
}

/// What is wrong with a file, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It was broken and is kept aside; its copy is in its place.
    Restored { kept_at: PathBuf },
    /// It was broken and is kept aside; there was no whole copy.
    Lost { kept_at: PathBuf },
    /// It could not be read, and is left alone for as long as this program runs.
    Unread { path: PathBuf, why: IoCause },
    /// The last change of it could not be saved. It is as it was before.
    Unsaved { path: PathBuf, why: IoCause },
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum JsonFileError {
    #[error("{path} could not be opened")]
    Open {
        path: PathBuf,
        #[source]
        source: Arc<io::Error>,
    },
    #[error("{path} could not be saved")]
    Save {
        path: PathBuf,
        #[source]
        source: Arc<io::Error>,
    },
    #[error("could not be written down")]
    Encode(#[source] Arc<serde_json::Error>),
}

/// The values of one file in memory, and the writing of them to its staging file.
pub trait Backend: Send + Sync {
    fn get(&self, key: &str) -> Option<Value>;
    fn set(&self, key: &str, value: Value);
    /// Writes all values to the staging file, as [`seal`] spells them.
    ///
    /// # Errors
    /// As the disk says.
    fn save(&self) -> io::Result<()>;
}

/// Makes the backend of a file. The shell makes it of tauri-plugin-store.
pub trait Backends {
    /// `values` are what was read and checked; nothing is read from `staging`.
    ///
    /// # Errors
    /// Where the store cannot be made.
    fn make(&self, staging: &Path, values: Values) -> io::Result<Box<dyn Backend>>;
}

pub struct JsonFile {
    store: Box<dyn Backend>,
    place: Paths,
    /// One saving at a time.
    saving: Mutex<()>,
    /// What was found at the start.
    damage: Option<Trouble>,
    unsaved: watch::Sender<Option<IoCause>>,
}

impl JsonFile {
    pub fn open(backends: &dyn Backends, folder: &Path, schema: &Schema) -> Result<Self, JsonFileError> {
        let mut place = Paths::new(folder, schema);
        let Start { values, damage, stale } = place.start(schema);
        // Made from the values and not from a file: what the plugin cannot read it would take for nothing.
        let store = backends
            .make(&place.staging, values)
            .map_err(|source| JsonFileError::Open { path: place.file.clone(), source: Arc::new(source) })?;
        let json_file =
            Self { store, place, saving: Mutex::default(), damage, unsaved: watch::Sender::default() };
        if stale {
            // Not said yet: nothing was changed that could be lost. The next change will tell.
            let _ = json_file.write();
        }
        Ok(json_file)
    }

    /// A value that no longer reads as what it was is treated as absent; the whole file was checked at the start.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        serde_json::from_value(self.store.get(key)?).ok()
    }

    /// Changes a value for as long as this program runs. A [`Saver`] brings it to the disk.
    ///
    /// # Errors
    /// Where the value is nothing that JSON can say.
    pub fn set<T: Serialize>(&self, key: &str, value: &T) -> Result<(), JsonFileError> {
        let value = serde_json::to_value(value).map_err(|error| JsonFileError::Encode(Arc::new(error)))?;
        self.store.set(key, value);
        Ok(())
    }

    /// Changes a value and saves it. Waits for the disk.
    ///
    /// # Errors
    /// Where it could not be saved: then it holds for as long as this program runs.
    pub fn put<T: Serialize>(&self, key: &str, value: &T) -> Result<(), JsonFileError> {
        self.set(key, value)?;
        self.save()
    }

    /// Saves all values. Waits for the disk.
    ///
    /// # Errors
    /// Where the disk does not take them: the file is as it was before.
    pub fn save(&self) -> Result<(), JsonFileError> {
        let _one_at_a_time = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        self.save_locked()
    }

    /// Tries again what could not be saved.
    pub fn try_again(&self) -> Result<(), JsonFileError> {
        let _one_at_a_time = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        if self.unsaved.borrow().is_some() { self.save_locked() } else { Ok(()) }
    }

    /// False where the file could not be read and is left alone: then every change lasts as long as this program does.
    pub fn keeps(&self) -> bool {
        !self.place.left_alone
    }

    /// What is wrong with the file now.
    pub fn troubles(&self) -> Vec<Trouble> {
        let unsaved = |why| Trouble::Unsaved { path: self.place.file.clone(), why };
        let unsaved = self.unsaved.borrow().map(unsaved);
        self.damage.iter().cloned().chain(unsaved).collect()
    }

    /// Changes whenever saving begins to fail, fails for another reason, or works again.
    pub fn unsaved(&self) -> watch::Receiver<Option<IoCause>> {
        self.unsaved.subscribe()
    }

    fn save_locked(&self) -> Result<(), JsonFileError> {
        blocking::assert_allowed();
        // That nothing is kept was said when it was opened.
        if self.place.left_alone {
            return Ok(());
        }
        let saved = self.write();
        let unsaved = saved.as_ref().err().map(IoCause::of);
        self.unsaved.send_if_modified(|before| std::mem::replace(before, unsaved) != unsaved);
        saved
            .map_err(|source| JsonFileError::Save { path: self.place.file.clone(), source: Arc::new(source) })
    }

    /// The file first, its copy after it: at each moment one of the two is whole.
    fn write(&self) -> io::Result<()> {
        let Paths { file, copy, staging, .. } = &self.place;
        disk::replace(file, staging, || self.store.save())?;
        if !self.place.copy_left_alone
            && let Err(error) = disk::replace(copy, staging, || self.store.save())
        {
            tracing::warn!(%error, "a JSON file was saved without its copy");
        }
        Ok(())
    }
}

impl Schema {
    /// A checked file whose beginning is damaged is still JSON; the names in it tell.
    fn may_be_plain(&self, values: &Values) -> bool {
        values.keys().all(|key| self.keys.contains(&key.as_str())) && (self.validate)(values)
    }
}

/// Whether a value is absent, or what it should be.
pub fn reads_as<T: DeserializeOwned>(values: &Values, key: &str) -> bool {
    values.get(key).is_none_or(|value| T::deserialize(value).is_ok())
}

impl IoCause {
    fn of(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::Full,
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::NotAllowed,
            _ => Self::Other,
        }
    }
}
