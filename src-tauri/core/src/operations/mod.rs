//! Operations that somebody asked for, from the open dialog to the known outcome.
//!
//! ```text
//! prepare ─ intent ─ confirm ─▶ held ─▶ sending ─▶ accepted · done · refused · not sent
//!                               │ undo      │ lost answer
//!                               ▼           ▼
//!                             undone     checking ─ look-ups ─▶ one of the above · needs you
//! ```
//!
//! Three promises are kept here. An operation is written down before it is sent. It is sent at most once unless an answer
//! proves that nothing was done. What is not known is looked up, never guessed. Everything runs without a window.

pub mod account_client;
mod confirm;
mod engine;
mod errors;
mod follow_up;
mod hold;
pub mod journal;
pub mod kinds;
mod local_facts;
pub mod names;
pub mod operation;
mod person;
pub mod preconditions;
mod prepare;
mod recover;
pub mod resolve;
mod revalidate;
pub mod run;
mod send;
mod server_time;
pub mod state;
pub mod stored;
mod suspend;
mod tasks;
mod timings;
mod verdict;

use std::sync::Arc;

use pinelabs::Clock;
use tokio::sync::broadcast;

use self::{
    account_client::{AccountClient, Care, Reading},
    engine::Engine,
    journal::{Journal, NotRecorded},
    operation::{Intent, Operation, OperationId},
};
pub use self::{
    errors::{NotConfirmed, NotPrepared},
    prepare::customer_name,
    timings::Timings,
};
use crate::{ledger::LedgerError, rules::snapshot::Snapshot};

/// The engine. One for the whole program; cheap to clone.
#[derive(Clone)]
pub struct Operations(Arc<Engine>);

impl Operations {
    pub fn new(journal: Journal, clock: Arc<dyn Clock>, timings: Timings) -> Self {
        Self(Arc::new(Engine::new(journal, clock, timings)))
    }

    /// A simulated crash: what is at work goes no step further.
    #[cfg(any(test, feature = "simulate"))]
    pub fn crash(&self) {
        self.0.crash();
    }

    /// Every step of every operation, as it happens.
    pub fn subscribe(&self) -> broadcast::Receiver<Operation> {
        self.0.subscribe()
    }

    /// The program is about to end: what has not left by now does not leave. What has left is looked up by the next start.
    pub fn close(&self) {
        self.0.close();
    }

    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub async fn get(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        self.0.journal.get(id).await
    }

    /// Whether anything has become of an operation in this run of the program.
    pub fn is_of_this_run(&self, id: &OperationId) -> bool {
        self.0.is_of_this_run(id)
    }

    /// Refused where nothing can be written down.
    pub async fn takes_something(&self) -> Result<(), NotRecorded> {
        let trouble = self.0.journal.trouble().await;
        trouble.map_or(Ok(()), |trouble| Err(LedgerError::from(trouble).into()))
    }

    /// Adds to a reading what is known here, follows the refunds on their way and finds those of other computers.
    pub async fn enrich(&self, shop: &AccountClient, reading: &mut Reading) -> Result<(), NotRecorded> {
        self.0.enrich(shop, reading, None, Care::Page).await
    }

    /// Adds what is known here without asking anybody.
    pub async fn add_local_facts(&self, account: &str, snapshot: &mut Snapshot) -> Result<(), NotRecorded> {
        self.0.add_local_facts(account, snapshot).await.map(|_| ())
    }

    pub fn intent(&self, id: &OperationId) -> Option<Intent> {
        self.0.intents().get(id).cloned()
    }

    fn start(&self, shop: &Arc<AccountClient>, operation: Operation) {
        let (engine, shop) = (Arc::clone(&self.0), Arc::clone(shop));
        let slot = engine.tasks.replace_task(operation.id());
        self.0.spawn(async move { Box::pin(run::run(&engine, &shop, operation, slot)).await });
    }
}

#[cfg(test)]
mod tests;
