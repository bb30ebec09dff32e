//! Every duration that decides what becomes of an operation, in one place: what it is for, and what it rests on.
//!
//! Where no source is named, the value is our own choice.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// What may be set from outside, or shortened by a test.
#[derive(Debug, Clone)]
pub struct Timings {
    /// How long a money move is held with an Undo before it is sent. 5 s, or `LINKDESK_UNDO_SECONDS`.
    pub undo: Duration,
    /// Before the first look-up of a lost answer; doubles each time. 1 s.
    pub first_check: Duration,
    /// The longest pause between look-ups of a lost answer. 1 min.
    pub max_check_pause: Duration,
    /// The longest pause between look-ups of an accepted refund. 30 min: a bank takes days.
    pub max_follow_pause: Duration,
    /// All waits together that Pine Labs may ask for with 429; a longer one is reported. 1 min.
    pub max_rate_limit_wait: Duration,
    /// Between tries to write down what is known already. 5 s.
    pub write_retry_pause: Duration,
}

impl Timings {
    pub fn with_undo(undo: Duration) -> Self {
        Self {
            undo,
            first_check: Duration::from_secs(1),
            max_check_pause: Duration::from_mins(1),
            max_follow_pause: Duration::from_mins(30),
            max_rate_limit_wait: Duration::from_mins(1),
            write_retry_pause: Duration::from_secs(5),
        }
    }
}

/// A look-up must answer "nothing there" for so long, every time, before absence is believed. Pine Labs documents no lag.
pub const ABSENCE_PROOF: SignedDuration = SignedDuration::from_mins(15);

/// Look-ups further apart than this do not add up to a proof of absence: the program was closed, the computer slept, or its
/// clock was set in between.
pub const MAX_LOOK_UP_GAP: SignedDuration = SignedDuration::from_mins(5);

/// A request may still be delivered so long after it was sent. An hour was seen; this is twice that.
pub(super) const LATE_DELIVERY: SignedDuration = SignedDuration::from_hours(2);

/// A denied operation is looked up for at least so long in one run of the program: the wall clock may have been set forward.
pub(super) const MIN_RECHECK: Duration = Duration::from_hours(1);

/// An accepted refund that no look-up finds for so long needs the person.
pub(super) const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(3 * 24);

/// A request leaves within this time after link and order were read again. A connection or a token takes seconds, a closed
/// lid takes any time.
pub(super) const SEND_DEADLINE: Duration = Duration::from_secs(30);

/// A hold that ends this much too late ran on a computer that slept; two clocks that differ by this much were set.
pub(super) const HOLD_OVERRUN: SignedDuration = SignedDuration::from_secs(10);

/// Reading link and order again takes less than this, all retries included.
pub(super) const MAX_REREAD: SignedDuration = SignedDuration::from_mins(5);

/// A link may be this much older than its request and still be ours: some servers cut times to minutes.
pub(super) const LINK_AGE_MARGIN: SignedDuration = SignedDuration::from_mins(2);

/// The clock that stamps a refund and the clock of the answer's `Date` may differ by this much.
pub(super) const SERVER_CLOCK_MARGIN: SignedDuration = SignedDuration::from_millis(200);

/// `now` plus `wait`, or `now` where no time is that late.
pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait).ok().and_then(|wait| now.checked_add(wait).ok()).unwrap_or(now)
}
