//! How big what is shipped may be, and how big it is. Kilobytes and megabytes are thousands here.

use std::fs;

use crate::place::Place;
use crate::step::{Done, Failure, Step};

const BINARY_AT_MOST: u64 = 9_700_000;
/// All that the first screen of a connected account loads.
const FIRST_SCREEN_AT_MOST: u64 = 150_000;
/// What a page loads beyond that.
const PAGE_AT_MOST: u64 = 40_000;
const UI_AT_MOST: u64 = 320_000;

/// Node has gzip on every system. Each file is packed alone, as a server would.
const MEASURE: &str = include_str!("ui_sizes.js");

/// The built UI, gzipped, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Ui {
    pub first_screen: u64,
    pub all: u64,
    pub pages: Vec<(String, u64)>,
}

/// # Errors
/// Where there is no built UI.
pub fn ui(place: &Place) -> Result<Ui, Failure> {
    let told = Step::new(&place.ui(), "node").args(["--eval", MEASURE]).read();
    told.and_then(|told| read(&told)).ok_or_else(|| "The built UI (ui/dist) cannot be measured.".into())
}

fn read(told: &str) -> Option<Ui> {
    let mut words = told.split_whitespace();
    let first_screen = words.next()?.parse().ok()?;
    let all = words.next()?.parse().ok()?;
    let mut pages = Vec::new();
    while let Some(page) = words.next() {
        pages.push((page.to_owned(), words.next()?.parse().ok()?));
    }
    Some(Ui { first_screen, all, pages })
}

/// The release build of the app.
pub fn binary(place: &Place) -> Result<u64, Failure> {
    let path = place.released("linkdesk");
    let about =
        fs::metadata(&path).map_err(|error| format!("{} cannot be measured: {error}", path.display()))?;
    Ok(about.len())
}

pub fn check_ui(place: &Place) -> Done {
    let Ui { first_screen, all, pages } = ui(place)?;
    judge("The first screen, gzipped,", first_screen, FIRST_SCREEN_AT_MOST)?;
    for (page, size) in pages {
        judge(&format!("The page {page}, gzipped,"), size, PAGE_AT_MOST)?;
    }
    judge("The whole UI, gzipped,", all, UI_AT_MOST)
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
    fn what_is_measured_is_read_with_each_page() {
        let pages = vec![("Links".to_owned(), 3), ("Activity".to_owned(), 4)];
        assert_eq!(read("1 2 Links 3 Activity 4\n"), Some(Ui { first_screen: 1, all: 2, pages }));
        for odd in ["", "1", "1 2 Links", "1 2 Links many"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_as_big_as_it_may_be_passes_and_one_byte_more_does_not() {
        assert_eq!(judge("It", 150_000, 150_000), Ok(()));
        let refusal = judge("It", 150_001, 150_000).unwrap_err();
        assert_eq!(refusal, "It has 151 kB of at most 150 kB, 1 bytes too many.");
    }
}
