//! The files on disk: durability, permissions, and the single writer.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path};

use super::{
    super::{Ledger, LedgerError, Trouble},
    filled, record, step,
};

fn files(folder: &Path) -> BTreeMap<String, u32> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mode = |entry: &fs::DirEntry| entry.metadata().unwrap().permissions().mode() & 0o777;
    entries.map(|entry| (entry.file_name().into_string().unwrap(), mode(&entry))).collect()
}

#[test]
fn rows_and_their_steps_survive_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    let number = {
        let ledger = Ledger::open(folder.path());
        let number = ledger.insert(&record("one", "v1"), &[step("prepared"), step("held")]).unwrap();
        assert!(ledger.advance(&record("one", "v1"), Some(&step("sending"))).unwrap());
        number
    };
    let ledger = Ledger::open(folder.path());
    assert_eq!(ledger.trouble(), None);
    let kept = ledger.operation("one").unwrap().unwrap();
    assert_eq!((kept.number, kept.revision, kept.body.as_str()), (number, 1, r#"{"id":"one"}"#));
    assert_eq!(ledger.steps_of(number).unwrap(), [step("prepared"), step("held"), step("sending")]);
    assert_eq!(ledger.unfinished().unwrap(), [kept]);
    ledger.check();
    assert_eq!(ledger.trouble(), None);
}

#[test]
fn every_file_can_be_read_by_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path());
    ledger.insert(&record("one", "v1"), &[]).unwrap();
    let names = ["ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.lock"];
    assert_eq!(files(folder.path()), names.map(|name| (name.to_owned(), 0o600)).into());
}

#[test]
fn a_second_copy_reads_what_the_first_wrote_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = Ledger::open(folder.path());
    first.insert(&record("one", "v1"), &[]).unwrap();
    let second = Ledger::open(folder.path());
    assert_eq!(second.trouble(), Some(Trouble::OtherCopy));
    first.insert(&record("two", "v2"), &[]).unwrap();
    assert!(second.operation("one").unwrap().is_some() && second.operation("two").unwrap().is_some());
    let refused = [
        second.insert(&record("three", "v3"), &[]).map(|_| ()),
        second.advance(&record("one", "v1"), None).map(|_| ()),
        second.keep_link_order("a", "pl-1", "v1-1"),
        second.forget_operations("a"),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(LedgerError::Trouble(Trouble::OtherCopy))), "{refused:?}");
    }
    assert_eq!(first.unfinished().unwrap().len(), 2);
    // The first one still writes after the second has opened and closed.
    drop(second);
    first.insert(&record("three", "v3"), &[]).unwrap();
}

#[test]
fn the_lock_is_free_once_its_holder_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["one", "two"] {
        let ledger = Ledger::open(folder.path());
        assert_eq!(ledger.trouble(), None);
        ledger.insert(&record(id, id), &[]).unwrap();
    }
    // A clean exit leaves no log behind.
    let names = files(folder.path()).into_keys().collect::<Vec<_>>();
    assert_eq!(names, ["ledger.db", "ledger.lock"]);
}

#[test]
fn a_start_that_was_cut_off_before_the_first_table_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ledger.db"), "").unwrap();
    filled(folder.path());
    assert_eq!(Ledger::open(folder.path()).unfinished().unwrap().len(), 200);
}

#[test]
fn what_was_committed_before_the_end_is_there_though_nothing_was_closed() {
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ledger = Ledger::open(folder.path());
    ledger.insert(&record("one", "v1"), &[step("held")]).unwrap();
    // The disk as it is at this moment.
    for name in ["ledger.db", "ledger.db-wal"] {
        fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let after = Ledger::open(copy.path());
    assert_eq!(after.trouble(), None);
    assert!(after.operation("one").unwrap().is_some());
}
