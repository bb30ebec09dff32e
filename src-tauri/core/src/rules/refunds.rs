//! Merges the refunds of one order: its own list and those known here, each refund once.
//!
//! The same refund may appear several times, and an entry of the list may not be a refund of this order at all.

use jiff::Timestamp;
use pinelabs::{Money, Order, OrderId, OrderStatus, OrderType, Reference};

/// The progress of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundProgress {
    /// Accepted, not yet processed.
    Pending,
    Processed,
    Failed,
    /// An unknown status; counts as pending, so that the money is never refunded twice.
    NotUnderstood,
}

impl RefundProgress {
    pub fn of(status: Option<&OrderStatus>) -> Self {
        match status {
            Some(OrderStatus::Created | OrderStatus::Pending) => Self::Pending,
            Some(OrderStatus::Processed) => Self::Processed,
            Some(OrderStatus::Failed) => Self::Failed,
            _ => Self::NotUnderstood,
        }
    }

    /// Which of two states counts without times: a final state beats an open one.
    fn rank(self) -> u8 {
        match self {
            Self::NotUnderstood => 0,
            Self::Pending => 1,
            Self::Failed => 2,
            Self::Processed => 3,
        }
    }
}

/// A refund, from an order's own list or made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub parent: OrderId,
    pub reference: Option<Reference>,
    pub order_id: Option<OrderId>,
    pub amount: Option<Money>,
    /// As the server spelled it.
    pub status: String,
    pub progress: RefundProgress,
    pub at: Option<Timestamp>,
    pub from_here: bool,
}

/// One entry that mentions a refund.
struct Record {
    refund: Refund,
    /// In the order's own list, not only known here.
    listed: bool,
    /// When the list says it last changed.
    changed: Option<Timestamp>,
}

impl Record {
    fn is_same(&self, other: &Self) -> bool {
        let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
        let (a, b) = (&self.refund, &other.refund);
        same(a.order_id.as_ref().map(OrderId::as_str), b.order_id.as_ref().map(OrderId::as_str))
            || same(a.reference.as_ref().map(Reference::as_str), b.reference.as_ref().map(Reference::as_str))
    }
}

/// Every refund of `order` once, with its latest state.
pub fn of_order(order: &Order, known: &[Refund]) -> Vec<Refund> {
    let Some(parent) = &order.order_id else { return Vec::new() };
    let listed = order.refunds.iter().flatten().filter(|entry| is_refund_of(entry, parent));
    let listed = listed.map(|entry| Record {
        refund: read(entry, parent),
        listed: true,
        changed: [&entry.updated_at, &entry.created_at].into_iter().flatten().find_map(pinelabs::ApiTime::at),
    });
    let known = known.iter().filter(|refund| &refund.parent == parent);
    let known = known.map(|refund| Record { refund: refund.clone(), listed: false, changed: None });
    let mut refunds: Vec<Vec<Record>> = Vec::new();
    for record in listed.chain(known) {
        let is_same = |group: &Vec<Record>| group.iter().any(|told| told.is_same(&record));
        let first = refunds.iter().position(is_same).unwrap_or(refunds.len());
        // An entry with both id and reference may show that two groups are one refund.
        let (same, others): (Vec<_>, Vec<_>) = refunds.into_iter().partition(is_same);
        refunds = others;
        refunds.insert(first, same.into_iter().flatten().chain([record]).collect());
    }
    refunds.iter().filter_map(|records| merged(records)).collect()
}

/// A list may also contain charges, and refunds of other orders.
fn is_refund_of(entry: &Order, parent: &OrderId) -> bool {
    entry.order_type.as_ref().is_none_or(|said| *said == OrderType::Refund)
        && entry.parent_order_id.as_ref().is_none_or(|said| said == parent)
}

fn read(entry: &Order, parent: &OrderId) -> Refund {
    Refund {
        parent: parent.clone(),
        reference: entry.merchant_order_reference.clone(),
        order_id: entry.order_id.clone(),
        // A negative number is not an amount.
        amount: entry.order_amount.filter(|amount| amount.minor() >= 0),
        status: entry.status.as_ref().map(ToString::to_string).unwrap_or_default(),
        progress: RefundProgress::of(entry.status.as_ref()),
        at: entry.created_at.as_ref().and_then(pinelabs::ApiTime::at),
        from_here: false,
    }
}

/// Merges the entries of one refund: the latest state, and for other fields any entry that has them, the list first.
fn merged(records: &[Record]) -> Option<Refund> {
    let (listed, known): (Vec<_>, Vec<_>) = records.iter().partition(|record| record.listed);
    let of_list = latest(&listed);
    let state = latest(&latest(&known).into_iter().chain(of_list).collect::<Vec<_>>())?;
    let told = of_list.into_iter().chain(listed.iter().copied()).chain(known.iter().copied());
    let told = told.map(|record| &record.refund).collect::<Vec<_>>();
    Some(Refund {
        parent: state.refund.parent.clone(),
        reference: told.iter().find_map(|refund| refund.reference.clone()),
        order_id: told.iter().find_map(|refund| refund.order_id.clone()),
        amount: told.iter().find_map(|refund| refund.amount),
        status: state.refund.status.clone(),
        progress: state.refund.progress,
        at: told.iter().find_map(|refund| refund.at),
        from_here: told.iter().any(|refund| refund.from_here),
    })
}

/// By time if each entry has one, otherwise by finality.
fn latest<'a>(records: &[&'a Record]) -> Option<&'a Record> {
    let timed = records.iter().all(|record| record.changed.is_some());
    let weight = |record: &&Record| (record.changed.filter(|_| timed), record.refund.progress.rank());
    records.iter().copied().max_by_key(weight)
}

#[cfg(test)]
#[path = "refunds_tests.rs"]
mod tests;
