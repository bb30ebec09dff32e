//! One account at work: its client, and how its links are read together with their orders.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use pinelabs::{Client, Error, LinkId, OrderId, PaymentLink, Read, Reference};
use serde_json::Value;

use crate::domain::snapshot::Snapshot;

pub struct Shop {
    pub account: String,
    /// Replaced when the account gets a new secret: look-ups that are under way go on with it.
    client: RwLock<Client>,
    /// Every order ever seen with a link: whether the parts of a part payment share one is not documented.
    orders_seen: Mutex<BTreeMap<LinkId, BTreeSet<OrderId>>>,
    /// Whether a look-up by reference has found a refund of ours here. Only then can it prove one absent.
    finds_refunds: AtomicBool,
}

/// A link with its orders as just read.
#[derive(Debug, Clone)]
pub struct Reading {
    pub snapshot: Snapshot,
    /// The whole answers, for the page's raw view.
    pub raw: Value,
    /// Why an order could not be read.
    pub order_problem: Option<Error>,
}

impl Shop {
    pub fn new(account: String, client: Client) -> Self {
        Self {
            account,
            client: RwLock::new(client),
            orders_seen: Mutex::default(),
            finds_refunds: false.into(),
        }
    }

    pub fn client(&self) -> Client {
        self.client.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn replace_client(&self, client: Client) {
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = client;
    }

    pub fn remember_order(&self, link: &LinkId, order: &OrderId) {
        let mut seen = self.orders_seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.entry(link.clone()).or_default().insert(order.clone());
    }

    fn orders_of(&self, link: &PaymentLink) -> Vec<OrderId> {
        let mut orders = link.order_id.iter().cloned().collect::<Vec<_>>();
        let seen = self.orders_seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = link.payment_link_id.as_ref().and_then(|id| seen.get(id));
        orders.extend(before.into_iter().flatten().filter(|id| Some(*id) != link.order_id.as_ref()).cloned());
        orders
    }

    pub fn note_refund_found(&self) {
        self.finds_refunds.store(true, Ordering::Relaxed);
    }

    pub fn finds_refunds(&self) -> bool {
        self.finds_refunds.load(Ordering::Relaxed)
    }

    pub async fn read(&self, id: &LinkId) -> Result<Reading, Error> {
        let mut link = self.client().link(id).await?;
        // An answer may leave the id out; it is the link that was asked for.
        link.value.payment_link_id.get_or_insert_with(|| id.clone());
        Ok(self.with_orders(link).await)
    }

    pub async fn read_by_reference(&self, reference: &Reference) -> Result<Reading, Error> {
        let link = self.client().link_by_reference(reference).await?;
        Ok(self.with_orders(link).await)
    }

    /// Reads the orders of a link. One that cannot be read does not hide the link: it is named as unread.
    async fn with_orders(&self, link: Read<PaymentLink>) -> Reading {
        let Read { value: link, raw: link_raw, received_at, .. } = link;
        if let (Some(id), Some(order)) = (&link.payment_link_id, &link.order_id) {
            self.remember_order(id, order);
        }
        let ids = self.orders_of(&link);
        let client = self.client();
        let reads = futures_util::future::join_all(ids.iter().map(|id| client.order(id))).await;
        let (mut orders, mut raw_orders, mut unread, mut order_problem) = (vec![], vec![], vec![], None);
        for (id, read) in ids.into_iter().zip(reads) {
            match read {
                Ok(Read { value: mut order, raw, .. }) => {
                    order.order_id = Some(id);
                    orders.push(order);
                    raw_orders.push(raw);
                }
                Err(error) => {
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
            known_refunds: Vec::new(),
            checking: false,
            read_at: received_at,
        };
        Reading { snapshot, raw, order_problem }
    }
}
