//! The clocks of a simulated world: the true one, which goes on with the paused time of the runtime and jumps when everybody
//! sleeps, and each computer's own, which is that one set forward or back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use pinelabs::Clock;
use tokio::time::Instant;

/// The true time, which is also the server's. Told only within the runtime whose time is paused.
pub struct TrueClock {
    began: Instant,
    at: Mutex<Timestamp>,
}

impl TrueClock {
    pub fn at(start: Timestamp) -> Self {
        Self { began: Instant::now(), at: Mutex::new(start) }
    }

    /// A lid was closed: the world went on, and the program's own monotonic time did not.
    pub fn jump(&self, by: SignedDuration) {
        let mut at = held(&self.at);
        *at = at.saturating_add(by).unwrap_or(Timestamp::MAX);
    }
}

impl Clock for TrueClock {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.began.elapsed()).unwrap_or(SignedDuration::MAX);
        held(&self.at).saturating_add(elapsed).unwrap_or(Timestamp::MAX)
    }
}

/// What a computer takes for the time.
pub struct OwnClock {
    world: Arc<TrueClock>,
    ahead: Mutex<SignedDuration>,
}

impl OwnClock {
    pub fn of(world: &Arc<TrueClock>) -> Self {
        Self { world: Arc::clone(world), ahead: Mutex::default() }
    }

    /// Sets it this much ahead of the true time. Returns by how much it was moved.
    pub fn set_ahead(&self, ahead: SignedDuration) -> SignedDuration {
        let before = std::mem::replace(&mut *held(&self.ahead), ahead);
        ahead.saturating_sub(before)
    }

    pub fn ahead(&self) -> SignedDuration {
        *held(&self.ahead)
    }
}

impl Clock for OwnClock {
    fn now(&self) -> Timestamp {
        self.world.now().saturating_add(self.ahead()).unwrap_or(Timestamp::MAX)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
