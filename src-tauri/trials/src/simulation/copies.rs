//! Copies of a ledger's files, as a backup makes them: taken while the program runs, put back while it does not.

use std::{fs, path::Path};

use super::{computer::Computer, world::lock};

/// The database and what SQLite has not carried over into it yet. The third file beside them is made anew.
const FILES: [&str; 2] = ["ledger.db", "ledger.db-wal"];
const MADE_ANEW: &str = "ledger.db-shm";

/// As many as anybody keeps.
const MAX_COPIES: usize = 6;

#[derive(Clone)]
pub struct Copy {
    /// When it was taken.
    pub moment: u64,
    /// Whose it is.
    pub computer: usize,
    /// The bytes of each file, where there is one.
    files: Vec<Option<Vec<u8>>>,
}

/// Puts the same bytes into new files.
pub fn replace(folder: &Path) {
    put_in(folder, &read(folder));
}

fn read(folder: &Path) -> Vec<Option<Vec<u8>>> {
    FILES.iter().map(|file| fs::read(folder.join(file)).ok()).collect()
}

fn put_in(folder: &Path, files: &[Option<Vec<u8>>]) {
    let _ = fs::remove_file(folder.join(MADE_ANEW));
    for (file, bytes) in FILES.iter().zip(files) {
        let path = folder.join(file);
        let _ = fs::remove_file(&path);
        if let Some(bytes) = bytes {
            fs::write(path, bytes).expect("a ledger can be put back");
        }
    }
}

impl Copy {
    pub fn take(computer: &Computer) {
        let files = read(computer.folder());
        let moment = computer.world.oracle().copied(computer.number);
        let mut copies = lock(&computer.world.copies);
        if copies.len() == MAX_COPIES {
            copies.remove(0);
        }
        copies.push(Self { moment, computer: computer.number, files });
    }

    pub fn put_in(&self, folder: &Path) {
        put_in(folder, &self.files);
    }
}
