//! Converts operations to rows of the ledger and back. Blocks on the disk.
//!
//! An unreadable row is set aside on its own: this program does not write to it and starts no operation on its link or order.
//! All other operations go on.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;
use pinelabs::{LinkId, OrderId, Reference};
use tokio::sync::watch;

use super::{Advance, Listing, NotBegun, NotRecorded};
use crate::{
    ledger::{
        Ledger, LedgerError,
        rows::{Filter, Kept, Record, Step, Sum, Summand},
    },
    operations::{
        operation::{Intent, Operation, OperationId, State, Target},
        outcome::{BeforeKind, StepKind},
        stored,
    },
};

/// Rows per query when reading all of them.
const BATCH: usize = 1_000;

pub struct Rows {
    pub ledger: Arc<Ledger>,
    /// The numbers of the unreadable rows found so far.
    pub(super) unreadable: watch::Sender<BTreeSet<i64>>,
}

impl Rows {
    pub fn new(ledger: Arc<Ledger>) -> Self {
        Self { ledger, unreadable: watch::Sender::new(BTreeSet::new()) }
    }

    /// The numbers of the unreadable rows found so far.
    pub fn unreadable(&self) -> watch::Receiver<BTreeSet<i64>> {
        self.unreadable.subscribe()
    }

    /// Reads every row once, to find all unreadable ones. Slow on a large file.
    pub fn check_rows(&self) -> Result<(), NotRecorded> {
        let mut after = i64::MIN;
        loop {
            let rows = self.ledger.operations_after(after, BATCH)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.number;
            self.all(&rows);
        }
    }

    /// The unreadable rows on this link or on one of these orders, of any account at the same host.
    pub fn unreadable_of(
        &self,
        account: &str,
        link: Option<&str>,
        orders: &[OrderId],
    ) -> Result<Vec<Kept>, NotRecorded> {
        let mut rows = match link {
            Some(link) => self.ledger.operations_of_link_at_host(account, link)?,
            None => Vec::new(),
        };
        for order in orders {
            rows.extend(self.ledger.operations_of_order(account, order.as_str())?);
        }
        rows.retain(|row| self.read(row).is_none());
        Ok(rows)
    }

    /// Inserts a new operation, unless it exists or conflicts with an open one, and returns its row number. Unique indexes
    /// decide, so that two windows or two processes that confirm at the same moment get one operation.
    pub fn begin(&self, operation: &Operation) -> Result<i64, NotBegun> {
        let prepared = Step {
            at: ms(operation.confirmed_at),
            outcome: StepKind::Before(BeforeKind::Prepared).name().to_owned(),
            request_id: None,
            by_person: false,
        };
        let steps = [prepared, step(operation, operation.confirmed_at)];
        self.require_readable(&operation.intent)?;
        match self.ledger.insert(&record(operation)?, &steps) {
            Ok(number) => Ok(number),
            Err(LedgerError::Conflict) => match self.get(operation.id())? {
                Some(known) => Err(NotBegun::Already(Box::new(known))),
                None => Err(self.in_the_way(&operation.intent)?),
            },
            Err(error) => Err(NotRecorded::from(error).into()),
        }
    }

    /// Nobody knows what an unreadable operation has moved: none starts on the same link or order.
    fn require_readable(&self, intent: &Intent) -> Result<(), NotRecorded> {
        let link = link_column(intent, intent.link_id());
        let rows = self.unreadable_of(&intent.account, Some(&link), intent.order_id.as_slice())?;
        rows.first().map_or(Ok(()), |row| Err(LedgerError::Unreadable { number: row.number }.into()))
    }

    fn in_the_way(&self, intent: &Intent) -> Result<NotBegun, NotRecorded> {
        let Some(new) = intent.new_link() else { return Ok(NotBegun::Conflict) };
        let known = self.with_reference(&intent.account, &new.reference)?;
        Ok(known.map_or(NotBegun::Conflict, |known| NotBegun::ReferenceUsed(Box::new(known))))
    }

    /// The operation that holds a reference.
    pub fn with_reference(
        &self,
        account: &str,
        reference: &Reference,
    ) -> Result<Option<Operation>, NotRecorded> {
        self.one(self.ledger.operation_of_reference(account, reference.as_str())?.as_ref())
    }

    /// Writes the next state, unless somebody else has written meanwhile. `as_step`: it becomes a step in the operation's
    /// history.
    pub fn advance(&self, operation: &Operation, as_step: Option<Timestamp>) -> Advance {
        let step = as_step.map(|at| step(operation, at));
        let record = match record(operation) {
            Ok(record) => record,
            Err(error) => return Advance::Failed(error),
        };
        match self.ledger.advance(&record, step.as_ref()) {
            Ok(true) => Advance::Applied,
            // Another open operation holds the order that this one would reopen on.
            Ok(false) | Err(LedgerError::Conflict) => Advance::Conflict,
            Err(error) => Advance::Failed(error.into()),
        }
    }

    /// Writes many operations in one transaction: all or none.
    pub fn advance_all(&self, operations: &[Operation], at: Timestamp) -> Result<(), NotRecorded> {
        let rows = operations.iter().map(|operation| Ok((record(operation)?, step(operation, at))));
        Ok(self.ledger.advance_all(&rows.collect::<Result<Vec<_>, NotRecorded>>()?)?)
    }

    /// Deletes all operations of an account: the sample shop starts fresh each time.
    pub fn forget(&self, account: &str) -> Result<(), NotRecorded> {
        self.ledger.forget_operations(account)?;
        // The next read finds those of other accounts again.
        self.unreadable.send_if_modified(|known| !std::mem::take(known).is_empty());
        Ok(())
    }

    pub fn get(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        self.one(self.ledger.operation(id.as_str())?.as_ref())
    }

    /// Newest first.
    pub fn of_link(&self, account: &str, link: &str) -> Result<Vec<Operation>, NotRecorded> {
        Ok(self.all(&self.ledger.operations_of_link(account, link)?))
    }

    /// Of every account at the same host, newest first.
    pub fn of_link_at_host(&self, account: &str, link: &str) -> Result<Vec<Operation>, NotRecorded> {
        Ok(self.all(&self.ledger.operations_of_link_at_host(account, link)?))
    }

    /// Of every account at the same host, newest first: all their keys move the money of the same order.
    pub fn of_order(&self, account: &str, order: &OrderId) -> Result<Vec<Operation>, NotRecorded> {
        Ok(self.all(&self.ledger.operations_of_order(account, order.as_str())?))
    }

    /// All unfinished operations of every account, oldest first.
    pub fn unfinished(&self) -> Result<Vec<Operation>, NotRecorded> {
        Ok(self.all(&self.ledger.unfinished()?))
    }

    /// Newest first.
    pub fn find(&self, filter: &Filter, limit: usize) -> Result<Listing, NotRecorded> {
        let rows = self.ledger.find_operations(filter, limit)?;
        let operations = self.all(&rows);
        Ok(Listing { unreadable: rows.len() - operations.len(), operations })
    }

    /// The open operation that a new one would conflict with.
    pub fn open_with(&self, intent: &Intent) -> Result<Option<Operation>, NotRecorded> {
        let order = intent.order_id.as_ref().map(OrderId::as_str);
        let link = link_column(intent, intent.link_id());
        self.one(self.ledger.open_on(&intent.account, &link, order)?.as_ref())
    }

    fn one(&self, kept: Option<&Kept>) -> Result<Option<Operation>, NotRecorded> {
        let Some(kept) = kept else { return Ok(None) };
        let operation = self.read(kept).ok_or(LedgerError::Unreadable { number: kept.number })?;
        Ok(Some(operation))
    }

    /// Skips unreadable rows.
    pub(super) fn all(&self, kept: &[Kept]) -> Vec<Operation> {
        kept.iter().filter_map(|kept| self.read(kept)).collect()
    }

    /// `None`: it is unreadable, and is listed as such from now on.
    fn read(&self, kept: &Kept) -> Option<Operation> {
        match stored::read(&kept.body) {
            Ok(operation) => {
                // Somebody may have repaired it.
                self.unreadable.send_if_modified(|known| known.remove(&kept.number));
                Some(Operation { number: kept.number, revision: kept.revision, ..operation })
            }
            Err(error) => {
                if self.unreadable.send_if_modified(|known| known.insert(kept.number)) {
                    tracing::error!(number = kept.number, %error, "an entry of the ledger cannot be read");
                }
                None
            }
        }
    }
}

/// The link column of an operation. For a link yet to be created it holds the reference, in a form that no link id has.
fn link_column(intent: &Intent, link: Option<&LinkId>) -> String {
    match (&intent.target, link) {
        (Target::Link { link_id }, _) => link_id.to_string(),
        (Target::New { .. }, Some(made)) => made.to_string(),
        (Target::New { new_link }, None) => format!("new/{}", new_link.reference),
    }
}

fn record(operation: &Operation) -> Result<Record, NotRecorded> {
    let intent = &operation.intent;
    let searched = [
        intent.link_reference.as_ref().map(ToString::to_string),
        intent.customer_name.clone(),
        intent.reference.as_ref().map(ToString::to_string),
        intent.order_id.as_ref().map(ToString::to_string),
        operation.link_id().map(ToString::to_string),
        operation.reason.clone(),
    ];
    let words = searched.into_iter().flatten().chain(operation.request_ids.iter().cloned());
    Ok(Record {
        revision: operation.revision,
        id: intent.id.to_string(),
        account: intent.account.clone(),
        kind: intent.kind.name(),
        link_id: link_column(intent, operation.link_id()),
        order_id: intent.order_id.as_ref().map(ToString::to_string),
        reference: intent.reference.as_ref().filter(|_| operation.holds_reference()).map(ToString::to_string),
        minor: operation.amount.map(pinelabs::Money::minor),
        currency: operation.amount.map(|amount| amount.currency().to_string()),
        summand: summand(operation),
        searched: words.collect::<Vec<_>>().join("\n").to_lowercase(),
        outcome: operation.state.name(),
        is_open: operation.is_open(),
        is_unfinished: operation.is_unfinished(),
        confirmed_at: ms(operation.confirmed_at),
        body: stored::write(operation)?,
    })
}

/// The sum on the Activity page that an operation counts towards in its present state.
pub(super) fn summand(operation: &Operation) -> Option<Summand> {
    let kind = operation.kind();
    let sum = if operation.is_unknown() {
        kind.moves_money().then_some(Sum::Checking)
    } else {
        kind.sum().filter(|_| operation.state.took_effect())
    };
    let sum = sum?;
    let instead = operation.captured_instead().filter(|_| sum == Sum::Captured);
    let amount = instead.or(operation.amount);
    Some(Summand { sum, amount: amount.map(|amount| (amount.minor(), amount.currency().to_string())) })
}

fn step(operation: &Operation, at: Timestamp) -> Step {
    let kind = match operation.state {
        State::Sending { waiting: Some(_) } => StepKind::Before(BeforeKind::Waiting),
        // Before the re-read, the person would not call it "sent".
        State::Sending { .. } if operation.sent_at.is_none() => {
            StepKind::Before(if operation.lost { BeforeKind::Again } else { BeforeKind::Confirmed })
        }
        _ => StepKind::Outcome(operation.state.outcome()),
    };
    Step {
        at: ms(at),
        outcome: kind.name().to_owned(),
        request_id: operation.request_ids.last().cloned(),
        by_person: operation.decided_at.is_some() && operation.decided_at == operation.resolved_at(),
    }
}

pub(super) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}
