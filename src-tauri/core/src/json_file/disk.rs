//! Private files and folders, with atomic replacement, and renaming aside that never overwrites another file. Independent of
//! the content.

#![cfg_attr(
    not(test),
    expect(clippy::disallowed_methods, reason = "the saver and the start call it: their threads may block")
)]

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Far more than any of our files; a larger file is something else.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Creates a private folder and its missing parents. An existing folder keeps its permissions: they may be intended.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The bytes of a file, or `None` if there is none.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::metadata(path) {
        // Reading anything but a regular file may block forever or never end.
        Ok(meta) if !meta.is_file() || meta.len() > MAX_FILE_BYTES => {
            Err(io::Error::new(io::ErrorKind::InvalidData, "not a file of ours"))
        }
        Ok(_) => fs::read(path).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lets `write` fill the empty file `staging`, syncs it, and renames it to `to`. If anything fails, `to` stays as it was.
pub fn replace(to: &Path, staging: &Path, write: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        private_folder(folder)?;
    }
    // A rename only needs the folder's permission. A read-only file is meant to stay.
    if fs::metadata(to).is_ok_and(|meta| meta.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let placed = fresh(staging).and_then(|()| write()).and_then(|()| {
        OpenOptions::new().write(true).open(staging)?.sync_all()?;
        fs::rename(staging, to)
    });
    if placed.is_err() {
        // It may be what fills the disk. If it cannot be removed, the next save replaces it.
        let _ = fs::remove_file(staging);
        return placed;
    }
    // The rename is done; syncing the folder makes it survive a power cut, as far as possible.
    let _ = to.parent().map_or(Ok(()), sync_folder);
    Ok(())
}

/// Replaces `to` by a file with this content, like [`replace`].
pub fn replace_with(to: &Path, staging: &Path, content: &[u8]) -> io::Result<()> {
    replace(to, staging, || fs::write(staging, content))
}

/// Renames a file to a free name with the reason and the day, and returns that name.
pub fn move_aside(path: &Path, day: &str) -> io::Result<PathBuf> {
    let name = |number: u32| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        path.with_extension(format!("broken-{day}{number}.json"))
    };
    // One process per folder: nobody takes the name between the check and the rename.
    let taken = |candidate: &PathBuf| fs::symlink_metadata(candidate).is_ok();
    let free = (1..=u32::MAX).map(name).find(|candidate| !taken(candidate));
    let aside = free.ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))?;
    fs::rename(path, &aside)?;
    Ok(aside)
}

fn fresh(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// On other systems a folder cannot be opened as a file.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
