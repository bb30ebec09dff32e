//! The app against the sandbox over HTTP, with real files and secrets kept for the session.

use std::{path::Path, sync::Arc, time::Duration};

use pinelabs::SystemClock;
use sandbox::{DialectSetting, Options, Sandbox};

mod accounts;
mod clock;
mod export;
mod finding;
mod keys;
mod last_known;
mod ledger;

use super::{Linkdesk, Stores};
use crate::{
    accounts::{AccountsError, ConnectAccount, SecretStorage},
    json_file::PlainFiles,
    reading::{FindResult, LinkReading, Opened},
    recents::Recents,
    settings::{Account, Environment, Settings},
    start_options::{StartOptions, Trace},
};

struct Counter {
    app: Linkdesk,
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
        let app = app(folder.path(), &sandbox.url());
        Self { app, sandbox, folder }
    }

    async fn connect(&self, secret: &str) -> Result<Account, AccountsError> {
        self.app.accounts.connect(keys(secret)).await
    }

    /// The same files with nothing in memory.
    async fn restarted(self) -> Self {
        self.restarted_after(|_| ()).await
    }

    /// The same, with something done to them meanwhile.
    async fn restarted_after(self, change: impl FnOnce(&Path)) -> Self {
        let Self { app: before, folder, sandbox } = self;
        // As the program's own end does: what was opened last is saved by a thread of its own.
        before.close().await;
        drop(before);
        change(folder.path());
        let app = app(folder.path(), &sandbox.url());
        Self { app, sandbox, folder }
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

fn app(folder: &Path, url: &str) -> Linkdesk {
    app_with(folder, url, Arc::new(SystemClock))
}

fn app_with(folder: &Path, url: &str, clock: Arc<dyn pinelabs::Clock>) -> Linkdesk {
    let settings = Settings::open(&PlainFiles, folder).unwrap();
    let recents = Recents::open(&PlainFiles, folder).unwrap();
    let launch = StartOptions {
        folder: folder.to_owned(),
        custom_url: Some(url.to_owned()),
        undo: Duration::ZERO,
        pace: Some(pinelabs::RateLimit::default()),
        trace: Trace::Off,
    };
    Linkdesk::new(launch, clock, Stores { settings, recents })
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
