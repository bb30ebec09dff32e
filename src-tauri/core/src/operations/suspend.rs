//! Whether somebody still stands by what was confirmed: a computer that slept, or whose clock was set, has lost him. Both
//! clocks are asked, because the one stands still while a computer sleeps and the other jumps when it is set.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::timings::{HOLD_OVERRUN, MAX_REREAD};

/// Since when an operation is meant to leave at any moment, and how long Pine Labs asked it to wait since.
pub(super) struct SuspendDetector {
    steady: Instant,
    wall: Timestamp,
    pub waited: Duration,
}

impl SuspendDetector {
    pub fn since(now: Timestamp) -> Self {
        Self { steady: Instant::now(), wall: now, waited: Duration::ZERO }
    }

    /// Whether the computer has slept since, or its clock was set forward or back: whoever asked may not stand by it any more.
    /// Some systems let the steady clock go on in a sleep: there it is told by the time that nothing else takes.
    pub fn was_interrupted(&self, now: Timestamp) -> bool {
        let (steady, wall) = (signed(self.steady.elapsed()), now.duration_since(self.wall));
        let most = MAX_REREAD.saturating_add(signed(self.waited));
        disagree(steady, wall) || steady.max(wall) > most
    }
}

/// Whether a hold took longer than it should by either clock, or the wall clock was set back meanwhile.
pub(super) fn hold_overran(hold: Duration, by_steady_clock: Duration, by_wall_clock: SignedDuration) -> bool {
    let most = signed(hold).saturating_add(HOLD_OVERRUN);
    let steady = signed(by_steady_clock);
    steady > most || by_wall_clock > most || steady.saturating_sub(by_wall_clock) > HOLD_OVERRUN
}

fn disagree(steady: SignedDuration, wall: SignedDuration) -> bool {
    wall.saturating_sub(steady) > HOLD_OVERRUN || steady.saturating_sub(wall) > HOLD_OVERRUN
}

pub(super) fn signed(time: Duration) -> SignedDuration {
    SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX)
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
            ("the wall clock was set back meanwhile", 10, -3_600, true),
            ("the wall clock was set back by a little", 10, 1, false),
            ("asleep, and set back meanwhile", 21, -3_600, true),
        ];
        for (row, steady, wall, expected) in table {
            let (steady, wall) = (Duration::from_secs(steady), SignedDuration::from_secs(wall));
            assert_eq!(hold_overran(Duration::from_secs(10), steady, wall), expected, "{row}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_set_either_way_is_an_interruption() {
        let began: Timestamp = "2026-11-20T08:00:00Z".parse().unwrap();
        for (wall, expected) in [(2, false), (12, false), (13, true), (-8, false), (-9, true), (-3_600, true)]
        {
            let awake = SuspendDetector::since(began);
            tokio::time::advance(Duration::from_secs(2)).await;
            let now = began + SignedDuration::from_secs(wall);
            assert_eq!(awake.was_interrupted(now), expected, "{wall}");
        }
    }
}
