//! The time of a simulated world: it goes on with the paused time of whichever run of the program is alive, and can jump.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use pinelabs::Clock;
use tokio::time::Instant;

/// Told only within a runtime whose time is paused: between two runs the time stands still.
pub struct HeldClock(Mutex<Since>);

struct Since {
    at: Timestamp,
    began: Option<Instant>,
}

impl HeldClock {
    pub fn at(start: Timestamp) -> Self {
        Self(Mutex::new(Since { at: start, began: None }))
    }

    /// Goes on with the time of this runtime.
    pub fn go_on(&self) {
        self.since().began = Some(Instant::now());
    }

    /// Stands still until the next run.
    pub fn stop(&self) {
        let now = self.now();
        *self.since() = Since { at: now, began: None };
    }

    /// A lid was closed: the world went on, and the program's own monotonic time did not.
    pub fn jump(&self, by: SignedDuration) {
        let mut since = self.since();
        since.at = since.at.saturating_add(by).unwrap_or(Timestamp::MAX);
    }

    fn since(&self) -> MutexGuard<'_, Since> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for HeldClock {
    fn now(&self) -> Timestamp {
        let since = self.since();
        let elapsed = since.began.map(|began| began.elapsed()).unwrap_or_default();
        let elapsed = SignedDuration::try_from(elapsed).unwrap_or(SignedDuration::MAX);
        since.at.saturating_add(elapsed).unwrap_or(Timestamp::MAX)
    }
}
