//! The course of one confirmed change: the hold, the reading right before sending, the sending.

use std::{sync::atomic::Ordering, time::Duration};

use jiff::{SignedDuration, Timestamp};
use pinelabs::{CaptureRequest, Error, Invalid, LinkId, OrderStatus, RefundRequest, WriteError};
use tokio::time::Instant;

use super::{
    Engine,
    attendants::Attendant,
    check, create,
    journal::Written,
    operation::{Checking, NeedsYou, NotSent, Operation, Refusal, State, Target},
    seen::Seen,
    settle::{self, Verdict},
    shop::Shop,
};
use crate::domain::allowed::{self, Action};

const INCOMPLETE: Invalid =
    Invalid { field: "order_id", reason: "the change names no order to move money on" };

/// How often a change is sent at most where Pine Labs asks to wait (429).
const MOST_TRIES: u32 = 3;

/// A hold that ends this much later than it should was not held by a program that was awake.
const OVERRUN: SignedDuration = SignedDuration::from_secs(10);

/// Longer than a look-up and a reading can take with all that is tried again.
const LONGEST_READING: SignedDuration = SignedDuration::from_mins(5);

/// What was read again is as good as new for so long. A connection or a token may take some time, a closed lid any.
pub(super) const LEAVES_WITHIN: Duration = Duration::from_secs(30);

impl State {
    /// How far an accepted refund has come.
    fn refund_status(&self) -> Option<&OrderStatus> {
        match self {
            Self::Accepted { refund, .. } => refund.status.as_ref(),
            _ => None,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Sending { .. } => "sending",
            Self::Checking(_) => "checking",
            Self::Undone { .. } => "undone",
            Self::Accepted { .. } => "accepted",
            Self::Done { .. } | Self::Made { .. } => "done",
            Self::Refused { .. } => "refused",
            Self::NotSent { .. } => "not_sent",
            Self::NeedsYou { .. } => "needs_you",
        }
    }
}

impl Engine {
    /// Writes down a step from the state that the change is in, and tells of it. Of look-ups that tell nothing new, only
    /// the last is kept.
    pub(super) fn step(&self, operation: &mut Operation, state: State) -> Written {
        let news = operation.state.name() != state.name()
            || matches!(state, State::Sending { .. })
            || operation.state.refund_status() != state.refund_status();
        // What is told from now on is not the person's word any more.
        let stands = |at: &Timestamp| matches!(state, State::Held { .. }) || state.settled_at() == Some(*at);
        let said = std::mem::take(&mut operation.decided_at);
        operation.decided_at = said.filter(stands);
        operation.state = state;
        let written = self.journal.advance(operation, news.then(|| self.clock.now()));
        match &written {
            Written::Yes => self.announce(operation),
            Written::MovedOn => operation.decided_at = said,
            Written::No(error) => {
                operation.decided_at = said;
                tracing::warn!(operation = %operation.id(), %error, "a step was not kept");
            }
        }
        written
    }

    /// Writes down what became of it, however often that has to be tried: until then the ledger says less than is known,
    /// and never something else. `false`: somebody else has said what became of it.
    pub(super) async fn settle(&self, operation: &mut Operation, state: State) -> bool {
        let before = operation.state.clone();
        loop {
            operation.state = before.clone();
            match self.step(operation, state.clone()) {
                Written::Yes => return true,
                Written::MovedOn => match self.journal.get(operation.id()) {
                    // Written to, but not settled: what is known now still has to be said.
                    Ok(Some(now)) if now.state.name() == before.name() => operation.revision = now.revision,
                    Ok(_) => return false,
                    Err(_) => tokio::time::sleep(self.timings.write_again).await,
                },
                Written::No(_) => {
                    self.announce(operation);
                    tokio::time::sleep(self.timings.write_again).await;
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
    async fn hold(&self, operation: &Operation, attendant: &Attendant, end: Instant) {
        while tokio::time::timeout_at(end, attendant.woken()).await.is_ok() {
            let now = self.journal.get(operation.id());
            if now.is_ok_and(|now| now.is_none_or(|now| !matches!(now.state, State::Held { .. }))) {
                break;
            }
        }
    }
}

pub(super) async fn run(engine: &Engine, shop: &Shop, mut operation: Operation, attendant: Attendant) {
    if let State::Held { until } = operation.state {
        let began = Instant::now();
        engine.hold(&operation, &attendant, began + engine.timings.undo).await;
        let now = engine.clock.now();
        let hold = SignedDuration::try_from(engine.timings.undo).unwrap_or(SignedDuration::MAX);
        let by_wall_clock = now.duration_since(until).saturating_add(hold);
        if overran(engine.timings.undo, began.elapsed(), by_wall_clock) {
            let state = operation.unsent(NotSent::HoldOverrun, now);
            engine.settle(&mut operation, state).await;
            return;
        }
        engine.unless_closing().await;
        match engine.step(&mut operation, State::Sending { waiting: None }) {
            Written::Yes => {}
            Written::MovedOn => return,
            Written::No(_) => {
                operation.state = State::Held { until };
                let state = operation.unsent(NotSent::NotRecorded, now);
                engine.settle(&mut operation, state).await;
                return;
            }
        }
    }
    let awake = Awake::since(engine.clock.now());
    let state = if operation.lost {
        send_again(engine, shop, &mut operation, awake).await
    } else {
        send(engine, shop, &mut operation, awake).await
    };
    operation.lost |= matches!(state, State::Checking(_));
    if engine.settle(&mut operation, state).await {
        check::look_after(engine, shop, operation, attendant).await;
    }
}

/// Since when a change is meant to leave at any moment, and how long Pine Labs asked it to wait since.
struct Awake {
    steady: Instant,
    wall: Timestamp,
    waited: Duration,
}

impl Awake {
    fn since(now: Timestamp) -> Self {
        Self { steady: Instant::now(), wall: now, waited: Duration::ZERO }
    }

    /// Whether the computer has slept since, or its clock was set forward: whoever asked may not stand by it any more. Some
    /// systems let the steady clock go on meanwhile: there it is told by the time that nothing else takes.
    fn was_interrupted(&self, now: Timestamp) -> bool {
        let signed = |time| SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
        let (steady, wall) = (signed(self.steady.elapsed()), now.duration_since(self.wall));
        let most = LONGEST_READING.saturating_add(signed(self.waited));
        wall.saturating_sub(steady) > OVERRUN || steady.max(wall) > most
    }
}

/// Whether more time has gone by than the hold takes, by either clock: the one stands still while a computer sleeps, the
/// other jumps when it is set.
fn overran(hold: Duration, by_steady_clock: Duration, by_wall_clock: SignedDuration) -> bool {
    let signed = |time| SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
    let most = signed(hold).saturating_add(OVERRUN);
    signed(by_steady_clock) > most || by_wall_clock > most
}

/// Sends a change once more whose first attempt was proven absent. What is true is still told by look-up alone: the
/// first attempt may come to light late, and then nothing that happens to the second may be told as "nothing was sent".
async fn send_again(engine: &Engine, shop: &Shop, operation: &mut Operation, awake: Awake) -> State {
    let now = engine.clock.now();
    match settle::look_up(shop, operation, now).await {
        Verdict::Settled(state) => return state,
        Verdict::Undecided | Verdict::NoAnswer => return unknown(operation, now, None),
        Verdict::Absent => {}
    }
    match send(engine, shop, operation, awake).await {
        known @ (State::Accepted { .. } | State::Done { .. } | State::Made { .. } | State::Checking(_)) => {
            known
        }
        _ => unknown(operation, engine.clock.now(), None),
    }
}

/// Reads again, compares, sends. Waits and does all three again where Pine Labs asks to wait.
async fn send(engine: &Engine, shop: &Shop, operation: &mut Operation, mut awake: Awake) -> State {
    let mut patience = engine.timings.longest_wait;
    let mut tries = 0;
    loop {
        tries += 1;
        if let Err(state) = may_leave(engine, shop, operation).await {
            return state;
        }
        let now = engine.clock.now();
        if awake.was_interrupted(now) {
            return State::NotSent { at: now, why: NotSent::HoldOverrun };
        }
        engine.unless_closing().await;
        operation.sent_at = Some(now);
        let dialect = operation.dialect.filter(|_| operation.lost);
        operation.dialect = dialect.or_else(|| Some(shop.client().dialect_of_writes()));
        // Only what is on the disk as sent may leave.
        if !matches!(engine.step(operation, State::Sending { waiting: None }), Written::Yes) {
            return State::NotSent { at: engine.clock.now(), why: NotSent::NotRecorded };
        }
        let sent = deliver(shop, operation, engine.clock.now()).await;
        let now = engine.clock.now();
        let wait = match sent {
            Ok(Verdict::Settled(state)) => return state,
            Ok(_) => return unknown(operation, now, None),
            Err(WriteError::Unknown(lost)) => {
                operation.dialect = Some(lost.dialect);
                operation.request_ids.extend(lost.request_ids.iter().map(ToString::to_string));
                return unknown(operation, now, operation.request_ids.last().cloned());
            }
            Err(WriteError::Refused(answer)) => {
                operation.request_ids.push(answer.request_id.to_string());
                let refused = State::Refused { at: now, why: Refusal::Api((&answer).into()) };
                return settle::after_refusal(shop, operation, refused, now).await;
            }
            Err(WriteError::NotSent(Error::TooLate)) => {
                return State::NotSent { at: now, why: NotSent::HoldOverrun };
            }
            Err(WriteError::NotSent(error)) => {
                return State::NotSent { at: now, why: NotSent::Unreachable((&error).into()) };
            }
            Err(WriteError::RateLimited { retry_after, request_id }) => {
                operation.request_ids.push(request_id.to_string());
                retry_after.unwrap_or(Duration::from_secs(1))
            }
        };
        let until = after(now, wait);
        if tries >= MOST_TRIES || wait > patience {
            return State::NotSent { at: now, why: NotSent::RateLimited { until } };
        }
        patience -= wait;
        engine.step(operation, State::Sending { waiting: Some(until) });
        tokio::time::sleep(wait).await;
        awake.waited = awake.waited.saturating_add(wait);
    }
}

/// Whether it may be sent as things are now. Else what that means for the change.
async fn may_leave(engine: &Engine, shop: &Shop, operation: &Operation) -> Result<(), State> {
    match &operation.intent.target {
        Target::New { new_link } => create::still_free(shop, operation, new_link, engine.clock.now()).await,
        Target::Link { link_id } => {
            let so = still_so(engine, shop, operation, link_id).await;
            so.map_err(|why| State::NotSent { at: engine.clock.now(), why })
        }
    }
}

/// Whether what the person saw is still so.
async fn still_so(
    engine: &Engine,
    shop: &Shop,
    operation: &Operation,
    link_id: &LinkId,
) -> Result<(), NotSent> {
    let intent = &operation.intent;
    let reading = shop.read(link_id).await;
    let mut reading = reading.map_err(|error| NotSent::CouldNotReread((&error).into()))?;
    engine.complete(shop, &mut reading).await.map_err(|_| NotSent::NotRecorded)?;
    // This very change is not "under way" for itself.
    reading.snapshot.checking = false;
    if let Some(problem) = reading.order_problem.filter(|_| intent.action.moves_money()) {
        return Err(NotSent::CouldNotReread((&problem).into()));
    }
    let now = Seen::of(&reading.snapshot, intent.order_id.as_ref());
    let same = match intent.action {
        // The customer opening a link meanwhile changes nothing about sending it again.
        Action::Resend => now.due == intent.seen.due,
        Action::Cancel => now.due == intent.seen.due && now.link_status == intent.seen.link_status,
        Action::Refund => now.figures == intent.seen.figures && now.order_status == intent.seen.order_status,
        Action::Capture | Action::Void | Action::Create => now == intent.seen,
    };
    if !same {
        return Err(NotSent::Changed { now: Box::new(now) });
    }
    allowed::check(intent.action, &reading.snapshot).map_err(NotSent::NotAllowed)
}

/// Sends once, and says what the answer tells.
async fn deliver(shop: &Shop, operation: &mut Operation, now: Timestamp) -> Result<Verdict, WriteError> {
    let intent = operation.intent.clone();
    let client = match operation.dialect.filter(|_| operation.lost) {
        Some(dialect) => shop.client().pinned(dialect),
        None => shop.client(),
    };
    let client = &client.leaving_by(after(now, LEAVES_WITHIN));
    let key = &intent.key;
    let link = match &intent.target {
        Target::New { new_link } => return create::deliver(client, shop, operation, new_link, now).await,
        Target::Link { link_id } => link_id,
    };
    let done = |at| State::Done { at, captured_instead: None };
    match (intent.action, &intent.order_id, &intent.reference, operation.amount) {
        (Action::Resend, ..) => {
            let answer = client.resend(link, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(Verdict::Settled(done(now)))
        }
        (Action::Cancel, ..) => {
            let answer = client.cancel_link(link, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(settle::cancel_told_by(answer.value.status.as_ref(), now))
        }
        (Action::Refund, Some(order), Some(reference), Some(amount)) => {
            let request = RefundRequest { reference: reference.clone(), amount };
            let answer = client.refund(order, &request, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(Verdict::Settled(settle::taken(&answer.value, now)))
        }
        (Action::Capture, Some(order), Some(reference), Some(amount)) => {
            let request = CaptureRequest { reference: reference.clone(), amount };
            let answer = client.capture(order, &request, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            // What was captured is told by the order as it is afterwards; the answer is only the second best witness.
            match client.order(order).await {
                Ok(read) => Ok(settle::capture_told_by(&read.value, operation, now)),
                Err(_) => Ok(settle::capture_told_by(&answer.value, operation, now)),
            }
        }
        (Action::Void, Some(order), ..) => {
            let answer = client.void(order, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(settle::void_told_by(answer.value.status.as_ref(), now))
        }
        // An intent is never made without its order, reference and amount.
        _ => Err(WriteError::NotSent(Error::Invalid(INCOMPLETE))),
    }
}

/// What is said of a change that was sent and of which nothing came back.
pub(super) fn unknown(operation: &Operation, now: Timestamp, request_id: Option<String>) -> State {
    if operation.intent.action == Action::Resend {
        return State::NeedsYou { at: now, why: NeedsYou::MayHaveGoneOut { request_id } };
    }
    State::Checking(Checking {
        checked_at: None,
        next_at: None,
        absent_since: None,
        undecided_since: None,
        request_id,
    })
}

pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    now.saturating_add(wait).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_has_overrun_when_either_clock_says_more_than_ten_seconds() {
        let table = [
            ("as it should", 10, 10, false),
            ("a busy computer", 20, 20, false),
            ("ten seconds and one", 21, 10, true),
            ("asleep: the steady clock stood still", 10, 3_600, true),
            ("the wall clock was set back meanwhile", 10, -3_600, false),
            ("asleep, and set back meanwhile", 21, -3_600, true),
        ];
        for (row, steady, wall, expected) in table {
            let (steady, wall) = (Duration::from_secs(steady), SignedDuration::from_secs(wall));
            assert_eq!(overran(Duration::from_secs(10), steady, wall), expected, "{row}");
        }
    }
}
