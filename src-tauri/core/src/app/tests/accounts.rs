//! Accounts: connecting one, knowing it again, and the sample shop.

use sandbox::shop::known;
use serde_json::json;

use super::{Counter, app, keys, link};
use crate::{
    accounts::{AccountsError, ConnectAccount, SecretPlace, SecretStorage},
    rules::allowed::OperationKind,
    settings::{Account, Environment},
};

#[tokio::test]
async fn a_wrong_secret_leaves_nothing_and_the_right_one_an_account_without_its_secret_on_disk() {
    let counter = Counter::open().await;
    let refused = counter.connect("wrong").await;
    assert!(matches!(refused, Err(AccountsError::Api(pinelabs::Error::CredentialsRefused(_)))));
    assert_eq!(counter.app.settings.accounts(), []);
    let account = counter.connect("right").await.unwrap();
    assert_eq!(counter.app.accounts.secret_place(&account), SecretPlace::Session);
    assert_eq!(counter.app.settings.current(), Some(account.id));
    for file in std::fs::read_dir(counter.folder.path()).unwrap() {
        let text = String::from_utf8_lossy(&std::fs::read(file.unwrap().path()).unwrap()).into_owned();
        assert!(!text.contains("right") && !text.contains("client-1234"), "{text}");
    }
}

#[tokio::test]
async fn where_the_settings_cannot_be_read_a_shop_is_connected_until_the_program_ends_and_no_keychain_is_asked()
 {
    let counter = Counter::open().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("settings.json")).unwrap();
    let app = app(folder.path(), &counter.sandbox.url());
    let connect = |keep| ConnectAccount {
        account: None,
        name: String::new(),
        default_name: "My shop".into(),
        environment: Environment::Custom,
        client_id: "client-1234".into(),
        client_secret: "right".into(),
        keep,
    };
    let account = app.accounts.connect(connect(SecretStorage::Keychain)).await.unwrap();
    assert_eq!(app.accounts.secret_place(&account), SecretPlace::Session);
    link(app.finder.find(&account.id, known::PAID).await.unwrap());
    assert_eq!(app.notices.now().await.len(), 1);
    app.close().await;
    let left = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    let of_ledger = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("ledger.");
    let left: std::collections::BTreeSet<_> = left.filter(|name| !of_ledger(name)).collect();
    assert_eq!(left, ["recents.json", "recents.last-good.json", "settings.json"].map(Into::into).into());
}

#[tokio::test]
async fn where_the_settings_are_lost_the_same_keys_find_the_change_that_is_still_unknown() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let opened = link(counter.app.finder.find(&id, known::PAID).await.unwrap());
    let link_id = opened.reading.snapshot.link.payment_link_id.unwrap();
    let lost = json!({ "match": { "method": "POST", "path_contains": "/refund" }, "kind": "lost_before" });
    counter.control("faults", lost).await;
    let shown =
        counter.app.operation_requests.prepare(&id, link_id.as_str(), OperationKind::Refund).await.unwrap();
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

    let Counter { app: before, folder, sandbox } = counter;
    before.close().await;
    drop(before);
    for file in ["settings.json", "settings.last-good.json"] {
        let _ = std::fs::remove_file(folder.path().join(file));
    }
    let app = app(folder.path(), &sandbox.url());
    assert_eq!(app.settings.accounts(), []);
    let again = app.accounts.connect(keys("right")).await.unwrap().id;
    assert_eq!(again, id);
    assert_eq!(app.operation_log.unfinished(&again).await.unwrap().len(), 1);
}

#[tokio::test]
async fn one_shop_is_connected_once() {
    let counter = Counter::open().await;
    let first = counter.connect("right").await.unwrap();
    let second = counter.connect("right").await.unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(counter.app.settings.accounts().len(), 1);
}

#[tokio::test]
async fn the_same_keys_after_a_restart_are_the_same_account_though_its_secret_is_gone() {
    let counter = Counter::open().await;
    let first = counter.connect("right").await.unwrap();
    link(counter.app.finder.find(&first.id, known::PAID).await.unwrap());
    let counter = counter.restarted().await;
    assert!(matches!(counter.app.accounts.client(&first.id).await, Err(AccountsError::NoSecret { .. })));
    let second = counter.connect("right").await.unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(counter.app.settings.accounts().len(), 1);
    assert_eq!(counter.app.recents.of(&second.id).len(), 1);
}

#[tokio::test]
async fn keys_of_one_account_do_not_replace_those_of_another() {
    let counter = Counter::open().await;
    let first = counter.connect("right").await.unwrap();
    let other = Account { id: uuid::Uuid::new_v4().to_string(), client_id_mark: None, ..first };
    counter.app.settings.keep_account(other.clone());
    let connect = ConnectAccount { account: Some(other.id), ..keys("right") };
    assert!(matches!(counter.app.accounts.connect(connect).await, Err(AccountsError::OtherAccount { .. })));
}

#[tokio::test]
async fn the_sample_shop_opens_with_a_list_and_needs_no_secret() {
    let counter = Counter::open().await;
    let account = counter.app.try_sample_data("Sample shop").await.unwrap();
    assert_eq!(counter.app.accounts.secret_place(&account), SecretPlace::NotNeeded);
    assert_eq!(counter.app.recents.of(&account.id).len(), 12);
    let asked = ConnectAccount { environment: Environment::Sample, ..keys("none") };
    assert_eq!(counter.app.connect(asked).await.unwrap().id, account.id);
    assert_eq!(counter.app.try_sample_data("Sample shop").await.unwrap().id, account.id);
    counter.app.forget_account(&account.id).await.unwrap();
    assert_eq!(counter.app.recents.of(&account.id), []);
    assert_eq!(counter.app.settings.current(), None);
}

#[tokio::test]
async fn an_account_that_is_forgotten_leaves_nothing_that_was_read_of_it() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let page = link(counter.app.finder.find(&id, known::PAID).await.unwrap());
    let link_id = page.reading.snapshot.link.payment_link_id.unwrap();
    assert!(counter.app.reader.known_link(&id, link_id.as_str()).await.is_some());
    counter.app.forget_account(&id).await.unwrap();
    assert!(counter.app.reader.known_link(&id, link_id.as_str()).await.is_none());
    assert!(matches!(counter.app.accounts.client(&id).await, Err(AccountsError::NoAccount)));
}
