//! Stores operations, each before it is sent. Every call returns once the disk has answered: one thread writes, and a few
//! others read in parallel.

pub mod page;
mod rows;
mod writer;

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;
use pinelabs::{OrderId, Reference};
use tokio::sync::{Semaphore, watch};

use self::{page::Page, rows::Rows, writer::Writer};
use super::{
    operation::{Intent, Operation, OperationId},
    stored::ShapeError,
};
use crate::{
    blocking,
    ledger::{
        Ledger, LedgerError, Trouble,
        chain::Chain,
        readers::MAX_READERS,
        rows::{Filter, Kept, PageQuery, Step},
    },
};

/// The ledger could not be written or read, so nothing may be sent.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the ledger cannot store or read it: {0}")]
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

impl From<ShapeError> for NotRecorded {
    fn from(error: ShapeError) -> Self {
        LedgerError::Sqlite(rusqlite::Error::ToSqlConversionFailure(error.into())).into()
    }
}

/// Why an operation did not start.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotBegun {
    /// The same intent was confirmed before: this is its operation.
    #[error("this operation was confirmed before")]
    Already(Box<Operation>),
    #[error("another operation on this order is open")]
    Conflict,
    /// One of our operations already holds the reference of the link to create.
    #[error("the reference was used before")]
    ReferenceUsed(Box<Operation>),
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
}

/// The result of writing a step.
#[derive(Debug)]
pub enum Advance {
    Applied,
    /// Optimistic locking: somebody else has written since it was read.
    Conflict,
    Failed(NotRecorded),
}

/// The operations that match a filter.
#[derive(Debug)]
pub struct Listing {
    pub operations: Vec<Operation>,
    /// The number of matching rows that cannot be read.
    pub unreadable: usize,
}

#[derive(Clone)]
pub struct Journal(Arc<Lanes>);

struct Lanes {
    rows: Arc<Rows>,
    readers: Arc<Semaphore>,
    /// `None`: the calling thread does the I/O, so that a simulation is deterministic for its seed.
    writer: Option<Writer>,
}

impl Journal {
    pub fn new(ledger: Arc<Ledger>) -> Self {
        let rows = Arc::new(Rows::new(ledger));
        let writer = Writer::start(Arc::clone(&rows));
        Self(Arc::new(Lanes { rows, readers: Arc::new(Semaphore::new(MAX_READERS)), writer: Some(writer) }))
    }

    /// For a simulation: the calling thread does the I/O.
    #[cfg(any(test, feature = "simulate"))]
    pub fn inline(ledger: Arc<Ledger>) -> Self {
        let rows = Arc::new(Rows::new(ledger));
        Self(Arc::new(Lanes { rows, readers: Arc::new(Semaphore::new(MAX_READERS)), writer: None }))
    }

    /// The ledger itself, for tests.
    #[cfg(any(test, feature = "simulate"))]
    pub fn ledger(&self) -> &Ledger {
        &self.0.rows.ledger
    }

    /// Changes when a fault of the ledger is found.
    pub fn troubles(&self) -> watch::Receiver<Option<Trouble>> {
        self.0.rows.ledger.troubles()
    }

    /// The numbers of the unreadable rows found so far.
    pub fn unreadable(&self) -> watch::Receiver<BTreeSet<i64>> {
        self.0.rows.unreadable()
    }

    /// Runs a query on the ledger.
    pub async fn read_ledger<T: Send + 'static>(&self, ask: impl FnOnce(&Ledger) -> T + Send + 'static) -> T {
        self.read(move |rows| ask(&rows.ledger)).await
    }

    /// Runs a write on the ledger that is not an operation.
    pub async fn write_ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> T + Send + 'static,
    ) -> T {
        self.write(move |rows| work(&rows.ledger)).await
    }

    /// Why no new operation can start, or `None`.
    pub async fn trouble(&self) -> Option<Trouble> {
        self.read_ledger(Ledger::trouble).await
    }

    /// Reads every row once, to find all unreadable ones. Slow on a large file.
    ///
    /// # Errors
    /// If the rows cannot be queried.
    pub async fn check_rows(&self) -> Result<(), NotRecorded> {
        self.read(Rows::check_rows).await
    }

    /// Verifies an account's chain of fingerprints, which may be long.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub async fn check_chain(&self, account: &str) -> Result<Chain, NotRecorded> {
        let account = account.to_owned();
        Ok(self.read_ledger(move |ledger| ledger.check_chain(&account)).await?)
    }

    /// The unreadable rows on this link or on one of these orders, of any account at the same host.
    ///
    /// # Errors
    /// If the ledger cannot be read; the same holds below.
    pub async fn unreadable_of(
        &self,
        account: &str,
        link: Option<&str>,
        orders: &[&OrderId],
    ) -> Result<Vec<Kept>, NotRecorded> {
        let (account, link) = (account.to_owned(), link.map(ToOwned::to_owned));
        let orders = orders.iter().map(|&order| order.clone()).collect::<Vec<_>>();
        self.read(move |rows| rows.unreadable_of(&account, link.as_deref(), &orders)).await
    }

    /// Inserts a new operation, unless it exists or conflicts with an open one. Unique indexes decide, so that two windows or
    /// two processes that confirm at the same moment get one operation.
    ///
    /// # Errors
    /// If it did not start: see [`NotBegun`].
    pub async fn begin(&self, operation: &mut Operation) -> Result<(), NotBegun> {
        let new = operation.clone();
        operation.number = self.write(move |rows| rows.begin(&new)).await?;
        Ok(())
    }

    /// The operation that holds a reference.
    pub async fn with_reference(
        &self,
        account: &str,
        reference: &Reference,
    ) -> Result<Option<Operation>, NotRecorded> {
        let (account, reference) = (account.to_owned(), reference.clone());
        self.read(move |rows| rows.with_reference(&account, &reference)).await
    }

    /// Writes the next state, unless somebody else has written meanwhile. `as_step`: it becomes a step in the operation's
    /// history.
    pub async fn advance(&self, operation: &mut Operation, as_step: Option<Timestamp>) -> Advance {
        let next = operation.clone();
        let written = self.write(move |rows| rows.advance(&next, as_step)).await;
        if matches!(written, Advance::Applied) {
            operation.revision += 1;
        }
        written
    }

    /// Writes many operations in one transaction: all or none.
    pub async fn advance_all(&self, operations: Vec<Operation>, at: Timestamp) -> Result<(), NotRecorded> {
        self.write(move |rows| rows.advance_all(&operations, at)).await
    }

    /// Deletes all operations of an account: the sample shop starts fresh each time.
    pub async fn forget(&self, account: &str) -> Result<(), NotRecorded> {
        let account = account.to_owned();
        self.write(move |rows| rows.forget(&account)).await
    }

    pub async fn get(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let id = id.clone();
        self.read(move |rows| rows.get(&id)).await
    }

    /// Newest first.
    pub async fn of_link(&self, account: &str, link: &str) -> Result<Vec<Operation>, NotRecorded> {
        let (account, link) = (account.to_owned(), link.to_owned());
        self.read(move |rows| rows.of_link(&account, &link)).await
    }

    /// Of every account at the same host, newest first.
    pub async fn of_link_at_host(&self, account: &str, link: &str) -> Result<Vec<Operation>, NotRecorded> {
        let (account, link) = (account.to_owned(), link.to_owned());
        self.read(move |rows| rows.of_link_at_host(&account, &link)).await
    }

    /// Of every account at the same host, newest first: all their keys move the money of the same order.
    pub async fn of_order(&self, account: &str, order: &OrderId) -> Result<Vec<Operation>, NotRecorded> {
        let (account, order) = (account.to_owned(), order.clone());
        self.read(move |rows| rows.of_order(&account, &order)).await
    }

    /// All unfinished operations of every account, oldest first.
    pub async fn unfinished(&self) -> Result<Vec<Operation>, NotRecorded> {
        self.read(Rows::unfinished).await
    }

    /// Newest first.
    pub async fn find(&self, filter: Filter, limit: usize) -> Result<Listing, NotRecorded> {
        self.read(move |rows| rows.find(&filter, limit)).await
    }

    /// One page, with the sums over all matches. `pending` are operations whose rows are out of date because the write failed:
    /// they count as given here.
    pub async fn page(&self, query: PageQuery, pending: Vec<Operation>) -> Result<Page, NotRecorded> {
        self.read(move |rows| rows.page(&query, &pending)).await
    }

    /// Oldest first.
    pub async fn steps(&self, operation: &Operation) -> Result<Vec<Step>, NotRecorded> {
        let number = operation.number;
        Ok(self.read_ledger(move |ledger| ledger.steps_of(number)).await?)
    }

    /// The open operation that a new one would conflict with.
    pub async fn open_with(&self, intent: &Intent) -> Result<Option<Operation>, NotRecorded> {
        let intent = intent.clone();
        self.read(move |rows| rows.open_with(&intent)).await
    }

    /// Waits until all queued writes are on disk.
    pub async fn written(&self) {
        self.write(|_| ()).await;
    }

    async fn read<T: Send + 'static>(&self, ask: impl FnOnce(&Rows) -> T + Send + 'static) -> T {
        if self.0.writer.is_none() {
            return blocking::allow(|| ask(&self.0.rows));
        }
        // A waiting reader holds no thread. The semaphore is never closed; without a permit there is just one more reader.
        let turn = Arc::clone(&self.0.readers).acquire_owned().await.ok();
        let rows = Arc::clone(&self.0.rows);
        blocking::run(move || {
            let found = ask(&rows);
            drop(turn);
            found
        })
        .await
    }

    /// Runs to completion, even if the caller has stopped waiting.
    async fn write<T: Send + 'static>(&self, work: impl FnOnce(&Rows) -> T + Send + 'static) -> T {
        match &self.0.writer {
            Some(writer) => writer.run(work).await,
            None => blocking::allow(|| work(&self.0.rows)),
        }
    }
}
