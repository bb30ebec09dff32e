//! Where changes are written down before they are sent: how a change becomes a row of the ledger, and comes back.

use std::sync::Arc;

use jiff::Timestamp;
use pinelabs::{LinkId, OrderId, Reference};

use super::operation::{Intent, Operation, OperationId, State, Target};
use crate::ledger::{
    Ledger, LedgerError, Trouble,
    rows::{Filter, Kept, Record, Step},
};

/// The change could not be written down or read, so nothing may be sent.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the ledger cannot keep it: {0}")]
pub struct NotRecorded(Arc<LedgerError>);

impl NotRecorded {
    pub fn why(&self) -> &LedgerError {
        &self.0
    }
}

impl From<LedgerError> for NotRecorded {
    fn from(error: LedgerError) -> Self {
        Self(Arc::new(error))
    }
}

/// Why a change did not begin.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotBegun {
    /// The very intent was confirmed before: here is what became of it.
    #[error("this change was confirmed before")]
    Already(Box<Operation>),
    #[error("another change of this order is under way")]
    Conflict,
    /// A link is to be made under a reference that a change of ours stands for.
    #[error("the reference was used before")]
    ReferenceUsed(Box<Operation>),
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
}

/// What became of writing a step down.
#[derive(Debug)]
pub enum Advance {
    Applied,
    /// Somebody else has written since it was read.
    Conflict,
    Failed(NotRecorded),
}

#[derive(Clone)]
pub struct Journal(Arc<Ledger>);

impl Journal {
    pub fn new(ledger: Arc<Ledger>) -> Self {
        Self(ledger)
    }

    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.0
    }

    /// Writes down a new change, unless it is there already or another open one meets it. The database decides, so that
    /// two windows, and two programs, that confirm at the same moment get one change.
    pub fn begin(&self, operation: &mut Operation) -> Result<(), NotBegun> {
        let prepared = Step {
            at: ms(operation.confirmed_at),
            outcome: "prepared".to_owned(),
            request_id: None,
            by_person: false,
        };
        let steps = [prepared, step(operation, operation.confirmed_at)];
        match self.0.insert(&record(operation), &steps) {
            Ok(number) => {
                operation.number = number;
                Ok(())
            }
            Err(LedgerError::Conflict) => match self.get(operation.id())? {
                Some(known) => Err(NotBegun::Already(Box::new(known))),
                None => Err(self.in_the_way(&operation.intent)?),
            },
            Err(error) => Err(NotRecorded::from(error).into()),
        }
    }

    fn in_the_way(&self, intent: &Intent) -> Result<NotBegun, NotRecorded> {
        let Some(new) = intent.new_link() else { return Ok(NotBegun::Conflict) };
        let known = self.with_reference(&intent.account, &new.reference)?;
        Ok(known.map_or(NotBegun::Conflict, |known| NotBegun::ReferenceUsed(Box::new(known))))
    }

    /// The change that a reference stands for.
    pub fn with_reference(
        &self,
        account: &str,
        reference: &Reference,
    ) -> Result<Option<Operation>, NotRecorded> {
        self.one(self.0.operation_of_reference(account, reference.as_str())?.as_ref())
    }

    /// Writes down how far a change has come, if nobody else has meanwhile. `as_step`: it is one of the steps that a
    /// person is told of.
    pub fn advance(&self, operation: &mut Operation, as_step: Option<Timestamp>) -> Advance {
        let step = as_step.map(|at| step(operation, at));
        match self.0.advance(&record(operation), step.as_ref()) {
            Ok(true) => {
                operation.revision += 1;
                Advance::Applied
            }
            // Another open change stands where this one would open again.
            Ok(false) | Err(LedgerError::Conflict) => Advance::Conflict,
            Err(error) => Advance::Failed(error.into()),
        }
    }

    /// Writes down many changes at once: all of them, or none.
    pub fn advance_all(&self, changes: &mut [Operation], at: Timestamp) -> Result<(), NotRecorded> {
        let rows = changes.iter().map(|operation| (record(operation), step(operation, at)));
        self.0.advance_all(&rows.collect::<Vec<_>>())?;
        for operation in changes {
            operation.revision += 1;
        }
        Ok(())
    }

    /// Forgets all changes of an account: for the sample shop, which begins anew with each start.
    pub fn forget(&self, account: &str) -> Result<(), NotRecorded> {
        Ok(self.0.forget_operations(account)?)
    }

    pub fn get(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        self.one(self.0.operation(id.as_str())?.as_ref())
    }

    /// Newest first.
    pub fn of_link(&self, account: &str, link: &str) -> Result<Vec<Operation>, NotRecorded> {
        self.all(&self.0.operations_of_link(account, link)?)
    }

    /// Of every account at the same host, newest first.
    pub fn of_link_at_host(&self, account: &str, link: &str) -> Result<Vec<Operation>, NotRecorded> {
        self.all(&self.0.operations_of_link_at_host(account, link)?)
    }

    /// Of every account at the same host, newest first: whoever's keys they are, they move the money of one order.
    pub fn of_order(&self, account: &str, order: &OrderId) -> Result<Vec<Operation>, NotRecorded> {
        self.all(&self.0.operations_of_order(account, order.as_str())?)
    }

    /// Everything that is not finished, of every account, oldest first.
    pub fn unfinished(&self) -> Result<Vec<Operation>, NotRecorded> {
        self.all(&self.0.unfinished()?)
    }

    /// Newest first.
    pub fn find(&self, filter: &Filter, limit: usize) -> Result<Vec<Operation>, NotRecorded> {
        self.all(&self.0.find_operations(filter, limit)?)
    }

    /// Oldest first.
    pub fn steps(&self, operation: &Operation) -> Result<Vec<Step>, NotRecorded> {
        Ok(self.0.steps_of(operation.number)?)
    }

    /// The open change that a new one would meet.
    pub fn open_with(&self, intent: &Intent) -> Result<Option<Operation>, NotRecorded> {
        let order = intent.order_id.as_ref().map(OrderId::as_str);
        let link = link_column(intent, intent.link_id());
        self.one(self.0.open_on(&intent.account, &link, order)?.as_ref())
    }

    fn one(&self, kept: Option<&Kept>) -> Result<Option<Operation>, NotRecorded> {
        kept.map(|kept| self.operation(kept)).transpose()
    }

    fn all(&self, kept: &[Kept]) -> Result<Vec<Operation>, NotRecorded> {
        kept.iter().map(|kept| self.operation(kept)).collect()
    }

    /// A row that cannot be read was written by no version of this program: what else the file says is not trusted either,
    /// and nothing is sent that could be a second time.
    fn operation(&self, kept: &Kept) -> Result<Operation, NotRecorded> {
        match serde_json::from_str::<Operation>(&kept.body) {
            Ok(operation) => Ok(Operation { number: kept.number, revision: kept.revision, ..operation }),
            Err(error) => {
                tracing::error!(number = kept.number, %error, "an entry of the ledger cannot be read");
                self.0.mark_damaged();
                Err(LedgerError::from(Trouble::Damaged).into())
            }
        }
    }
}

/// Where a change is found by its link. One that is still to be made has its reference in that place, in a form that no
/// link's id has.
fn link_column(intent: &Intent, link: Option<&LinkId>) -> String {
    match (&intent.target, link) {
        (Target::Link { link_id }, _) => link_id.to_string(),
        (Target::New { .. }, Some(made)) => made.to_string(),
        (Target::New { new_link }, None) => format!("new/{}", new_link.reference),
    }
}

fn record(operation: &Operation) -> Record {
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
    Record {
        revision: operation.revision,
        id: intent.id.to_string(),
        account: intent.account.clone(),
        kind: intent.kind.name(),
        link_id: link_column(intent, operation.link_id()),
        order_id: intent.order_id.as_ref().map(ToString::to_string),
        reference: intent.reference.as_ref().filter(|_| operation.holds_reference()).map(ToString::to_string),
        minor: operation.amount.map(pinelabs::Money::minor),
        currency: operation.amount.map(|amount| amount.currency().to_string()),
        searched: words.collect::<Vec<_>>().join("\n").to_lowercase(),
        outcome: operation.state.name(),
        is_open: operation.is_open(),
        is_unfinished: operation.is_unfinished(),
        confirmed_at: ms(operation.confirmed_at),
        body: serde_json::to_string(operation).unwrap_or_default(),
    }
}

fn step(operation: &Operation, at: Timestamp) -> Step {
    let outcome = match operation.state {
        State::Sending { waiting: Some(_) } => "waiting",
        // Still to be read once more: nothing that a person would call "sent".
        State::Sending { .. } if operation.sent_at.is_none() => {
            if operation.lost {
                "again"
            } else {
                "confirmed"
            }
        }
        _ => operation.state.name(),
    };
    Step {
        at: ms(at),
        outcome: outcome.to_owned(),
        request_id: operation.request_ids.last().cloned(),
        by_person: operation.decided_at.is_some() && operation.decided_at == operation.resolved_at(),
    }
}

fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}
