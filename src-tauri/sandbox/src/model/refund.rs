//! A refund: an order of its own that points at the order it gives money back from.

use super::{money, time_format::TimeFormat};
use crate::oddities::{self, Oddities};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Which answers about a refund carry `parent_order_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TellParent {
    Everywhere,
    /// The answer to the refund call only, as Pine Labs' own schema has it.
    Call,
    Nowhere,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RefundStatus {
    Created,
    Pending,
    Processed,
    Failed,
}

#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) order_id: String,
    pub(crate) parent: String,
    pub(crate) reference: String,
    pub(crate) minor: i64,
    pub(crate) currency: String,
    pub(crate) status: RefundStatus,
    /// Made by somebody in Pine Labs' dashboard and not over the API. Only the control route `ledger` tells.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "control routes come with the server"))]
    pub(crate) from_dashboard: bool,
    /// No look-up finds it any more, and its money still counts.
    pub(crate) forgotten: bool,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// How its answers are spelt.
    pub(crate) oddities: Oddities,
}

impl Refund {
    /// The refund as a look-up shows it, also in the list of its order.
    pub(crate) fn looked_up(&self, tell_parent: TellParent) -> Value {
        self.json(tell_parent == TellParent::Everywhere)
    }

    /// The refund as the call that makes it shows it.
    pub(crate) fn called(&self, tell_parent: TellParent) -> Value {
        self.json(tell_parent != TellParent::Nowhere)
    }

    pub(crate) fn json(&self, with_parent: bool) -> Value {
        let mut refund = json!({
            "order_id": self.order_id,
            "merchant_order_reference": self.reference,
            "type": "REFUND",
            "status": self.status,
            "merchant_id": "104729",
            "order_amount": money(self.minor, &self.currency),
            "created_at": TimeFormat::Millis.spell(self.created),
            "updated_at": TimeFormat::Millis.spell(self.updated),
        });
        if with_parent {
            refund["parent_order_id"] = json!(self.parent);
        }
        oddities::apply(self.oddities, &mut refund);
        refund
    }
}
