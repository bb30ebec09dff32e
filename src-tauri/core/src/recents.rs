//! The recently opened links of each account, in `recents.json`: the first screen lists them, and Find recognises order ids and
//! URLs by them without a request.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pinelabs::Money;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    json_file::{Backends, IoCause, JsonFile, JsonFileError, Saver, Schema, Trouble, Values, reads_as},
    rules::find::{Known, KnownLink},
};

/// The maximum per account.
pub const MAX_RECENTS: usize = 200;

/// A link as last seen. Times are milliseconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    pub link_id: String,
    pub reference: Option<String>,
    pub url: Option<String>,
    /// Every order ever seen with it.
    #[serde(default)]
    pub orders: Vec<String>,
    pub customer: Option<String>,
    pub amount: Option<Money>,
    pub due: Option<Money>,
    /// As the server spelled it.
    pub status: String,
    /// Our state of it at that time; see `rules::status`.
    pub state: String,
    pub expires_at: Option<i64>,
    pub seen_at: i64,
    pub opened_at: i64,
}

pub struct Recents {
    json_file: Arc<JsonFile>,
    lists: Arc<Mutex<Lists>>,
    /// Opening a link does not wait for the disk.
    saver: Saver,
}

/// By account, newest first.
type Lists = BTreeMap<String, Vec<Recent>>;

const RECENTS: &str = "recents";

const SCHEMA: Schema = Schema { file: "recents.json", keys: &[RECENTS], validate };

fn validate(values: &Values) -> bool {
    reads_as::<Lists>(values, RECENTS)
}

impl Recents {
    pub fn open(backends: &dyn Backends, folder: &Path) -> Result<Self, JsonFileError> {
        let json_file = Arc::new(JsonFile::open(backends, folder, &SCHEMA)?);
        let lists = Arc::new(Mutex::new(json_file.get::<Lists>(RECENTS).unwrap_or_default()));
        let saving = Arc::clone(&lists);
        let saver = Saver::start(Arc::clone(&json_file), move |json_file| {
            let lists = lock(&saving).clone();
            if let Err(error) = json_file.set(RECENTS, &lists) {
                tracing::error!(error = &error as &dyn std::error::Error, "not a list of recents");
            }
        });
        Ok(Self { json_file, lists, saver })
    }

    pub fn troubles(&self) -> Vec<Trouble> {
        self.json_file.troubles()
    }

    pub fn unsaved(&self) -> watch::Receiver<Option<IoCause>> {
        self.json_file.unsaved()
    }

    /// Waits until all changes so far are saved, and retries failed saves.
    ///
    /// # Errors
    /// If the save fails. The changes then last until the process exits, and the file reports it as a trouble.
    pub async fn saved(&self) -> Result<(), JsonFileError> {
        self.saver.saved().await
    }

    pub fn of(&self, account: &str) -> Vec<Recent> {
        lock(&self.lists).get(account).cloned().unwrap_or_default()
    }

    pub fn get(&self, account: &str, link_id: &str) -> Option<Recent> {
        self.of(account).into_iter().find(|recent| recent.link_id == link_id)
    }

    pub fn with_reference(&self, account: &str, reference: &str) -> Option<Recent> {
        self.of(account).into_iter().find(|recent| recent.reference.as_deref() == Some(reference))
    }

    pub fn with_order(&self, account: &str, order: &str) -> Option<Recent> {
        self.of(account).into_iter().find(|recent| recent.orders.iter().any(|seen| seen == order))
    }

    pub fn with_url(&self, account: &str, url: &str) -> Option<String> {
        self.known(account).with_url(url).map(|seen| seen.link_id.clone())
    }

    /// What Find knows about an account's links.
    pub fn known(&self, account: &str) -> Known {
        let seen = |recent: &Recent| KnownLink {
            link_id: recent.link_id.clone(),
            reference: recent.reference.clone(),
            url: recent.url.clone(),
            orders: recent.orders.clone(),
        };
        Known(lock(&self.lists).get(account).into_iter().flatten().map(seen).collect())
    }

    /// Puts a link first in the list, and keeps the orders seen with it before.
    pub fn opened(&self, account: &str, mut recent: Recent) {
        self.change(account, |list| {
            take_over_orders(list, &mut recent);
            list.retain(|known| known.link_id != recent.link_id);
            list.insert(0, recent);
            list.truncate(MAX_RECENTS);
        });
    }

    /// Updates a listed link in place.
    pub fn seen(&self, account: &str, mut recent: Recent) {
        self.change(account, |list| {
            take_over_orders(list, &mut recent);
            if let Some(known) = list.iter_mut().find(|known| known.link_id == recent.link_id) {
                *known = Recent { opened_at: known.opened_at, ..recent };
            }
        });
    }

    pub fn remove(&self, account: &str, link_id: &str) {
        self.change(account, |list| list.retain(|known| known.link_id != link_id));
    }

    pub fn forget(&self, account: &str) {
        self.change(account, Vec::clear);
    }

    fn change(&self, account: &str, change: impl FnOnce(&mut Vec<Recent>)) {
        let mut lists = lock(&self.lists);
        let before = lists.get(account).cloned().unwrap_or_default();
        let mut list = before.clone();
        change(&mut list);
        if list == before {
            return;
        }
        if list.is_empty() {
            lists.remove(account);
        } else {
            lists.insert(account.to_owned(), list);
        }
        drop(lists);
        self.saver.save();
    }
}

fn lock(lists: &Mutex<Lists>) -> MutexGuard<'_, Lists> {
    lists.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take_over_orders(list: &[Recent], recent: &mut Recent) {
    let before = list.iter().find(|known| known.link_id == recent.link_id);
    for order in before.into_iter().flat_map(|known| &known.orders) {
        if !recent.orders.contains(order) {
            recent.orders.push(order.clone());
        }
    }
}
