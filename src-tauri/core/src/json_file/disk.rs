//! Files and folders that are one person's own, put in place whole or not at all, and moved aside without ever
//! writing over another. Knows nothing of what is in them.

#![cfg_attr(
    not(test),
    expect(clippy::disallowed_methods, reason = "the saver and the start call it, on threads that may wait")
)]

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// More than any file of ours will ever hold; what is larger is something else.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Makes a folder that nobody else can look into, with those above it where they are missing. One that is there stays
/// as it is: it may be somebody's choice.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The bytes of a file; `None` where there is none.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::metadata(path) {
        // Anything else in its place may never come to an end, or never begin.
        Ok(meta) if !meta.is_file() || meta.len() > MAX_FILE_BYTES => {
            Err(io::Error::new(io::ErrorKind::InvalidData, "not a file of ours"))
        }
        Ok(_) => fs::read(path).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lets `write` fill the empty file `staging`, and puts it in the place of `to` once all of it is on the disk. Whatever
/// goes wrong on the way, `to` is as it was.
pub fn replace(to: &Path, staging: &Path, write: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        private_folder(folder)?;
    }
    // A rename asks the folder alone. Somebody who has made the file read-only meant the file.
    if fs::metadata(to).is_ok_and(|meta| meta.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let placed = fresh(staging).and_then(|()| write()).and_then(|()| {
        OpenOptions::new().write(true).open(staging)?.sync_all()?;
        fs::rename(staging, to)
    });
    if placed.is_err() {
        // It may be what fills the disk. If it stays, the next one replaces it.
        let _ = fs::remove_file(staging);
        return placed;
    }
    // In place it is; that it stays so after a power cut is as much as the folder can promise.
    let _ = to.parent().map_or(Ok(()), sync_folder);
    Ok(())
}

/// Puts a file of this content in the place of `to`, as [`replace`] does.
pub fn replace_with(to: &Path, staging: &Path, content: &[u8]) -> io::Result<()> {
    replace(to, staging, || fs::write(staging, content))
}

/// Moves a file to a free name that says what happened and when, and returns that.
pub fn move_aside(path: &Path, day: &str) -> io::Result<PathBuf> {
    let name = |number: u32| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        path.with_extension(format!("broken-{day}{number}.json"))
    };
    // One running copy for each folder: between the look and the move nobody takes the name.
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

/// Elsewhere a folder cannot be opened as a file.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
