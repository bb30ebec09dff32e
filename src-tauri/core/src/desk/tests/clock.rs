//! A computer whose clock is wrong.

use std::{sync::Arc, time::Duration};

use pinelabs::LinkId;
use sandbox::shop::known;

use super::{Counter, desk_with, keys, link};
use crate::{
    desk::{Notice, lock},
    operations::{
        journal::Advance,
        operation::{Operation, State},
    },
    rules::{allowed::OperationKind, amount::AmountInput},
};

/// A computer that is an hour ahead.
struct Ahead;

impl pinelabs::Clock for Ahead {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1)
    }
}

#[tokio::test]
async fn a_computer_an_hour_ahead_is_told_so_of_a_shop_and_never_of_the_sample_shop() {
    let counter = Counter::open().await;
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_with(folder.path(), &counter.sandbox.url(), Arc::new(Ahead));
    let mut changes = desk.clocks().changes();
    let sample = desk.try_sample_data("Sample shop").await.unwrap();
    link(desk.find(&sample.id, known::PAID).await.unwrap());
    assert_eq!((desk.notices().await, changes.has_changed().unwrap()), (Vec::new(), false));

    let account = desk.connect(keys("right")).await.unwrap();
    assert!(changes.has_changed().unwrap());
    let [Notice::Clock { off_by }] = desk.notices().await[..] else { panic!("{:?}", desk.notices().await) };
    assert!((-61..=-59).contains(&off_by.as_mins()), "{off_by}");
    let page = link(desk.find(&account.id, known::PAID).await.unwrap());
    let snapshot = &page.reading.snapshot;
    let behind = snapshot.read_at.duration_since(snapshot.server_now());
    assert!((59..=61).contains(&behind.as_mins()), "{behind}");
    changes.mark_unchanged();

    desk.forget_account(&account.id).await.unwrap();
    assert_eq!(desk.notices().await, []);
}

#[tokio::test]
async fn what_was_resolved_in_this_run_is_shown_also_when_the_clock_was_set_back() {
    let counter = Counter::open().await;
    let account = counter.connect("right").await.unwrap().id;
    let page = link(counter.desk.find(&account, known::PAID).await.unwrap());
    let link_id: LinkId = page.reading.snapshot.link.payment_link_id.unwrap();
    let shown = counter.desk.prepare(&account, link_id.as_str(), OperationKind::Refund).await.unwrap();
    let choice = AmountInput::Part("10".into());
    let reason = Some("Returned".to_owned());
    let begun = counter
        .desk
        .confirm(&account, &shown.intent.id, OperationKind::Refund, Some(&choice), reason)
        .await
        .unwrap();
    let operations = counter.desk.operations();
    let mut changes = operations.subscribe();
    let resolved = async {
        loop {
            let now = operations.get(begun.id()).await.unwrap().unwrap();
            if matches!(now.state, State::Accepted { .. }) {
                return now;
            }
            let _ = changes.recv().await;
        }
    };
    let resolved = tokio::time::timeout(Duration::from_secs(20), resolved).await.unwrap();
    // As if it had been confirmed and resolved years before this start.
    let journal = counter.desk.operations().journal();
    let long_ago = "2020-01-01T00:00:00Z".parse().unwrap();
    let mut old = Operation { confirmed_at: long_ago, ..resolved };
    if let State::Accepted { at, .. } = &mut old.state {
        *at = long_ago;
    }
    assert!(matches!(journal.advance(&mut old, None).await, Advance::Applied));
    let is_it = |operation: &Operation| operation.id() == begun.id();
    assert!(
        counter.desk.operation_shown(&account, link_id.as_str()).await.is_some_and(|shown| is_it(&shown))
    );
    assert!(counter.desk.operations_at_hand(&account).await.unwrap().iter().any(is_it));
    assert!(lock(&counter.desk.put_away).is_empty());
}
