//! The time of the invented shop: it starts where the options say and runs with the real clock, or the caller drives it.
//! Control routes move it both ways. Tokens expire by the real time even if the shop has its own clock, because the caller
//! compares their expiry with its own clock.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Instant;

/// Replaces the real clock.
pub(crate) type TimeSource = Arc<dyn Fn() -> Timestamp + Send + Sync>;

pub(crate) struct Clock {
    runs: Runs,
    ahead: SignedDuration,
}

enum Runs {
    From(Instant, Timestamp),
    DrivenBy(TimeSource),
}

impl Clock {
    pub(crate) fn starting_at(start: Timestamp) -> Self {
        Self { runs: Runs::From(Instant::now(), start), ahead: SignedDuration::ZERO }
    }

    pub(crate) fn driven_by(time: TimeSource) -> Self {
        Self { runs: Runs::DrivenBy(time), ahead: SignedDuration::ZERO }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let now = match &self.runs {
            Runs::From(began, start) => {
                let elapsed = SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX);
                start.saturating_add(elapsed).unwrap_or(Timestamp::MAX)
            }
            Runs::DrivenBy(time) => time(),
        };
        now.saturating_add(self.ahead).unwrap_or(Timestamp::MAX)
    }

    /// The time by which tokens expire: the caller's own.
    pub(crate) fn of_tokens(&self) -> Timestamp {
        match &self.runs {
            Runs::From(..) => Timestamp::now(),
            Runs::DrivenBy(time) => time(),
        }
    }

    /// Moves it ahead, or back for a negative duration.
    #[cfg(feature = "server")]
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}
