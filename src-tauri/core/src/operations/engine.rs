//! What all operations of the program share: the journal, the clock, the tasks, and who is told of each step.

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
    /// Dialogs that are open or were closed without being confirmed.
    intents: Mutex<BTreeMap<OperationId, Intent>>,
    pub tasks: Arc<TaskRegistry>,
    changed: broadcast::Sender<Operation>,
    /// Operations that came further in this run of the program: no clock has a say in it.
    of_this_run: Mutex<BTreeSet<OperationId>>,
    /// The window was closed: nothing leaves any more.
    closing: AtomicBool,
    /// What is at work, for a simulated crash to end.
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

    /// Whether anything has become of an operation in this run of the program.
    pub fn is_of_this_run(&self, id: &OperationId) -> bool {
        self.of_this_run.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    pub fn intents(&self) -> MutexGuard<'_, BTreeMap<OperationId, Intent>> {
        self.intents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down a step from the state that the operation is in, and tells of it. Of look-ups that tell nothing new, only
    /// the last is kept.
    pub async fn step(&self, operation: &mut Operation, state: State) -> Advance {
        let news = operation.state.name() != state.name()
            || matches!(state, State::Sending { .. })
            || operation.state.refund_status() != state.refund_status();
        // What is told from now on is not the person's word any more.
        let still_said = match &state {
            State::Held { .. } => true,
            // Nobody has ever seen what he said is there.
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

    /// Writes down what became of it, however often that has to be tried: until then the ledger says less than is known,
    /// and never something else. `false`: somebody else has said what became of it.
    pub async fn resolve(&self, operation: &mut Operation, state: State) -> bool {
        let before = operation.state.clone();
        loop {
            operation.state = before.clone();
            match self.step(operation, state.clone()).await {
                Advance::Applied => return true,
                Advance::Conflict => match self.journal.get(operation.id()).await {
                    // Written to, but not resolved: what is known now still has to be said. Where nobody has written to it, another
                    // operation holds its place or its name, and it stays as it is.
                    Ok(Some(now))
                        if now.state.name() == before.name() && now.revision != operation.revision =>
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
        // Nobody listening is no error: the journal has it.
        let _ = self.changed.send(operation.clone());
    }

    /// The window was closed: no operation is written down as sent any more.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    /// Returns at once, unless the program is about to end: then it never returns. What is still here stays here, and the next start
    /// says so.
    pub async fn stop_if_closing(&self) {
        if self.closing.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }

    /// A simulated crash: what is at work goes no step further.
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
    #[expect(clippy::unused_self, reason = "a simulation keeps the tasks of each of its computers")]
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(work);
    }
}
