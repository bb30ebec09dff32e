//! The ledger's files on disk: permissions, copies and durability.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Opens a file that only its owner may read; SQLite gives its `-wal` and `-shm` files the same permissions.
pub(super) fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The copy next to the ledger from before a migration.
pub(super) fn backup_before(file: &Path, version: i32) -> PathBuf {
    file.with_file_name(format!("ledger.before-{version}.db"))
}

/// Syncs a folder: without that, a crash may lose the directory entry of a new file.
pub(super) fn sync_folder(file: &Path) {
    if let Some(folder) = file.parent().and_then(|folder| File::open(folder).ok()) {
        // If a folder cannot be synced there is nothing better to do.
        let _ = folder.sync_all();
    }
}
