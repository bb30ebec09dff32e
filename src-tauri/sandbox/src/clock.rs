//! The time of the invented shop: it starts where the options say, runs at the speed of the real clock and can be moved
//! both ways, or it is told by somebody else. It does not time tokens of a sandbox that runs by itself, whose end the caller
//! compares with its own clock.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Instant;

/// Tells the time in place of the real clock.
pub(crate) type Told = Arc<dyn Fn() -> Timestamp + Send + Sync>;

pub(crate) struct Clock {
    runs: Runs,
    ahead: SignedDuration,
}

enum Runs {
    From(Instant, Timestamp),
    AsTold(Told),
}

impl Clock {
    pub(crate) fn starting_at(start: Timestamp) -> Self {
        Self { runs: Runs::From(Instant::now(), start), ahead: SignedDuration::ZERO }
    }

    pub(crate) fn as_told(told: Told) -> Self {
        Self { runs: Runs::AsTold(told), ahead: SignedDuration::ZERO }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let now = match &self.runs {
            Runs::From(began, start) => {
                let elapsed = SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX);
                start.saturating_add(elapsed).unwrap_or(Timestamp::MAX)
            }
            Runs::AsTold(told) => told(),
        };
        now.saturating_add(self.ahead).unwrap_or(Timestamp::MAX)
    }

    /// The time that tokens end by: the caller's own.
    pub(crate) fn of_tokens(&self) -> Timestamp {
        match &self.runs {
            Runs::From(..) => Timestamp::now(),
            Runs::AsTold(told) => told(),
        }
    }

    /// Moves it ahead, or back by less than nothing.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}
