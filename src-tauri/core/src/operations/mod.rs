//! Changes that somebody asked for, from the open dialog to the known outcome.
//!
//! ```text
//! prepare ─ intent ─ confirm ─▶ held ─▶ sending ─▶ accepted · done · refused · not sent
//!                               │ undo      │ lost answer
//!                               ▼           ▼
//!                             undone     checking ─ look-ups ─▶ one of the above · needs you
//! ```
//!
//! Three promises are kept here. A change is written down before it is sent. It is sent at most once unless an answer
//! proves that nothing was done. What is not known is looked up, never guessed. Everything runs without a window.

pub mod account_client;
mod captures;
pub mod create;
mod follow_up;
pub mod journal;
mod local_facts;
pub mod names;
pub mod operation;
pub mod preconditions;
mod prepare;
mod recover;
pub mod refund_chain;
mod refunds;
pub mod resolve;
pub mod run;
mod send;
pub mod state;
pub mod stored;
mod suspend;
mod tasks;
mod timings;
mod verdict;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use pinelabs::{Clock, FieldError, LinkId, Moment};
use tokio::sync::broadcast;

pub use self::timings::Timings;
use self::{
    account_client::{AccountClient, Reading},
    journal::{Advance, Journal, NotBegun, NotRecorded},
    operation::{Intent, Operation, OperationId, State},
    refund_chain::Care,
    tasks::TaskRegistry,
};
use crate::{
    ledger::LedgerError,
    rules::{
        allowed::{OperationKind, Reason},
        amount::{self, AmountInput, AmountProblem, ResolvedAmount},
        people,
        snapshot::Snapshot,
    },
};

/// Why a dialog did not open.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotPrepared {
    #[error("the link could not be read")]
    Unread(#[from] pinelabs::Error),
    #[error("this cannot be done with the link now")]
    NotAllowed(Reason, Box<Reading>),
    #[error("a link cannot be asked for so")]
    Invalid(Vec<FieldError>),
    /// With the link that has it, where that is known.
    #[error("the reference was used before")]
    ReferenceUsed(Option<LinkId>),
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
}

/// Why a confirmed dialog did not become a change.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotConfirmed {
    #[error("no such dialog is open")]
    NoSuchIntent,
    #[error("the amount is not taken")]
    Amount(AmountProblem),
    #[error("a reason is needed")]
    NoReason,
    #[error(transparent)]
    NotBegun(#[from] NotBegun),
}

/// The engine. One for the whole program; cheap to clone.
#[derive(Clone)]
pub struct Operations(Arc<Engine>);

struct Engine {
    journal: Journal,
    clock: Arc<dyn Clock>,
    timings: Timings,
    /// Dialogs that are open or were closed without being confirmed.
    intents: Mutex<BTreeMap<OperationId, Intent>>,
    tasks: Arc<TaskRegistry>,
    changed: broadcast::Sender<Operation>,
    /// Changes that came further in this run of the program: no clock has a say in it.
    of_this_run: Mutex<BTreeSet<OperationId>>,
    /// The window was closed: nothing leaves any more.
    closing: AtomicBool,
    /// What is at work, for a simulated crash to end.
    #[cfg(any(test, feature = "simulate"))]
    abort_handles: Mutex<Vec<tokio::task::AbortHandle>>,
}

impl Operations {
    pub fn new(journal: Journal, clock: Arc<dyn Clock>, timings: Timings) -> Self {
        Self(Arc::new(Engine {
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
        }))
    }

    /// A simulated crash: what is at work goes no step further.
    #[cfg(any(test, feature = "simulate"))]
    pub fn crash(&self) {
        let tasks = std::mem::take(&mut *self.0.abort_handles.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.iter().for_each(tokio::task::AbortHandle::abort);
    }

    /// Every step of every change, as it happens.
    pub fn subscribe(&self) -> broadcast::Receiver<Operation> {
        self.0.changed.subscribe()
    }

    /// The program is about to end: what has not left by now does not leave. What has left is looked up by the next start.
    pub fn close(&self) {
        self.0.closing.store(true, Ordering::SeqCst);
    }

    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub fn get(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        self.0.journal.get(id)
    }

    /// Whether anything has become of a change in this run of the program.
    pub fn is_of_this_run(&self, id: &OperationId) -> bool {
        self.0.of_this_run.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    /// Refused where nothing can be written down.
    pub fn takes_something(&self) -> Result<(), NotRecorded> {
        let trouble = self.0.journal.ledger().trouble();
        trouble.map_or(Ok(()), |trouble| Err(LedgerError::from(trouble).into()))
    }

    /// Adds to a reading what is known here, follows the refunds on their way and finds those of other computers.
    pub async fn enrich(&self, shop: &AccountClient, reading: &mut Reading) -> Result<(), NotRecorded> {
        self.0.enrich(shop, reading, None, Care::Page).await
    }

    /// Adds what is known here without asking anybody.
    pub fn add_local_facts(&self, account: &str, snapshot: &mut Snapshot) -> Result<(), NotRecorded> {
        self.0.add_local_facts(account, snapshot).map(|_| ())
    }

    pub fn intent(&self, id: &OperationId) -> Option<Intent> {
        self.0.intents().get(id).cloned()
    }

    /// What an amount typed into an open dialog comes to.
    pub fn check_amount(
        &self,
        id: &OperationId,
        choice: &AmountInput,
    ) -> Result<ResolvedAmount, NotConfirmed> {
        let intent = self.intent(id).ok_or(NotConfirmed::NoSuchIntent)?;
        let left = intent.max_amount().ok_or(NotConfirmed::NoSuchIntent)?;
        amount::resolve(choice, left).map_err(NotConfirmed::Amount)
    }

    /// Turns an open dialog into a change, once. A second confirmation of the same dialog gets the same change.
    pub fn confirm(
        &self,
        shop: &Arc<AccountClient>,
        id: &OperationId,
        choice: Option<&AmountInput>,
        reason: Option<String>,
    ) -> Result<Operation, NotConfirmed> {
        if let Some(known) = self.get(id).map_err(NotBegun::from)? {
            return Ok(known);
        }
        let intent = self.intent(id).ok_or(NotConfirmed::NoSuchIntent)?;
        let reason = reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        if intent.kind == OperationKind::Refund && reason.is_none() {
            return Err(NotConfirmed::NoReason);
        }
        let chosen = match intent.kind {
            OperationKind::Refund | OperationKind::Capture => {
                let choice = choice.ok_or(NotConfirmed::Amount(AmountProblem::Empty))?;
                Some(self.check_amount(id, choice)?)
            }
            _ => None,
        };
        let now = self.0.clock.now();
        let state = self.0.first_state(intent.kind, now);
        let mut operation = Operation {
            number: 0,
            revision: 0,
            amount: chosen
                .map(|chosen| chosen.amount)
                .or(intent.max_amount())
                .or(intent.new_link().map(|new| new.amount)),
            released: chosen.map(|chosen| chosen.rest).filter(|_| intent.kind == OperationKind::Capture),
            reason,
            confirmed_at: now,
            sent_at: None,
            first_sent_at: None,
            sent_by_server_clock: shop.client().server_clock().earliest(Moment::now(now)),
            reached: false,
            told_taken: false,
            claim: None,
            recheck: false,
            unseen_since: None,
            lost: false,
            dialect: None,
            request_ids: Vec::new(),
            after: None,
            decided_at: None,
            interrupted_at: None,
            again_unsent: None,
            put_away: false,
            state,
            intent,
        };
        match self.0.journal.begin(&mut operation) {
            Ok(()) => {}
            Err(NotBegun::Already(known)) => return Ok(*known),
            Err(why) => return Err(why.into()),
        }
        self.0.intents().remove(id);
        self.0.announce(&operation);
        self.start(shop, operation.clone());
        Ok(operation)
    }

    /// Takes a held change back. Too late is no error: the present state is returned.
    pub fn undo(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let Some(mut operation) = self.get(id)? else { return Ok(None) };
        if matches!(operation.state, State::Held { .. }) {
            let now = self.0.clock.now();
            let undone = operation.before_again(now).unwrap_or(State::Undone { at: now });
            match self.0.step(&mut operation, undone) {
                Advance::Applied => self.0.tasks.wake(id),
                Advance::Conflict => return self.get(id),
                // It is held still, and will be sent: nobody may be told otherwise.
                Advance::Failed(error) => return Err(error),
            }
        }
        Ok(Some(operation))
    }

    /// Looks an unknown outcome up now instead of at its next turn.
    pub fn check_now(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        let operation = self.get(id)?;
        self.0.tasks.wake(id);
        Ok(operation)
    }

    /// Sends a change again that was proven absent, or that the person did not find: with the same reference and the
    /// same key, and never by itself. Money is held with an Undo before, as it was at first.
    pub fn send_again(
        &self,
        shop: &Arc<AccountClient>,
        id: &OperationId,
    ) -> Result<Option<Operation>, NotRecorded> {
        let Some(mut operation) = self.get(id)? else { return Ok(None) };
        if !operation.may_be_sent_again() {
            return Ok(Some(operation));
        }
        // The attempt that was lost is in the steps; this one has still to leave.
        operation.sent_at = None;
        operation.recheck = false;
        operation.interrupted_at = None;
        operation.again_unsent = None;
        let state = self.0.first_state(operation.intent.kind, self.0.clock.now());
        match self.0.step(&mut operation, state) {
            Advance::Applied => self.start(shop, operation),
            Advance::Conflict => {}
            Advance::Failed(error) => return Err(error),
        }
        self.get(id)
    }

    fn start(&self, shop: &Arc<AccountClient>, operation: Operation) {
        let (engine, shop) = (Arc::clone(&self.0), Arc::clone(shop));
        let slot = engine.tasks.replace_task(operation.id());
        self.0.spawn(async move { run::run(&engine, &shop, operation, slot).await });
    }
}

impl Engine {
    #[cfg(any(test, feature = "simulate"))]
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let task = tokio::spawn(work);
        let mut tasks = self.abort_handles.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(task.abort_handle());
    }

    #[cfg(not(any(test, feature = "simulate")))]
    #[expect(clippy::unused_self, reason = "a simulation keeps the tasks of each of its computers")]
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(work);
    }

    fn intents(&self) -> std::sync::MutexGuard<'_, BTreeMap<OperationId, Intent>> {
        self.intents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a change is in as soon as it was asked for: money can still be taken back for a while.
    fn first_state(&self, action: OperationKind, now: jiff::Timestamp) -> State {
        let hold = self.timings.undo;
        if action.moves_money() && !hold.is_zero() {
            State::Held { until: timings::after(now, hold) }
        } else {
            State::Sending { waiting: None }
        }
    }

    fn announce(&self, operation: &Operation) {
        tracing::info!(
            operation = %operation.id(),
            action = ?operation.intent.kind,
            state = operation.state.name(),
            "change"
        );
        self.of_this_run.lock().unwrap_or_else(PoisonError::into_inner).insert(operation.id().clone());
        // Nobody listening is no error: the journal has it.
        let _ = self.changed.send(operation.clone());
    }
}

/// The customer's name, as the merchant wrote it.
pub fn customer_name(snapshot: &Snapshot) -> Option<String> {
    let customer = snapshot.link.customer.as_ref()?;
    people::name_of([customer.first_name.as_deref(), customer.last_name.as_deref()])
}

#[cfg(test)]
mod tests;
