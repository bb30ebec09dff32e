//! A refund: a separate order that refers to the order it refunds.

use super::{money, time_format::TimeFormat};
use crate::oddities::{self, Oddities};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Which answers about a refund contain `parent_order_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TellParent {
    Everywhere,
    /// Only the answer to the refund call, as in Pine Labs' own schema.
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
    /// Somebody made it in Pine Labs' dashboard, not over the API. Only the control route `ledger` shows this.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "control routes come with the server"))]
    pub(crate) from_dashboard: bool,
    /// No look-up finds it any more, but its money still counts.
    pub(crate) forgotten: bool,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    /// The odd shapes of its answers.
    pub(crate) oddities: Oddities,
}

impl Refund {
    /// The refund in the answer to a look-up, and in the list of its order.
    pub(crate) fn looked_up(&self, tell_parent: TellParent) -> Value {
        self.json(tell_parent == TellParent::Everywhere)
    }

    /// The refund in the answer to the call that creates it.
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
