//! What is shown of a link while nobody can be asked.

use sandbox::shop::known;
use serde_json::json;

use super::{Counter, link};
use crate::{
    accounts::AccountsError,
    reading::ReaderError,
    rules::{allowed::OperationKind, status::LinkState},
};

#[tokio::test]
async fn the_network_down_shows_the_last_known_and_why_and_what_was_never_seen_is_an_error() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    link(counter.app.finder.find(&id, known::PAID).await.unwrap());
    let Counter { app, sandbox, folder: _folder } = counter;
    sandbox.stop().await;
    let page = link(app.finder.find(&id, known::PAID).await.unwrap());
    assert_eq!(page.state, LinkState::Paid);
    assert!(matches!(page.stale, Some(pinelabs::Error::Network { .. })), "{:?}", page.stale);
    assert!(matches!(app.finder.find(&id, known::HELD).await, Err(ReaderError::Api(_))));
}

#[tokio::test]
async fn a_page_that_cannot_be_read_again_still_says_checking_while_an_outcome_is_unknown() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let opened = link(counter.app.finder.find(&id, known::PAID).await.unwrap());
    let link_id = opened.reading.snapshot.link.payment_link_id.unwrap();
    let everything =
        json!({ "match": { "method": "POST", "path_contains": "/refund" }, "kind": "lost_after_commit" });
    counter.control("faults", everything).await;
    let lost = json!({ "match": { "method": "GET" }, "kind": "lost_before", "times": 1000, "after": 5 });
    let shown =
        counter.app.operation_requests.prepare(&id, link_id.as_str(), OperationKind::Refund).await.unwrap();
    counter.control("faults", lost).await;
    let all = crate::rules::amount::AmountInput::All;
    let mut changes = counter.app.operations.subscribe();
    let reason = Some("Returned".to_owned());
    counter
        .app
        .operation_requests
        .confirm(&id, &shown.intent.id, OperationKind::Refund, Some(&all), reason)
        .await
        .unwrap();
    while !changes.recv().await.unwrap().is_unknown() {}
    let known = counter.app.reader.known_link(&id, link_id.as_str()).await.unwrap();
    assert_eq!(known.state, LinkState::Checking);
    assert!(known.operation.is_some());
    // The list says so from the ledger, and has kept what was read.
    assert_eq!(counter.app.reader.recent_links(&id).await[0].state, "checking");
    assert_eq!(counter.app.recents.of(&id)[0].state, "paid");
    assert!(matches!(counter.app.forget_account(&id).await, Err(AccountsError::OperationOpen)));
}
