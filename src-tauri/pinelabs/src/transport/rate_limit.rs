//! The client's own rate limit: requests a second, after a small burst. Pine Labs publishes no limit.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The client's own rate limit. The default is 5 requests a second after a burst of 10: a guess, because no page names a limit.
///
/// Not `#[non_exhaustive]`: callers build it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests a second. 0 counts as 1.
    pub per_second: u32,
    /// Requests that are sent at once after a pause. 0 counts as 1.
    pub burst: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self { per_second: 5, burst: 10 }
    }
}

/// Gives each caller the next free slot, first come, first served.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    interval: Duration,
    slack: Duration,
    /// When the token bucket is full again: the later, the emptier it is now.
    full_at: Mutex<Option<Instant>>,
}

impl RateLimiter {
    pub fn new(pace: RateLimit) -> Self {
        let interval = Duration::from_secs(1) / pace.per_second.max(1);
        Self { interval, slack: interval * pace.burst.max(1), full_at: Mutex::new(None) }
    }

    pub async fn acquire(&self) {
        sleep_until(self.next_slot(Instant::now())).await;
    }

    /// Delays every caller for `wait`: the server asked for it.
    pub fn pause_for(&self, wait: Duration) {
        self.pause_until(Instant::now() + wait);
    }

    fn pause_until(&self, until: Instant) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        // With the bucket empty at `until`, the next place in the queue is then.
        let empty_then = until + self.slack.saturating_sub(self.interval);
        *full_at = Some(full_at.map_or(empty_then, |full| full.max(empty_then)));
    }

    /// Takes the next slot of the queue.
    fn next_slot(&self, now: Instant) -> Instant {
        // The instant stays valid in a poisoned lock.
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = full_at.map_or(now, |full| full.max(now)) + self.interval;
        *full_at = Some(next);
        next.checked_sub(self.slack).map_or(now, |next_slot| next_slot.max(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_leaves_at_once_and_the_rest_at_the_pace() {
        let limiter = RateLimiter::new(RateLimit { per_second: 5, burst: 3 });
        let start = Instant::now();
        let waits: Vec<u128> =
            (0..5).map(|_| limiter.next_slot(start).duration_since(start).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 200, 400]);
    }

    #[test]
    fn a_pause_fills_the_bucket_again() {
        let limiter = RateLimiter::new(RateLimit { per_second: 5, burst: 2 });
        let start = Instant::now();
        for _ in 0..4 {
            limiter.next_slot(start);
        }
        let later = start + Duration::from_secs(10);
        assert_eq!(limiter.next_slot(later), later);
        assert_eq!(limiter.next_slot(later), later);
        assert_eq!(limiter.next_slot(later), later + Duration::from_millis(200));
    }

    #[test]
    fn nobody_leaves_while_the_server_wants_rest() {
        let limiter = RateLimiter::new(RateLimit { per_second: 5, burst: 10 });
        let start = Instant::now();
        let until = start + Duration::from_secs(20);
        limiter.next_slot(start);
        limiter.pause_until(until);
        assert_eq!(limiter.next_slot(start), until);
        assert_eq!(limiter.next_slot(start), until + Duration::from_millis(200));
    }

    #[test]
    fn a_pace_of_nothing_still_lets_requests_through() {
        let limiter = RateLimiter::new(RateLimit { per_second: 0, burst: 0 });
        let start = Instant::now();
        assert_eq!(limiter.next_slot(start), start);
        assert_eq!(limiter.next_slot(start), start + Duration::from_secs(1));
    }
}
