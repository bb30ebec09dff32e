//! Every operation that was asked for from this computer: the list with its filter, and one entry with its steps.

use pinelabs::Money;

use super::{Desk, DeskError, lock};
use crate::{
    ledger::rows::{Filter, Step},
    operations::{
        journal::Listing,
        operation::{Operation, OperationId, State},
    },
    rules::allowed::OperationKind,
};

/// Which entries are wanted. An absent part does not narrow.
#[derive(Debug, Clone, Default)]
pub struct ActivityQuery {
    pub account: String,
    /// Milliseconds; `until` is exclusive.
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub kind: Option<OperationKind>,
    pub outcome: Option<&'static str>,
    pub text: Option<String>,
    pub limit: usize,
}

pub struct Activity {
    /// Newest first.
    pub entries: Vec<Operation>,
    pub total: usize,
    /// How many entries more cannot be read, whatever their outcome.
    pub unreadable: usize,
    /// Of period, kind and text, whatever the outcome.
    pub counts: Vec<(&'static str, usize)>,
    pub captured: Option<Money>,
    pub refunded: Option<Money>,
    pub checking: Option<Money>,
}

pub struct Entry {
    pub operation: Operation,
    pub steps: Vec<Step>,
}

/// The most entries that are looked through for one list. A shop that has made more narrows the period.
const MAX_EXPORTED_ROWS: usize = 50_000;

impl Desk {
    /// Operations of an account that want attention, newest first.
    pub async fn unfinished(&self, account: &str) -> Result<Vec<Operation>, DeskError> {
        let all = self.as_interrupted(self.operations.journal().unfinished().await?);
        let mine = all.into_iter().filter(|o| o.intent.account == account && o.wants_attention());
        let mut mine = mine.collect::<Vec<_>>();
        mine.reverse();
        Ok(mine)
    }

    /// The operations of this run of the program, those that the end of the one before has kept from being sent, and those that
    /// are not finished, newest first.
    pub async fn operations_at_hand(&self, account: &str) -> Result<Vec<Operation>, DeskError> {
        let since = Filter {
            account: account.to_owned(),
            after_number: Some(self.last_number_before),
            ..Filter::default()
        };
        let mut operations = self.operations.journal().find(since, MAX_EXPORTED_ROWS).await?.operations;
        let mut older = self.operations.journal().unfinished().await?;
        let interrupted = lock(&self.interrupted).clone();
        for id in &interrupted {
            older.extend(self.operations.get(id).await?);
        }
        let mut older = self.as_interrupted(older);
        // What is only looked at once more asks nothing of anybody.
        older.retain(|o| {
            o.intent.account == account
                && o.number <= self.last_number_before
                && (o.is_open() || o.is_on_its_way() || o.wants_attention() || o.interrupted_at.is_some())
        });
        older.sort_by_key(|operation| std::cmp::Reverse(operation.number));
        older.dedup_by_key(|operation| operation.number);
        operations.extend(older);
        Ok(operations)
    }

    pub async fn activity(&self, query: &ActivityQuery) -> Result<Activity, DeskError> {
        let Listing { operations: all, unreadable } = self.entries(query).await?;
        let mut counts: Vec<(&'static str, usize)> = Vec::new();
        for operation in &all {
            let name = operation.state.name();
            match counts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
        let mut entries = of_outcome(all, query.outcome);
        let sum = |of: &dyn Fn(&Operation) -> bool| sum(entries.iter().filter(|o| of(o)));
        let done = |o: &Operation| matches!(o.state, State::Done { .. });
        Ok(Activity {
            total: entries.len(),
            unreadable,
            captured: sum(&|o| o.intent.kind == OperationKind::Capture && done(o)),
            refunded: sum(&|o| matches!(o.state, State::Accepted { .. })),
            checking: sum(&|o| o.kind().moves_money() && o.is_unknown()),
            counts,
            entries: {
                entries.truncate(query.limit);
                entries
            },
        })
    }

    pub async fn entry(&self, id: &OperationId) -> Result<Entry, DeskError> {
        let operation = self.as_interrupted(self.operations.get(id).await?.into_iter().collect()).pop();
        let operation = operation.ok_or(DeskError::NoOperation)?;
        let steps = self.operations.journal().steps(&operation).await?;
        Ok(Entry { operation, steps })
    }

    pub(super) async fn entries(&self, query: &ActivityQuery) -> Result<Listing, DeskError> {
        let filter = Filter {
            account: query.account.clone(),
            from: query.from,
            until: query.until,
            after_number: None,
            kind: query.kind.map(|kind| kind.name().to_owned()),
            text: query.text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_lowercase),
        };
        let Listing { operations, unreadable } =
            self.operations.journal().find(filter, MAX_EXPORTED_ROWS).await?;
        Ok(Listing { operations: self.as_interrupted(operations), unreadable })
    }
}

pub(super) fn of_outcome(all: Vec<Operation>, outcome: Option<&'static str>) -> Vec<Operation> {
    all.into_iter()
        .filter(|operation| outcome.is_none_or(|wanted| operation.state.name() == wanted))
        .collect()
}

/// `None` where nothing is to be added, or where it is of more than one currency.
fn sum<'a>(operations: impl Iterator<Item = &'a Operation>) -> Option<Money> {
    operations
        .map(|operation| operation.captured_instead().or(operation.amount))
        .reduce(|a, b| a?.checked_add(b?))
        .flatten()
}
