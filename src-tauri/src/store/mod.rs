//! tauri-plugin-store behind the JSON files of the core: settings and recent references.

use std::{io, path::Path, sync::Arc};

use linkdesk_core::json_file::{Backend, Backends, Values, seal};
use serde_json::Value;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreBuilder};

/// The plugin of an app.
pub struct PluginStore<'a, R: Runtime>(pub &'a AppHandle<R>);

struct PluginFile<R: Runtime>(Arc<Store<R>>);

impl<R: Runtime> Backends for PluginStore<'_, R> {
    fn make(&self, staging: &Path, values: Values) -> io::Result<Box<dyn Backend>> {
        let store = StoreBuilder::new(self.0, staging)
            .defaults(values)
            .create_new()
            .serialize(|values| Ok(seal(values)?))
            .disable_auto_save()
            .build()
            .map_err(io::Error::other)?;
        // The plugin saves what it knows of at the exit. It no longer knows of this one.
        store.close_resource();
        Ok(Box::new(PluginFile(store)))
    }
}

impl<R: Runtime> Backend for PluginFile<R> {
    fn get(&self, key: &str) -> Option<Value> {
        self.0.get(key)
    }

    fn set(&self, key: &str, value: Value) {
        self.0.set(key, value);
    }

    fn save(&self) -> io::Result<()> {
        self.0.save().map_err(|error| match error {
            tauri_plugin_store::Error::Io(error) => error,
            other => io::Error::other(other),
        })
    }
}

#[cfg(test)]
mod tests;
