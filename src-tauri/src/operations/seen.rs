//! What a person decides by: as it was when a dialog opened, right before sending, and afterwards.

use pinelabs::{LinkStatus, Money, Order, OrderId, OrderStatus, Payment, PaymentStatus, Reference};
use serde::{Deserialize, Serialize};

use crate::domain::{
    refundable::{self, Figures},
    snapshot::Snapshot,
};

/// What the person saw of the link and the order when deciding. Read again right before sending; on a difference
/// nothing is sent. Of a link that is still to be made there is nothing to see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub link_status: Option<LinkStatus>,
    pub due: Option<Money>,
    pub order_status: Option<OrderStatus>,
    /// Of the order that money would move on.
    pub figures: Option<Figures>,
    /// Authorised and not captured.
    pub held: Option<Money>,
    /// The refunds that the order listed: our own can be told absent only while these stay the same.
    #[serde(default)]
    pub listed: Vec<(Option<Reference>, Option<Money>)>,
}

impl Seen {
    /// `order_id` names the order that money would move on.
    pub fn of(snapshot: &Snapshot, order_id: Option<&OrderId>) -> Self {
        let order =
            snapshot.orders.iter().find(|order| order_id.is_some() && order.order_id.as_ref() == order_id);
        let held = order.filter(|order| order.status == Some(OrderStatus::Authorized));
        Self {
            link_status: snapshot.link.status.clone(),
            due: snapshot.due(),
            order_status: order.and_then(|order| order.status.clone()),
            figures: order.and_then(|order| refundable::figures(snapshot, order)),
            listed: order.map(listed).unwrap_or_default(),
            held: held
                .and_then(|order| authorized(order).or(order.order_amount))
                .or(held.and(snapshot.asked())),
        }
    }
}

/// The money that a held order's payments have authorised.
fn authorized(order: &Order) -> Option<Money> {
    let held = |payment: &&Payment| payment.status == Some(PaymentStatus::Authorized);
    let amounts = order.payments.iter().filter(held).map(|payment| payment.payment_amount);
    amounts.reduce(|a, b| a?.checked_add(b?)).flatten()
}

/// The refunds that an order lists, in order, by reference and amount.
pub fn listed(order: &Order) -> Vec<(Option<Reference>, Option<Money>)> {
    let refunds = order.refunds.iter().flatten();
    refunds.map(|refund| (refund.merchant_order_reference.clone(), refund.order_amount)).collect()
}
