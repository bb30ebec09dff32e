//! What a start says of a ledger that is not the one that this computer had last.

use super::Counter;
use crate::{
    desk::{Notice, lock},
    ledger::rows::Record,
    operations::operation::Operation,
    rules::ledger_mark::Older,
};

/// A resolved change in the ledger, which nobody looks after.
fn began(counter: &Counter, id: &str) {
    let record = Record {
        revision: 0,
        id: id.into(),
        account: "a".into(),
        kind: "refund",
        link_id: id.into(),
        order_id: None,
        reference: None,
        minor: None,
        currency: None,
        searched: String::new(),
        outcome: "accepted",
        is_open: false,
        is_unfinished: false,
        confirmed_at: 0,
        body: "{}".into(),
    };
    counter.desk.operations().journal().ledger().insert(&record, &[]).unwrap();
}

#[tokio::test]
async fn an_older_ledger_is_told_by_the_next_start_once_and_then_it_is_the_one_of_this_computer() {
    let counter = Counter::open().await;
    let file = counter.folder.path().join("ledger.db");
    let older = |older| [Notice::LedgerOlder { older, path: file.clone() }];
    began(&counter, "one");
    let mut copy = Vec::new();
    let counter = counter.restarted_after(|_| copy = std::fs::read(&file).unwrap());
    assert_eq!(counter.desk.notices(), []);
    began(&counter, "two");
    began(&counter, "three");

    let counter = counter.restarted_after(|_| std::fs::write(&file, copy).unwrap());
    assert!(counter.desk.operations().journal().ledger().is_older_copy());
    // A start that ends before it could say so has told nobody.
    let counter = counter.restarted();
    // Told for as long as this start lasts, however often it is asked for.
    for _ in 0..2 {
        assert_eq!(counter.desk.notices(), older(Older::Copy { missing: 2 }));
    }
    let counter = counter.restarted();
    assert_eq!(counter.desk.notices(), []);
    let counter = counter.restarted_after(|_| std::fs::remove_file(&file).unwrap());
    assert_eq!(counter.desk.notices(), older(Older::Gone { missing: 1 }));
    began(&counter, "four");
    assert_eq!(counter.restarted().desk.notices(), []);
}

#[tokio::test]
async fn what_the_last_end_has_cut_off_is_taken_up_as_an_older_ones_by_each_start_until_it_is_written_down() {
    let counter = Counter::open().await;
    let file = counter.folder.path().join("ledger.db");
    began(&counter, "one");
    let mut copy = Vec::new();
    let counter = counter.restarted_after(|_| copy = std::fs::read(&file).unwrap());
    began(&counter, "two");
    let counter = counter.restarted_after(|_| std::fs::write(&file, copy).unwrap());
    let written: serde_json::Value =
        serde_json::from_str(include_str!("../../operations/tests/first_version.json")).unwrap();
    let left = serde_json::from_value::<Operation>(written["operation"].clone()).unwrap();
    lock(&counter.desk.pending_recovery).push(left);
    assert_eq!(counter.desk.notices().len(), 1);
    let counter = counter.restarted();
    assert_eq!(counter.desk.notices().len(), 1, "nothing was written down yet");
    assert_eq!(counter.restarted().desk.notices(), []);
}
