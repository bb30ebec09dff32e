//! Which ledger this computer worked with last, and whether the one that a start finds knows less.

use serde::{Deserialize, Serialize};

/// What tells one ledger from another, and an older copy of it from the ledger itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerMark {
    /// Made once, with the ledger.
    pub id: String,
    /// How many operations were begun in it so far. It never goes back.
    pub begun: i64,
}

/// A ledger that does not know what was done here last. `missing`: how many operations are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// A copy of it from before.
    Copy { missing: i64 },
    /// One of another computer, or of another folder.
    Another { missing: i64 },
    /// There was none, and a new one was begun.
    Gone { missing: i64 },
}

/// Compares what is `found` with what was `known` here last.
pub fn compare(known: &LedgerMark, found: &LedgerMark) -> Option<Older> {
    let missing = known.begun;
    if known.id == found.id {
        let missing = missing.saturating_sub(found.begun);
        return (missing > 0).then_some(Older::Copy { missing });
    }
    match (missing, found.begun) {
        // Nothing was begun in it that could be missed.
        (..=0, _) => None,
        (_, ..=0) => Some(Older::Gone { missing }),
        _ => Some(Older::Another { missing }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_older_when_something_that_was_begun_here_is_not_in_it() {
        let mark = |(id, begun): (&str, i64)| LedgerMark { id: id.into(), begun };
        let table = [
            (("one", 7), ("one", 7), None),
            (("one", 7), ("one", 8), None),
            (("one", 7), ("one", 6), Some(Older::Copy { missing: 1 })),
            (("one", 7), ("one", 0), Some(Older::Copy { missing: 7 })),
            (("one", 7), ("other", 0), Some(Older::Gone { missing: 7 })),
            (("one", 7), ("other", 9), Some(Older::Another { missing: 7 })),
            (("one", 0), ("other", 9), None),
            (("one", 0), ("other", 0), None),
        ];
        for (known, found, expected) in table {
            assert_eq!(compare(&mark(known), &mark(found)), expected, "{known:?} {found:?}");
        }
    }
}
