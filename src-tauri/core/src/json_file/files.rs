//! A backend without a window system, for tests and simulations: values in memory, written as a whole.

#![cfg_attr(
    not(test),
    expect(clippy::disallowed_methods, reason = "the saver calls it, on a thread that may block")
)]

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde_json::Value;

use super::{Backend, Backends, Values, seal};

pub struct PlainFiles;

struct PlainFile {
    staging: PathBuf,
    values: Mutex<Values>,
}

impl Backends for PlainFiles {
    fn make(&self, staging: &Path, values: Values) -> io::Result<Box<dyn Backend>> {
        Ok(Box::new(PlainFile { staging: staging.to_owned(), values: Mutex::new(values) }))
    }
}

impl PlainFile {
    fn values(&self) -> std::sync::MutexGuard<'_, Values> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend for PlainFile {
    fn get(&self, key: &str) -> Option<Value> {
        self.values().get(key).cloned()
    }

    fn set(&self, key: &str, value: Value) {
        self.values().insert(key.to_owned(), value);
    }

    fn save(&self) -> io::Result<()> {
        fs::write(&self.staging, seal(&self.values())?)
    }
}
