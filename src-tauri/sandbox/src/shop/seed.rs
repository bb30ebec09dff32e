//! Describes one link of the shop: the amount, the customer, and what has happened since. Every time is relative to the start.

#[cfg(feature = "server")]
mod odd;

use super::Entry;
use super::ago::{days, hours};
use crate::model::{Capture, Link, Method, Model, Order, Refund, RefundStatus, Shows, TimeFormat, money};
use crate::oddities::NO_ODDITIES;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use std::sync::Arc;

#[derive(Clone)]
pub(super) struct Seed {
    now: Timestamp,
    number: u32,
    state_word: &'static str,
    link: Link,
    orders: Vec<Order>,
    refunds: Vec<Refund>,
}

impl Seed {
    /// A link sent an hour ago that nobody has opened and that expires in a week.
    pub(super) fn new(now: Timestamp, number: u32, minor: i64, first: &str, last: &str, what: &str) -> Self {
        let reference = format!("INV-2526-{number:04}");
        let order_id = format!("v1-251120{number:06}-aa-Kh{number:04}");
        let customer = json!({
            "email_id": format!("customer{number}@example.com"),
            "first_name": first,
            "last_name": last,
            "customer_id": format!("{}", 700_000 + number),
            "mobile_number": format!("90000000{:02}", number % 100),
            "country_code": "91",
        });
        let mut details = Map::new();
        details.insert("customer".into(), customer.clone());
        details.insert("description".into(), what.into());
        details.insert("allowed_payment_methods".into(), json!(["CARD", "UPI", "NETBANKING"]));
        let created = now - hours(1);
        let link = Link {
            id: format!("pl-v1-251120{number:06}-aa-Kh{number:04}"),
            reference: reference.clone(),
            status: "CREATED",
            minor,
            due: minor,
            currency: "INR".into(),
            order_ids: vec![order_id.clone()],
            pre_auth: false,
            url: format!("https://pay.example.com/PLUTUS/kh{number:04}"),
            expires: Some(now + days(7)),
            created,
            updated: created,
            stamp: TimeFormat::Millis,
            details: Arc::new(details),
            shows: Shows::All,
            oddities: NO_ODDITIES,
        };
        let mut order = Order::unpaid(&order_id, &reference, minor, "INR", created);
        order.purchase_details = Arc::new(json!({ "customer": customer }));
        Self { now, number, state_word: "waiting", link, orders: vec![order], refunds: Vec::new() }
    }

    /// The app's state for it, and the link's own status.
    pub(super) fn is(mut self, state_word: &'static str, status: &'static str) -> Self {
        self.state_word = state_word;
        self.link.status = status;
        self
    }

    pub(super) fn created(mut self, ago: SignedDuration) -> Self {
        let at = self.now - ago;
        (self.link.created, self.link.updated) = (at, at);
        for order in &mut self.orders {
            (order.created, order.updated) = (at, at);
        }
        self
    }

    /// When the link last changed.
    pub(super) fn changed(mut self, ago: SignedDuration) -> Self {
        self.link.updated = self.now - ago;
        self
    }

    pub(super) fn expires_in(mut self, time: SignedDuration) -> Self {
        self.link.expires = Some(self.now + time);
        self
    }

    pub(super) fn never_expires(mut self) -> Self {
        self.link.expires = None;
        self
    }

    pub(super) fn spelt(mut self, stamp: TimeFormat) -> Self {
        self.link.stamp = stamp;
        for order in &mut self.orders {
            order.stamp = stamp;
        }
        self
    }

    pub(super) fn reference(mut self, reference: &str) -> Self {
        reference.clone_into(&mut self.link.reference);
        for order in &mut self.orders {
            reference.clone_into(&mut order.reference);
        }
        self
    }

    pub(super) fn currency(mut self, currency: &str) -> Self {
        currency.clone_into(&mut self.link.currency);
        for order in &mut self.orders {
            currency.clone_into(&mut order.currency);
        }
        self
    }

    pub(super) fn pre_auth(mut self) -> Self {
        self.link.pre_auth = true;
        for order in &mut self.orders {
            order.pre_auth = true;
        }
        self
    }

    pub(super) fn shows(mut self, shows: Shows) -> Self {
        self.link.shows = shows;
        self
    }

    pub(super) fn detail(mut self, field: &str, value: Value) -> Self {
        Arc::make_mut(&mut self.link.details).insert(field.to_owned(), value);
        self
    }

    pub(super) fn customer(mut self, customer: Value) -> Self {
        Arc::make_mut(&mut self.orders[0].purchase_details)["customer"] = customer.clone();
        self.detail("customer", customer)
    }

    /// The shares of two partners.
    pub(super) fn split(mut self, released: i64, on_hold: i64) -> Self {
        let number = self.number;
        let currency = self.link.currency.clone();
        let at = TimeFormat::Millis.spell(self.link.created);
        let share = |merchant: &str, letter: char, minor: i64, status: &str| {
            json!({
                "split_merchant_id": merchant,
                "merchant_settlement_reference": format!("share-{number:04}-{letter}"),
                "split_settlement_id": format!("251120{number:06}-aa-Kh{number:04}-cc-{letter}"),
                "amount": money(minor, &currency),
                "on_hold": status == "HOLD",
                "status": status,
                "updated_at": at,
            })
        };
        let shares = [share("111302", 'l', released, "RELEASED"), share("111418", 'm', on_hold, "HOLD")];
        let split = json!({ "split_type": "AMOUNT", "split_details": shares });
        Arc::make_mut(&mut self.orders[0].purchase_details)["split_info"] = split.clone();
        self.detail("split_info", split)
    }

    /// The due amount in the link's answers, whatever its orders add up to.
    pub(super) fn due(mut self, minor: i64) -> Self {
        self.link.due = minor;
        self
    }

    fn order(&mut self) -> &mut Order {
        let newest = self.orders.len() - 1;
        &mut self.orders[newest]
    }

    /// For details that only one link of the shop has.
    pub(super) fn with_order(mut self, change: impl FnOnce(&mut Order)) -> Self {
        change(self.order());
        self
    }

    pub(super) fn trying(mut self, method: Method, ago: SignedDuration) -> Self {
        let (at, minor) = (self.now - ago, self.link.due);
        self.order().add_payment("PENDING", minor, method, at);
        self.order().status = "PENDING";
        self.is("paying", "PAYMENT_INITIATED").changed(ago)
    }

    pub(super) fn failed(
        mut self,
        method: Method,
        ago: SignedDuration,
        code: &'static str,
        message: &'static str,
    ) -> Self {
        let (at, minor) = (self.now - ago, self.link.due);
        self.order().add_payment("FAILED", minor, method, at).failure = Some((code, message));
        self.order().status = "ATTEMPTED";
        self.is("paying", "PAYMENT_INITIATED").changed(ago)
    }

    pub(super) fn paid_part(mut self, minor: i64, method: Method, ago: SignedDuration) -> Self {
        let at = self.now - ago;
        self.order().add_payment("PROCESSED", minor, method, at);
        self.order().status = "PENDING";
        self.link.due -= minor;
        self.is("part_paid", "PARTIAL_PROCESSED").changed(ago)
    }

    /// Moves the next part to a new order; earlier orders keep the parts paid so far.
    pub(super) fn on_another_order(mut self) -> Self {
        let due = self.link.due;
        let so_far = self.order();
        so_far.minor = so_far.captured();
        so_far.status = "PROCESSED";
        let mut next = so_far.clone();
        next.id = format!("v1-251120{:06}-aa-Kp{:04}", self.number, self.number);
        next.minor = due;
        next.payments.clear();
        self.link.order_ids.push(next.id.clone());
        self.orders.push(next);
        self
    }

    pub(super) fn paid(mut self, method: Method, ago: SignedDuration) -> Self {
        let (at, minor) = (self.now - ago, self.link.due);
        self.order().add_payment("PROCESSED", minor, method, at);
        self.order().status = "PROCESSED";
        self.link.due = 0;
        self.is("paid", "PROCESSED").changed(ago)
    }

    pub(super) fn held(mut self, method: Method, ago: SignedDuration) -> Self {
        self = self.pre_auth();
        let (at, minor) = (self.now - ago, self.link.due);
        self.order().add_payment("AUTHORIZED", minor, method, at);
        self.order().status = "AUTHORIZED";
        self.link.due = 0;
        self.is("to_capture", "PROCESSED").changed(ago)
    }

    /// Captures this amount of the newest payment.
    pub(super) fn captured(mut self, state_word: &'static str, minor: i64, ago: SignedDuration) -> Self {
        let (at, reference) = (self.now - ago, format!("cap-{:04}-1", self.number));
        let order = self.order();
        if let Some(payment) = order.payments.last_mut() {
            payment.status = "PROCESSED";
            payment.captures.push(Capture { reference, minor, at });
        }
        order.status = "PROCESSED";
        order.updated = at;
        self.is(state_word, "PROCESSED")
    }

    pub(super) fn voided(mut self, ago: SignedDuration) -> Self {
        let at = self.now - ago;
        self.order().release(at);
        self.is("released", "PROCESSED")
    }

    pub(super) fn refunded(mut self, minor: i64, status: RefundStatus, ago: SignedDuration) -> Self {
        let (at, count) = (self.now - ago, self.refunds.len() + 1);
        let order = &self.orders[0];
        self.refunds.push(Refund {
            order_id: format!("v1-251120{:06}-aa-Rf{:03}{count}", self.number, self.number % 1000),
            parent: order.id.clone(),
            reference: format!("rf-{:04}-{count}", self.number),
            minor,
            currency: order.currency.clone(),
            status,
            from_dashboard: false,
            forgotten: false,
            created: at,
            updated: at,
            oddities: NO_ODDITIES,
        });
        self
    }

    pub(super) fn entry(&self) -> Entry {
        Entry {
            reference: self.link.reference.clone(),
            link_id: self.link.id.clone(),
            order_id: self.link.order_ids.last().cloned().unwrap_or_default(),
            state_word: self.state_word,
        }
    }

    pub(super) fn enter(self, model: &mut Model) {
        model.links.push(self.link);
        model.orders.extend(self.orders);
        model.refunds.extend(self.refunds);
    }
}
