//! Where operations are written down before they are sent. Every call comes back when the disk has answered: one thread writes, and
//! a few others read beside it.

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

/// The operation could not be written down or read, so nothing may be sent.
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

impl From<ShapeError> for NotRecorded {
    fn from(error: ShapeError) -> Self {
        LedgerError::Sqlite(rusqlite::Error::ToSqlConversionFailure(error.into())).into()
    }
}

/// Why a operation did not begin.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotBegun {
    /// The very intent was confirmed before: here is what became of it.
    #[error("this operation was confirmed before")]
    Already(Box<Operation>),
    #[error("another operation of this order is under way")]
    Conflict,
    /// A link is to be made under a reference that a operation of ours stands for.
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

/// The operations that a filter lets through.
#[derive(Debug)]
pub struct Listing {
    pub operations: Vec<Operation>,
    /// How many rows more cannot be read.
    pub unreadable: usize,
}

#[derive(Clone)]
pub struct Journal(Arc<Lanes>);

struct Lanes {
    rows: Arc<Rows>,
    readers: Arc<Semaphore>,
    /// `None`: whoever asks does the disk's work, so that a simulation goes the same way with the same seed.
    writer: Option<Writer>,
}

impl Journal {
    pub fn new(ledger: Arc<Ledger>) -> Self {
        let rows = Arc::new(Rows::new(ledger));
        let writer = Writer::start(Arc::clone(&rows));
        Self(Arc::new(Lanes { rows, readers: Arc::new(Semaphore::new(MAX_READERS)), writer: Some(writer) }))
    }

    /// For a simulation: the thread that asks does the work.
    #[cfg(any(test, feature = "simulate"))]
    pub fn inline(ledger: Arc<Ledger>) -> Self {
        let rows = Arc::new(Rows::new(ledger));
        Self(Arc::new(Lanes { rows, readers: Arc::new(Semaphore::new(MAX_READERS)), writer: None }))
    }

    /// The file itself, for tests to look into.
    #[cfg(any(test, feature = "simulate"))]
    pub fn ledger(&self) -> &Ledger {
        &self.0.rows.ledger
    }

    /// Changes when something is found to be wrong with the ledger.
    pub fn troubles(&self) -> watch::Receiver<Option<Trouble>> {
        self.0.rows.ledger.troubles()
    }

    /// The numbers of the rows that cannot be read, as far as they were met.
    pub fn unreadable(&self) -> watch::Receiver<BTreeSet<i64>> {
        self.0.rows.unreadable()
    }

    /// Asks the ledger.
    pub async fn read_ledger<T: Send + 'static>(&self, ask: impl FnOnce(&Ledger) -> T + Send + 'static) -> T {
        self.read(move |rows| ask(&rows.ledger)).await
    }

    /// Has the ledger write something that is no operation.
    pub async fn write_ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> T + Send + 'static,
    ) -> T {
        self.write(move |rows| work(&rows.ledger)).await
    }

    /// Why nothing new is taken, if so.
    pub async fn trouble(&self) -> Option<Trouble> {
        self.read_ledger(Ledger::trouble).await
    }

    /// Reads every row once, so that all that cannot be read is known. Takes a while with a large file.
    ///
    /// # Errors
    /// Where the rows could not be asked for.
    pub async fn check_rows(&self) -> Result<(), NotRecorded> {
        self.read(Rows::check_rows).await
    }

    /// Walks an account's chain of fingerprints. There may be much of it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub async fn check_chain(&self, account: &str) -> Result<Chain, NotRecorded> {
        let account = account.to_owned();
        Ok(self.read_ledger(move |ledger| ledger.check_chain(&account)).await?)
    }

    /// The rows that cannot be read and meet this link, or one of these orders, of any account at the same host.
    ///
    /// # Errors
    /// Where the ledger cannot be read, here and below.
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

    /// Writes down a new operation, unless it is there already or another open one meets it. The database decides, so that
    /// two windows, and two programs, that confirm at the same moment get one operation.
    ///
    /// # Errors
    /// Where it did not begin: see [`NotBegun`].
    pub async fn begin(&self, operation: &mut Operation) -> Result<(), NotBegun> {
        let new = operation.clone();
        operation.number = self.write(move |rows| rows.begin(&new)).await?;
        Ok(())
    }

    /// The operation that a reference stands for.
    pub async fn with_reference(
        &self,
        account: &str,
        reference: &Reference,
    ) -> Result<Option<Operation>, NotRecorded> {
        let (account, reference) = (account.to_owned(), reference.clone());
        self.read(move |rows| rows.with_reference(&account, &reference)).await
    }

    /// Writes down how far an operation has come, if nobody else has meanwhile. `as_step`: it is one of the steps that a
    /// person is told of.
    pub async fn advance(&self, operation: &mut Operation, as_step: Option<Timestamp>) -> Advance {
        let next = operation.clone();
        let written = self.write(move |rows| rows.advance(&next, as_step)).await;
        if matches!(written, Advance::Applied) {
            operation.revision += 1;
        }
        written
    }

    /// Writes down many operations at once: all of them, or none.
    pub async fn advance_all(&self, operations: Vec<Operation>, at: Timestamp) -> Result<(), NotRecorded> {
        self.write(move |rows| rows.advance_all(&operations, at)).await
    }

    /// Forgets all operations of an account: for the sample shop, which begins anew with each start.
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

    /// Of every account at the same host, newest first: whoever's keys they are, they move the money of one order.
    pub async fn of_order(&self, account: &str, order: &OrderId) -> Result<Vec<Operation>, NotRecorded> {
        let (account, order) = (account.to_owned(), order.clone());
        self.read(move |rows| rows.of_order(&account, &order)).await
    }

    /// Everything that is not finished, of every account, oldest first.
    pub async fn unfinished(&self) -> Result<Vec<Operation>, NotRecorded> {
        self.read(Rows::unfinished).await
    }

    /// Newest first.
    pub async fn find(&self, filter: Filter, limit: usize) -> Result<Listing, NotRecorded> {
        self.read(move |rows| rows.find(&filter, limit)).await
    }

    /// One page, and what all that match come to. `pending` are operations that stand otherwise in the ledger, because it could not
    /// be written to: they are told as given here.
    pub async fn page(&self, query: PageQuery, pending: Vec<Operation>) -> Result<Page, NotRecorded> {
        self.read(move |rows| rows.page(&query, &pending)).await
    }

    /// Oldest first.
    pub async fn steps(&self, operation: &Operation) -> Result<Vec<Step>, NotRecorded> {
        let number = operation.number;
        Ok(self.read_ledger(move |ledger| ledger.steps_of(number)).await?)
    }

    /// The open operation that a new one would meet.
    pub async fn open_with(&self, intent: &Intent) -> Result<Option<Operation>, NotRecorded> {
        let intent = intent.clone();
        self.read(move |rows| rows.open_with(&intent)).await
    }

    /// Waits until what is being written now is on the disk.
    pub async fn written(&self) {
        self.write(|_| ()).await;
    }

    async fn read<T: Send + 'static>(&self, ask: impl FnOnce(&Rows) -> T + Send + 'static) -> T {
        if self.0.writer.is_none() {
            return blocking::allow(|| ask(&self.0.rows));
        }
        // Whoever waits for a turn holds no thread. The turns are never closed; without one there is only one reader more.
        let turn = Arc::clone(&self.0.readers).acquire_owned().await.ok();
        let rows = Arc::clone(&self.0.rows);
        blocking::run(move || {
            let found = ask(&rows);
            drop(turn);
            found
        })
        .await
    }

    /// Carried out to its end, also where nobody waits for it any more.
    async fn write<T: Send + 'static>(&self, work: impl FnOnce(&Rows) -> T + Send + 'static) -> T {
        match &self.0.writer {
            Some(writer) => writer.run(work).await,
            None => blocking::allow(|| work(&self.0.rows)),
        }
    }
}
