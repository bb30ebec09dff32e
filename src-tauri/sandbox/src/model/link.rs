//! A payment link, and its JSON: a flat object of which any field may be missing.

use super::{money, time_format::TimeFormat};
use crate::oddities::{self, Oddities};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Which fields of a link its answers contain.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shows {
    All,
    Only(&'static [&'static str]),
    AllBut(&'static [&'static str]),
}

#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) status: &'static str,
    pub(crate) minor: i64,
    pub(crate) due: i64,
    pub(crate) currency: String,
    /// Answers name the newest order.
    pub(crate) order_ids: Vec<String>,
    pub(crate) pre_auth: bool,
    pub(crate) url: String,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) stamp: TimeFormat,
    /// The fields that answers repeat as given: customer, description, products and so on. All copies of the model share them.
    pub(crate) details: Arc<Map<String, Value>>,
    pub(crate) shows: Shows,
    /// The odd shapes of its answers.
    pub(crate) oddities: Oddities,
}

impl Link {
    /// The customer can still pay, so the link can be resent and can expire.
    pub(crate) fn is_payable(&self) -> bool {
        matches!(self.status, "CREATED" | "CLICKED" | "PAYMENT_INITIATED" | "PARTIAL_PROCESSED")
    }

    pub(crate) fn set_status(&mut self, status: &'static str, now: Timestamp) {
        self.status = status;
        self.updated = now;
    }

    pub(crate) fn json(&self) -> Value {
        let mut link = Map::clone(&self.details);
        let fields = json!({
            "payment_link": self.url,
            "payment_link_id": self.id,
            "status": self.status,
            "amount": money(self.minor, &self.currency),
            "amount_due": money(self.due, &self.currency),
            "order_id": self.order_ids.last(),
            "merchant_payment_link_reference": self.reference,
            "pre_auth": self.pre_auth,
            "created_at": self.stamp.of_the_past().spell(self.created),
            "updated_at": self.stamp.of_the_past().spell(self.updated),
        });
        if let Value::Object(fields) = fields {
            link.extend(fields);
        }
        if let Some(expires) = self.expires {
            link.insert("expire_by".into(), self.stamp.spell(expires).into());
        }
        link.entry("failure_callback_url").or_insert(Value::Null);
        link.entry("is_mcc_transaction").or_insert(Value::Bool(false));
        link.retain(|field, _| match self.shows {
            Shows::All => true,
            Shows::Only(shown) => shown.contains(&field.as_str()),
            Shows::AllBut(hidden) => !hidden.contains(&field.as_str()),
        });
        let mut link = Value::Object(link);
        oddities::apply(self.oddities, &mut link);
        link
    }
}
