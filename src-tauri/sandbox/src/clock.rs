//! The time of the invented shop: it starts where the options say, runs at the speed of the real clock and can be moved
//! ahead. It does not time tokens, whose end the caller compares with its own clock.

use jiff::{SignedDuration, Timestamp};
use std::time::Instant;

pub(crate) struct Clock {
    started: Instant,
    start: Timestamp,
    ahead: SignedDuration,
}

impl Clock {
    pub(crate) fn starting_at(start: Timestamp) -> Self {
        Self { started: Instant::now(), start, ahead: SignedDuration::ZERO }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::MAX);
        self.start.saturating_add(elapsed.saturating_add(self.ahead)).unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}
