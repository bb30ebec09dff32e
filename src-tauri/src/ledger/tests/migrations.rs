//! From one shape to the next: with a copy of what was, and all of it or nothing.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use rusqlite::Connection;

use super::{
    super::{
        Ledger,
        migrations::{LATEST, Migration, STEPS, take, version},
    },
    filled,
};

fn with(next: &'static str) -> Vec<Migration> {
    STEPS.into_iter().chain([Migration { to: LATEST + 1, sql: next, then: None }]).collect()
}

fn open(file: &Path) -> Connection {
    Connection::open(file).unwrap()
}

fn rows(connection: &Connection) -> i64 {
    connection.query_row("SELECT count(*) FROM operations", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_step_keeps_the_rows_says_the_new_version_and_leaves_a_private_copy_of_the_old() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let (file, copy) =
        (folder.path().join("ledger.db"), folder.path().join(format!("ledger.before-{LATEST}.db")));
    // Left by a start that broke off half-way.
    fs::write(&copy, "half a copy").unwrap();
    take(&with("ALTER TABLE operations ADD COLUMN note TEXT"), &mut open(&file), &file).unwrap();

    let new = open(&file);
    assert_eq!((version(&new).unwrap(), rows(&new)), (LATEST + 1, 200));
    new.execute("UPDATE operations SET note = 'x'", []).unwrap();
    let head = fs::read(&file).unwrap();
    assert_eq!(head[60..64], (LATEST + 1).to_be_bytes());

    let old = open(&copy);
    assert_eq!((version(&old).unwrap(), rows(&old)), (LATEST, 200));
    assert!(old.prepare("SELECT note FROM operations").is_err());
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_step_that_fails_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let file = folder.path().join("ledger.db");
    let before = fs::read(&file).unwrap();
    let broken = with("ALTER TABLE operations ADD COLUMN note TEXT; DELETE FROM steps; SELECT nonsense;");
    assert!(take(&broken, &mut open(&file), &file).is_err());
    assert!(fs::read(&file).unwrap() == before, "the file was changed");
    let ledger = Ledger::open(folder.path());
    assert_eq!(ledger.trouble(), None);
    assert_eq!(ledger.unfinished().unwrap().len(), 200);
    assert_eq!(ledger.steps_of(1).unwrap().len(), 2);
}

#[test]
fn nothing_is_copied_where_there_is_nothing_to_do_or_nothing_to_keep() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    drop(Ledger::open(folder.path()));
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("before")));
}

#[test]
fn each_step_leads_to_a_later_version_than_the_one_before() {
    assert!(STEPS.is_sorted_by(|one, next| one.to < next.to));
    assert_eq!(STEPS[0].to, 1);
}

#[test]
fn two_accounts_that_have_an_order_open_already_keep_the_old_rule_until_they_are_settled() {
    for (orders, shared) in [(["v1", "v1"], true), (["v1", "v2"], false)] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ledger.db");
        let mut old = Connection::open(&file).unwrap();
        take(&STEPS[..2], &mut old, &file).unwrap();
        for (account, order) in ["a", "b"].into_iter().zip(orders) {
            old.execute(
                "INSERT INTO operations (id, account, kind, link_id, order_id, searched, outcome, is_open, is_unfinished,
                     confirmed_at, body)
                 VALUES (?1, ?1, 'refund', 'pl-' || ?1, ?2, '', 'checking', 1, 1, 7, '{}')",
                [account, order],
            )
            .unwrap();
        }
        drop(old);
        assert_eq!(Ledger::open(folder.path()).trouble(), None);
        let new = Connection::open(&file).unwrap();
        let rule: String = new
            .query_row("SELECT sql FROM sqlite_schema WHERE name = 'one_open_on_an_order'", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rule.contains("account"), shared, "{rule}");
    }
}
