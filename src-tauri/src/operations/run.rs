//! The course of one confirmed change: the hold, the reading right before sending, the sending, and the look-ups after
//! a lost answer.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use pinelabs::{CaptureRequest, Error, Invalid, RefundRequest, WriteError};
use tokio::sync::Notify;

use super::{
    Engine,
    operation::{Checking, NeedsYou, NotSent, Operation, Refusal, State},
    seen,
    settle::{self, Verdict},
    shop::Shop,
};
use crate::domain::allowed::{self, Action};

const INCOMPLETE: Invalid =
    Invalid { field: "order_id", reason: "the change names no order to move money on" };

/// How often a change is sent at most where Pine Labs asks to wait (429).
const MOST_TRIES: u32 = 3;

impl State {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Sending { .. } => "sending",
            Self::Checking(_) => "checking",
            Self::Undone { .. } => "undone",
            Self::Accepted { .. } => "accepted",
            Self::Done { .. } => "done",
            Self::Refused { .. } => "refused",
            Self::NotSent { .. } => "not_sent",
            Self::NeedsYou { .. } => "needs_you",
        }
    }
}

impl Engine {
    /// Writes down a step and tells of it. `false`: it could not be written down.
    fn step(&self, operation: &mut Operation, state: State) -> bool {
        operation.state = state;
        let recorded = self.journal.record(operation).is_ok();
        self.announce(operation);
        recorded
    }

    fn waker(&self, operation: &Operation) -> Arc<Notify> {
        Arc::clone(self.wakers().entry(operation.id().clone()).or_default())
    }

    /// Ends a hold by undo, if the hold has not ended by itself.
    pub(super) fn take_back(&self, undone: &Operation) -> bool {
        let taken = self.move_on(undone, |state| matches!(state, State::Held { .. }));
        if taken {
            self.waker(undone).notify_one();
        }
        taken
    }

    /// Starts a proven-absent change once more, if nobody else has.
    pub(super) fn begin_again(&self, again: &Operation) -> bool {
        self.move_on(again, |state| matches!(state, State::NotSent { why: NotSent::ProvenAbsent, .. }))
    }

    /// One step from a state that must still hold. The lock on the wakers makes reading and writing one step.
    fn move_on(&self, next: &Operation, from: impl Fn(&State) -> bool) -> bool {
        let moved = {
            let _one_at_a_time = self.wakers();
            self.journal.get(next.id()).is_some_and(|operation| from(&operation.state))
                && self.journal.record(next).is_ok()
        };
        if moved {
            self.announce(next);
        }
        moved
    }
}

pub(super) async fn run(engine: &Engine, shop: &Shop, mut operation: Operation) {
    if let State::Held { .. } = operation.state {
        let undo = engine.waker(&operation);
        let _ = tokio::time::timeout(engine.timings.undo, undo.notified()).await;
        operation.state = State::Sending { waiting: None };
        if !engine.move_on(&operation, |state| matches!(state, State::Held { .. })) {
            return;
        }
    }
    let state = if operation.lost {
        send_again(engine, shop, &mut operation).await
    } else {
        send(engine, shop, &mut operation).await
    };
    operation.lost |= matches!(state, State::Checking(_));
    engine.step(&mut operation, state);
    if operation.is_unknown() {
        check(engine, shop, &mut operation).await;
    }
    engine.wakers().remove(operation.id());
}

/// Sends a change once more whose first attempt was proven absent. What is true is still told by look-up alone: the
/// first attempt may come to light late, and then nothing that happens to the second may be told as "nothing was sent".
async fn send_again(engine: &Engine, shop: &Shop, operation: &mut Operation) -> State {
    let now = engine.clock.now();
    match settle::look_up(shop, operation, now).await {
        Verdict::Settled(state) => return state,
        Verdict::Unknown => return unknown(operation, now, None),
        Verdict::Absent => {}
    }
    match send(engine, shop, operation).await {
        known @ (State::Accepted { .. } | State::Done { .. } | State::Checking(_)) => known,
        _ => unknown(operation, engine.clock.now(), None),
    }
}

/// Reads again, compares, sends. Waits and does all three again where Pine Labs asks to wait.
async fn send(engine: &Engine, shop: &Shop, operation: &mut Operation) -> State {
    let mut patience = engine.timings.longest_wait;
    let mut tries = 0;
    loop {
        tries += 1;
        if let Err(why) = still_so(engine, shop, operation).await {
            return State::NotSent { at: engine.clock.now(), why };
        }
        operation.sent_at = Some(engine.clock.now());
        if !engine.step(operation, State::Sending { waiting: None }) {
            return State::NotSent { at: engine.clock.now(), why: NotSent::NotRecorded };
        }
        let sent = deliver(shop, operation, engine.clock.now()).await;
        let now = engine.clock.now();
        let wait = match sent {
            Ok(Verdict::Settled(state)) => return state,
            Ok(Verdict::Absent | Verdict::Unknown) => return unknown(operation, now, None),
            Err(WriteError::Unknown(lost)) => {
                operation.dialect = Some(lost.dialect);
                return unknown(operation, now, lost.request_ids.last().map(ToString::to_string));
            }
            Err(WriteError::Refused(answer)) => {
                return State::Refused { at: now, why: Refusal::Api(answer) };
            }
            Err(WriteError::NotSent(error)) => {
                return State::NotSent { at: now, why: NotSent::Unreachable(error) };
            }
            Err(WriteError::RateLimited { retry_after, .. }) => retry_after.unwrap_or(Duration::from_secs(1)),
        };
        let until = after(now, wait);
        if tries >= MOST_TRIES || wait > patience {
            return State::NotSent { at: now, why: NotSent::RateLimited { until } };
        }
        patience -= wait;
        engine.step(operation, State::Sending { waiting: Some(until) });
        tokio::time::sleep(wait).await;
    }
}

/// Whether what the person saw is still so.
async fn still_so(engine: &Engine, shop: &Shop, operation: &Operation) -> Result<(), NotSent> {
    let intent = &operation.intent;
    let mut reading = shop.read(&intent.link_id).await.map_err(NotSent::CouldNotReread)?;
    engine.complete(shop, &mut reading).await;
    // This very change is not "under way" for itself.
    reading.snapshot.checking = false;
    if let Some(problem) = reading.order_problem.filter(|_| intent.action.moves_money()) {
        return Err(NotSent::CouldNotReread(problem));
    }
    let now = seen(&reading.snapshot, intent.order_id.as_ref());
    let same = match intent.action {
        // The customer opening a link meanwhile changes nothing about sending it again.
        Action::Resend => now.due == intent.seen.due,
        Action::Cancel => now.due == intent.seen.due && now.link_status == intent.seen.link_status,
        Action::Refund => now.figures == intent.seen.figures && now.order_status == intent.seen.order_status,
        Action::Capture | Action::Void => now == intent.seen,
    };
    if !same {
        return Err(NotSent::Changed { now: Box::new(now) });
    }
    allowed::check(intent.action, &reading.snapshot).map_err(NotSent::NotAllowed)
}

/// Sends once, and says what the answer tells.
async fn deliver(shop: &Shop, operation: &Operation, now: Timestamp) -> Result<Verdict, WriteError> {
    let intent = &operation.intent;
    let client = &operation.dialect.map_or_else(|| shop.client(), |dialect| shop.client().pinned(dialect));
    let (link, key) = (&intent.link_id, &intent.key);
    match (intent.action, &intent.order_id, &intent.reference, operation.amount) {
        (Action::Resend, ..) => {
            client.resend(link, key).await?;
            Ok(Verdict::Settled(State::Done { at: now, captured_instead: None }))
        }
        (Action::Cancel, ..) => {
            let answer = client.cancel_link(link, key).await?;
            Ok(settle::cancel_told_by(answer.value.status.as_ref(), now))
        }
        (Action::Refund, Some(order), Some(reference), Some(amount)) => {
            let request = RefundRequest { reference: reference.clone(), amount };
            let answer = client.refund(order, &request, key).await?;
            Ok(Verdict::Settled(settle::taken(&answer.value, now)))
        }
        (Action::Capture, Some(order), Some(reference), Some(amount)) => {
            let request = CaptureRequest { reference: reference.clone(), amount };
            let answer = client.capture(order, &request, key).await?;
            // What was captured is told by the order as it is afterwards; the answer is only the second best witness.
            match client.order(order).await {
                Ok(read) => Ok(settle::capture_told_by(&read.value, operation, now)),
                Err(_) => Ok(settle::capture_told_by(&answer.value, operation, now)),
            }
        }
        (Action::Void, Some(order), ..) => {
            let answer = client.void(order, key).await?;
            Ok(settle::void_told_by(answer.value.status.as_ref(), now))
        }
        // An intent is never made without its order, reference and amount.
        _ => Err(WriteError::NotSent(Error::Invalid(INCOMPLETE))),
    }
}

fn unknown(operation: &Operation, now: Timestamp, request_id: Option<String>) -> State {
    if operation.intent.action == Action::Resend {
        return State::NeedsYou { at: now, why: NeedsYou::MayHaveGoneOut { request_id } };
    }
    State::Checking(Checking { checked_at: None, next_at: None, absent_since: None, request_id })
}

/// Looks up until it is known, ever less often, and at once when asked to.
async fn check(engine: &Engine, shop: &Shop, operation: &mut Operation) {
    let waker = engine.waker(operation);
    let mut pause = engine.timings.first_check;
    while let State::Checking(checking) = operation.state.clone() {
        let next_at = Some(after(engine.clock.now(), pause));
        engine.step(operation, State::Checking(Checking { next_at, ..checking.clone() }));
        let _ = tokio::time::timeout(pause, waker.notified()).await;
        pause = (pause * 2).min(engine.timings.longest_between_checks);
        let verdict = settle::look_up(shop, operation, engine.clock.now()).await;
        let state = settle::weigh(&checking, verdict, shop, operation, engine.clock.now());
        engine.step(operation, state);
    }
}

fn after(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    now.saturating_add(wait).unwrap_or(now)
}
