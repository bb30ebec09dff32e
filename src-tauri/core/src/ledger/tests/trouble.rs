//! Unusable files, and full or read-only disks: reported, rejected, and left as they are.

use std::{fs, path::Path};

use super::{
    super::{Ledger, LedgerError, Trouble, migrations::LATEST_VERSION},
    filled, record, step,
};

/// Opens the file and tries to write: rejected for the expected reason, and the file is unchanged.
fn is_left_alone(folder: &Path, expected: &Trouble) {
    let file = folder.join("ledger.db");
    let before = fs::read(&file).unwrap();
    {
        let ledger = Ledger::open(folder);
        ledger.check();
        assert_eq!(ledger.trouble().as_ref(), Some(expected));
        match ledger.insert(&record("new", "new"), &[step("held")]) {
            Err(LedgerError::Trouble(trouble)) => assert_eq!(&trouble, expected),
            other => panic!("{other:?}"),
        }
    }
    assert!(fs::read(&file).unwrap() == before, "the file was changed");
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let file = folder.path().join("ledger.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[60..64].copy_from_slice(&(LATEST_VERSION + 1).to_be_bytes());
    fs::write(&file, bytes).unwrap();
    is_left_alone(folder.path(), &Trouble::Newer);
    assert!(Ledger::open(folder.path()).unfinished().is_err());
    assert!(!folder.path().join("ledger.db-wal").exists());
}

#[test]
fn a_newer_version_that_only_the_write_ahead_log_tells_is_refused_too() {
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    filled(folder.path());
    let newer = rusqlite::Connection::open(folder.path().join("ledger.db")).unwrap();
    newer.pragma_update(None, "user_version", LATEST_VERSION + 1).unwrap();
    let names = ["ledger.db", "ledger.db-wal"];
    for name in names {
        fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let log = fs::read(copy.path().join("ledger.db-wal")).unwrap();
    assert!(!log.is_empty());
    is_left_alone(copy.path(), &Trouble::Newer);
    assert!(Ledger::open(copy.path()).unfinished().is_err());
    assert!(fs::read(copy.path().join("ledger.db-wal")).unwrap() == log, "the log was changed");
}

#[test]
fn a_file_that_is_no_database_is_damaged_and_kept() {
    for text in ["x".to_owned(), "no database".repeat(10), "no database".repeat(1_000)] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ledger.db"), text).unwrap();
        is_left_alone(folder.path(), &Trouble::Damaged);
    }
}

#[test]
fn a_file_that_was_cut_short_is_damaged_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let file = folder.path().join("ledger.db");
    let whole = fs::read(&file).unwrap();
    for length in [1, 16, 99, 100, 511, 512, 4_095, 4_096, 4_097, 8_192, whole.len() / 2, whole.len() - 4_096]
    {
        fs::write(&file, &whole[..length]).unwrap();
        is_left_alone(folder.path(), &Trouble::Damaged);
    }
}

#[test]
fn pages_that_were_overwritten_are_found_by_the_check_and_nothing_is_written_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let file = folder.path().join("ledger.db");
    let whole = fs::read(&file).unwrap();
    for page in 1..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        bytes[page * 4_096..(page + 1) * 4_096].fill(0xA5);
        fs::write(&file, bytes).unwrap();
        is_left_alone(folder.path(), &Trouble::Damaged);
    }
}

#[test]
fn a_place_that_cannot_be_written_is_said_and_nothing_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "kept").unwrap();
    let no_folder = tempfile::tempdir().unwrap();
    fs::create_dir(no_folder.path().join("ledger.db")).unwrap();
    for place in [file.as_path(), &folder.path().join("nowhere"), no_folder.path()] {
        let ledger = Ledger::open(place);
        assert!(matches!(ledger.trouble(), Some(Trouble::Unwritable(_))), "{:?}", ledger.trouble());
        for refused in [
            ledger.insert(&record("one", "v1"), &[]).map(|_| ()),
            ledger.operation("one").map(|_| ()),
            ledger.forget_operations("a"),
        ] {
            assert!(matches!(refused, Err(LedgerError::Trouble(Trouble::Unwritable(_)))), "{refused:?}");
        }
    }
    assert_eq!(fs::read(&file).unwrap(), b"kept");
}

#[test]
fn a_full_disk_leaves_nothing_half_written_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path());
    let first = ledger.insert(&record("first", "first"), &[step("held")]).unwrap();
    // No additional page, and a row that needs one.
    ledger.set("max_page_count", 1);
    let mut large = record("large", "large");
    large.body = format!(r#"{{"text":"{}"}}"#, "x".repeat(20_000));
    for _ in 0..2 {
        let refused = ledger.insert(&large, &[step("prepared"), step("held")]);
        assert!(matches!(refused, Err(LedgerError::Full)), "{refused:?}");
    }
    let mut grown = record("first", "first");
    grown.body.clone_from(&large.body);
    let refused = ledger.advance(&grown, Some(&step("sending")));
    assert!(matches!(refused, Err(LedgerError::Full)), "{refused:?}");
    assert_eq!(ledger.trouble(), None);
    assert_eq!(ledger.operation("large").unwrap(), None);
    assert_eq!(ledger.operation("first").unwrap().unwrap().revision, 0);
    assert_eq!(ledger.steps_of(first).unwrap(), [step("held")]);
    ledger.set("max_page_count", 1_000_000);
    ledger.insert(&large, &[step("prepared"), step("held")]).unwrap();
    assert!(ledger.advance(&grown, Some(&step("sending"))).unwrap());
    ledger.check();
    assert_eq!(ledger.trouble(), None);
}
