//! Preferences and the list of accounts, in `settings.json`. Never a secret: those are the keychain's alone.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use pinelabs::Dialect;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    json_file::{
        Backends, IoCause, JsonFile, JsonFileError, SaveRequests, Saver, Schema, Trouble, Values, reads_as,
    },
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
    saver: Saver,
}

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
        // Each change puts its values in by itself.
        let saver = Saver::start(Arc::clone(&json_file), |_| ());
        Ok(Self { json_file, accounts, saver })
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

    /// Takes the ledger's marks and has them saved soon: a money move does not wait for it. One that is lost is only missed where
    /// an older ledger comes back.
    pub fn mark_keeper(&self) -> impl Fn(LedgerMark) + Send + use<> {
        let (json_file, requests) = (Arc::clone(&self.json_file), self.saver.requests());
        move |mark| put(&json_file, &requests, LEDGER, &mark)
    }

    /// Waits until everything changed so far is saved, and tries once more what could not be saved.
    ///
    /// # Errors
    /// Where the disk does not take it. It holds for as long as the program runs, and is one of the file's troubles.
    pub async fn saved(&self) -> Result<(), JsonFileError> {
        self.saver.saved().await
    }

    pub fn accounts(&self) -> Vec<Account> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn account(&self, id: &str) -> Option<Account> {
        self.accounts().into_iter().find(|account| account.id == id)
    }

    /// Adds an account, or replaces the one of the same id.
    pub fn keep_account(&self, account: Account) {
        self.change_accounts(|accounts| match accounts.iter_mut().find(|known| known.id == account.id) {
            Some(known) => *known = account,
            None => accounts.push(account),
        });
    }

    pub fn remove_account(&self, id: &str) {
        self.change_accounts(|accounts| accounts.retain(|account| account.id != id));
    }

    pub fn learn_dialect(&self, id: &str, dialect: Dialect) {
        if self.account(id).is_none_or(|account| account.dialect == Some(dialect)) {
            return;
        }
        self.change_accounts(|accounts| {
            for account in accounts.iter_mut().filter(|account| account.id == id) {
                account.dialect = Some(dialect);
            }
        });
    }

    fn put<T: Serialize>(&self, key: &str, value: &T) {
        put(&self.json_file, &self.saver.requests(), key, value);
    }

    fn change_accounts(&self, change: impl FnOnce(&mut Vec<Account>)) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut accounts);
        self.put(ACCOUNTS, &*accounts);
    }
}

fn put<T: Serialize>(json_file: &JsonFile, requests: &SaveRequests, key: &str, value: &T) {
    match json_file.set(key, value) {
        Ok(()) => requests.save(),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, key, "not a setting"),
    }
}
