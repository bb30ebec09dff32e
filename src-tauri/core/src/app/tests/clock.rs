//! A computer whose clock is wrong.

use std::{sync::Arc, time::Duration};

use pinelabs::LinkId;
use sandbox::shop::known;

use super::{Counter, app_with, keys, link};
use crate::{
    notices::Notice,
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
    let app = app_with(folder.path(), &counter.sandbox.url(), Arc::new(Ahead));
    let mut changes = app.accounts.clocks().changes();
    let sample = app.try_sample_data("Sample shop").await.unwrap();
    link(app.finder.find(&sample.id, known::PAID).await.unwrap());
    assert_eq!((app.notices.now().await, changes.has_changed().unwrap()), (Vec::new(), false));

    let account = app.accounts.connect(keys("right")).await.unwrap();
    assert!(changes.has_changed().unwrap());
    let [Notice::Clock { off_by }] = app.notices.now().await[..] else {
        panic!("{:?}", app.notices.now().await)
    };
    assert!((-61..=-59).contains(&off_by.as_mins()), "{off_by}");
    let page = link(app.finder.find(&account.id, known::PAID).await.unwrap());
    let snapshot = &page.reading.snapshot;
    let behind = snapshot.read_at.duration_since(snapshot.server_now());
    assert!((59..=61).contains(&behind.as_mins()), "{behind}");
    changes.mark_unchanged();

    app.forget_account(&account.id).await.unwrap();
    assert_eq!(app.notices.now().await, []);
}

#[tokio::test]
async fn what_was_resolved_in_this_run_is_shown_also_when_the_clock_was_set_back() {
    let counter = Counter::open().await;
    let account = counter.connect("right").await.unwrap().id;
    let page = link(counter.app.finder.find(&account, known::PAID).await.unwrap());
    let link_id: LinkId = page.reading.snapshot.link.payment_link_id.unwrap();
    let shown = counter
        .app
        .operation_requests
        .prepare(&account, link_id.as_str(), OperationKind::Refund)
        .await
        .unwrap();
    let choice = AmountInput::Part("10".into());
    let reason = Some("Returned".to_owned());
    let begun = counter
        .app
        .operation_requests
        .confirm(&account, &shown.intent.id, OperationKind::Refund, Some(&choice), reason)
        .await
        .unwrap();
    let operations = &counter.app.operations;
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
    let journal = counter.app.operations.journal();
    let long_ago = "2020-01-01T00:00:00Z".parse().unwrap();
    let mut old = Operation { confirmed_at: long_ago, ..resolved };
    if let State::Accepted { at, .. } = &mut old.state {
        *at = long_ago;
    }
    assert!(matches!(journal.advance(&mut old, None).await, Advance::Applied));
    let is_it = |operation: &Operation| operation.id() == begun.id();
    assert!(
        counter
            .app
            .page_operations
            .of_link(&account, link_id.as_str())
            .await
            .is_some_and(|shown| is_it(&shown))
    );
    assert!(counter.app.operation_log.at_hand(&account).await.unwrap().iter().any(is_it));
    assert!(counter.app.page_operations.has_put_nothing_away());
}
