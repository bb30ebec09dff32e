//! What unique indexes reject, and what a search finds.

use std::sync::Barrier;

use super::{
    super::{
        Ledger, LedgerError,
        rows::{Filter, Record},
    },
    record, resolved, step,
};

fn ledger() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(folder.path());
    (folder, ledger)
}

#[test]
fn an_open_change_of_the_same_id_reference_link_or_order_conflicts_and_a_resolved_one_does_not() {
    let first = || record("one", "v1");
    let table: [(&str, Record, bool, bool); 8] = [
        ("the same id", Record { id: "one".into(), ..record("two", "v2") }, true, true),
        ("the same reference", Record { reference: first().reference, ..record("two", "v2") }, true, true),
        ("the same link and order", record("two", "v1"), true, false),
        ("the same link", Record { link_id: "pl-v1".into(), ..record("two", "v2") }, true, false),
        ("the same order", Record { link_id: "pl-v2".into(), ..record("two", "v1") }, true, false),
        ("the same link and no order", Record { order_id: None, ..record("two", "v1") }, true, false),
        (
            "the same order, of another account",
            Record { account: "b".into(), ..record("two", "v1") },
            true,
            false,
        ),
        (
            "the same link, of another account",
            Record { account: "b".into(), link_id: "pl-v1".into(), ..record("two", "v2") },
            false,
            false,
        ),
    ];
    for (row, second, met, met_when_resolved) in table {
        let (_folder, ledger) = ledger();
        ledger.insert(&first(), &[]).unwrap();
        let refused = matches!(ledger.insert(&second, &[step("held")]), Err(LedgerError::Conflict));
        assert_eq!(refused, met, "{row}");
        if !met {
            continue;
        }
        assert_eq!(ledger.unfinished().unwrap().len(), 1, "{row}");
        assert!(ledger.advance(&resolved(first()), None).unwrap());
        let refused = matches!(ledger.insert(&second, &[]), Err(LedgerError::Conflict));
        assert_eq!(refused, met_when_resolved, "{row}, resolved");
    }
}

#[test]
fn a_row_that_is_broken_in_itself_is_not_told_as_another_change_in_the_way() {
    let (folder, ledger) = ledger();
    // A constraint other than a unique index.
    let rule = "CREATE TRIGGER no_thieves BEFORE INSERT ON operations WHEN new.kind = 'steal'
         BEGIN SELECT raise(ABORT, 'no'); END";
    rusqlite::Connection::open(folder.path().join("ledger.db")).unwrap().execute(rule, []).unwrap();
    let refused = ledger.insert(&Record { kind: "steal", ..record("one", "v1") }, &[]);
    assert!(matches!(refused, Err(LedgerError::Sqlite(_))), "{refused:?}");
    assert_eq!(ledger.trouble(), None);
}

#[test]
fn who_has_not_read_the_last_writing_changes_nothing_and_adds_no_step() {
    let (_folder, ledger) = ledger();
    let number = ledger.insert(&record("one", "v1"), &[step("held")]).unwrap();
    assert!(ledger.advance(&record("one", "v1"), Some(&step("undone"))).unwrap());
    let before = ledger.operation("one").unwrap();
    let late = Record { body: r#"{"late":true}"#.into(), ..resolved(record("one", "v1")) };
    assert!(!ledger.advance(&late, Some(&step("sending"))).unwrap());
    ledger.advance_all(&[(late.clone(), step("sending"))]).unwrap();
    let unknown = record("nobody", "v9");
    assert!(!ledger.advance(&unknown, Some(&step("sending"))).unwrap());
    assert_eq!(ledger.operation("one").unwrap(), before);
    assert_eq!(ledger.steps_of(number).unwrap(), [step("held"), step("undone")]);
    assert!(ledger.advance(&Record { revision: 1, ..late }, Some(&step("accepted"))).unwrap());
    assert_eq!(ledger.operation("one").unwrap().unwrap().revision, 2);
}

#[test]
fn a_resolved_change_does_not_open_again_while_another_is_open_there() {
    let (_folder, ledger) = ledger();
    ledger.insert(&resolved(record("one", "v1")), &[]).unwrap();
    ledger.insert(&record("two", "v1"), &[]).unwrap();
    let reopened = ledger.advance(&record("one", "v1"), None);
    assert!(matches!(reopened, Err(LedgerError::Conflict)), "{reopened:?}");
    assert_eq!(ledger.open_on("a", "pl-v1", None).unwrap().unwrap().body, r#"{"id":"two"}"#);
    assert_eq!(ledger.open_on("a", "pl-other", Some("v1")).unwrap().unwrap().body, r#"{"id":"two"}"#);
    // Two key pairs of one shop move the same money.
    assert_eq!(ledger.open_on("b", "pl-v1", Some("v1")).unwrap().unwrap().body, r#"{"id":"two"}"#);
    assert_eq!(ledger.open_on("b", "pl-v1", None).unwrap(), None);
}

#[test]
fn of_two_that_race_for_an_order_exactly_one_wins() {
    let (_folder, ledger) = ledger();
    for round in 0..200 {
        let start = Barrier::new(2);
        let order = format!("v{round}");
        let insert = |who: &str| {
            let record = record(&format!("{who}-{round}"), &order);
            start.wait();
            ledger.insert(&record, &[step("held")])
        };
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| insert("other"));
            (insert("one"), other.join().unwrap())
        });
        let lost = one.as_ref().err().or(other.as_ref().err());
        assert!(one.is_ok() != other.is_ok(), "round {round}: {one:?}, {other:?}");
        assert!(matches!(lost, Some(LedgerError::Conflict)), "round {round}: {lost:?}");
    }
    assert_eq!(ledger.unfinished().unwrap().len(), 200);
}

#[test]
fn a_search_finds_by_account_kind_period_and_text_newest_first() {
    let (_folder, ledger) = ledger();
    let rows = [
        ("r1", "refund", "accepted", 100, "inv-1\nasha rao"),
        ("r2", "refund", "refused", 200, "inv-2\n100% wool_x"),
        ("c1", "capture", "done", 300, "inv-3\nasha"),
        ("x1", "cancel", "not_sent", 300, "inv-4"),
    ];
    for (id, kind, outcome, confirmed_at, searched) in rows {
        let row = Record { kind, confirmed_at, searched: searched.into(), ..resolved(record(id, id)) };
        ledger.insert(&Record { outcome, ..row }, &[]).unwrap();
    }
    ledger.insert(&Record { account: "b".into(), ..record("other", "v1") }, &[]).unwrap();
    let all = || Filter { account: "a".into(), ..Filter::default() };
    let text = |text: &str| Filter { text: Some(text.into()), ..all() };
    let table: [(&str, Filter, &[&str]); 12] = [
        ("everything", all(), &["x1", "c1", "r2", "r1"]),
        ("a kind", Filter { kind: Some("refund".into()), ..all() }, &["r2", "r1"]),
        ("from, inclusive", Filter { from: Some(200), ..all() }, &["x1", "c1", "r2"]),
        ("until, exclusive", Filter { until: Some(200), ..all() }, &["r1"]),
        ("a period", Filter { from: Some(101), until: Some(300), ..all() }, &["r2"]),
        ("words", text("asha"), &["c1", "r1"]),
        ("signs that mean something to a pattern", text("100% wool_"), &["r2"]),
        ("a quote", text("' OR 1=1 --"), &[]),
        ("all of it", Filter { from: Some(250), kind: Some("capture".into()), ..text("asha") }, &["c1"]),
        ("after a number", Filter { after_number: Some(2), ..all() }, &["x1", "c1"]),
        ("after the last number", Filter { after_number: Some(ledger.last_number().unwrap()), ..all() }, &[]),
        ("nobody", Filter::default(), &[]),
    ];
    for (row, filter, expected) in table {
        let found = ledger.find_operations(&filter, 10).unwrap();
        let found = found.iter().map(|kept| kept.body.clone()).collect::<Vec<_>>();
        let expected = expected.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect::<Vec<_>>();
        assert_eq!(found, expected, "{row}");
    }
    assert_eq!(ledger.find_operations(&all(), 2).unwrap().len(), 2);
}

#[test]
fn the_changes_of_an_order_are_those_of_every_account_of_the_same_host_newest_first() {
    let (_folder, ledger) = ledger();
    assert_eq!(ledger.last_number().unwrap(), 0);
    let rows = [
        ("r1", "a", "refund", "v1"),
        ("c1", "a", "capture", "v1"),
        ("r2", "b", "refund", "v1"),
        ("r3", "c", "refund", "v1"),
        ("r4", "a", "refund", "v2"),
    ];
    for (id, account, kind, order) in rows {
        let row = Record { account: account.into(), kind, ..resolved(record(id, order)) };
        ledger.insert(&row, &[]).unwrap();
    }
    assert_eq!(ledger.last_number().unwrap(), 5);
    let ids = |kept: Vec<super::super::rows::Kept>| {
        let id = |body: &str| body.trim_start_matches(r#"{"id":""#).trim_end_matches(r#""}"#).to_owned();
        kept.iter().map(|kept| id(&kept.body)).collect::<Vec<_>>()
    };
    let all = |account| ids(ledger.operations_of_order(account, "v1").unwrap());
    // No host is known yet, so orders are not shared.
    assert_eq!((all("a"), all("d")), (vec!["c1".into(), "r1".into()], vec![]));
    for (account, host) in
        [("a", "pay.example"), ("b", "pay.example"), ("c", "other.example"), ("d", "pay.example")]
    {
        ledger.keep_host(account, host).unwrap();
    }
    assert_eq!(all("b"), ["r2", "c1", "r1"]);
    assert_eq!((all("c"), all("d")), (vec!["r3".into()], all("a")));
}

#[test]
fn an_account_is_forgotten_with_its_steps_and_others_are_not() {
    let (_folder, ledger) = ledger();
    let gone = ledger.insert(&record("one", "v1"), &[step("held")]).unwrap();
    let other = Record { account: "b".into(), ..record("two", "v2") };
    let stays = ledger.insert(&other, &[step("held")]).unwrap();
    ledger.forget_operations("a").unwrap();
    assert_eq!(ledger.operation("one").unwrap(), None);
    assert_eq!(ledger.steps_of(gone).unwrap(), []);
    assert_eq!(ledger.steps_of(stays).unwrap(), [step("held")]);
    // Its reference and order are free for the reset shop.
    ledger.insert(&record("one", "v1"), &[]).unwrap();
}
