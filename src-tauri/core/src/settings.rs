//! Preferences and the list of accounts, in `settings.json`. Never a secret: those are the keychain's alone.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use pinelabs::Dialect;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    json_file::{Backends, IoCause, JsonFile, JsonFileError, Schema, Trouble, Values, reads_as},
    rules::ledger_mark::LedgerMark,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    Live,
    Uat,
    /// The address given by `LINKDESK_API_URL`.
    Custom,
    /// An invented shop on this computer.
    Sample,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// A connected shop. Its credentials are kept elsewhere, under its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: String,
    pub name: String,
    pub environment: Environment,
    /// Where its credentials may be sent: nowhere else, ever.
    pub base_url: String,
    /// Enough of the client id for a person to tell two accounts apart.
    pub client_id_hint: String,
    /// Tells whether a client id is this account's, and nothing else of it.
    #[serde(default)]
    pub client_id_mark: Option<String>,
    /// Kept in memory only, so it has to be pasted again after a restart.
    pub session_only: bool,
    pub dialect: Option<Dialect>,
}

/// How large the window was left. Lengths in logical pixels, as it is without being maximized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowShape {
    pub width: u32,
    pub height: u32,
    pub maximized: bool,
}

pub struct Settings {
    json_file: Arc<JsonFile>,
    /// One change of the account list at a time.
    accounts: Mutex<Vec<Account>>,
    /// Saves the marks of the ledger: a money move does not wait for it.
    marker: Option<(mpsc::Sender<Asked>, JoinHandle<()>)>,
}

/// What the marker is asked for.
enum Asked {
    Keep(LedgerMark),
    /// To say when everything asked for before is done.
    Tell(mpsc::Sender<()>),
    End,
}

/// How long the exit waits for a slow disk.
const LAST_SAVE_TIMEOUT: Duration = Duration::from_secs(5);

const ACCOUNTS: &str = "accounts";
const CURRENT: &str = "current";
const THEME: &str = "theme";
const WINDOW: &str = "window";
const LEDGER: &str = "ledger";

const SCHEMA: Schema =
    Schema { file: "settings.json", keys: &[ACCOUNTS, CURRENT, THEME, WINDOW, LEDGER], validate };

fn validate(values: &Values) -> bool {
    reads_as::<Vec<Account>>(values, ACCOUNTS)
        && reads_as::<Option<String>>(values, CURRENT)
        && reads_as::<Theme>(values, THEME)
        && reads_as::<WindowShape>(values, WINDOW)
        && reads_as::<LedgerMark>(values, LEDGER)
}

impl Settings {
    pub fn open(backends: &dyn Backends, folder: &Path) -> Result<Self, JsonFileError> {
        let json_file = Arc::new(JsonFile::open(backends, folder, &SCHEMA)?);
        let accounts = Mutex::new(json_file.get(ACCOUNTS).unwrap_or_default());
        let (ask, asked) = mpsc::channel();
        let kept_in = Arc::clone(&json_file);
        let marker = std::thread::spawn(move || keep_marks(&kept_in, &asked));
        Ok(Self { json_file, accounts, marker: Some((ask, marker)) })
    }

    /// False where whatever is changed lasts only as long as this program runs.
    pub fn keeps(&self) -> bool {
        self.json_file.keeps()
    }

    pub fn troubles(&self) -> Vec<Trouble> {
        self.json_file.troubles()
    }

    pub fn unsaved(&self) -> watch::Receiver<Option<IoCause>> {
        self.json_file.unsaved()
    }

    pub fn theme(&self) -> Theme {
        self.json_file.get(THEME).unwrap_or_default()
    }

    pub fn set_theme(&self, theme: Theme) {
        self.put(THEME, &theme);
    }

    pub fn window(&self) -> Option<WindowShape> {
        self.json_file.get(WINDOW)
    }

    pub fn keep_window(&self, shape: WindowShape) {
        self.put(WINDOW, &shape);
    }

    /// The account last worked with, if it is still there.
    pub fn current(&self) -> Option<String> {
        let current = self.json_file.get::<String>(CURRENT)?;
        self.account(&current).map(|account| account.id)
    }

    pub fn set_current(&self, id: Option<&str>) {
        self.put(CURRENT, &id);
    }

    /// Of the ledger that was worked with last.
    pub fn ledger_mark(&self) -> Option<LedgerMark> {
        self.json_file.get(LEDGER)
    }

    /// Takes the ledger's marks and has them saved in a while. One that is lost is only missed where an older ledger comes back.
    pub fn mark_keeper(&self) -> impl Fn(LedgerMark) + Send + use<> {
        let ask = self.marker.as_ref().map(|(ask, _)| ask.clone());
        move |mark| {
            if let Some(ask) = &ask {
                // After the end nobody listens, and nothing begins.
                let _ = ask.send(Asked::Keep(mark));
            }
        }
    }

    pub fn accounts(&self) -> Vec<Account> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn account(&self, id: &str) -> Option<Account> {
        self.accounts().into_iter().find(|account| account.id == id)
    }

    /// Adds an account, or replaces the one of the same id. It is there even if it could not be saved.
    pub fn keep_account(&self, account: Account) -> Result<(), JsonFileError> {
        self.change(|accounts| match accounts.iter_mut().find(|known| known.id == account.id) {
            Some(known) => *known = account,
            None => accounts.push(account),
        })
    }

    pub fn remove_account(&self, id: &str) {
        said(self.change(|accounts| accounts.retain(|account| account.id != id)));
    }

    pub fn learn_dialect(&self, id: &str, dialect: Dialect) {
        if self.account(id).is_none_or(|account| account.dialect == Some(dialect)) {
            return;
        }
        said(self.change(|accounts| {
            for account in accounts.iter_mut().filter(|account| account.id == id) {
                account.dialect = Some(dialect);
            }
        }));
    }

    /// Tries once more to save what could not be saved.
    pub fn flush(&self) {
        if let Some((ask, _)) = &self.marker {
            let (done, told) = mpsc::channel();
            let _ = ask.send(Asked::Tell(done));
            if let Err(mpsc::RecvTimeoutError::Timeout) = told.recv_timeout(LAST_SAVE_TIMEOUT) {
                tracing::warn!("the mark of the ledger is still being saved");
            }
        }
        said(self.json_file.try_again());
    }

    fn put<T: Serialize>(&self, key: &str, value: &T) {
        said(self.json_file.put(key, value));
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Account>)) -> Result<(), JsonFileError> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = accounts.clone();
        change(&mut next);
        let saved = self.json_file.put(ACCOUNTS, &next);
        *accounts = next;
        saved
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        if let Some((ask, marker)) = self.marker.take() {
            // The ledger may still hold the other end.
            let _ = ask.send(Asked::End);
            // One that panicked has said so.
            let _ = marker.join();
        }
    }
}

/// Saves until the settings are closed. Of many marks that wait the last is saved.
fn keep_marks(json_file: &JsonFile, asked: &mpsc::Receiver<Asked>) {
    let mut ends = false;
    while !ends && let Ok(first) = asked.recv() {
        let (mut last, mut waiting) = (None, Vec::new());
        for what in std::iter::once(first).chain(asked.try_iter()) {
            match what {
                Asked::Keep(mark) => last = Some(mark),
                Asked::Tell(who) => waiting.push(who),
                Asked::End => ends = true,
            }
        }
        if let Some(mark) = last.filter(|mark| json_file.get(LEDGER).as_ref() != Some(mark)) {
            said(json_file.put(LEDGER, &mark));
        }
        for who in waiting {
            // Whoever gave up waiting has gone.
            let _ = who.send(());
        }
    }
}

/// What could not be saved is one of the file's `troubles`, and holds for as long as the program runs.
fn said(saved: Result<(), JsonFileError>) {
    if let Err(unsaved) = saved {
        tracing::warn!(error = &unsaved as &dyn std::error::Error, "the settings could not be saved");
    }
}
