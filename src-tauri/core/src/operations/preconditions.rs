//! What the person decides by: when the dialog opens, right before sending, and afterwards.

use pinelabs::{LinkStatus, Money, Order, OrderId, OrderStatus, Payment, PaymentStatus, Reference};

use crate::rules::{
    refundable::{self, Figures},
    snapshot::{self, Snapshot},
};

/// What the person saw of link and order when deciding. Re-read right before sending; a difference stops the operation. Empty
/// for a link yet to be created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precondition {
    pub link_status: Option<LinkStatus>,
    pub due: Option<Money>,
    pub order_status: Option<OrderStatus>,
    /// Of the order that money moves on.
    pub figures: Option<Figures>,
    /// Authorised and not captured.
    pub held: Option<Money>,
    /// The refunds that the order listed: absence of ours can be proven only while these stay the same.
    pub listed: Vec<(Option<Reference>, Option<Money>)>,
    /// The captures that the order had before: a new one is ours.
    pub captures: Vec<Taken>,
    /// The money on every order of the link: a link can be cancelled only while there is none.
    pub orders: Vec<OrderMoney>,
}

/// Money taken by one capture, or by a payment without captures.
pub type Taken = (Option<Reference>, Option<Money>);

/// The money of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderMoney {
    pub order_id: Option<OrderId>,
    pub status: Option<OrderStatus>,
    /// `None` if the order does not say.
    pub captured: Option<Money>,
    /// Money is held or being paid.
    pub under_way: bool,
}

impl OrderMoney {
    fn of(order: &Order) -> Self {
        Self {
            order_id: order.order_id.clone(),
            status: order.status.clone(),
            captured: order.captured().ok(),
            under_way: snapshot::under_way(order),
        }
    }

    /// An unreadable order says nothing.
    fn unread(order: &OrderId) -> Self {
        Self { order_id: Some(order.clone()), status: None, captured: None, under_way: false }
    }
}

impl Precondition {
    /// `order_id` names the order that money moves on.
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
            captures: order.map(taken).unwrap_or_default(),
            orders: snapshot
                .orders
                .iter()
                .map(OrderMoney::of)
                .chain(snapshot.unread.iter().map(OrderMoney::unread))
                .collect(),
            held: held
                .and_then(|order| authorized(order).or(order.order_amount))
                .or(held.filter(|order| !order.is_unread("order_amount")).and(snapshot.asked())),
        }
    }
}

impl Precondition {
    /// Whether the link's orders say that there was no money on it. `None` if they do not say.
    pub fn no_money(&self) -> Option<bool> {
        let held = |order: &OrderMoney| {
            order.under_way || matches!(order.status, Some(OrderStatus::Authorized | OrderStatus::Pending))
        };
        if self.orders.is_empty() {
            return None;
        }
        if self.orders.iter().any(held) {
            return Some(false);
        }
        let captured = self.orders.iter().map(|order| order.captured).collect::<Option<Vec<_>>>()?;
        Some(captured.into_iter().all(Money::is_zero))
    }
}

/// The money taken on an order so far.
pub fn taken(order: &Order) -> Vec<Taken> {
    let of_payment = |payment: &Payment| {
        let whole = payment.status == Some(PaymentStatus::Processed) && payment.capture_data.is_empty();
        let captures = payment.capture_data.iter();
        let captures =
            captures.map(|capture| (capture.merchant_capture_reference.clone(), capture.capture_amount));
        whole.then_some((None, payment.payment_amount)).into_iter().chain(captures).collect::<Vec<_>>()
    };
    order.payments.iter().flat_map(of_payment).collect()
}

/// The amount that a held order's payments have authorised.
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
