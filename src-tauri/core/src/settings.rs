//! Preferences and the list of accounts, in `settings.json`. Never a secret: only the keychain has those.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use pinelabs::Dialect;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::watch;

use crate::{
    json_file::{
        Backends, IoCause, JsonFile, JsonFileError, SaveRequests, Saver, Schema, Trouble, Values, reads_as,
    },
    rules::ledger_mark::LedgerMark,
};

/// Crosses to the page as it stands in the file, like the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    Live,
    Uat,
    /// The URL in `LINKDESK_API_URL`.
    Custom,
    /// An invented shop on this computer.
    Sample,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// A connected shop. Its credentials are stored elsewhere, under its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: String,
    pub name: String,
    pub environment: Environment,
    /// The only URL that its credentials may be sent to.
    pub base_url: String,
    /// Enough of the client id for a person to distinguish two accounts.
    pub client_id_hint: String,
    /// Shows whether a client id belongs to this account, and reveals nothing else about it.
    #[serde(default)]
    pub client_id_mark: Option<String>,
    /// The secret is in memory only and has to be pasted again after a restart.
    pub session_only: bool,
    pub dialect: Option<Dialect>,
}

/// The size of the window at exit, in logical pixels and not maximized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowShape {
    pub width: u32,
    pub height: u32,
    pub maximized: bool,
}

pub struct Settings {
    json_file: Arc<JsonFile>,
    /// Serialises changes of the account list.
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
        // Each change sets its values itself.
        let saver = Saver::start(Arc::clone(&json_file), |_| ());
        Ok(Self { json_file, accounts, saver })
    }

    /// `false` if changes last only until the process exits.
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

    /// The current account, if it still exists.
    pub fn current(&self) -> Option<String> {
        let current = self.json_file.get::<String>(CURRENT)?;
        self.account(&current).map(|account| account.id)
    }

    pub fn set_current(&self, id: Option<&str>) {
        self.put(CURRENT, &id);
    }

    /// The mark of the ledger used last.
    pub fn ledger_mark(&self) -> Option<LedgerMark> {
        self.json_file.get(LEDGER)
    }

    /// Stores the ledger's marks soon, so that no money move waits for it. A lost mark matters only if an older ledger comes
    /// back.
    pub fn mark_keeper(&self) -> impl Fn(LedgerMark) + Send + use<> {
        let (json_file, requests) = (Arc::clone(&self.json_file), self.saver.requests());
        move |mark| put(&json_file, &requests, LEDGER, &mark)
    }

    /// Waits until all changes so far are saved, and retries failed saves.
    ///
    /// # Errors
    /// If the save fails. The changes then last until the process exits, and the file reports it as a trouble.
    pub async fn saved(&self) -> Result<(), JsonFileError> {
        self.saver.saved().await
    }

    pub fn accounts(&self) -> Vec<Account> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn account(&self, id: &str) -> Option<Account> {
        self.accounts().into_iter().find(|account| account.id == id)
    }

    /// Adds an account, or replaces the one with the same id.
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
