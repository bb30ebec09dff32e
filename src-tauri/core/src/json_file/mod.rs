//! One JSON file on disk, stored through tauri-plugin-store. Only for preferences and recents: nothing whose loss could cost
//! money.
//!
//! The plugin replaces a file that it cannot parse with an empty one, writes in place, and writes again at exit without a
//! check. So this module reads and checks the values itself; the plugin's own file is a staging file that is renamed once it is
//! complete, and the plugin does not learn of the exit. Each file has a backup copy.

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
use specta::Type;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum IoCause {
    Full,
    NotAllowed,
    /// A newer version of this program wrote it.
    Newer,
    Other,
}

/// The keys of a file and the validation of its values.
#[derive(Clone, Copy)]
pub struct Schema {
    pub file: &'static str,
    /// The keys that a file from before there were checksums may have.
    pub keys: &'static [&'static str],
    pub validate: fn(&Values) -> bool,
}

/// A problem with a file, and its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It was damaged and moved aside; its copy replaced it.
    Restored { kept_at: PathBuf },
    /// It was damaged and moved aside; there was no intact copy.
    Lost { kept_at: PathBuf },
    /// It could not be read; this process does not touch it.
    Unread { path: PathBuf, why: IoCause },
    /// The last save failed. The file is as before.
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
    #[error("the value could not be encoded as JSON")]
    Encode(#[source] Arc<serde_json::Error>),
}

/// The values of one file in memory, and saving them to its staging file.
pub trait Backend: Send + Sync {
    fn get(&self, key: &str) -> Option<Value>;
    fn set(&self, key: &str, value: Value);
    /// Writes all values to the staging file, in the format of [`seal`].
    ///
    /// # Errors
    /// The I/O error of the disk.
    fn save(&self) -> io::Result<()>;
}

/// Creates the backend of a file. The shell uses tauri-plugin-store.
pub trait Backends {
    /// `values` were read and checked already; `staging` is not read.
    ///
    /// # Errors
    /// If the store cannot be created.
    fn make(&self, staging: &Path, values: Values) -> io::Result<Box<dyn Backend>>;
}

pub struct JsonFile {
    store: Box<dyn Backend>,
    place: Paths,
    /// Serialises saves.
    saving: Mutex<()>,
    /// Damage found at the start.
    damage: Option<Trouble>,
    unsaved: watch::Sender<Option<IoCause>>,
}

impl JsonFile {
    pub fn open(backends: &dyn Backends, folder: &Path, schema: &Schema) -> Result<Self, JsonFileError> {
        let mut place = Paths::new(folder, schema);
        let Start { values, damage, stale } = place.start(schema);
        // Passes values and not a file: the plugin would treat a file it cannot read as empty.
        let store = backends
            .make(&place.staging, values)
            .map_err(|source| JsonFileError::Open { path: place.file.clone(), source: Arc::new(source) })?;
        let json_file =
            Self { store, place, saving: Mutex::default(), damage, unsaved: watch::Sender::default() };
        if stale {
            // Not reported yet: no change could be lost. The next change reports it.
            let _ = json_file.write();
        }
        Ok(json_file)
    }

    /// A value of the wrong type counts as absent; the whole file was checked at the start.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        serde_json::from_value(self.store.get(key)?).ok()
    }

    /// Changes a value in memory. A [`Saver`] saves it.
    ///
    /// # Errors
    /// If the value cannot be encoded as JSON.
    pub fn set<T: Serialize>(&self, key: &str, value: &T) -> Result<(), JsonFileError> {
        let value = serde_json::to_value(value).map_err(|error| JsonFileError::Encode(Arc::new(error)))?;
        self.store.set(key, value);
        Ok(())
    }

    /// Changes a value and saves it. Blocks on the disk.
    ///
    /// # Errors
    /// If the save fails: then the value lasts until the process exits.
    pub fn put<T: Serialize>(&self, key: &str, value: &T) -> Result<(), JsonFileError> {
        self.set(key, value)?;
        self.save()
    }

    /// Saves all values. Blocks on the disk.
    ///
    /// # Errors
    /// If the save fails: the file is as before.
    pub fn save(&self) -> Result<(), JsonFileError> {
        let _one_at_a_time = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        self.save_locked()
    }

    /// Retries a failed save.
    pub fn try_again(&self) -> Result<(), JsonFileError> {
        let _one_at_a_time = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        if self.unsaved.borrow().is_some() { self.save_locked() } else { Ok(()) }
    }

    /// `false` if the file could not be read and is not touched: then changes last only until the process exits.
    pub fn keeps(&self) -> bool {
        !self.place.left_alone
    }

    /// The current problems of the file.
    pub fn troubles(&self) -> Vec<Trouble> {
        let unsaved = |why| Trouble::Unsaved { path: self.place.file.clone(), why };
        let unsaved = self.unsaved.borrow().map(unsaved);
        self.damage.iter().cloned().chain(unsaved).collect()
    }

    /// Changes when saves begin to fail, fail for another reason, or work again.
    pub fn unsaved(&self) -> watch::Receiver<Option<IoCause>> {
        self.unsaved.subscribe()
    }

    fn save_locked(&self) -> Result<(), JsonFileError> {
        blocking::assert_allowed();
        // Already reported when the file was opened.
        if self.place.left_alone {
            return Ok(());
        }
        let saved = self.write();
        let unsaved = saved.as_ref().err().map(IoCause::of);
        self.unsaved.send_if_modified(|before| std::mem::replace(before, unsaved) != unsaved);
        saved
            .map_err(|source| JsonFileError::Save { path: self.place.file.clone(), source: Arc::new(source) })
    }

    /// First the file, then its copy: one of the two is intact at any moment.
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
    /// A checksummed file with a damaged beginning is still JSON; the keys show it.
    fn may_be_plain(&self, values: &Values) -> bool {
        values.keys().all(|key| self.keys.contains(&key.as_str())) && (self.validate)(values)
    }
}

/// Whether a value is absent or has the expected type.
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
