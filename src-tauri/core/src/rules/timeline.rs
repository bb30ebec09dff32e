//! The events of a link, newest first, as far as the reading tells.
//!
//! Pine Labs provides no history; the times of the link, its payments, captures and refunds substitute for one. Entries without
//! a time come last, in their order.

use jiff::Timestamp;
use pinelabs::{LinkStatus, Money, Order, OrderStatus, PaymentStatus};
use serde::Serialize;
use specta::Type;

use super::{
    capture_window,
    snapshot::{RefundProgress, Snapshot},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename = "TimelineKind", rename_all = "snake_case")]
pub enum EntryKind {
    Created,
    Opened,
    Paid,
    PaymentFailed,
    Held,
    Captured,
    Voided,
    Refunded,
    RefundPending,
    RefundFailed,
    Cancelled,
    Expired,
    /// In the future.
    Expires,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub at: Option<Timestamp>,
    pub amount: Option<Money>,
    /// A method, a reference or an error code, as the server spelled it.
    pub detail: Option<String>,
}

pub fn timeline(snapshot: &Snapshot) -> Vec<Entry> {
    let link = &snapshot.link;
    let at = |time: &Option<pinelabs::ApiTime>| time.as_ref().and_then(pinelabs::ApiTime::at);
    let changed = at(&link.updated_at);
    let mut entries = Vec::new();
    let mut add = |kind, at, amount, detail| entries.push(Entry { kind, at, amount, detail });
    let expires = at(&link.expire_by);
    match &link.status {
        Some(LinkStatus::Clicked) => add(EntryKind::Opened, changed, None, None),
        Some(LinkStatus::Cancelled) => add(EntryKind::Cancelled, changed, None, None),
        Some(LinkStatus::Expired) => add(EntryKind::Expired, expires, None, None),
        _ => {}
    }
    let ended = [LinkStatus::Cancelled, LinkStatus::Expired, LinkStatus::Processed];
    // An unreadable time is shown as spelled.
    let spelt = link.expire_by.as_ref().filter(|_| expires.is_none()).map(|time| time.raw().to_owned());
    if link.expire_by.is_some() && link.status.as_ref().is_some_and(|status| !ended.contains(status)) {
        add(EntryKind::Expires, expires, None, spelt);
    }
    for order in &snapshot.orders {
        for_order(order, &mut add);
        for refund in snapshot.refunds_of(order) {
            let kind = match refund.progress {
                RefundProgress::Processed => EntryKind::Refunded,
                RefundProgress::Failed => EntryKind::RefundFailed,
                RefundProgress::Pending | RefundProgress::NotUnderstood => EntryKind::RefundPending,
            };
            add(kind, refund.at, refund.amount, refund.reference.map(|reference| reference.to_string()));
        }
    }
    // Added last, so that it stays below other events of the same moment.
    if link.created_at.is_some() {
        let (kind, at) = (EntryKind::Created, at(&link.created_at));
        entries.push(Entry { kind, at, amount: link.amount, detail: None });
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at.unwrap_or(Timestamp::MIN)));
    entries
}

fn for_order(
    order: &Order,
    add: &mut impl FnMut(EntryKind, Option<Timestamp>, Option<Money>, Option<String>),
) {
    let changed = capture_window::authorized_at(order);
    let mut captures = 0;
    for payment in &order.payments {
        let at = payment.created_at.as_ref().and_then(pinelabs::ApiTime::at);
        let method = payment.payment_method.clone();
        match payment.status {
            Some(PaymentStatus::Processed) if payment.capture_data.is_empty() => {
                add(EntryKind::Paid, at.or(changed), payment.payment_amount, method);
            }
            Some(PaymentStatus::Failed) => add(EntryKind::PaymentFailed, at, payment.payment_amount, method),
            Some(PaymentStatus::Authorized) => {
                add(EntryKind::Held, at.or(changed), payment.payment_amount, method);
            }
            _ => {}
        }
        for capture in &payment.capture_data {
            captures += 1;
            let at = capture.created_at.as_ref().and_then(pinelabs::ApiTime::at);
            let reference = capture.merchant_capture_reference.as_ref().map(ToString::to_string);
            add(EntryKind::Captured, at.or(changed), capture.capture_amount, reference);
        }
    }
    if order.status == Some(OrderStatus::Cancelled) && captures == 0 {
        let at = order.updated_at.as_ref().and_then(pinelabs::ApiTime::at);
        add(EntryKind::Voided, at, order.order_amount, None);
    }
}
