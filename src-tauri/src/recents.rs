//! The links opened lately, for each account, in `recents.json`: what the first screen lists and what tells an order
//! id or a link address apart without asking anybody.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use pinelabs::Money;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Runtime};

use crate::{
    domain::find,
    shelf::{Opened, Shelf, ShelfError},
};

/// The most that are kept for one account.
pub const MOST: usize = 200;

/// A link as it was last seen. Times are milliseconds since the epoch.
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
    /// As the server spelt it.
    pub status: String,
    /// Our word for it at that time; see `domain::status`.
    pub state: String,
    pub expires_at: Option<i64>,
    pub seen_at: i64,
    pub opened_at: i64,
}

pub struct Recents {
    shelf: Shelf,
    /// By account, newest first.
    lists: Mutex<BTreeMap<String, Vec<Recent>>>,
}

const RECENTS: &str = "recents";

impl Recents {
    pub fn open<R: Runtime>(
        app: &AppHandle<R>,
        folder: &Path,
    ) -> Result<(Self, Option<PathBuf>), ShelfError> {
        let Opened { shelf, kept_aside } = Shelf::open(app, &folder.join("recents.json"))?;
        let lists = Mutex::new(shelf.get(RECENTS).unwrap_or_default());
        Ok((Self { shelf, lists }, kept_aside))
    }

    pub fn of(&self, account: &str) -> Vec<Recent> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner).get(account).cloned().unwrap_or_default()
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

    pub fn with_url(&self, account: &str, url: &str) -> Option<Recent> {
        let same = |seen: &str| find::same_url(seen, url);
        self.of(account).into_iter().find(|recent| recent.url.as_deref().is_some_and(same))
    }

    /// Puts a link first in the list. Orders seen with it before stay with it.
    pub fn opened(&self, account: &str, mut recent: Recent) -> Result<(), ShelfError> {
        self.change(account, |list| {
            take_over_orders(list, &mut recent);
            list.retain(|known| known.link_id != recent.link_id);
            list.insert(0, recent);
            list.truncate(MOST);
        })
    }

    /// Brings a listed link up to date where it stands.
    pub fn seen(&self, account: &str, mut recent: Recent) -> Result<(), ShelfError> {
        self.change(account, |list| {
            take_over_orders(list, &mut recent);
            if let Some(known) = list.iter_mut().find(|known| known.link_id == recent.link_id) {
                *known = Recent { opened_at: known.opened_at, ..recent };
            }
        })
    }

    pub fn remove(&self, account: &str, link_id: &str) -> Result<(), ShelfError> {
        self.change(account, |list| list.retain(|known| known.link_id != link_id))
    }

    pub fn forget(&self, account: &str) -> Result<(), ShelfError> {
        self.change(account, Vec::clear)
    }

    fn change(&self, account: &str, change: impl FnOnce(&mut Vec<Recent>)) -> Result<(), ShelfError> {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = lists.clone();
        let list = next.entry(account.to_owned()).or_default();
        change(list);
        if list.is_empty() {
            next.remove(account);
        }
        if *lists != next {
            self.shelf.put(RECENTS, &next)?;
            *lists = next;
        }
        Ok(())
    }
}

fn take_over_orders(list: &[Recent], recent: &mut Recent) {
    let before = list.iter().find(|known| known.link_id == recent.link_id);
    for order in before.into_iter().flat_map(|known| &known.orders) {
        if !recent.orders.contains(order) {
            recent.orders.push(order.clone());
        }
    }
}
