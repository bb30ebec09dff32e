//! The chain: it detects what was changed, added or removed, and accepts what this program wrote.

use std::path::Path;

use rusqlite::{Connection, types::Value};

use super::{
    super::{
        Ledger,
        chain::Chain,
        migrations::{STEPS, take},
        rows::Record,
    },
    filled, record, resolved, step,
};

/// Three operations of two accounts, each with three steps, and another connection to the same file.
fn chained() -> (tempfile::TempDir, Ledger, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path());
    for (id, account) in [("one", "a"), ("two", "b"), ("three", "a")] {
        let record = Record { account: account.into(), ..record(id, id) };
        ledger.insert(&record, &[step("prepared"), step("held")]).unwrap();
        assert!(ledger.advance(&record, Some(&step("sending"))).unwrap());
        // Another look-up, which is not a step.
        assert!(ledger.advance(&Record { revision: 1, ..resolved(record) }, None).unwrap());
    }
    assert_eq!(both(&ledger), [UNBROKEN; 2]);
    let other = open(folder.path());
    (folder, ledger, other)
}

const UNBROKEN: Chain = Chain::Unbroken { since: 1_000 };

fn both(ledger: &Ledger) -> [Chain; 2] {
    ["a", "b"].map(|account| ledger.check_chain(account).unwrap())
}

/// As with a database tool, which does not enforce foreign keys.
fn open(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("ledger.db")).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection
}

/// Every value that differs from this one in one byte.
fn others(value: &Value) -> Vec<Value> {
    let in_each_byte = |bytes: &[u8], bit: u8| {
        let flip = |at: usize| {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= bit;
            bytes
        };
        (0..bytes.len()).map(flip).collect::<Vec<_>>()
    };
    match value {
        Value::Null => vec![Value::Blob(vec![0])],
        Value::Integer(0) => vec![Value::Integer(1)],
        Value::Integer(value) => vec![Value::Integer(value - 1)],
        Value::Real(value) => vec![Value::Real(value + 1.0)],
        Value::Text(text) => in_each_byte(text.as_bytes(), 1)
            .into_iter()
            .filter_map(|bytes| String::from_utf8(bytes).ok())
            .map(Value::Text)
            .collect(),
        Value::Blob(bytes) => in_each_byte(bytes, 0x10).into_iter().map(Value::Blob).collect(),
    }
}

#[test]
fn each_byte_of_a_step_of_a_change_and_of_the_chain_is_missed_where_it_is_another() {
    let (_folder, ledger, other) = chained();
    let at = |number| Chain::Broken { at: Some(number) };
    let steps = ["at", "outcome", "request_id", "by_person", "said", "fingerprint", "operation"];
    let changes = [
        "id",
        "link_id",
        "order_id",
        "reference",
        "minor",
        "currency",
        "searched",
        "outcome",
        "is_open",
        "is_unfinished",
        "confirmed_at",
        "revision",
        "body",
        "fingerprint",
    ];
    let rows = steps.map(|column| ("steps", column, "number = 8", Some(at(3))));
    let rows = rows.into_iter().chain(changes.map(|column| ("operations", column, "number = 3", None)));
    let chains = ["begun_at", "steps", "last"].map(|column| ("chains", column, "account = 'a'", None));
    let mut tried = 0;
    for (table, column, place, expected) in rows.chain(chains) {
        let get = format!("SELECT {column} FROM {table} WHERE {place}");
        let value: Value = other.query_row(&get, [], |row| row.get(0)).unwrap();
        let set = format!("UPDATE {table} SET {column} = ?1 WHERE {place}");
        let mut taken = 0;
        for another in others(&value) {
            // A value that the table itself rejects cannot occur.
            if other.execute(&set, [&another]).is_err() {
                continue;
            }
            taken += 1;
            let [a, b] = both(&ledger);
            assert!(matches!(a, Chain::Broken { .. }), "{table}.{column} = {another:?}: {a:?}");
            let moved = column == "operation";
            assert!(moved || expected.is_none_or(|expected| a == expected), "{table}.{column}: {a:?}");
            assert!(moved || b == UNBROKEN, "{table}.{column}: {b:?}");
        }
        assert!(taken > 0, "{table}.{column}");
        tried += taken;
        other.execute(&set, [&value]).unwrap();
        assert_eq!(both(&ledger), [UNBROKEN; 2]);
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn what_was_taken_away_added_or_exchanged_is_missed() {
    let add = "INSERT INTO steps (operation, at, outcome, by_person)";
    let table = [
        ("the first step", "DELETE FROM steps WHERE number = 1", Some(1)),
        ("a step between", "DELETE FROM steps WHERE number = 3", Some(3)),
        ("the last step", "DELETE FROM steps WHERE number = 9", None),
        ("a change", "DELETE FROM operations WHERE number = 1", Some(3)),
        (
            "a change with its steps",
            "DELETE FROM operations WHERE number = 3; DELETE FROM steps WHERE operation = 3",
            None,
        ),
        ("the chain itself", "DELETE FROM chains WHERE account = 'a'", Some(1)),
        ("a step more", &format!("{add} VALUES (3, 1000, 'accepted', 0)"), Some(3)),
        (
            "a step of before, once more",
            &format!("{add} SELECT operation, at, outcome, by_person FROM steps WHERE number = 1"),
            Some(1),
        ),
        (
            "two steps in each other's place",
            "UPDATE steps SET number = 99 WHERE number = 7; UPDATE steps SET number = 7 WHERE number = 8; UPDATE steps SET number = 8 WHERE number = 99",
            Some(3),
        ),
        (
            "a change more",
            "INSERT INTO operations SELECT 9, 'nine', account, kind, 'pl-9', NULL, 'rf-9', minor, currency, searched, outcome, is_open, is_unfinished, confirmed_at, revision, body, fingerprint, sum_of, sum_minor, sum_currency FROM operations WHERE number = 1",
            Some(9),
        ),
        ("a change in another account", "UPDATE operations SET account = 'c' WHERE number = 1", Some(3)),
    ];
    for (row, sql, at) in table {
        let (_folder, ledger, other) = chained();
        other.execute_batch(sql).unwrap();
        assert_eq!(both(&ledger), [Chain::Broken { at }, UNBROKEN], "{row}");
        // The break stays, and prevents no write.
        ledger.insert(&record("new", "new"), &[step("prepared")]).unwrap();
        assert!(matches!(both(&ledger), [Chain::Broken { .. }, UNBROKEN]), "{row}");
    }
}

#[test]
fn an_account_without_steps_has_no_chain_and_one_that_is_forgotten_begins_anew_beside_the_others() {
    let (_folder, ledger, _) = chained();
    assert_eq!(ledger.check_chain("c").unwrap(), Chain::Empty);
    ledger.forget_operations("a").unwrap();
    assert_eq!(both(&ledger), [Chain::Empty, UNBROKEN]);
    let later = super::Step { at: 5_000, ..step("prepared") };
    ledger.insert(&record("new", "new"), &[later, step("held")]).unwrap();
    assert_eq!(both(&ledger), [Chain::Unbroken { since: 5_000 }, UNBROKEN]);
}

#[test]
fn a_chain_of_many_pieces_is_walked_to_its_end_and_others_write_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let ledger = Ledger::open(folder.path());
    for revision in 0..10 {
        let all = (0..200).map(|number: u32| record(&number.to_string(), &number.to_string()));
        let rows = all.map(|record| (Record { revision, ..record }, step("checking"))).collect::<Vec<_>>();
        ledger.advance_all(&rows).unwrap();
    }
    assert_eq!(ledger.check_chain("a").unwrap(), UNBROKEN);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for number in 200..260 {
                let name = number.to_string();
                ledger.insert(&record(&name, &name), &[step("prepared"), step("held")]).unwrap();
            }
        });
        while !writing.is_finished() {
            assert_eq!(ledger.check_chain("a").unwrap(), UNBROKEN);
        }
    });
    let other = open(folder.path());
    other.execute("UPDATE steps SET at = at + 1 WHERE number = 2300", []).unwrap();
    let broken = ledger.check_chain("a").unwrap();
    assert!(matches!(broken, Chain::Broken { at: Some(_) }), "{broken:?}");
    other.execute("UPDATE operations SET minor = 1 WHERE number = 7", []).unwrap();
    assert_eq!(ledger.check_chain("a").unwrap(), Chain::Broken { at: Some(7) });
}

#[test]
fn what_was_written_before_there_were_fingerprints_is_sealed_as_it_stands_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let mut old = Connection::open(&file).unwrap();
    take(&STEPS[..1], &mut old, &file).unwrap();
    for (number, account) in [(1, "a"), (2, "b"), (3, "a")] {
        old.execute(
            "INSERT INTO operations (number, id, account, kind, link_id, reference, minor, currency, searched, outcome,
                 is_open, is_unfinished, confirmed_at, body)
             VALUES (?1, 'id-' || ?1, ?2, 'refund', 'pl-' || ?1, 'rf-' || ?1, 100, 'INR', 'asha', 'accepted', 0, 0, 7, '{}')",
            (number, account),
        )
        .unwrap();
        for outcome in ["prepared", "sending", "accepted"] {
            old.execute(
                "INSERT INTO steps (operation, at, outcome, by_person) VALUES (?1, 7, ?2, 0)",
                (number, outcome),
            )
            .unwrap();
        }
    }
    drop(old);

    let ledger = Ledger::open(folder.path());
    assert_eq!(ledger.trouble(), None);
    let [a, b] = both(&ledger);
    // Nobody knows what happened to it before it was sealed.
    assert!(matches!(a, Chain::Unbroken { since } if since > 1_700_000_000_000), "{a:?}");
    assert!(matches!(b, Chain::Unbroken { .. }), "{b:?}");
    assert_eq!(ledger.steps_of(3).unwrap().len(), 3);
    ledger.insert(&record("new", "new"), &[step("prepared"), step("held")]).unwrap();
    assert_eq!(both(&ledger), [a, b]);
    open(folder.path()).execute("UPDATE steps SET outcome = 'refused' WHERE number = 3", []).unwrap();
    assert_eq!(both(&ledger), [Chain::Broken { at: Some(1) }, b]);
}
