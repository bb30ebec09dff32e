//! Two pairs of keys: of one shop, and of another shop under an account that has something open. And keys as they are pasted.

use sandbox::shop::known;
use serde_json::json;

use super::{Counter, keys, link};
use crate::{
    accounts::ConnectAccount,
    rules::{allowed::OperationKind, amount::AmountInput},
};

async fn second_keys(counter: &Counter) -> ConnectAccount {
    counter.control("clients", json!({ "client_id": "client-5678", "client_secret": "other" })).await;
    ConnectAccount { client_id: "client-5678".into(), ..keys("other") }
}

#[tokio::test]
async fn other_keys_under_an_account_with_an_open_change_are_an_account_of_their_own() {
    let counter = Counter::open().await;
    let account = counter.connect("right").await.unwrap();
    let other = second_keys(&counter).await;
    let page = link(counter.app.finder.find(&account.id, known::PAID).await.unwrap());
    let link_id = page.reading.snapshot.link.payment_link_id.unwrap();
    let shown = counter
        .app
        .operation_requests
        .prepare(&account.id, link_id.as_str(), OperationKind::Refund)
        .await
        .unwrap();
    let choice = AmountInput::Part("10".into());
    let reason = Some("Returned".to_owned());
    // Accepted and on its way: its look-ups need the keys that it was asked for with.
    counter
        .app
        .operation_requests
        .confirm(&account.id, &shown.intent.id, OperationKind::Refund, Some(&choice), reason)
        .await
        .unwrap();
    let connected = counter
        .app
        .accounts
        .connect(ConnectAccount { account: Some(account.id.clone()), ..other })
        .await
        .unwrap();
    assert_ne!(connected.id, account.id);
    assert_eq!(connected.base_url, account.base_url);
    assert_eq!(connected.environment, account.environment);
    assert!(counter.app.settings.account(&account.id).is_some());
}

#[tokio::test]
async fn other_keys_under_an_account_with_nothing_open_take_its_place() {
    let counter = Counter::open().await;
    let account = counter.connect("right").await.unwrap();
    let other = second_keys(&counter).await;
    let connected = counter
        .app
        .accounts
        .connect(ConnectAccount { account: Some(account.id.clone()), ..other })
        .await
        .unwrap();
    assert_eq!(connected.id, account.id);
}

#[tokio::test]
async fn keys_are_taken_without_what_nobody_sees() {
    let counter = Counter::open().await;
    let plain = counter.connect("right").await.unwrap();
    let pasted = ConnectAccount {
        client_id: "\u{feff}client-\u{200b}1234\u{2069}\r\n".into(),
        ..keys("\u{202a}ri\u{ad}ght\u{202c}\u{2060}\t")
    };
    let account = counter.app.accounts.connect(pasted).await.unwrap();
    assert_eq!((account.id, account.client_id_hint.as_str()), (plain.id, "1234"));
}
