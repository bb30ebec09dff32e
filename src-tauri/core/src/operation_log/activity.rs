//! Every operation that was asked for from this computer: the list with its filter, and one entry with its steps.

use pinelabs::Money;

use super::log::{OperationLog, OperationLogError};
use crate::{
    ledger::rows::{Filter, Group, PageQuery, Position, Step, Sum},
    operations::{
        journal::page::Page,
        operation::{Operation, OperationId},
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
    /// The last one of the page before. Absent for the first page.
    pub before: Option<Position>,
    /// How many entries a page has.
    pub limit: usize,
}

pub struct Activity {
    /// One page, newest first.
    pub entries: Vec<Operation>,
    /// How many entries there are on all pages.
    pub total: usize,
    /// How many entries more cannot be read, whatever their outcome.
    pub unreadable: usize,
    /// Of period, kind and text, whatever the outcome.
    pub counts: Vec<(String, usize)>,
    pub captured: Option<Money>,
    pub refunded: Option<Money>,
    pub checking: Option<Money>,
}

pub struct Entry {
    pub operation: Operation,
    pub steps: Vec<Step>,
}

/// More than one run of the program can make.
const MAX_AT_HAND: usize = 50_000;

impl OperationLog {
    /// Operations of an account that want attention, newest first.
    pub async fn unfinished(&self, account: &str) -> Result<Vec<Operation>, OperationLogError> {
        let all = self.recovery.as_interrupted(self.operations.journal().unfinished().await?);
        let mine = all.into_iter().filter(|o| o.intent.account == account && o.wants_attention());
        let mut mine = mine.collect::<Vec<_>>();
        mine.reverse();
        Ok(mine)
    }

    /// The operations of this run of the program, those that the end of the one before has kept from being sent, and those that
    /// are not finished, newest first.
    pub async fn at_hand(&self, account: &str) -> Result<Vec<Operation>, OperationLogError> {
        let since = Filter {
            account: account.to_owned(),
            after_number: Some(self.recovery.last_number_before()),
            ..Filter::default()
        };
        let mut operations = self.operations.journal().find(since, MAX_AT_HAND).await?.operations;
        let mut older = self.operations.journal().unfinished().await?;
        for id in &self.recovery.interrupted() {
            older.extend(self.operations.get(id).await?);
        }
        let mut older = self.recovery.as_interrupted(older);
        // What is only looked at once more asks nothing of anybody.
        older.retain(|o| {
            o.intent.account == account
                && o.number <= self.recovery.last_number_before()
                && (o.is_open() || o.is_on_its_way() || o.wants_attention() || o.interrupted_at.is_some())
        });
        older.sort_by_key(|operation| std::cmp::Reverse(operation.number));
        older.dedup_by_key(|operation| operation.number);
        operations.extend(older);
        Ok(operations)
    }

    /// One page of the entries of a query, with the counts and sums of all of them.
    pub async fn activity(&self, query: &ActivityQuery) -> Result<Activity, OperationLogError> {
        let Page { operations, groups, unreadable } = self.page(query).await?;
        let mut counts: Vec<(String, usize)> = Vec::new();
        for group in &groups {
            match counts.iter_mut().find(|(known, _)| *known == group.outcome) {
                Some((_, count)) => *count += group.count,
                None => counts.push((group.outcome.clone(), group.count)),
            }
        }
        let of_outcome = |group: &&Group| query.outcome.is_none_or(|wanted| group.outcome == wanted);
        let wanted = groups.iter().filter(of_outcome);
        let sum = |sum: Sum| total(wanted.clone().filter(|group| group.sum == Some(sum)));
        Ok(Activity {
            total: wanted.clone().map(|group| group.count).sum(),
            unreadable,
            captured: sum(Sum::Captured),
            refunded: sum(Sum::Refunded),
            checking: sum(Sum::Checking),
            counts,
            entries: operations,
        })
    }

    pub async fn entry(&self, id: &OperationId) -> Result<Entry, OperationLogError> {
        let operation =
            self.recovery.as_interrupted(self.operations.get(id).await?.into_iter().collect()).pop();
        let operation = operation.ok_or(OperationLogError::NoOperation)?;
        let steps = self.operations.journal().steps(&operation).await?;
        Ok(Entry { operation, steps })
    }

    pub(super) async fn page(&self, query: &ActivityQuery) -> Result<Page, OperationLogError> {
        let text = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let filter = Filter {
            account: query.account.clone(),
            from: query.from,
            until: query.until,
            after_number: None,
            kind: query.kind.map(|kind| kind.name().to_owned()),
            text: text.map(str::to_lowercase),
        };
        let ActivityQuery { outcome, before, limit, .. } = *query;
        let query = PageQuery { filter, outcome, before, limit };
        let pending = self.recovery.pending();
        Ok(self.operations.journal().page(query, pending).await?)
    }
}

/// `None` where nothing is to be added, or where what is to be added is of more than one currency, or not known.
fn total<'a>(groups: impl Iterator<Item = &'a Group>) -> Option<Money> {
    let amounts = groups.map(|group| group.amount.as_ref());
    let (minor, currency) = amounts
        .map(|amount| amount.map(|(minor, currency)| (*minor, currency.as_str())))
        .reduce(|a, b| {
            let ((a, currency), (b, other)) = (a?, b?);
            (currency == other).then_some((a.checked_add(b)?, currency))
        })??;
    Some(Money::new(i64::try_from(minor).ok()?, currency.parse().ok()?))
}
