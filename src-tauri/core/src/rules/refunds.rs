//! The refunds of one order, each once: its own list and those known here hold records, and not sums.
//!
//! The same refund may be told several times, and what stands in a list may be no refund of this order at all.

use jiff::Timestamp;
use pinelabs::{Money, Order, OrderId, OrderStatus, OrderType, Reference};

/// How far a refund has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundProgress {
    /// Accepted, not yet carried out.
    Pending,
    Processed,
    Failed,
    /// A status that is not known; counted as pending, so that it is never refunded twice.
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

    /// Which of two states is the later one where no time tells: what is final outweighs what is open.
    fn rank(self) -> u8 {
        match self {
            Self::NotUnderstood => 0,
            Self::Pending => 1,
            Self::Failed => 2,
            Self::Processed => 3,
        }
    }
}

/// A refund, from an order's own list or from what was asked for here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub parent: OrderId,
    pub reference: Option<Reference>,
    pub order_id: Option<OrderId>,
    pub amount: Option<Money>,
    /// As the server spelt it.
    pub status: String,
    pub progress: RefundProgress,
    pub at: Option<Timestamp>,
    pub from_here: bool,
}

/// One place where a refund is told.
struct Record {
    refund: Refund,
    /// In the order's own list, and not only known here.
    listed: bool,
    /// When the list says that it changed last.
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
        // A record that has id and reference may show that two groups are one refund.
        let (same, others): (Vec<_>, Vec<_>) = refunds.into_iter().partition(is_same);
        refunds = others;
        refunds.insert(first, same.into_iter().flatten().chain([record]).collect());
    }
    refunds.iter().filter_map(|records| merged(records)).collect()
}

/// A list may hold charges, and refunds of other orders.
fn is_refund_of(entry: &Order, parent: &OrderId) -> bool {
    entry.order_type.as_ref().is_none_or(|said| *said == OrderType::Refund)
        && entry.parent_order_id.as_ref().is_none_or(|said| said == parent)
}

fn read(entry: &Order, parent: &OrderId) -> Refund {
    Refund {
        parent: parent.clone(),
        reference: entry.merchant_order_reference.clone(),
        order_id: entry.order_id.clone(),
        // Less than nothing is no amount.
        amount: entry.order_amount.filter(|amount| amount.minor() >= 0),
        status: entry.status.as_ref().map(ToString::to_string).unwrap_or_default(),
        progress: RefundProgress::of(entry.status.as_ref()),
        at: entry.created_at.as_ref().and_then(pinelabs::ApiTime::at),
        from_here: false,
    }
}

/// One refund out of its records: the latest state, and of the rest what any of them tells, the list's word first.
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

/// By time where each has one, else by what is final.
fn latest<'a>(records: &[&'a Record]) -> Option<&'a Record> {
    let timed = records.iter().all(|record| record.changed.is_some());
    let weight = |record: &&Record| (record.changed.filter(|_| timed), record.refund.progress.rank());
    records.iter().copied().max_by_key(weight)
}

#[cfg(test)]
#[path = "refunds_tests.rs"]
mod tests;
