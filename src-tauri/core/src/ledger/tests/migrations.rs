//! Schema migrations: with a backup copy, and all or nothing.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use rusqlite::Connection;

use super::{
    super::{
        Ledger,
        chain::Chain,
        migrations::{LATEST_VERSION, Migration, STEPS, take, version},
        rows::{Filter, Record},
    },
    filled, record, step,
};

fn with(next: &'static str) -> Vec<Migration> {
    STEPS.into_iter().chain([Migration { to: LATEST_VERSION + 1, sql: next, then: None }]).collect()
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
        (folder.path().join("ledger.db"), folder.path().join(format!("ledger.before-{LATEST_VERSION}.db")));
    // Left by an interrupted start.
    fs::write(&copy, "half a copy").unwrap();
    take(&with("ALTER TABLE operations ADD COLUMN note TEXT"), &mut open(&file), &file).unwrap();

    let new = open(&file);
    assert_eq!((version(&new).unwrap(), rows(&new)), (LATEST_VERSION + 1, 200));
    new.execute("UPDATE operations SET note = 'x'", []).unwrap();
    let head = fs::read(&file).unwrap();
    assert_eq!(head[60..64], (LATEST_VERSION + 1).to_be_bytes());

    let old = open(&copy);
    assert_eq!((version(&old).unwrap(), rows(&old)), (LATEST_VERSION, 200));
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
fn two_accounts_that_have_an_order_open_already_keep_the_old_rule_until_they_are_resolved() {
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

/// A ledger of version 3 with every kind in several states, as that version wrote it: sealed, and closed.
fn of_version_3(folder: &Path) -> Vec<(&'static str, &'static str)> {
    let rows = [
        ("refund", "accepted"),
        ("refund", "undone"),
        ("refund", "not_sent"),
        ("refund", "refused"),
        ("refund", "needs_you"),
        ("refund", "checking"),
        ("capture", "done"),
        ("capture", "undone"),
        ("void", "not_sent"),
        ("cancel", "done"),
        ("resend", "needs_you"),
        ("create", "made"),
        ("create", "undone"),
    ];
    let file = folder.join("ledger.db");
    let mut old = open(&file);
    take(&STEPS[..1], &mut old, &file).unwrap();
    for (number, (kind, outcome)) in (1..).zip(rows) {
        let open = outcome == "checking";
        old.execute(
            "INSERT INTO operations (number, id, account, kind, link_id, order_id, reference, minor, currency, searched,
                 outcome, is_open, is_unfinished, confirmed_at, revision, body)
             VALUES (?1, 'id-' || ?1, 'a', ?2, 'pl-' || ?1, 'v-' || ?1, 'name-' || ?1, 100, 'INR', 'asha', ?3, ?4, ?4, ?1,
                 3, json_object('number', ?1))",
            (number, kind, outcome, open),
        )
        .unwrap();
        for step in ["prepared", "held", outcome] {
            old.execute(
                "INSERT INTO steps (operation, at, outcome, by_person) VALUES (?1, 7, ?2, 0)",
                (number, step),
            )
            .unwrap();
        }
    }
    take(&STEPS[..3], &mut old, &file).unwrap();
    assert_eq!(version(&old).unwrap(), 3);
    drop(old);
    // The copy from the previous migration.
    fs::remove_file(folder.join("ledger.before-1.db")).unwrap();
    rows.to_vec()
}

fn references(file: &Path) -> Vec<Option<String>> {
    let connection = open(file);
    let mut asked = connection.prepare("SELECT reference FROM operations ORDER BY number").unwrap();
    asked.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_ledger_of_version_3_reads_as_before_its_chain_is_whole_and_only_refunds_that_did_not_leave_give_their_name_back()
 {
    let folder = tempfile::tempdir().unwrap();
    let rows = of_version_3(folder.path());
    let (file, copy) = (folder.path().join("ledger.db"), folder.path().join("ledger.before-3.db"));
    let before = references(&file);
    let ledger = Ledger::open(folder.path());
    assert_eq!(ledger.trouble(), None);
    assert!(matches!(ledger.check_chain("a").unwrap(), Chain::Unbroken { .. }));
    assert_eq!(ledger.mark().unwrap().begun, 13);
    let all = Filter { account: "a".into(), ..Filter::default() };
    let found = ledger.find_operations(&all, 100).unwrap();
    let numbers = found.iter().map(|kept| (kept.number, kept.revision)).collect::<Vec<_>>();
    assert_eq!(numbers, (1..=13).rev().map(|number| (number, 3)).collect::<Vec<_>>());
    assert!((1..=13).all(|number| ledger.steps_of(number).unwrap().len() == 3));
    assert_eq!(ledger.unfinished().unwrap().len(), 1);

    let freed = |(row, name): ((&str, &str), Option<String>)| match row {
        ("refund", "undone" | "not_sent") => None,
        _ => name,
    };
    let expected = rows.into_iter().zip(before.clone()).map(freed).collect::<Vec<_>>();
    assert_eq!(expected.iter().filter(|name| name.is_none()).count(), 2);
    assert_eq!(references(&file), expected);
    assert_eq!(ledger.operation_of_reference("a", "name-2").unwrap(), None);
    assert_eq!(ledger.operation_of_reference("a", "name-13").unwrap().unwrap().number, 13);

    let old = open(&copy);
    assert_eq!((version(&old).unwrap(), references(&copy)), (3, before));
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);

    // It still works: another operation takes the name, and the freed one can still be written.
    let another = Record { reference: Some("name-2".into()), ..record("new", "new") };
    ledger.insert(&another, &[step("prepared"), step("held")]).unwrap();
    assert!(matches!(ledger.check_chain("a").unwrap(), Chain::Unbroken { .. }));
}

#[test]
fn what_somebody_has_changed_before_the_names_are_given_back_stays_told() {
    let table = [
        ("a row that gives its name back", "UPDATE operations SET minor = 99 WHERE number = 2", Some(2)),
        ("its name", "UPDATE operations SET reference = 'rf-other' WHERE number = 3", Some(3)),
        ("its fingerprint", "UPDATE operations SET fingerprint = x'00' WHERE number = 3", Some(3)),
        ("no fingerprint", "UPDATE operations SET fingerprint = NULL WHERE number = 3", Some(3)),
        ("another row", "UPDATE operations SET minor = 99 WHERE number = 7", Some(7)),
        (
            "a row that was made one that gives it back",
            "UPDATE operations SET outcome = 'undone' WHERE number = 1",
            Some(1),
        ),
        ("a step", "UPDATE steps SET at = 8 WHERE number = 5", Some(2)),
        ("a step that is missing at the end", "DELETE FROM steps WHERE number = 39", None),
    ];
    for (row, sql, at) in table {
        let folder = tempfile::tempdir().unwrap();
        of_version_3(folder.path());
        open(&folder.path().join("ledger.db")).execute(sql, []).unwrap();
        let ledger = Ledger::open(folder.path());
        assert_eq!(ledger.trouble(), None, "{row}");
        assert_eq!(ledger.check_chain("a").unwrap(), Chain::Broken { at }, "{row}");
    }
}

#[test]
fn the_sums_of_a_ledger_of_version_5_are_what_was_captured_refunded_or_is_not_known_whatever_a_body_says() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let mut old = open(&file);
    take(&STEPS[..5], &mut old, &file).unwrap();
    let instead = |value: &str, currency: &str| {
        format!(r#"{{"state":{{"done":{{"captured_instead":{{"value":{value},"currency":{currency}}}}}}}}}"#)
    };
    let cannot_tell = r#"{"state":{"needs_you":{"why":{"cannot_tell":{"checked_at":null}}}}}"#;
    let whole = || Some(("captured", 100, "INR"));
    let table = [
        ("capture", "done", r#"{"state":{"done":{"captured_instead":null}}}"#.to_owned(), whole()),
        ("capture", "done", instead("40", r#""INR""#), Some(("captured", 40, "INR"))),
        ("capture", "done", instead(r#""40""#, r#""INR""#), whole()),
        ("capture", "done", instead("40.5", r#""INR""#), whole()),
        ("capture", "done", instead("40", "7"), whole()),
        ("capture", "done", "{".to_owned(), whole()),
        ("refund", "accepted", "{}".to_owned(), Some(("refunded", 100, "INR"))),
        ("refund", "checking", "{}".to_owned(), Some(("checking", 100, "INR"))),
        ("void", "needs_you", cannot_tell.to_owned(), Some(("checking", 100, "INR"))),
        ("refund", "needs_you", r#"{"state":{"needs_you":{"why":"other"}}}"#.to_owned(), None),
        ("refund", "needs_you", "{".to_owned(), None),
        ("refund", "undone", "{}".to_owned(), None),
        ("void", "done", "{}".to_owned(), None),
        ("create", "checking", "{}".to_owned(), None),
        ("cancel", "done", "{}".to_owned(), None),
    ];
    for (number, (kind, outcome, body, _)) in (1..).zip(&table) {
        old.execute(
            "INSERT INTO operations (number, id, account, kind, link_id, minor, currency, searched, outcome, is_open,
                 is_unfinished, confirmed_at, body)
             VALUES (?1, 'id-' || ?1, 'a', ?2, 'pl-' || ?1, 100, 'INR', 'asha', ?3, 0, 0, ?1, ?4)",
            rusqlite::params![number, kind, outcome, body],
        )
        .unwrap();
    }
    drop(old);
    let ledger = Ledger::open(folder.path());
    assert_eq!(ledger.trouble(), None);
    let new = open(&file);
    for (number, (kind, outcome, body, expected)) in (1..).zip(table) {
        let found = new
            .query_row(
                "SELECT sum_of, sum_minor, sum_currency FROM operations WHERE number = ?1",
                [number],
                |row| {
                    let found: [Option<String>; 2] = [row.get(0)?, row.get(2)?];
                    Ok((found, row.get::<_, Option<i64>>(1)?))
                },
            )
            .unwrap();
        let text = |value: &str| Some(value.to_owned());
        let expected = expected.map_or(([None, None], None), |(sum, minor, currency)| {
            ([text(sum), text(currency)], Some(minor))
        });
        assert_eq!(found, expected, "{kind} {outcome} {body}");
    }
}
