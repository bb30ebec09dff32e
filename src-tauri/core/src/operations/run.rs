//! Runs one confirmed operation: the hold, the re-read right before sending, the request.

use std::time::Duration;

use pinelabs::{Error, Moment, SendDeadline, WriteError};
use tokio::time::Instant;

use super::{
    account_client::AccountClient,
    engine::Engine,
    follow_up,
    journal::Advance,
    operation::{NotSent, Operation, Refusal, State},
    revalidate::revalidate,
    send::send,
    suspend::{SuspendDetector, hold_overran, signed},
    tasks::TaskSlot,
    timings::{SEND_DEADLINE, after},
    verdict::Verdict,
};

/// Attempts to send an operation that Pine Labs rate-limits (429).
const MAX_TRIES: u32 = 3;

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
        engine.stop_if_closing().await;
        // Created before the step, so that a suspend during the write is noticed too.
        awake = SuspendDetector::since(now);
        match engine.step(&mut operation, State::Sending { waiting: None }).await {
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

/// Sends an operation again whose first attempt was proven absent. Only a look-up decides its outcome: the first attempt may
/// arrive late, so no failure of the second may be reported as "nothing was sent".
async fn send_again(
    engine: &Engine,
    shop: &AccountClient,
    operation: &mut Operation,
    awake: SuspendDetector,
) -> State {
    let now = engine.clock.now();
    match engine.look_up(shop, operation).await {
        Verdict::Resolved(state) => return state,
        Verdict::Undecided | Verdict::NoAnswer => return operation.as_unknown(now, None),
        Verdict::Absent => {}
    }
    match send_when_unchanged(engine, shop, operation, awake).await {
        known if known.was_found() || matches!(known, State::Checking(_)) => known,
        _ => operation.as_unknown(engine.clock.now(), None),
    }
}

/// Re-reads, compares, sends. On 429 it waits and starts over.
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
        // An attempt answered with 429 may have had an effect all the same, and would then look like somebody else's.
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
        engine.stop_if_closing().await;
        operation.sent_at = Some(now);
        if operation.first_sent_at.is_none() {
            operation.first_sent_at = Some(now);
            let by_server_clock = shop.client().server_clock().earliest(Moment::now(now));
            operation.sent_by_server_clock = by_server_clock.or(operation.sent_by_server_clock);
        }
        let dialect = operation.dialect.filter(|_| operation.lost);
        operation.dialect = dialect.or_else(|| Some(shop.client().dialect_of_writes()));
        // Write-ahead: a request is sent only once the ledger says so on disk.
        if !matches!(engine.step(operation, State::Sending { waiting: None }).await, Advance::Applied) {
            let unwritten = State::NotSent { at: engine.clock.now(), why: NotSent::NotRecorded };
            return said_unsent(engine, shop, operation, unwritten).await;
        }
        let Ok(others) = engine.of_same_order(operation).await else {
            let unread = State::NotSent { at: engine.clock.now(), why: NotSent::NotRecorded };
            return said_unsent(engine, shop, operation, unread).await;
        };
        let sent = send(shop, operation, &others, deadline, engine.clock.now()).await;
        let now = engine.clock.now();
        let wait = match sent {
            Ok(Verdict::Resolved(state)) => return state,
            Ok(_) => return operation.as_unknown(now, None),
            Err(WriteError::Unknown(lost)) => {
                operation.reached = true;
                operation.dialect = Some(lost.dialect);
                operation.request_ids.extend(lost.request_ids.iter().map(ToString::to_string));
                if let Error::Api(answer) = &lost.cause
                    && answer.api_code() == Some("DUPLICATE_REQUEST")
                {
                    operation.told_taken = true;
                    engine.keep_name_taken(operation).await;
                }
                return operation.as_unknown(now, operation.request_ids.last().cloned());
            }
            Err(WriteError::Refused(answer)) => {
                operation.reached = true;
                operation.request_ids.push(answer.request_id.to_string());
                let refused = State::Refused { at: now, why: Refusal::Api((&answer).into()) };
                return engine.bear_out(shop, operation, refused).await;
            }
            Err(WriteError::NotSent(error)) => {
                // An answer arrived, even if it only says that the route is missing.
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
        engine.step(operation, State::Sending { waiting: Some(until) }).await;
        tokio::time::sleep(wait).await;
        awake.waited = awake.waited.saturating_add(wait);
    }
}

/// Looks up an attempt that supposedly had no effect. `None`: nothing is there.
async fn found_after_all(engine: &Engine, shop: &AccountClient, operation: &mut Operation) -> Option<State> {
    let now = engine.clock.now();
    if !operation.kind().can_be_looked_up() {
        return None;
    }
    match engine.look_up(shop, operation).await {
        Verdict::Resolved(known) => Some(known),
        Verdict::Absent => None,
        Verdict::Undecided | Verdict::NoAnswer => {
            Some(operation.as_unknown(now, operation.request_ids.last().cloned()))
        }
    }
}

/// Trusts "nothing was sent" at once if nothing can have reached Pine Labs, and otherwise only after a look-up.
async fn said_unsent(engine: &Engine, shop: &AccountClient, operation: &mut Operation, said: State) -> State {
    if !operation.reached {
        return said;
    }
    engine.bear_out(shop, operation, said).await
}
