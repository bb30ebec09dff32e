//! The deadline of a write: after it, the first byte must not be sent.
//!
//! `sender.rs` checks it before each attempt, the transport again when the connection is open.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::model::clock::Clock;

/// A wall clock that reads this much earlier than at the start was set back: time synchronisation corrects less.
const SET_BACK: SignedDuration = SignedDuration::from_secs(10);

/// A start and a limit: a write is sent between the two, or not at all. See [`Client::with_deadline`](crate::Client::with_deadline).
///
/// It counts by two clocks. The wall clock runs while the computer sleeps, but anybody can set it; nobody can set the monotonic
/// clock, but on some systems it stops during sleep. The deadline has passed as soon as either clock says so.
#[derive(Clone, Copy, Debug)]
pub struct SendDeadline {
    began: Timestamp,
    steady: Instant,
    limit: Duration,
}

impl SendDeadline {
    /// A limit that counts from `now`, the current time of the client's clock. Create it *before* the step that must precede
    /// the request, such as a commit: then a suspend during that step counts towards the limit.
    pub fn new(now: Timestamp, limit: Duration) -> Self {
        Self { began: now, steady: Instant::now(), limit }
    }

    /// Whether the deadline has passed at `now`, or is unknown because the wall clock was set back.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let passed = now.duration_since(self.began);
        let limit = SignedDuration::try_from(self.limit).unwrap_or(SignedDuration::MAX);
        passed > limit || passed < -SET_BACK || self.steady.elapsed() > self.limit
    }
}

/// Travels with a request, so that the code that writes its first byte can check the deadline.
#[derive(Clone)]
pub(crate) struct DeadlineCheck {
    pub deadline: Option<SendDeadline>,
    pub clock: Arc<dyn Clock>,
}

impl DeadlineCheck {
    pub fn is_limited(&self) -> bool {
        self.deadline.is_some()
    }

    pub fn may_still_send(&self) -> bool {
        !self.deadline.is_some_and(|deadline| deadline.is_over(self.clock.now()))
    }
}

/// The connection opened after the deadline: no byte of the request was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DeadlinePassed;

impl fmt::Display for DeadlinePassed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the deadline passed before the connection was open")
    }
}

impl std::error::Error for DeadlinePassed {}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(30);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + seconds).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_departure_is_over_when_either_clock_says_so_or_the_wall_clock_was_set_back() {
        let table = [
            ("at once", 0, 0, false),
            ("in time by both", 30, 30, false),
            ("late by both", 31, 31, true),
            ("asleep: the steady clock stood still", 31, 0, true),
            ("asleep, and the wall clock was set back over it", 5, 31, true),
            ("the wall clock was corrected by seconds", -10, 1, false),
            ("the wall clock was set back", -11, 1, true),
            ("the wall clock was set back by years", -157_680_000, 1, true),
            ("the wall clock was set forward by years", 157_680_000, 1, true),
        ];
        for (row, wall, steady, over) in table {
            let deadline = SendDeadline::new(at(0), LIMIT);
            tokio::time::advance(Duration::from_secs(steady)).await;
            assert_eq!(deadline.is_over(at(wall)), over, "{row}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_without_end_is_never_over_by_time_alone() {
        let deadline = SendDeadline::new(at(0), Duration::MAX);
        tokio::time::advance(Duration::from_hours(24)).await;
        assert!(!deadline.is_over(at(86_400)));
        assert!(deadline.is_over(at(-86_400)));
    }
}
