//! The ledger's files on the disk: who may read them, what stands beside them, and how durable they are.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Opens a file that only its owner may read; SQLite gives the files beside it the same rights.
pub(super) fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Beside the ledger, as it was before a migration.
pub(super) fn backup_before(file: &Path, version: i32) -> PathBuf {
    file.with_file_name(format!("ledger.before-{version}.db"))
}

/// Makes what a folder lists as durable as its files: a new file that is not in its folder is no file.
pub(super) fn sync_folder(file: &Path) {
    if let Some(folder) = file.parent().and_then(|folder| File::open(folder).ok()) {
        // Where a folder cannot be synced there is nothing better to do.
        let _ = folder.sync_all();
    }
}
