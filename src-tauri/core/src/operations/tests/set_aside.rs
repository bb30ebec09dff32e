//! An unreadable row is set aside on its own: its link and order are locked, and every other order goes on.

use std::{fmt::Write as _, sync::Arc};

use rusqlite::{Connection, params};
use sandbox::{DialectSetting, shop::known};

use super::setup::{ALL, Bench, part};
use crate::{
    blocking,
    ledger::{Ledger, LedgerError, chain::Chain},
    operations::{
        NotConfirmed, NotPrepared,
        journal::{Journal, NotBegun},
        operation::{NotSent, Operation, State},
    },
    rules::allowed::{OperationKind, Reason},
};

/// Somebody's database tool, which does not know our rules.
fn tool(bench: &Bench) -> Connection {
    let connection = Connection::open(bench.operations.journal().ledger().file()).unwrap();
    connection.pragma_update(None, "ignore_check_constraints", true).unwrap();
    connection
}

fn body(bench: &Bench, operation: &Operation) -> String {
    let asked = "SELECT body FROM operations WHERE id = ?1";
    tool(bench).query_row(asked, [operation.id().as_str()], |row| row.get(0)).unwrap()
}

/// The whole row and its steps, as SQLite has them.
fn row(bench: &Bench, operation: &Operation) -> String {
    let connection = tool(bench);
    let mut text = String::new();
    for query in [
        "SELECT * FROM operations WHERE number = ?1",
        "SELECT * FROM steps WHERE operation = ?1 ORDER BY number",
    ] {
        let mut asked = connection.prepare(query).unwrap();
        let columns = asked.column_count();
        let mut rows = asked.query([operation.number]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                writeln!(text, "{:?}", row.get_ref(column).unwrap()).unwrap();
            }
        }
    }
    text
}

fn replace(bench: &Bench, operation: &Operation, body: &str) {
    let set = "UPDATE operations SET body = ?2 WHERE id = ?1";
    assert_eq!(tool(bench).execute(set, params![operation.id().as_str(), body]).unwrap(), 1);
}

fn with(body: &str, path: &str, value: serde_json::Value) -> String {
    let mut body: serde_json::Value = serde_json::from_str(body).unwrap();
    *body.pointer_mut(path).unwrap() = value;
    body.to_string()
}

/// Each way in which a body can be unreadable.
fn unreadable(body: &str) -> [(&'static str, String); 4] {
    [
        ("broken JSON", body[..body.len() / 2].to_owned()),
        ("no body", String::new()),
        ("a state that is not known", with(body, "/state", serde_json::json!({ "paused": { "at": 1 } }))),
        ("a newer version", with(body, "/v", serde_json::json!(99))),
    ]
}

/// The journal after the next start.
fn after_a_restart(bench: &Bench) -> Journal {
    let folder = tempfile::tempdir().unwrap();
    // The bench keeps using its own file, so this works on a copy.
    let copy = folder.path().join("ledger.db");
    tool(bench).execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    let journal = Journal::new(Arc::new(Ledger::open(folder.path())));
    assert_eq!(journal.ledger().trouble(), None);
    journal
}

#[tokio::test]
async fn one_row_that_cannot_be_read_locks_its_own_order_and_another_order_is_refunded_all_the_way() {
    let bench = Bench::open().await;
    let first =
        bench.resolved(&bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await).await;
    assert!(matches!(first.state, State::Accepted { .. }), "{:?}", first.state);
    let order = first.intent.order_id.clone().unwrap();
    let journal = bench.operations.journal();
    let (good, mut writes) = (body(&bench, &first), 1);
    for (number, (way, broken)) in unreadable(&good).into_iter().enumerate() {
        replace(&bench, &first, &broken);
        let before = row(&bench, &first);

        let refused = bench.prepare(known::PAID, OperationKind::Refund).await;
        let locked = matches!(refused, Err(NotPrepared::NotAllowed(Reason::OperationNotRead, _)));
        assert!(locked, "{way}: {refused:?}");
        for kind in OperationKind::ALL {
            assert!(bench.prepare(known::PAID, kind).await.is_err(), "{way}: {kind:?}");
        }
        let unread = journal.get(first.id()).await.unwrap_err();
        assert!(
            matches!(unread.why(), LedgerError::Unreadable { number } if *number == first.number),
            "{way}"
        );
        assert_eq!(
            journal.unreadable().borrow().iter().copied().collect::<Vec<_>>(),
            [first.number],
            "{way}"
        );
        // The lists leave it out, and its name counts as used.
        assert!(journal.of_order("account", &order).await.unwrap().is_empty());
        let names = journal.unreadable_of("account", None, &[&order]).await.unwrap();
        let names = names.into_iter().map(|row| row.reference).collect::<Vec<_>>();
        assert_eq!(names, [first.intent.reference.as_ref().map(ToString::to_string)]);

        // Another order, from the dialog to the answer.
        assert_eq!(journal.ledger().trouble(), None, "{way}");
        let other = bench.begin(known::PAID_BY_UPI, OperationKind::Refund, Some(part("1"))).await;
        let other = bench.resolved(&other).await;
        assert!(matches!(other.state, State::Accepted { .. }), "{way}: {:?}", other.state);
        writes += 1;
        assert_eq!(bench.writes().await.len(), writes, "{way}");
        assert_eq!(journal.unfinished().await.unwrap().len(), number + 1, "{way}: the refunds on their way");

        assert_eq!(row(&bench, &first), before, "{way}: its row is written to");
        // The check of its chain continues and says where somebody changed something.
        let chain = journal.check_chain("account").await.unwrap();
        assert_eq!(chain, Chain::Broken { at: Some(first.number) }, "{way}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_still_set_aside_after_a_restart_and_counted_without_being_met() {
    let bench = Bench::open().await;
    let first =
        bench.resolved(&bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await).await;
    let order = first.intent.order_id.clone().unwrap();
    let good = body(&bench, &first);
    for (way, broken) in unreadable(&good) {
        replace(&bench, &first, &broken);
        let journal = after_a_restart(&bench);
        assert!(journal.unreadable().borrow().is_empty());
        journal.check_rows().await.unwrap();
        assert_eq!(journal.unreadable().borrow().len(), 1, "{way}");
        assert_eq!(journal.unreadable_of("account", None, &[&order]).await.unwrap().len(), 1, "{way}");
        assert!(journal.unfinished().await.unwrap().is_empty(), "{way}");
        // No operation starts on its link or order, even from an open dialog.
        let mut again = Operation { number: 0, revision: 0, ..first.clone() };
        again.intent.id = "another".to_owned().into();
        again.intent.reference = Some("rf-another-1".parse().unwrap());
        let refused = journal.begin(&mut again).await;
        let unreadable = |why: &LedgerError| matches!(why, LedgerError::Unreadable { .. });
        assert!(
            matches!(&refused, Err(NotBegun::NotRecorded(why)) if unreadable(why.why())),
            "{way}: {refused:?}"
        );
    }
    replace(&bench, &first, &good);
    let prepared = bench.prepare(known::PAID, OperationKind::Refund).await;
    assert!(prepared.is_ok(), "it is read again once it can be: {prepared:?}");
    assert!(bench.operations.journal().unreadable().borrow().is_empty());
}

#[tokio::test]
async fn a_row_that_breaks_while_a_dialog_is_open_or_a_refund_is_held_keeps_that_from_being_sent() {
    let bench = Bench::with(DialectSetting::Reference, std::time::Duration::from_millis(400)).await;
    let first = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    let first = bench.resolved(&first).await;
    let open = bench.prepare(known::PAID, OperationKind::Refund).await.unwrap();
    let held = bench.begin(known::PAID, OperationKind::Refund, Some(part("50"))).await;
    assert!(matches!(held.state, State::Held { .. }));
    replace(&bench, &first, "{");
    let refused =
        bench.operations.confirm(&bench.shop, &open.id, Some(&ALL), Some("Item returned".to_owned())).await;
    let unreadable = |why: &LedgerError| matches!(why, LedgerError::Unreadable { .. });
    let kept = matches!(
        &refused,
        Err(NotConfirmed::NotBegun(NotBegun::NotRecorded(why))) if unreadable(why.why())
    );
    assert!(kept, "{refused:?}");
    let held = bench.resolved(&held).await;
    assert!(
        matches!(
            held.state,
            State::NotSent {
                why: NotSent::NotAllowed(Reason::OperationNotRead) | NotSent::Changed { .. },
                ..
            }
        ),
        "{:?}",
        held.state
    );
    assert_eq!(bench.writes().await.len(), 1);
}

#[tokio::test]
async fn the_order_is_locked_for_every_account_of_the_host_and_for_no_account_of_another() {
    let bench = Bench::open().await;
    let other = bench.another_account().await;
    let ledger = bench.operations.journal().ledger();
    blocking::allow(|| ledger.keep_host("account", "pay.example")).unwrap();
    let first =
        bench.resolved(&bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await).await;
    replace(&bench, &first, "{}");
    for (host, locked) in [("pay.example", true), ("other.example", false)] {
        blocking::allow(|| ledger.keep_host("another account", host)).unwrap();
        let prepared = other.prepare(known::PAID, OperationKind::Refund).await;
        let refused = matches!(prepared, Err(NotPrepared::NotAllowed(Reason::OperationNotRead, _)));
        assert_eq!(refused, locked, "{host}: {prepared:?}");
    }
}

#[tokio::test]
async fn the_name_of_a_refund_that_cannot_be_read_is_used_though_nothing_stands_under_it() {
    let bench = Bench::open().await;
    bench.fault("POST", "/refund", "lost_before").await;
    let lost = bench.begin(known::PAID, OperationKind::Refund, Some(part("100"))).await;
    let lost = bench.until(&lost, |state| matches!(state, State::Checking(_))).await;
    bench.operations.crash();
    // Queued writes are on disk.
    bench.operations.journal().written().await;
    let order = lost.intent.order_id.clone().unwrap();
    let free = async || {
        let mut reading = bench.shop.read(lost.link_id().unwrap()).await.unwrap();
        bench.operations.enrich(&bench.shop, &mut reading).await.unwrap();
        assert!(reading.snapshot.operation_unread);
        reading.walks[&order].as_ref().unwrap().free.to_string()
    };
    replace(&bench, &lost, "{}");
    assert_eq!(free().await, format!("rf-{order}-2"));
    // An operation that had released its name at its last write has not used it.
    let unnamed = "UPDATE operations SET reference = NULL WHERE id = ?1";
    tool(&bench).execute(unnamed, [lost.id().as_str()]).unwrap();
    assert_eq!(free().await, format!("rf-{order}-1"));
}
