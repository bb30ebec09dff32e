//! A target folder that several checkouts use in turn: one at a time, and never each other's binaries. It is not asked
//! where the folder is the checkout's own.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::place::Place;
use crate::step::{Failure, Step};

/// Nobody else builds in the folder while this is held.
pub struct Held {
    _lock: Option<File>,
}

pub fn hold(place: &Place) -> Result<Held, Failure> {
    if !place.shared {
        return Ok(Held { _lock: None });
    }
    let lock =
        lock(&place.target).map_err(|error| format!("{} is no use: {error}", place.target.display()))?;
    let last = place.target.join("last-checkout");
    let ours = place.root.to_string_lossy();
    if !fs::read_to_string(&last).is_ok_and(|theirs| theirs == ours) {
        // Cargo tells sources apart by their age alone, so it could take another checkout's build of a package for
        // ours. What both depend on is the same in both and stays.
        Step::new(&place.root, "cargo")
            .args(["clean", "--quiet", "--workspace"])
            .variable("CARGO_TARGET_DIR", &place.target)
            .run()?;
        fs::write(&last, ours.as_bytes())
            .map_err(|error| format!("{} cannot be written: {error}", last.display()))?;
    }
    Ok(Held { _lock: Some(lock) })
}

/// Takes a folder for this run alone.
pub fn lock(target: &Path) -> io::Result<File> {
    fs::create_dir_all(target)?;
    let file = File::create(target.join("in-use"))?;
    if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
        println!("  waiting until another checkout has finished building there");
        file.lock()?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_use_is_not_given_to_a_second_checkout() {
        let target = std::env::temp_dir().join(format!("linkdesk-xtask-{}", std::process::id()));
        let held = lock(&target).unwrap();
        let second = File::open(target.join("in-use")).unwrap();
        assert!(matches!(second.try_lock(), Err(fs::TryLockError::WouldBlock)));
        drop(held);
        second.try_lock().unwrap();
        fs::remove_dir_all(&target).unwrap();
    }
}
