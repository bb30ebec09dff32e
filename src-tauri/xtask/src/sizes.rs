//! How big what is shipped may be, and how big it is. Kilobytes and megabytes are thousands here.

use std::fs;

use crate::place::Place;
use crate::step::{Done, Failure, Step};

const BINARY_AT_MOST: u64 = 10_000_000;
const UI_AT_MOST: u64 = 155_000;

/// Node has gzip on every system. Each file is packed alone, as a server would.
const GZIPPED: &str = "\
const { readdirSync, readFileSync, statSync } = require('node:fs');
const files = readdirSync('dist', { recursive: true }).map((name) => 'dist/' + name);
const sizes = files.filter((file) => statSync(file).isFile())
  .map((file) => require('node:zlib').gzipSync(readFileSync(file), { level: 9 }).length);
console.log(sizes.reduce((all, size) => all + size, 0));";

/// All files of the built UI, gzipped.
pub fn ui(place: &Place) -> Result<u64, Failure> {
    let told = Step::new(&place.ui(), "node").args(["--eval", GZIPPED]).read();
    told.and_then(|told| told.trim().parse().ok())
        .ok_or_else(|| "The built UI (ui/dist) cannot be measured.".into())
}

/// The release build of the app.
pub fn binary(place: &Place) -> Result<u64, Failure> {
    let path = place.released("linkdesk");
    let about =
        fs::metadata(&path).map_err(|error| format!("{} cannot be measured: {error}", path.display()))?;
    Ok(about.len())
}

pub fn check_ui(place: &Place) -> Done {
    judge("The UI, gzipped,", ui(place)?, UI_AT_MOST)
}

pub fn check_binary(place: &Place) -> Done {
    judge("The release binary", binary(place)?, BINARY_AT_MOST)
}

fn judge(what: &str, size: u64, most: u64) -> Done {
    let told = format!("{what} has {} kB of at most {} kB", size.div_ceil(1000), most / 1000);
    if size > most {
        return Err(format!("{told}, {} bytes too many.", size - most));
    }
    println!("  {told}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_as_big_as_it_may_be_passes_and_one_byte_more_does_not() {
        assert_eq!(judge("It", 150_000, 150_000), Ok(()));
        let refusal = judge("It", 150_001, 150_000).unwrap_err();
        assert_eq!(refusal, "It has 151 kB of at most 150 kB, 1 bytes too many.");
    }
}
