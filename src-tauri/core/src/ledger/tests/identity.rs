//! An older copy put back, another ledger, and no ledger: detected by the mark stored outside.

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use super::{super::Ledger, record, resolved, step};
use crate::rules::ledger_mark::{LedgerMark, Older};

/// The marks stored outside the ledger.
#[derive(Clone, Default)]
struct Outside(Arc<Mutex<Vec<LedgerMark>>>);

impl Outside {
    fn last(&self) -> Option<LedgerMark> {
        self.0.lock().unwrap().last().cloned()
    }

    /// A start: opens the ledger, compares it, and stores its mark from then on.
    fn start(&self, folder: &Path) -> Ledger {
        let ledger = Ledger::open(folder);
        assert_eq!(ledger.trouble(), None);
        ledger.compare_with(self.last().as_ref());
        let marks = Arc::clone(&self.0);
        ledger.keep_mark_with(move |mark| marks.lock().unwrap().push(mark));
        ledger
    }
}

fn begin(ledger: &Ledger, ids: &[&str]) {
    for id in ids {
        ledger.insert(&record(id, id), &[step("held")]).unwrap();
    }
}

#[test]
fn each_change_that_begins_is_counted_with_it_and_nothing_else_is() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), Outside::default());
    let ledger = outside.start(folder.path());
    // Losing it now loses nothing.
    assert_eq!(outside.last(), None);
    begin(&ledger, &["one", "two"]);
    assert!(ledger.insert(&record("one", "one"), &[]).is_err());
    ledger.advance(&resolved(record("one", "one")), Some(&step("accepted"))).unwrap();
    let mark = ledger.mark().unwrap();
    assert_eq!((mark.begun, mark.id.len()), (2, 32));
    assert_eq!(outside.last(), Some(mark));
    ledger.forget_operations("a").unwrap();
    assert_eq!(ledger.mark().unwrap().begun, 2);
    let elsewhere = tempfile::tempdir().unwrap();
    assert_ne!(Ledger::open(elsewhere.path()).mark().unwrap().id, ledger.mark().unwrap().id);
}

#[test]
fn a_change_that_was_not_committed_is_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path());
    ledger.before_each_commit(|| Err(rusqlite::Error::InvalidQuery));
    assert!(ledger.insert(&record("one", "one"), &[]).is_err());
    assert_eq!(ledger.mark().unwrap().begun, 0);
}

#[test]
fn an_older_copy_is_known_until_the_person_was_told_and_then_it_is_the_ledger_of_this_computer() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), Outside::default());
    let file = folder.path().join("ledger.db");
    begin(&outside.start(folder.path()), &["one"]);
    let copy = fs::read(&file).unwrap();
    begin(&outside.start(folder.path()), &["two", "three", "four"]);
    assert!(!outside.start(folder.path()).is_older_copy());

    fs::write(&file, copy).unwrap();
    let before = outside.last();
    for _ in 0..2 {
        let ledger = outside.start(folder.path());
        assert_eq!(ledger.older(), Some(Older::Copy { missing: 3 }));
        assert!(ledger.is_older_copy());
        // A start that ends before the person was told has told nobody.
        assert_eq!(outside.last(), before);
    }
    let ledger = outside.start(folder.path());
    ledger.told_that_it_is_older();
    ledger.told_that_it_is_older();
    assert!(ledger.is_older_copy(), "for as long as this start lasts");
    assert_eq!(outside.last(), ledger.mark());
    begin(&ledger, &["five"]);
    assert_eq!(outside.last().map(|mark| mark.begun), Some(2));
    drop(ledger);
    assert!(!outside.start(folder.path()).is_older_copy());
}

#[test]
fn a_ledger_of_elsewhere_and_none_at_all_are_told_apart() {
    let (folder, other, outside) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), Outside::default());
    begin(&outside.start(folder.path()), &["one", "two"]);
    begin(&Ledger::open(other.path()), &["three"]);
    fs::copy(other.path().join("ledger.db"), folder.path().join("ledger.db")).unwrap();
    assert_eq!(outside.start(folder.path()).older(), Some(Older::Another { missing: 2 }));
    fs::remove_file(folder.path().join("ledger.db")).unwrap();
    let ledger = outside.start(folder.path());
    assert_eq!(ledger.older(), Some(Older::Gone { missing: 2 }));
    ledger.told_that_it_is_older();
    // It has nothing to lose.
    assert_eq!(outside.last().map(|mark| mark.begun), Some(2));
    begin(&ledger, &["four"]);
    assert_eq!(outside.last(), ledger.mark());
}

#[test]
fn a_ledger_that_cannot_be_written_is_compared_with_nothing_and_leaves_the_mark_alone() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), Outside::default());
    let first = outside.start(folder.path());
    begin(&first, &["one"]);
    let second = Ledger::open(folder.path());
    second.compare_with(Some(&LedgerMark { id: "other".into(), begun: 9 }));
    second.keep_mark_with(|mark| panic!("{mark:?}"));
    second.told_that_it_is_older();
    assert_eq!((second.mark(), second.older()), (None, None));
}

#[test]
fn of_changes_that_begin_at_once_the_last_mark_is_kept_last() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), Outside::default());
    let ledger = outside.start(folder.path());
    std::thread::scope(|scope| {
        for who in 0..4 {
            let ledger = &ledger;
            scope.spawn(move || {
                for number in 0..50 {
                    begin(ledger, &[&format!("{who}-{number}")]);
                }
            });
        }
    });
    assert_eq!(outside.last().map(|mark| mark.begun), Some(200));
    assert!(outside.0.lock().unwrap().is_sorted_by_key(|mark| mark.begun));
}
