//! One JSON file on disk, kept through tauri-plugin-store.
//!
//! The plugin silently starts anew from a file that does not parse, so the file is looked at before the plugin opens
//! it, and a broken one is moved aside and kept. Only preferences and recents live here: nothing whose loss could cost
//! money.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreBuilder};

#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    #[error("{path} could not be opened")]
    Open {
        path: PathBuf,
        #[source]
        source: tauri_plugin_store::Error,
    },
    #[error("{path} could not be read")]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("could not be saved")]
    Save(#[source] tauri_plugin_store::Error),
    #[error("could not be written down")]
    Encode(#[source] serde_json::Error),
}

/// What settings and recents ask of the file, whatever window system stands behind it.
trait Keep: Send + Sync {
    fn get(&self, key: &str) -> Option<Value>;
    fn put(&self, key: &str, value: Value) -> Result<(), tauri_plugin_store::Error>;
}

impl<R: Runtime> Keep for Arc<Store<R>> {
    fn get(&self, key: &str) -> Option<Value> {
        Store::get(self, key)
    }

    fn put(&self, key: &str, value: Value) -> Result<(), tauri_plugin_store::Error> {
        self.set(key, value);
        self.save()
    }
}

pub struct Shelf(Box<dyn Keep>);

/// An opened file, and where a broken one of the same name was put.
pub struct Opened {
    pub shelf: Shelf,
    pub kept_aside: Option<PathBuf>,
}

impl Shelf {
    pub fn open<R: Runtime>(app: &AppHandle<R>, path: &Path) -> Result<Opened, ShelfError> {
        let kept_aside = set_aside_if_broken(path)?;
        let store = StoreBuilder::new(app, path)
            .disable_auto_save()
            .build()
            .map_err(|source| ShelfError::Open { path: path.to_owned(), source })?;
        Ok(Opened { shelf: Self(Box::new(store)), kept_aside })
    }

    /// A value that no longer reads as what it was is treated as absent.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        serde_json::from_value(self.0.get(key)?).ok()
    }

    pub fn put<T: Serialize>(&self, key: &str, value: &T) -> Result<(), ShelfError> {
        let value = serde_json::to_value(value).map_err(ShelfError::Encode)?;
        self.0.put(key, value).map_err(ShelfError::Save)
    }
}

fn set_aside_if_broken(path: &Path) -> Result<Option<PathBuf>, ShelfError> {
    let failed = |source| ShelfError::Read { path: path.to_owned(), source };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    if serde_json::from_slice::<serde_json::Map<String, Value>>(&bytes).is_ok() {
        return Ok(None);
    }
    let aside = free_name_beside(path);
    fs::rename(path, &aside).map_err(failed)?;
    Ok(Some(aside))
}

fn free_name_beside(path: &Path) -> PathBuf {
    let name = |number: u32| path.with_extension(format!("broken-{number}.json"));
    (1..u32::MAX).map(name).find(|candidate| !candidate.exists()).unwrap_or_else(|| name(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> tauri::App<tauri::test::MockRuntime> {
        tauri::test::mock_builder()
            .plugin(tauri_plugin_store::Builder::new().build())
            .build(tauri::test::mock_context(tauri::test::noop_assets()))
            .unwrap()
    }

    #[test]
    fn what_is_put_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let first = app();
        Shelf::open(first.handle(), &path).unwrap().shelf.put("theme", &"dark").unwrap();
        drop(first);
        let second = app();
        let opened = Shelf::open(second.handle(), &path).unwrap();
        assert_eq!(opened.shelf.get::<String>("theme").as_deref(), Some("dark"));
        assert_eq!(opened.kept_aside, None);
    }

    #[test]
    fn a_broken_file_is_kept_aside_and_the_next_one_does_not_overwrite_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("recents.json");
        for (number, broken) in ["{\"half\": ", "[1, 2]"].into_iter().enumerate() {
            fs::write(&path, broken).unwrap();
            let app = app();
            let opened = Shelf::open(app.handle(), &path).unwrap();
            let aside = opened.kept_aside.unwrap();
            assert_eq!(fs::read_to_string(&aside).unwrap(), broken);
            assert!(aside.ends_with(format!("recents.broken-{}.json", number + 1)));
            opened.shelf.put("a", &1).unwrap();
        }
    }

    #[test]
    fn a_value_of_another_kind_reads_as_absent() {
        let folder = tempfile::tempdir().unwrap();
        let app = app();
        let shelf = Shelf::open(app.handle(), &folder.path().join("s.json")).unwrap().shelf;
        shelf.put("theme", &7).unwrap();
        assert_eq!(shelf.get::<String>("theme"), None);
    }
}
