//! The course of one confirmed change: the hold, the reading right before sending, the sending.

use std::{sync::atomic::Ordering, time::Duration};

use jiff::Timestamp;
use pinelabs::{Error, LinkId, Moment, SendDeadline, WriteError};
use tokio::time::Instant;

use super::{
    Engine,
    account_client::{AccountClient, Reading},
    create, follow_up,
    journal::Advance,
    operation::{NeedsYou, NotSent, Operation, Refusal, State, Target},
    preconditions::Precondition,
    refund_chain::Care,
    resolve,
    send::send,
    suspend::{SuspendDetector, hold_overran, signed},
    tasks::TaskSlot,
    timings::{SEND_DEADLINE, after},
    verdict::{Verdict, unknown},
};
use crate::rules::allowed::{self, OperationKind};

/// How often a change is sent at most where Pine Labs asks to wait (429).
const MAX_TRIES: u32 = 3;

impl Engine {
    /// Writes down a step from the state that the change is in, and tells of it. Of look-ups that tell nothing new, only
    /// the last is kept.
    pub(super) fn step(&self, operation: &mut Operation, state: State) -> Advance {
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
        let written = self.journal.advance(operation, news.then(|| self.clock.now()));
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
    pub(super) async fn resolve(&self, operation: &mut Operation, state: State) -> bool {
        let before = operation.state.clone();
        loop {
            operation.state = before.clone();
            match self.step(operation, state.clone()) {
                Advance::Applied => return true,
                Advance::Conflict => match self.journal.get(operation.id()) {
                    // Written to, but not resolved: what is known now still has to be said. Where nobody has written to it, another
                    // change holds its place or its name, and it stays as it is.
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

    /// Goes on, unless the program is about to end: then what is still here stays here, and the next start says so.
    async fn unless_closing(&self) {
        if self.closing.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
    }

    /// Waits for the end of a hold, or until it was taken back. What wakes it for anything else does not end it.
    async fn hold(&self, operation: &Operation, slot: &TaskSlot, end: Instant) {
        while tokio::time::timeout_at(end, slot.notified()).await.is_ok() {
            let now = self.journal.get(operation.id());
            if now.is_ok_and(|now| now.is_none_or(|now| !matches!(now.state, State::Held { .. }))) {
                break;
            }
        }
    }
}

pub(super) async fn run(engine: &Engine, shop: &AccountClient, mut operation: Operation, slot: TaskSlot) {
    let mut awake = SuspendDetector::since(engine.clock.now());
    if let State::Held { until } = operation.state {
        let began = Instant::now();
        engine.hold(&operation, &slot, began + engine.timings.undo).await;
        let now = engine.clock.now();
        let by_wall_clock = now.duration_since(until).saturating_add(signed(engine.timings.undo));
        if hold_overran(engine.timings.undo, began.elapsed(), by_wall_clock) {
            let state = operation.unsent(NotSent::HoldOverrun, now);
            engine.resolve(&mut operation, state).await;
            return;
        }
        engine.unless_closing().await;
        // Before the step: a computer that sleeps while it is written down is noticed too.
        awake = SuspendDetector::since(now);
        match engine.step(&mut operation, State::Sending { waiting: None }) {
            Advance::Applied => {}
            Advance::Conflict => return,
            Advance::Failed(_) => {
                operation.state = State::Held { until };
                let state = operation.unsent(NotSent::NotRecorded, now);
                engine.resolve(&mut operation, state).await;
                return;
            }
        }
    }
    let state = if operation.lost {
        send_again(engine, shop, &mut operation, awake).await
    } else {
        send_when_unchanged(engine, shop, &mut operation, awake).await
    };
    operation.lost |= matches!(state, State::Checking(_));
    if engine.resolve(&mut operation, state).await {
        follow_up::follow_until_final(engine, shop, operation, slot).await;
    }
}

/// Sends a change once more whose first attempt was proven absent. What is true is still told by look-up alone: the
/// first attempt may come to light late, and then nothing that happens to the second may be told as "nothing was sent".
async fn send_again(
    engine: &Engine,
    shop: &AccountClient,
    operation: &mut Operation,
    awake: SuspendDetector,
) -> State {
    let now = engine.clock.now();
    match resolve::look_up(shop, operation, &engine.of_same_order(operation), now).await {
        Verdict::Resolved(state) => return state,
        Verdict::Undecided | Verdict::NoAnswer => return unknown(operation, now, None),
        Verdict::Absent => {}
    }
    match send_when_unchanged(engine, shop, operation, awake).await {
        known if known.was_found() || matches!(known, State::Checking(_)) => known,
        _ => unknown(operation, engine.clock.now(), None),
    }
}

/// Reads again, compares, sends. Waits and does all three again where Pine Labs asks to wait.
async fn send_when_unchanged(
    engine: &Engine,
    shop: &AccountClient,
    operation: &mut Operation,
    mut awake: SuspendDetector,
) -> State {
    let mut patience = engine.timings.max_rate_limit_wait;
    let mut tries = 0;
    loop {
        tries += 1;
        // An attempt that was answered with "wait" may have done it all the same, and would then look like somebody else's.
        if operation.reached
            && let Some(known) = found_after_all(engine, shop, operation).await
        {
            return known;
        }
        let deadline = match revalidate(engine, shop, operation).await {
            Ok(()) => SendDeadline::new(engine.clock.now(), SEND_DEADLINE),
            Err(state) => return said_unsent(engine, shop, operation, state).await,
        };
        let now = engine.clock.now();
        if awake.was_interrupted(now) {
            let overrun = State::NotSent { at: now, why: NotSent::HoldOverrun };
            return said_unsent(engine, shop, operation, overrun).await;
        }
        engine.unless_closing().await;
        operation.sent_at = Some(now);
        if operation.first_sent_at.is_none() {
            operation.first_sent_at = Some(now);
            let by_server_clock = shop.client().server_clock().earliest(Moment::now(now));
            operation.sent_by_server_clock = by_server_clock.or(operation.sent_by_server_clock);
        }
        let dialect = operation.dialect.filter(|_| operation.lost);
        operation.dialect = dialect.or_else(|| Some(shop.client().dialect_of_writes()));
        // Only what is on the disk as sent may leave.
        if !matches!(engine.step(operation, State::Sending { waiting: None }), Advance::Applied) {
            let unwritten = State::NotSent { at: engine.clock.now(), why: NotSent::NotRecorded };
            return said_unsent(engine, shop, operation, unwritten).await;
        }
        let others = engine.of_same_order(operation);
        let sent = send(shop, operation, &others, deadline, engine.clock.now()).await;
        let now = engine.clock.now();
        let wait = match sent {
            Ok(Verdict::Resolved(state)) => return state,
            Ok(_) => return unknown(operation, now, None),
            Err(WriteError::Unknown(lost)) => {
                operation.reached = true;
                operation.dialect = Some(lost.dialect);
                operation.request_ids.extend(lost.request_ids.iter().map(ToString::to_string));
                if let Error::Api(answer) = &lost.cause
                    && answer.api_code() == Some("DUPLICATE_REQUEST")
                {
                    operation.told_taken = true;
                    engine.keep_name_taken(operation);
                }
                return unknown(operation, now, operation.request_ids.last().cloned());
            }
            Err(WriteError::Refused(answer)) => {
                operation.reached = true;
                operation.request_ids.push(answer.request_id.to_string());
                let refused = State::Refused { at: now, why: Refusal::Api((&answer).into()) };
                return resolve::bear_out(shop, operation, &others, refused, now).await;
            }
            Err(WriteError::NotSent(error)) => {
                // Something has answered, if only that the route is missing.
                operation.reached |= matches!(error, Error::Api(_));
                let why = match &error {
                    Error::DeadlineExceeded => NotSent::HoldOverrun,
                    error => NotSent::Unreachable(error.into()),
                };
                return said_unsent(engine, shop, operation, State::NotSent { at: now, why }).await;
            }
            Err(WriteError::RateLimited { retry_after, request_id }) => {
                operation.reached = true;
                operation.request_ids.push(request_id.to_string());
                retry_after.unwrap_or(Duration::from_secs(1))
            }
        };
        let until = after(now, wait);
        if tries >= MAX_TRIES || wait > patience {
            let limited = State::NotSent { at: now, why: NotSent::RateLimited { until } };
            return said_unsent(engine, shop, operation, limited).await;
        }
        patience -= wait;
        engine.step(operation, State::Sending { waiting: Some(until) });
        tokio::time::sleep(wait).await;
        awake.waited = awake.waited.saturating_add(wait);
    }
}

/// What a look-up has found of an attempt that was said to have done nothing. `None`: nothing is there.
async fn found_after_all(engine: &Engine, shop: &AccountClient, operation: &mut Operation) -> Option<State> {
    let now = engine.clock.now();
    if operation.intent.kind == OperationKind::Resend {
        return None;
    }
    match resolve::look_up(shop, operation, &engine.of_same_order(operation), now).await {
        Verdict::Resolved(known) => Some(known),
        Verdict::Absent => None,
        Verdict::Undecided | Verdict::NoAnswer => {
            Some(unknown(operation, now, operation.request_ids.last().cloned()))
        }
    }
}

/// "Nothing was sent" is believed at once where nothing can have reached Pine Labs, and else only after a look.
async fn said_unsent(engine: &Engine, shop: &AccountClient, operation: &mut Operation, said: State) -> State {
    if !operation.reached {
        return said;
    }
    let others = engine.of_same_order(operation);
    resolve::bear_out(shop, operation, &others, said, engine.clock.now()).await
}

/// Whether it may be sent as things are now. Else what that means for the change.
async fn revalidate(engine: &Engine, shop: &AccountClient, operation: &Operation) -> Result<(), State> {
    match &operation.intent.target {
        Target::New { new_link } => create::still_free(shop, operation, new_link, engine.clock.now()).await,
        Target::Link { link_id } => {
            let so = link_unchanged(engine, shop, operation, link_id).await;
            so.map_err(|why| State::NotSent { at: engine.clock.now(), why })
        }
    }
}

/// Whether what the person saw is still so.
async fn link_unchanged(
    engine: &Engine,
    shop: &AccountClient,
    operation: &Operation,
    link_id: &LinkId,
) -> Result<(), NotSent> {
    let intent = &operation.intent;
    let reading = shop.read(link_id).await;
    let mut reading = reading.map_err(|error| NotSent::CouldNotReread((&error).into()))?;
    let care = if intent.kind == OperationKind::Refund { Care::Money } else { Care::Page };
    let completed = engine.enrich(shop, &mut reading, Some(operation.id()), care).await;
    completed.map_err(|_| NotSent::NotRecorded)?;
    // This very change is not "under way" for itself, and no other one can be.
    reading.snapshot.checking = false;
    if let Some(problem) = reading.order_problem.as_ref().filter(|_| intent.kind.moves_money()) {
        return Err(NotSent::CouldNotReread(problem.into()));
    }
    let now = Precondition::of(&reading.snapshot, intent.order_id.as_ref());
    let same = match intent.kind {
        // The customer opening a link meanwhile changes nothing about sending it again.
        OperationKind::Resend => now.due == intent.seen.due,
        OperationKind::Cancel => {
            now.due == intent.seen.due
                && now.link_status == intent.seen.link_status
                && now.orders == intent.seen.orders
        }
        OperationKind::Refund => {
            now.figures == intent.seen.figures
                && now.order_status == intent.seen.order_status
                && has_its_name(&reading, operation)?
        }
        OperationKind::Capture | OperationKind::Void | OperationKind::Create => now == intent.seen,
    };
    if !same {
        return Err(NotSent::Changed { now: Box::new(now) });
    }
    allowed::check(intent.kind, &reading.snapshot).map_err(NotSent::NotAllowed)
}

/// Whether the name of a refund still is the one of the next refund of its order: somebody may have taken it meanwhile.
fn has_its_name(reading: &Reading, operation: &Operation) -> Result<bool, NotSent> {
    let intent = &operation.intent;
    // One that is sent again has its name, and one that an older version made has one by chance.
    if operation.lost || !operation.has_a_name_of_its_place() {
        return Ok(true);
    }
    let walk = intent.order_id.as_ref().and_then(|order| reading.walks.get(order));
    match walk {
        Some(Ok(walk)) => Ok(Some(&walk.free) == intent.reference.as_ref()),
        Some(Err(error)) => Err(NotSent::CouldNotReread(error.into())),
        None => Ok(false),
    }
}
