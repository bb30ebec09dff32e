//! What a start says of a ledger that is not the one that this computer had last.

use sandbox::shop::known;

use super::Counter;
use crate::{
    blocking,
    ledger::rows::Record,
    notices::Notice,
    operation_log::ActivityQuery,
    operation_requests::OperationRequestError,
    operations::stored,
    rules::{
        allowed::{OperationKind, Reason},
        amount::AmountInput,
        ledger_mark::Older,
    },
};

/// A resolved operation in the ledger, which nobody looks after.
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
        summand: None,
        searched: String::new(),
        outcome: "accepted",
        is_open: false,
        is_unfinished: false,
        confirmed_at: 0,
        body: resolved_body(),
    };
    let insert = || counter.app.operations.journal().ledger().insert(&record, &[]);
    blocking::allow(insert).unwrap();
}

fn written() -> serde_json::Value {
    serde_json::from_str(include_str!("../../operations/tests/first_version.json")).unwrap()
}

fn resolved_body() -> String {
    let mut body = written()["operation"].clone();
    body["state"] = serde_json::json!({ "undone": { "at": "2026-02-14T06:30:00Z" } });
    body.to_string()
}

#[tokio::test]
async fn an_older_ledger_is_told_by_the_next_start_once_and_then_it_is_the_one_of_this_computer() {
    let counter = Counter::open().await;
    let file = counter.folder.path().join("ledger.db");
    let older = |older| [Notice::LedgerOlder { older, path: file.clone() }];
    began(&counter, "one");
    let mut copy = Vec::new();
    let counter = counter.restarted_after(|_| copy = std::fs::read(&file).unwrap()).await;
    assert_eq!(counter.app.notices.now().await, []);
    began(&counter, "two");
    began(&counter, "three");

    let counter = counter.restarted_after(|_| std::fs::write(&file, copy).unwrap()).await;
    assert!(counter.app.operations.journal().ledger().is_older_copy());
    // A start that ends before it could say so has told nobody.
    let counter = counter.restarted().await;
    // Told for as long as this start lasts, however often it is asked for.
    for _ in 0..2 {
        assert_eq!(counter.app.notices.now().await, older(Older::Copy { missing: 2 }));
    }
    let counter = counter.restarted().await;
    assert_eq!(counter.app.notices.now().await, []);
    let counter = counter.restarted_after(|_| std::fs::remove_file(&file).unwrap()).await;
    assert_eq!(counter.app.notices.now().await, older(Older::Gone { missing: 1 }));
    began(&counter, "four");
    assert_eq!(counter.restarted().await.app.notices.now().await, []);
}

#[tokio::test]
async fn what_the_last_end_has_cut_off_is_taken_up_as_an_older_ones_by_each_start_until_it_is_written_down() {
    let counter = Counter::open().await;
    let file = counter.folder.path().join("ledger.db");
    began(&counter, "one");
    let mut copy = Vec::new();
    let counter = counter.restarted_after(|_| copy = std::fs::read(&file).unwrap()).await;
    began(&counter, "two");
    let counter = counter.restarted_after(|_| std::fs::write(&file, copy).unwrap()).await;
    let left = stored::read(&written()["operation"].to_string()).unwrap();
    counter.app.recovery.leave_pending(left);
    assert_eq!(counter.app.notices.now().await.len(), 1);
    let counter = counter.restarted().await;
    assert_eq!(counter.app.notices.now().await.len(), 1, "nothing was written down yet");
    assert_eq!(counter.restarted().await.app.notices.now().await, []);
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_told_and_its_shop_goes_on_after_each_start() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let opened = async |counter: &Counter, reference| {
        let found = Box::pin(counter.app.finder.find(&id, reference)).await;
        let page = super::link(found.unwrap());
        page.reading.snapshot.link.payment_link_id.unwrap()
    };
    let refund = async |counter: &Counter, reference| {
        let link = opened(counter, reference).await;
        let kind = OperationKind::Refund;
        let shown = Box::pin(counter.app.operation_requests.prepare(&id, link.as_str(), kind)).await?;
        let part = AmountInput::Part("1".into());
        let reason = Some("Returned".to_owned());
        let mut operations = counter.app.operations.subscribe();
        Box::pin(counter.app.operation_requests.confirm(&id, &shown.intent.id, kind, Some(&part), reason))
            .await?;
        loop {
            let operation = operations.recv().await.unwrap();
            if operation.resolved_at().is_some() {
                return Ok::<_, OperationRequestError>(operation);
            }
        }
    };
    let first = refund(&counter, known::PAID).await.unwrap();
    let file = counter.folder.path().join("ledger.db");
    let all = ActivityQuery { account: id.clone(), limit: 10, ..ActivityQuery::default() };
    // What follows the refund lets the ledger go.
    let ended = async |counter: &Counter| {
        counter.app.operations.crash();
        tokio::task::yield_now().await;
    };
    ended(&counter).await;
    let mut counter = counter
        .restarted_after(|_| {
            let tool = rusqlite::Connection::open(&file).unwrap();
            let set = "UPDATE operations SET body = '{', is_unfinished = 1, is_open = 1 WHERE id = ?1";
            assert_eq!(tool.execute(set, [first.id().as_str()]).unwrap(), 1);
        })
        .await;
    for start in 1..=2 {
        counter.app.recover().await;
        counter.app.operations.journal().check_rows().await.unwrap();
        counter.connect("right").await.unwrap();
        assert_eq!(counter.app.operations.journal().ledger().trouble(), None);
        let told = [Notice::LedgerEntriesUnread { count: 1, path: file.clone() }];
        assert_eq!(counter.app.notices.now().await, told);
        let refused = refund(&counter, known::PAID).await;
        assert!(
            matches!(refused, Err(OperationRequestError::NotAllowed(Reason::OperationNotRead))),
            "{refused:?}"
        );
        let other = refund(&counter, known::PAID_BY_UPI).await.unwrap();
        assert!(other.state.took_effect(), "{:?}", other.state);
        let activity = counter.app.operation_log.activity(&all).await.unwrap();
        assert_eq!((activity.total, activity.unreadable), (start, 1));
        ended(&counter).await;
        counter = counter.restarted().await;
    }
}
