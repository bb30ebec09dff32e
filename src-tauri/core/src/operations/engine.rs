//! What all operations share: the journal, the clock, the tasks and the subscribers.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use jiff::Timestamp;
use pinelabs::Clock;
use tokio::sync::broadcast;

use super::{
    journal::{Advance, Journal},
    operation::{Intent, NeedsYou, Operation, OperationId, State},
    tasks::TaskRegistry,
    timings::Timings,
};

pub struct Engine {
    pub journal: Journal,
    pub clock: Arc<dyn Clock>,
    pub timings: Timings,
    /// Open dialogs, and closed ones that were not confirmed.
    intents: Mutex<BTreeMap<OperationId, Intent>>,
    pub tasks: Arc<TaskRegistry>,
    changed: broadcast::Sender<Operation>,
    /// Operations with a step in this run of the process: a set, because the clock may change.
    of_this_run: Mutex<BTreeSet<OperationId>>,
    /// The window was closed: nothing is sent any more.
    closing: AtomicBool,
    /// Running tasks, for a simulated crash to abort.
    #[cfg(any(test, feature = "simulate"))]
    abort_handles: Mutex<Vec<tokio::task::AbortHandle>>,
}

impl Engine {
    pub fn new(journal: Journal, clock: Arc<dyn Clock>, timings: Timings) -> Self {
        Self {
            journal,
            clock,
            timings,
            intents: Mutex::default(),
            tasks: Arc::default(),
            changed: broadcast::channel(256).0,
            of_this_run: Mutex::default(),
            closing: AtomicBool::new(false),
            #[cfg(any(test, feature = "simulate"))]
            abort_handles: Mutex::default(),
        }
    }

    pub fn subscribe(&self) -> broadcast::Receiver<Operation> {
        self.changed.subscribe()
    }

    /// Whether the operation took a step in this run of the process.
    pub fn is_of_this_run(&self, id: &OperationId) -> bool {
        self.of_this_run.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    pub fn intents(&self) -> MutexGuard<'_, BTreeMap<OperationId, Intent>> {
        self.intents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the next state to the journal and announces it. Of consecutive look-ups without news the journal keeps only the
    /// last.
    pub async fn step(&self, operation: &mut Operation, state: State) -> Advance {
        let news = operation.state.outcome() != state.outcome()
            || matches!(state, State::Sending { .. })
            || operation.state.refund_status() != state.refund_status();
        // A later outcome replaces the person's word.
        let still_said = match &state {
            State::Held { .. } => true,
            // Only the person says that this refund exists; nobody has seen it.
            State::NeedsYou { why: NeedsYou::Forgotten { refund }, .. } => !refund.was_seen(),
            _ => false,
        };
        let stands = |at: &Timestamp| still_said || state.resolved_at() == Some(*at);
        let said = std::mem::take(&mut operation.decided_at);
        operation.decided_at = said.filter(stands);
        let claim = operation.claim.take_if(|_| state.resolved_at().is_some() && !state.is_undecided());
        operation.state = state;
        let written = self.journal.advance(operation, news.then(|| self.clock.now())).await;
        match &written {
            Advance::Applied => self.announce(operation),
            Advance::Conflict => {
                operation.decided_at = said;
                operation.claim = claim.or(operation.claim.take());
            }
            Advance::Failed(error) => {
                operation.decided_at = said;
                operation.claim = claim.or(operation.claim.take());
                tracing::warn!(operation = %operation.id(), %error, "a step was not kept");
            }
        }
        written
    }

    /// Writes the outcome to the journal and retries until that works: until then the ledger says too little, but never
    /// something wrong. `false`: somebody else has resolved the operation.
    pub async fn resolve(&self, operation: &mut Operation, state: State) -> bool {
        let before = operation.state.clone();
        loop {
            operation.state = before.clone();
            match self.step(operation, state.clone()).await {
                Advance::Applied => return true,
                Advance::Conflict => match self.journal.get(operation.id()).await {
                    // A concurrent write that did not resolve it: retry with the new revision. The same revision means that
                    // another operation holds the order or the reference: leave this one as it is.
                    Ok(Some(now))
                        if now.state.outcome() == before.outcome() && now.revision != operation.revision =>
                    {
                        operation.revision = now.revision;
                    }
                    Ok(_) => return false,
                    Err(_) => tokio::time::sleep(self.timings.write_retry_pause).await,
                },
                Advance::Failed(_) => {
                    self.announce(operation);
                    tokio::time::sleep(self.timings.write_retry_pause).await;
                }
            }
        }
    }

    pub fn announce(&self, operation: &Operation) {
        tracing::info!(
            operation = %operation.id(),
            action = ?operation.intent.kind,
            state = operation.state.name(),
            "operation"
        );
        self.of_this_run.lock().unwrap_or_else(PoisonError::into_inner).insert(operation.id().clone());
        // No subscriber is no error: the journal has the operation.
        let _ = self.changed.send(operation.clone());
    }

    /// The window was closed: from now on no operation is marked as sent.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    /// Returns at once, or never once the process is about to exit: the operation stays unsent, and the next start reports it.
    pub async fn stop_if_closing(&self) {
        if self.closing.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }

    /// Simulates a crash: aborts all running tasks.
    #[cfg(any(test, feature = "simulate"))]
    pub fn crash(&self) {
        let tasks = std::mem::take(&mut *self.abort_handles.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.iter().for_each(tokio::task::AbortHandle::abort);
    }

    #[cfg(any(test, feature = "simulate"))]
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let task = tokio::spawn(work);
        let mut tasks = self.abort_handles.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(task.abort_handle());
    }

    #[cfg(not(any(test, feature = "simulate")))]
    #[expect(clippy::unused_self, reason = "under `simulate` the engine keeps its tasks, to abort them")]
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(work);
    }
}
