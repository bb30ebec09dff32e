//! The list of an order's refunds. It lists entries and not sums, so it may repeat a refund, lack one, or contain another
//! order's.

use super::{Model, Order, Refund, RefundStatus, TellParent, money};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefundList {
    /// Each refund once, as it is.
    Whole,
    /// Each refund twice: its present and its previous state.
    Doubled,
    /// All but the newest.
    Partial,
    /// Each refund once, with a CHARGE and another order's refund.
    Foreign,
}

impl Model {
    pub(super) fn listed(&self, order: &Order, list: RefundList, parent: TellParent) -> Vec<Value> {
        let told = |refund: &Refund| refund.looked_up(parent);
        let foreign = || none_of_its_own(order, parent);
        if order.hides_refunds {
            return Vec::new();
        }
        let mut own: Vec<&Refund> = self.refunds_of(&order.id).filter(|refund| !refund.forgotten).collect();
        if order.mixes_refunds {
            let twice = own.into_iter().flat_map(|refund| [told(&refund.as_it_was()), told(refund)]);
            return twice.chain(foreign()).collect();
        }
        match list {
            RefundList::Whole => own.into_iter().map(told).collect(),
            RefundList::Doubled => {
                own.into_iter().flat_map(|refund| [told(refund), told(&refund.as_it_was())]).collect()
            }
            RefundList::Partial => {
                let newest = own.iter().enumerate().max_by_key(|(_, refund)| refund.created);
                if let Some((newest, _)) = newest {
                    own.remove(newest);
                }
                own.into_iter().map(told).collect()
            }
            RefundList::Foreign if order.captured() == 0 => Vec::new(),
            RefundList::Foreign => own.into_iter().map(told).chain(foreign()).collect(),
        }
    }
}

impl Refund {
    /// The refund before its latest state.
    fn as_it_was(&self) -> Self {
        let before = self.updated - SignedDuration::from_secs(1);
        Self { status: RefundStatus::Created, updated: self.created.min(before), ..self.clone() }
    }
}

/// The order's own charge, and a refund of another order.
fn none_of_its_own(order: &Order, parent: TellParent) -> [Value; 2] {
    let at = order.stamp.of_the_past().spell(order.created);
    let charge = json!({
        "order_id": order.id,
        "merchant_order_reference": order.reference,
        "type": "CHARGE",
        "status": "PROCESSED",
        "order_amount": money(order.minor, &order.currency),
        "created_at": at,
        "updated_at": at,
    });
    let mut refund = json!({
        "order_id": "v1-251120000000-aa-Rf0001",
        "merchant_order_reference": "rf-0000-1",
        "type": "REFUND",
        "status": "PROCESSED",
        "order_amount": money(1_100, &order.currency),
        "created_at": at,
        "updated_at": at,
    });
    if parent == TellParent::Everywhere {
        refund["parent_order_id"] = json!("v1-251120000000-aa-Kh0000");
    }
    [charge, refund]
}
