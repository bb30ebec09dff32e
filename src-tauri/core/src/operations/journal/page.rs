//! A page of operations, with the sums over all matches. Parses only the bodies on the page.

use super::{
    NotRecorded,
    rows::{Rows, ms, summand},
};
use crate::{
    ledger::rows::{Group, PageQuery, Position},
    operations::operation::Operation,
};

/// Newest first.
#[derive(Debug)]
pub struct Page {
    pub operations: Vec<Operation>,
    /// The sums over the filter, whatever the outcome. Two groups may differ only in their figures.
    pub groups: Vec<Group>,
    /// The number of unreadable rows that match the filter, whatever the outcome.
    pub unreadable: usize,
}

impl Rows {
    /// `pending` are operations whose rows are out of date because the write failed: they count as given here.
    pub fn page(&self, query: &PageQuery, pending: &[Operation]) -> Result<Page, NotRecorded> {
        loop {
            let unreadable = self.unreadable.borrow().clone();
            let apart = unreadable.iter().copied().chain(pending.iter().map(|operation| operation.number));
            let found = self.ledger.page(query, &apart.collect::<Vec<_>>())?;
            let mut operations = self.all(&found.rows);
            // A row just found to be unreadable is in the sums: query again without it.
            if operations.len() < found.rows.len() {
                continue;
            }
            let pending = pending.iter().filter(|operation| found.left_out.contains(&operation.number));
            let mut groups = found.groups;
            groups.extend(pending.clone().map(alone));
            operations.extend(pending.clone().filter(|operation| is_of_page(operation, query)).cloned());
            operations.sort_by_key(|operation| std::cmp::Reverse(position(operation)));
            operations.truncate(query.limit);
            return Ok(Page { operations, groups, unreadable: found.left_out.len() - pending.count() });
        }
    }
}

/// Whether the operation belongs on the page, if it matches the filter.
fn is_of_page(operation: &Operation, query: &PageQuery) -> bool {
    query.outcome.is_none_or(|outcome| operation.state.name() == outcome)
        && query.before.is_none_or(|before| position(operation) < before)
}

/// The group of a single operation.
fn alone(operation: &Operation) -> Group {
    let summand = summand(operation);
    Group {
        outcome: operation.state.name().to_owned(),
        count: 1,
        sum: summand.as_ref().map(|summand| summand.sum),
        amount: summand.and_then(|summand| summand.amount).map(|(minor, currency)| (minor.into(), currency)),
    }
}

pub fn position(operation: &Operation) -> Position {
    Position { confirmed_at: ms(operation.confirmed_at), number: operation.number }
}
