//! The model of the shop: its links, orders and refunds, with look-ups and sums. `moves` has the rules for each call.

mod link;
mod moves;
mod order;
mod payment;
mod refund;
mod refund_list;
mod time_format;

pub(crate) use link::{Link, Shows};
pub(crate) use moves::{AUTHORISATION_LIFETIME, Amount, RefundRequest};
pub(crate) use order::Order;
pub(crate) use payment::{Capture, Method, Payment};
pub(crate) use refund::{Refund, RefundStatus, TellParent};
pub(crate) use refund_list::RefundList;
pub(crate) use time_format::TimeFormat;

use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashSet;
use uuid::Uuid;

/// An amount in the form of every body.
pub(crate) fn money(minor: i64, currency: &str) -> Value {
    json!({ "value": minor, "currency": currency })
}

#[derive(Clone, Default)]
pub(crate) struct Model {
    pub(crate) links: Vec<Link>,
    pub(crate) orders: Vec<Order>,
    pub(crate) refunds: Vec<Refund>,
    /// The references that refused refunds have used up: nothing exists under them.
    pub(crate) burnt: HashSet<String>,
}

impl Model {
    pub(crate) fn link_by_id(&mut self, id: &str) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.id == id)
    }

    pub(crate) fn link_by_reference(&mut self, reference: &str) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.reference == reference)
    }

    /// An order that a caller can see.
    pub(crate) fn order(&mut self, id: &str) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.id == id && !order.unreadable)
    }

    pub(crate) fn refund_under(&self, reference: &str) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.reference == reference)
    }

    pub(crate) fn refunds_of<'a>(&'a self, order_id: &'a str) -> impl Iterator<Item = &'a Refund> {
        self.refunds.iter().filter(move |refund| refund.parent == order_id)
    }

    /// The amount refunded or in flight; a failed refund frees its amount.
    pub(crate) fn given_back(&self, order_id: &str) -> i64 {
        self.refunds_of(order_id)
            .filter(|refund| refund.status != RefundStatus::Failed)
            .map(|refund| refund.minor)
            .sum()
    }

    /// Whether a refund of this order must name its parts: its link has splits or several products.
    pub(crate) fn is_shared(&self, order_id: &str) -> bool {
        let link = self.links.iter().find(|link| link.order_ids.iter().any(|id| id == order_id));
        link.is_some_and(|link| {
            let splits = link.details.get("split_info").is_some_and(|split| !split.is_null());
            let products = link.details.get("product_details").and_then(Value::as_array).map_or(0, Vec::len);
            splits || products > 1
        })
    }

    pub(crate) fn refunded(&self, order_id: &str) -> i64 {
        self.refunds_of(order_id)
            .filter(|refund| refund.status == RefundStatus::Processed)
            .map(|refund| refund.minor)
            .sum()
    }

    /// The order's status, including its finished refunds.
    pub(crate) fn status_of(&self, order: &Order) -> &'static str {
        if order.mixes_refunds {
            return order.status;
        }
        match self.refunded(&order.id) {
            0 => order.status,
            refunded if refunded < order.captured() => "PARTIALLY_REFUNDED",
            _ => "FULLY_REFUNDED",
        }
    }

    /// The order as a caller sees it; without `list` it has no refunds.
    pub(crate) fn order_json(&self, order: &Order, list: Option<RefundList>, parent: TellParent) -> Value {
        let refunds = list.map_or_else(Vec::new, |list| self.listed(order, list, parent));
        order.json(self.status_of(order), &refunds)
    }

    /// Whether a merchant order reference is taken, by an order, a refund or a refused refund.
    pub(crate) fn knows_reference(&self, reference: &str) -> bool {
        self.refund_under(reference).is_some()
            || self.orders.iter().any(|order| order.reference == reference)
            || self.burnt.contains(reference)
    }

    /// Expires links, and voids holds that were not captured in time.
    pub(crate) fn tick(&mut self, now: Timestamp) {
        for link in &mut self.links {
            if let Some(expires) = link.expires
                && expires <= now
                && link.is_payable()
            {
                link.set_status("EXPIRED", expires);
            }
        }
        for order in &mut self.orders {
            let Some(held_at) = order.held().map(|payment| payment.at) else { continue };
            if held_at.duration_until(now) > AUTHORISATION_LIFETIME {
                order.release(now);
            }
        }
    }
}

/// An id in the documented shape, for something created at run time.
pub(crate) fn new_id(prefix: &str, now: Timestamp) -> String {
    let tail: String = Uuid::new_v4().simple().to_string().chars().take(6).collect();
    format!("{prefix}{}-aa-{tail}", now.strftime("%y%m%d%H%M%S"))
}
