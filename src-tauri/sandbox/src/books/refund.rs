//! A refund: an order of its own that points at the order it gives money back from.

use super::{money, stamp::Stamp};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RefundStatus {
    Created,
    Pending,
    Processed,
    Failed,
}

impl RefundStatus {
    /// The next status of a refund that goes well.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Created => Self::Pending,
            Self::Pending | Self::Processed => Self::Processed,
            Self::Failed => Self::Failed,
        }
    }

    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Processed | Self::Failed)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) order_id: String,
    pub(crate) parent: String,
    pub(crate) reference: String,
    pub(crate) minor: i64,
    pub(crate) currency: String,
    pub(crate) status: RefundStatus,
    /// Made by somebody in Pine Labs' dashboard and not over the API.
    pub(crate) from_dashboard: bool,
    /// No look-up finds it any more, and its money still counts.
    pub(crate) forgotten: bool,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

impl Refund {
    /// The refund as a look-up shows it: by Pine Labs' schema of look-ups, no order has a parent.
    pub(crate) fn looked_up(&self, documented_schema: bool) -> Value {
        let mut refund = self.json();
        if documented_schema && let Some(fields) = refund.as_object_mut() {
            fields.remove("parent_order_id");
        }
        refund
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "order_id": self.order_id,
            "parent_order_id": self.parent,
            "merchant_order_reference": self.reference,
            "type": "REFUND",
            "status": self.status,
            "merchant_id": "104729",
            "order_amount": money(self.minor, &self.currency),
            "created_at": Stamp::Millis.spell(self.created),
            "updated_at": Stamp::Millis.spell(self.updated),
        })
    }
}
