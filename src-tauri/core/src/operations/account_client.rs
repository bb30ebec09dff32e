//! The client of one account, and how it reads a link together with its orders.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError, RwLock},
};

use jiff::Timestamp;
use pinelabs::{Client, Error, LinkId, Order, OrderId, OrderStatus, PaymentLink, ReadResponse, Reference};
use serde_json::Value;

use super::journal::Journal;
use crate::{
    ledger::Ledger,
    rules::{
        snapshot::{Refund, Snapshot},
        wrong_clock,
    },
};

pub struct AccountClient {
    pub account: String,
    /// Replaced when the account gets a new secret: running look-ups use the new client from their next call on.
    client: RwLock<Client>,
    journal: Journal,
    /// The orders seen with each link since the start, for when the ledger is not writable.
    orders_seen: Mutex<BTreeMap<LinkId, BTreeSet<OrderId>>>,
    /// Refunds found by name that are final: they do not change any more.
    final_refunds: Mutex<BTreeMap<Reference, Order>>,
}

/// A link with its orders as just read.
#[derive(Debug, Clone)]
pub struct Reading {
    pub snapshot: Snapshot,
    /// The complete answers, for the page's raw view.
    pub raw: Value,
    /// Why an order could not be read.
    pub order_problem: Option<Error>,
    /// The chain of refunds of each order that can have refunds, or why the walk failed.
    pub walks: BTreeMap<OrderId, Result<Walk, Error>>,
}

/// The result of a walk along an order's chain of refunds.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Refunds that exist at Pine Labs, whoever made them.
    pub refunds: Vec<Refund>,
    /// The name of the next refund.
    pub free: Reference,
}

/// How thorough a walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// For a page: a later generation behind a free name stays unseen, and the figures say "at most".
    Page,
    /// Before money moves: also looks up the later generation of the free name.
    Money,
}

impl AccountClient {
    pub async fn open(account: String, client: Client, journal: Journal) -> Self {
        // Two key pairs of one shop are two accounts that move the same money: the host tells which ones share orders. If the
        // write fails, the next start repeats it.
        let (name, host) = (account.clone(), client.base_url().to_string());
        let _ = journal.write_ledger(move |ledger| ledger.keep_host(&name, &host)).await;
        Self {
            account,
            client: RwLock::new(client),
            journal,
            orders_seen: Mutex::default(),
            final_refunds: Mutex::default(),
        }
    }

    pub fn client(&self) -> Client {
        self.client.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn replace_client(&self, client: Client) {
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = client;
    }

    /// Keeps every order ever seen with a link: it is undocumented whether the parts of a part payment share one.
    pub async fn remember_order(&self, link: &LinkId, order: &OrderId) {
        self.remember_orders(vec![(link.clone(), order.clone())]).await;
    }

    pub async fn remember_orders(&self, mut orders: Vec<(LinkId, OrderId)>) {
        {
            let mut seen = self.orders_seen.lock().unwrap_or_else(PoisonError::into_inner);
            orders.retain(|(link, order)| seen.entry(link.clone()).or_default().insert(order.clone()));
        }
        if orders.is_empty() {
            return;
        }
        let account = self.account.clone();
        let keep = move |ledger: &Ledger| {
            for (link, order) in orders {
                // If the write fails, the next reading of the link repeats it.
                let _ = ledger.keep_link_order(&account, link.as_str(), order.as_str());
            }
        };
        self.journal.write_ledger(keep).await;
    }

    async fn orders_of(&self, link: &PaymentLink) -> Vec<OrderId> {
        let mut orders = link.order_id.iter().cloned().collect::<Vec<_>>();
        let Some(id) = &link.payment_link_id else { return orders };
        let (account, of_link) = (self.account.clone(), id.clone());
        let ask = move |ledger: &Ledger| ledger.orders_of_link(&account, of_link.as_str());
        let kept = self.journal.read_ledger(ask).await.unwrap_or_default();
        let kept = kept.into_iter().filter_map(|order| order.parse().ok());
        let seen = self.orders_seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.get(id).into_iter().flatten().cloned().chain(kept).collect::<BTreeSet<_>>();
        orders.extend(before.into_iter().filter(|order| Some(order) != link.order_id.as_ref()));
        orders
    }

    /// Records that a look-up by reference has found a refund of ours. Only an account where that has worked can prove one
    /// absent.
    pub async fn note_refund_found(&self, now: Timestamp) {
        if !self.finds_refunds().await {
            let (account, at) = (self.account.clone(), now.as_millisecond());
            // If the write fails, a proof of absence has to wait for the next find.
            let _ = self.journal.write_ledger(move |ledger| ledger.keep_refund_found(&account, at)).await;
        }
    }

    pub async fn finds_refunds(&self) -> bool {
        let account = self.account.clone();
        self.journal.read_ledger(move |ledger| ledger.refund_was_found(&account)).await.unwrap_or(false)
    }

    /// Records that a look-up by reference has found a link. Only an account where that has worked can prove one absent.
    pub async fn note_link_found(&self, now: Timestamp) {
        if !self.finds_links().await {
            let (account, at) = (self.account.clone(), now.as_millisecond());
            let _ = self.journal.write_ledger(move |ledger| ledger.keep_link_found(&account, at)).await;
        }
    }

    pub async fn finds_links(&self) -> bool {
        let account = self.account.clone();
        self.journal.read_ledger(move |ledger| ledger.link_was_found(&account)).await.unwrap_or(false)
    }

    pub fn final_refund(&self, name: &Reference) -> Option<Order> {
        self.final_refunds.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    pub fn keep_final_refund(&self, name: &Reference, refund: &Order) {
        if matches!(refund.status, Some(OrderStatus::Processed | OrderStatus::Failed)) {
            let mut known = self.final_refunds.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(name.clone(), refund.clone());
        }
    }

    pub async fn read(&self, id: &LinkId) -> Result<Reading, Error> {
        let mut link = self.client().links().get(id).await?;
        // An answer may omit the id; it is the link that was requested.
        link.value.payment_link_id.get_or_insert_with(|| id.clone());
        Ok(self.with_orders(link).await)
    }

    pub async fn read_by_reference(&self, reference: &Reference) -> Result<Reading, Error> {
        let link = self.client().links().by_reference(reference).await?;
        self.note_link_found(link.received_at).await;
        Ok(self.with_orders(link).await)
    }

    /// Reads the orders of a link. An unreadable order does not hide the link: it is listed in `unread`.
    async fn with_orders(&self, link: ReadResponse<PaymentLink>) -> Reading {
        let ReadResponse { value: link, raw: link_raw, received_at, .. } = link;
        if let (Some(id), Some(order)) = (&link.payment_link_id, &link.order_id) {
            self.remember_order(id, order).await;
        }
        let ids = self.orders_of(&link).await;
        let client = self.client();
        let reads = futures_util::future::join_all(ids.iter().map(|id| client.orders().get(id))).await;
        let (mut orders, mut raw_orders, mut unread, mut order_problem) = (vec![], vec![], vec![], None);
        let mut absent = Vec::new();
        for (id, read) in ids.into_iter().zip(reads) {
            match read {
                Ok(ReadResponse { value: mut order, raw, .. }) => {
                    order.order_id = Some(id);
                    orders.push(order);
                    raw_orders.push(raw);
                }
                Err(error) => {
                    if error.says_absent() {
                        absent.push(id.clone());
                    }
                    order_problem = Some(error);
                    unread.push(id);
                }
            }
        }
        let raw = serde_json::json!({ "link": link_raw, "orders": raw_orders });
        let snapshot = Snapshot {
            link,
            orders,
            unread,
            absent,
            known_refunds: Vec::new(),
            checking: false,
            operation_unread: false,
            read_at: received_at,
            clock_offset: wrong_clock::off_by(client.server_clock().offset()).unwrap_or_default(),
        };
        Reading { snapshot, raw, order_problem, walks: BTreeMap::new() }
    }
}
