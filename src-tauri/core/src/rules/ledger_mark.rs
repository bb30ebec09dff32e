//! Which ledger this computer used last, and whether the one found at a start lacks operations.

use serde::{Deserialize, Serialize};

/// Identifies a ledger, and tells an older copy from the ledger itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerMark {
    /// Generated once, with the ledger.
    pub id: String,
    /// The number of operations started in it so far. It never decreases.
    pub begun: i64,
}

/// A ledger without the latest operations of this computer; `missing` of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// An older copy of the same ledger.
    Copy { missing: i64 },
    /// The ledger of another computer or folder.
    Another { missing: i64 },
    /// No ledger was found, and a new one was created.
    Gone { missing: i64 },
}

/// Compares the ledger `found` with the one last `known` here.
pub fn compare(known: &LedgerMark, found: &LedgerMark) -> Option<Older> {
    let missing = known.begun;
    if known.id == found.id {
        let missing = missing.saturating_sub(found.begun);
        return (missing > 0).then_some(Older::Copy { missing });
    }
    match (missing, found.begun) {
        // It had no operations to miss.
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
