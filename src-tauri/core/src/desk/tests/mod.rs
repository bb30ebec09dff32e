//! The desk against the sandbox over HTTP, with real files and secrets kept for the session.

use std::{os::unix::fs::PermissionsExt, path::Path, sync::Arc, time::Duration};

use pinelabs::SystemClock;
use sandbox::{DialectSetting, Options, Sandbox, shop::known};
use serde_json::json;

mod clock;
mod finding;
mod keys;
mod ledger;

use super::{
    ActivityQuery, ConnectAccount, Desk, DeskError, FindResult, LinkReading, Opened, SecretPlace,
    SecretStorage, StartOptions, Stores, Trace, export::words::tests::named_as_they_are,
};
use crate::{
    json_file::PlainFiles,
    recents::Recents,
    rules::{allowed::OperationKind, status::LinkState},
    settings::{Account, Environment, Settings},
};

struct Counter {
    desk: Desk,
    sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Counter {
    async fn open() -> Self {
        let options = Options {
            port: 0,
            dialect: DialectSetting::Guide,
            client_id: "client-1234".into(),
            client_secret: "right".into(),
            now: None,
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path(), &sandbox.url());
        Self { desk, sandbox, folder }
    }

    async fn connect(&self, secret: &str) -> Result<Account, DeskError> {
        self.desk.connect(keys(secret)).await
    }

    /// The same files with nothing in memory.
    async fn restarted(self) -> Self {
        self.restarted_after(|_| ()).await
    }

    /// The same, with something done to them meanwhile.
    async fn restarted_after(self, change: impl FnOnce(&Path)) -> Self {
        let Self { desk: before, folder, sandbox } = self;
        // As the program's own end does: what was opened last is saved by a thread of its own.
        before.close().await;
        drop(before);
        change(folder.path());
        let desk = desk(folder.path(), &sandbox.url());
        Self { desk, sandbox, folder }
    }

    async fn control(&self, path: &str, body: serde_json::Value) {
        let url = format!("{}/_sandbox/{path}", self.sandbox.url());
        let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success());
    }
}

fn keys(secret: &str) -> ConnectAccount {
    ConnectAccount {
        account: None,
        name: String::new(),
        default_name: "My shop".into(),
        environment: Environment::Custom,
        client_id: " client-1234 ".into(),
        client_secret: format!("{secret}\n").into(),
        keep: SecretStorage::Session,
    }
}

fn desk(folder: &Path, url: &str) -> Desk {
    desk_with(folder, url, Arc::new(SystemClock))
}

fn desk_with(folder: &Path, url: &str, clock: Arc<dyn pinelabs::Clock>) -> Desk {
    let settings = Settings::open(&PlainFiles, folder).unwrap();
    let recents = Recents::open(&PlainFiles, folder).unwrap();
    let launch = StartOptions {
        folder: folder.to_owned(),
        custom_url: Some(url.to_owned()),
        undo: Duration::ZERO,
        pace: Some(pinelabs::RateLimit::default()),
        trace: Trace::Off,
    };
    Desk::new(launch, clock, Stores { settings, recents })
}

fn link(found: FindResult) -> LinkReading {
    match found.page {
        Opened::Link(page) => *page,
        Opened::Order { .. } => panic!("an order came, not a link"),
    }
}

fn reference(page: &LinkReading) -> String {
    page.reading.snapshot.link.merchant_payment_link_reference.as_ref().unwrap().to_string()
}

#[tokio::test]
async fn a_wrong_secret_leaves_nothing_and_the_right_one_an_account_without_its_secret_on_disk() {
    let counter = Counter::open().await;
    let refused = counter.connect("wrong").await;
    assert!(matches!(refused, Err(DeskError::Api(pinelabs::Error::CredentialsRefused(_)))));
    assert_eq!(counter.desk.settings().accounts(), []);
    let account = counter.connect("right").await.unwrap();
    assert_eq!(counter.desk.secret_place(&account), SecretPlace::Session);
    assert_eq!(counter.desk.settings().current(), Some(account.id));
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
    let desk = desk(folder.path(), &counter.sandbox.url());
    let connect = |keep| ConnectAccount {
        account: None,
        name: String::new(),
        default_name: "My shop".into(),
        environment: Environment::Custom,
        client_id: "client-1234".into(),
        client_secret: "right".into(),
        keep,
    };
    let account = desk.connect(connect(SecretStorage::Keychain)).await.unwrap();
    assert_eq!(desk.secret_place(&account), SecretPlace::Session);
    link(desk.find(&account.id, known::PAID).await.unwrap());
    assert_eq!(desk.notices().await.len(), 1);
    desk.close().await;
    let left = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    let of_ledger = |name: &std::ffi::OsString| name.to_string_lossy().starts_with("ledger.");
    let left: std::collections::BTreeSet<_> = left.filter(|name| !of_ledger(name)).collect();
    assert_eq!(left, ["recents.json", "recents.last-good.json", "settings.json"].map(Into::into).into());
}

#[tokio::test]
async fn where_the_settings_are_lost_the_same_keys_find_the_change_that_is_still_unknown() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let opened = link(counter.desk.find(&id, known::PAID).await.unwrap());
    let link_id = opened.reading.snapshot.link.payment_link_id.unwrap();
    let lost = json!({ "match": { "method": "POST", "path_contains": "/refund" }, "kind": "lost_before" });
    counter.control("faults", lost).await;
    let shown = counter.desk.prepare(&id, link_id.as_str(), OperationKind::Refund).await.unwrap();
    let all = crate::rules::amount::AmountInput::All;
    let mut changes = counter.desk.operations().subscribe();
    let reason = Some("Returned".to_owned());
    counter.desk.confirm(&id, &shown.intent.id, OperationKind::Refund, Some(&all), reason).await.unwrap();
    while !changes.recv().await.unwrap().is_unknown() {}

    let Counter { desk: before, folder, sandbox } = counter;
    before.close().await;
    drop(before);
    for file in ["settings.json", "settings.last-good.json"] {
        let _ = std::fs::remove_file(folder.path().join(file));
    }
    let desk = desk(folder.path(), &sandbox.url());
    assert_eq!(desk.settings().accounts(), []);
    let again = desk.connect(keys("right")).await.unwrap().id;
    assert_eq!(again, id);
    assert_eq!(desk.unfinished(&again).await.unwrap().len(), 1);
}

#[tokio::test]
async fn one_shop_is_connected_once() {
    let counter = Counter::open().await;
    let first = counter.connect("right").await.unwrap();
    let second = counter.connect("right").await.unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(counter.desk.settings().accounts().len(), 1);
}

#[tokio::test]
async fn the_same_keys_after_a_restart_are_the_same_account_though_its_secret_is_gone() {
    let counter = Counter::open().await;
    let first = counter.connect("right").await.unwrap();
    link(counter.desk.find(&first.id, known::PAID).await.unwrap());
    let counter = counter.restarted().await;
    assert!(matches!(counter.desk.shop(&first.id).await, Err(DeskError::NoSecret { .. })));
    let second = counter.connect("right").await.unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(counter.desk.settings().accounts().len(), 1);
    assert_eq!(counter.desk.recents().of(&second.id).len(), 1);
}

#[tokio::test]
async fn keys_of_one_account_do_not_replace_those_of_another() {
    let counter = Counter::open().await;
    let first = counter.connect("right").await.unwrap();
    let other = Account { id: uuid::Uuid::new_v4().to_string(), client_id_mark: None, ..first };
    counter.desk.settings().keep_account(other.clone());
    let connect = ConnectAccount { account: Some(other.id), ..keys("right") };
    assert!(matches!(counter.desk.connect(connect).await, Err(DeskError::OtherAccount { .. })));
}

#[tokio::test]
async fn the_network_down_shows_the_last_known_and_why_and_what_was_never_seen_is_an_error() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    link(counter.desk.find(&id, known::PAID).await.unwrap());
    let Counter { desk, sandbox, folder: _folder } = counter;
    sandbox.stop().await;
    let page = link(desk.find(&id, known::PAID).await.unwrap());
    assert_eq!(page.state, LinkState::Paid);
    assert!(matches!(page.stale, Some(pinelabs::Error::Network { .. })), "{:?}", page.stale);
    assert!(matches!(desk.find(&id, known::HELD).await, Err(DeskError::Api(_))));
}

#[tokio::test]
async fn a_page_that_cannot_be_read_again_still_says_checking_while_an_outcome_is_unknown() {
    let counter = Counter::open().await;
    let id = counter.connect("right").await.unwrap().id;
    let opened = link(counter.desk.find(&id, known::PAID).await.unwrap());
    let link_id = opened.reading.snapshot.link.payment_link_id.unwrap();
    let everything =
        json!({ "match": { "method": "POST", "path_contains": "/refund" }, "kind": "lost_after_commit" });
    counter.control("faults", everything).await;
    let lost = json!({ "match": { "method": "GET" }, "kind": "lost_before", "times": 1000, "after": 5 });
    let shown = counter.desk.prepare(&id, link_id.as_str(), OperationKind::Refund).await.unwrap();
    counter.control("faults", lost).await;
    let all = crate::rules::amount::AmountInput::All;
    let mut changes = counter.desk.operations().subscribe();
    let reason = Some("Returned".to_owned());
    counter.desk.confirm(&id, &shown.intent.id, OperationKind::Refund, Some(&all), reason).await.unwrap();
    while !changes.recv().await.unwrap().is_unknown() {}
    let known = counter.desk.known_link(&id, link_id.as_str()).await.unwrap();
    assert_eq!(known.state, LinkState::Checking);
    assert!(known.operation.is_some());
    // The list says so from the ledger, and has kept what was read.
    assert_eq!(counter.desk.recent_links(&id).await[0].state, "checking");
    assert_eq!(counter.desk.recents().of(&id)[0].state, "paid");
    assert!(matches!(counter.desk.forget_account(&id).await, Err(DeskError::OperationOpen)));
}

#[tokio::test]
async fn the_sample_shop_opens_with_a_list_and_needs_no_secret() {
    let counter = Counter::open().await;
    let account = counter.desk.try_sample_data("Sample shop").await.unwrap();
    assert_eq!(counter.desk.secret_place(&account), SecretPlace::NotNeeded);
    assert_eq!(counter.desk.recents().of(&account.id).len(), 12);
    assert_eq!(counter.desk.try_sample_data("Sample shop").await.unwrap().id, account.id);
    counter.desk.forget_account(&account.id).await.unwrap();
    assert_eq!(counter.desk.recents().of(&account.id), []);
    assert_eq!(counter.desk.settings().current(), None);
}

#[tokio::test]
async fn an_export_is_its_owners_alone_and_whole_or_not_there() {
    let counter = Counter::open().await;
    let wanted = ActivityQuery { account: "a".into(), limit: 10, ..ActivityQuery::default() };
    let words = named_as_they_are();
    let path = counter.desk.export_activity(&wanted, &words).await.unwrap();
    let folder = path.parent().unwrap();
    let rights = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((rights(&path), rights(folder)), (0o600, 0o700));
    assert!(std::fs::read_to_string(&path).unwrap().ends_with("money_on_cancelled_link\r\n"));
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);

    std::fs::remove_dir_all(folder).unwrap();
    std::fs::write(folder, "no folder").unwrap();
    let refused = counter.desk.export_activity(&wanted, &words).await;
    assert!(matches!(refused, Err(DeskError::Export(_))), "{refused:?}");
}
