//! Every duration that affects the outcome of an operation: its purpose and its source.
//!
//! A value without a source is our own choice.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Durations that the environment or a test may change.
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
    /// The most that all waits for 429 together may take; a longer one is reported. 1 min.
    pub max_rate_limit_wait: Duration,
    /// Between attempts to write a known outcome. 5 s.
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

/// For this long every look-up must find nothing before absence is proven. Pine Labs documents no lag.
pub const ABSENCE_PROOF: SignedDuration = SignedDuration::from_mins(15);

/// Look-ups further apart than this do not add up to a proof of absence: in between the process was closed, the computer slept,
/// or the clock was set.
pub const MAX_LOOK_UP_GAP: SignedDuration = SignedDuration::from_mins(5);

/// How late a request may still be delivered. One hour was observed; this is twice that.
pub(super) const LATE_DELIVERY: SignedDuration = SignedDuration::from_hours(2);

/// The least time, within one run, to look up an operation reported as absent: the wall clock may have been set forward.
pub(super) const MIN_RECHECK: Duration = Duration::from_hours(1);

/// After this time without a find, an accepted refund needs the person.
pub(super) const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(3 * 24);

/// A request is sent within this time after the re-read. A connection or a token takes seconds; a suspend takes any time.
pub(super) const SEND_DEADLINE: Duration = Duration::from_secs(30);

/// A hold that ends this much late means a suspend; two clocks that differ by this much mean that one was set.
pub(super) const HOLD_OVERRUN: SignedDuration = SignedDuration::from_secs(10);

/// An upper bound for the re-read of link and order, retries included.
pub(super) const MAX_REREAD: SignedDuration = SignedDuration::from_mins(5);

/// A link may look this much older than its request and still be ours: some servers truncate times to minutes.
pub(super) const LINK_AGE_MARGIN: SignedDuration = SignedDuration::from_mins(2);

/// The clock behind a refund's times and the clock of the `Date` header may differ by this much.
pub(super) const SERVER_CLOCK_MARGIN: SignedDuration = SignedDuration::from_millis(200);

/// `now` plus `wait`, or `now` on overflow.
pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait).ok().and_then(|wait| now.checked_add(wait).ok()).unwrap_or(now)
}
