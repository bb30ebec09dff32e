//! The lifecycle of an operation, from the open dialog to a known outcome.
//!
//! ```text
//! prepare ─ intent ─ confirm ─▶ held ─▶ sending ─▶ accepted · done · refused · not sent
//!                               │ undo      │ lost answer
//!                               ▼           ▼
//!                             undone     checking ─ look-ups ─▶ one of the above · needs you
//! ```
//!
//! Three guarantees. The journal has an operation on disk before the request is sent. A request is sent at most once, unless an
//! answer proves that it had no effect. An unknown outcome is looked up, never guessed. Nothing here needs a window.

pub mod account_client;
mod confirm;
mod engine;
mod errors;
mod follow_up;
mod hold;
pub mod journal;
pub mod kinds;
mod ledger_access;
mod local_facts;
pub mod names;
pub mod operation;
pub mod outcome;
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
    errors::{NotConfirmed, NotPrepared, log_if_unread},
    ledger_access::LedgerState,
    prepare::customer_name,
    timings::Timings,
};
use crate::rules::snapshot::Snapshot;

/// The facade of the engine: one per process, cheap to clone.
#[derive(Clone)]
pub struct Operations(Arc<Engine>);

impl Operations {
    pub fn new(journal: Journal, clock: Arc<dyn Clock>, timings: Timings) -> Self {
        Self(Arc::new(Engine::new(journal, clock, timings)))
    }

    /// Simulates a crash: aborts all running tasks.
    #[cfg(any(test, feature = "simulate"))]
    pub fn crash(&self) {
        self.0.crash();
    }

    /// Each step of each operation, as it happens.
    pub fn subscribe(&self) -> broadcast::Receiver<Operation> {
        self.0.subscribe()
    }

    /// The process is about to exit: from now on no request is sent. Requests already sent are looked up at the next start.
    pub fn close(&self) {
        self.0.close();
    }

    /// For the log of operations; whoever else needs something of it asks in `ledger_access.rs`.
    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    /// Whether the operation took a step in this run of the process.
    pub fn is_of_this_run(&self, id: &OperationId) -> bool {
        self.0.is_of_this_run(id)
    }

    /// Adds local facts to a reading, follows refunds in flight and finds refunds of other computers.
    pub async fn enrich(&self, shop: &AccountClient, reading: &mut Reading) -> Result<(), NotRecorded> {
        self.0.enrich(shop, reading, None, Care::Page).await
    }

    /// Adds local facts without a network call.
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
