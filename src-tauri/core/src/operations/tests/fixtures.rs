//! Ledgers written by earlier versions, stored as files: every row is readable and keeps its meaning.
//!
//! The program that writes a version also creates its fixture, before that version changes:
//! `MAKE_LEDGER_FIXTURE=1 cargo test -p linkdesk-core fixture`, with the operations listed in `every_state`. A committed
//! fixture is never created again.

use std::{fs, path::PathBuf, sync::Arc};

use serde_json::{Value, json};

use super::{at_once, every_state};
use crate::{
    ledger::{Ledger, chain::Chain, migrations::LATEST_VERSION},
    operations::{
        journal::{Advance, Journal},
        operation::{Operation, State},
    },
};

fn fixture(version: i32, ending: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    folder.join(format!("ledger-v{version}.{ending}"))
}

/// What the program decides by, from one operation as read.
fn meaning(operation: &Operation) -> Value {
    let intent = &operation.intent;
    let is = [
        ("open", operation.is_open()),
        ("unknown", operation.is_unknown()),
        ("unfinished", operation.is_unfinished()),
        ("on_its_way", operation.is_on_its_way()),
        ("wants_attention", operation.wants_attention()),
        ("may_be_sent_again", operation.may_be_sent_again()),
        ("holds_reference", operation.holds_reference()),
        ("rests_on_a_word", operation.rests_on_a_word()),
        ("denied_in_doubt", operation.is_denied_in_doubt()),
        ("found", operation.state.was_found()),
    ];
    let is = is.iter().filter(|(_, is)| *is).map(|(word, _)| *word).collect::<Vec<_>>();
    json!({
        "number": operation.number,
        "revision": operation.revision,
        "id": operation.id().as_str(),
        "account": intent.account,
        "kind": intent.kind.name(),
        "link": operation.link_id(),
        "order": intent.order_id,
        "reference": intent.reference,
        "key": intent.key,
        "max_amount": intent.max_amount(),
        "amount": operation.amount,
        "new_amount": intent.new_link().map(|new| new.amount),
        "outcome": operation.state.name(),
        "resolved_at": operation.resolved_at().map(|at| at.to_string()),
        "confirmed_at": operation.confirmed_at.to_string(),
        "other_amount": operation.other_amount(),
        "captured_instead": operation.captured_instead(),
        "stood_in_the_way": operation.stood_in_the_way(),
        "refund_order": operation.refund_order_id(),
        "refund_status": operation.refund_taken().and_then(|refund| refund.status.as_ref()),
        "is": is,
    })
}

fn meanings<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> String {
    let lines = operations.into_iter().map(|operation| meaning(operation).to_string()).collect::<Vec<_>>();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// Every fifth operation gets its state in a separate step.
fn write_down(journal: &Journal, mut operation: Operation) -> Operation {
    let at = operation.confirmed_at;
    let state = operation.state.clone();
    let in_steps = operation.id().as_str().ends_with(['0', '5']);
    if in_steps {
        operation.state = State::Held { until: at };
    }
    at_once(journal.begin(&mut operation)).unwrap();
    if in_steps {
        operation.state = state;
        assert!(matches!(at_once(journal.advance(&mut operation, Some(at))), Advance::Applied));
    }
    operation
}

/// The first version with a fixture.
const FIRST: i32 = 4;

/// `MAKE_LEDGER_FIXTURE=1` creates the fixture of the current version, once.
#[test]
fn each_version_of_the_ledger_has_its_fixture() {
    let (file, expected) = (fixture(LATEST_VERSION, "db"), fixture(LATEST_VERSION, "json"));
    if std::env::var_os("MAKE_LEDGER_FIXTURE").is_some() && !file.exists() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::inline(Arc::new(Ledger::open(folder.path())));
        let all = every_state::of_version_4();
        let written = all.into_iter().map(|operation| write_down(&journal, operation)).collect::<Vec<_>>();
        // Closing the last connection checkpoints the log.
        drop(journal);
        assert!(!folder.path().join("ledger.db-wal").exists());
        fs::copy(folder.path().join("ledger.db"), &file).unwrap();
        fs::write(expected, meanings(&written)).unwrap();
    }
    for version in FIRST..=LATEST_VERSION {
        assert!(fixture(version, "db").exists(), "version {version}: see tests/fixtures/README.md");
    }
}

/// Opens a copy of a fixture as the ledger of a folder.
fn opened(version: i32) -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixture(version, "db"), folder.path().join("ledger.db")).unwrap();
    let journal = Journal::inline(Arc::new(Ledger::open(folder.path())));
    assert_eq!(journal.ledger().trouble(), None);
    (folder, journal)
}

#[test]
fn every_row_of_a_ledger_of_each_version_is_read_and_means_what_it_meant() {
    (FIRST..=LATEST_VERSION).for_each(is_read_as_it_was_meant);
}

fn is_read_as_it_was_meant(version: i32) {
    let (_folder, journal) = opened(version);
    at_once(journal.check_rows()).unwrap();
    assert!(journal.unreadable().borrow().is_empty());
    let expected = every_state::of_version_4();
    let read = expected.iter().map(|operation| at_once(journal.get(operation.id())).unwrap().unwrap());
    let read = read.collect::<Vec<_>>();
    let (now, then) = (meanings(&read), fs::read_to_string(fixture(version, "json")).unwrap());
    for (now, then) in now.lines().zip(then.lines()) {
        assert_eq!(now, then, "version {version}");
    }
    assert_eq!(now.lines().count(), then.lines().count());
    assert_eq!(journal.ledger().last_number().unwrap(), i64::try_from(expected.len()).unwrap());
    for (read, expected) in read.into_iter().zip(expected) {
        let beside = Operation { number: 0, revision: 0, ..read };
        assert_eq!(format!("{beside:?}"), format!("{expected:?}"));
    }
}

#[test]
fn every_row_of_a_ledger_of_each_version_counts_in_the_sum_that_it_would_be_written_with_today() {
    for version in FIRST..=LATEST_VERSION {
        let (folder, journal) = opened(version);
        let file = folder.path().join("ledger.db");
        let sums = || {
            let connection = rusqlite::Connection::open(&file).unwrap();
            let mut asked = connection
                .prepare("SELECT id, sum_of, sum_minor, sum_currency FROM operations ORDER BY number")
                .unwrap();
            let row = |row: &rusqlite::Row<'_>| {
                let texts: [Option<String>; 3] = [row.get(0)?, row.get(1)?, row.get(3)?];
                Ok((texts, row.get::<_, Option<i64>>(2)?))
            };
            asked.query_map([], row).unwrap().map(Result::unwrap).collect::<Vec<_>>()
        };
        let migrated = sums();
        assert!(migrated.iter().any(|([_, sum, _], _)| sum.as_deref() == Some("checking")));
        for expected in every_state::of_version_4() {
            let mut operation = at_once(journal.get(expected.id())).unwrap().unwrap();
            assert!(matches!(at_once(journal.advance(&mut operation, None)), Advance::Applied));
        }
        for (migrated, written) in migrated.iter().zip(sums()) {
            assert_eq!(*migrated, written, "version {version}");
        }
    }
}

#[test]
fn a_row_that_was_broken_in_a_ledger_of_version_4_keeps_no_other_from_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    fs::copy(fixture(4, "db"), &file).unwrap();
    let tool = rusqlite::Connection::open(&file).unwrap();
    tool.pragma_update(None, "ignore_check_constraints", true).unwrap();
    tool.execute("UPDATE operations SET body = '{' WHERE number = 7", []).unwrap();
    tool.execute("UPDATE operations SET body = CAST(x'7bff' AS TEXT) WHERE number = 9", []).unwrap();
    tool.pragma_update(None, "foreign_keys", false).unwrap();
    tool.execute("DELETE FROM operations WHERE number = 11", []).unwrap();
    drop(tool);
    let journal = Journal::inline(Arc::new(Ledger::open(folder.path())));
    assert_eq!(journal.ledger().trouble(), None);
    at_once(journal.check_rows()).unwrap();
    assert_eq!(journal.unreadable().borrow().iter().copied().collect::<Vec<_>>(), [7, 9]);
    for expected in every_state::of_version_4() {
        let read = at_once(journal.get(expected.id()));
        match expected.id().as_str() {
            "operation-7" | "operation-9" => assert!(read.is_err()),
            "operation-11" => assert!(read.unwrap().is_none()),
            _ => assert!(read.unwrap().is_some()),
        }
    }
    // A deleted row is still detected.
    assert!(matches!(journal.ledger().check_chain("first").unwrap(), Chain::Broken { at: Some(_) }));
}

#[test]
fn a_ledger_of_version_4_has_its_chain_whole_and_goes_on_in_the_shapes_of_today() {
    let (folder, journal) = opened(4);
    let file = folder.path().join("ledger.db");
    let bodies = |file: &PathBuf| {
        let connection = rusqlite::Connection::open(file).unwrap();
        let mut asked = connection.prepare("SELECT body FROM operations ORDER BY number").unwrap();
        asked.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect::<Vec<String>>()
    };
    let unbroken = |account| {
        assert!(
            matches!(journal.ledger().check_chain(account).unwrap(), Chain::Unbroken { .. }),
            "{account}"
        );
    };
    ["first", "second"].into_iter().for_each(unbroken);
    // Old bodies stay as they were.
    let before = bodies(&fixture(4, "db"));
    assert_eq!(bodies(&file), before);
    for expected in every_state::of_version_4() {
        let mut operation = at_once(journal.get(expected.id())).unwrap().unwrap();
        let at = operation.confirmed_at;
        assert!(
            matches!(at_once(journal.advance(&mut operation, Some(at))), Advance::Applied),
            "{expected:?}"
        );
        let read = at_once(journal.get(expected.id())).unwrap().unwrap();
        assert_eq!(format!("{read:?}"), format!("{operation:?}"));
    }
    ["first", "second"].into_iter().for_each(unbroken);
    let now = bodies(&file);
    assert_eq!(now.len(), before.len());
    assert!(now.iter().all(|body| body.starts_with("{\"v\":1,")));
}
