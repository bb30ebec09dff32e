//! Detects a suspend or a changed clock after the confirmation: the person's decision may then be out of date. It compares two
//! clocks: the steady one may stop during a suspend, and the wall clock jumps when it is set.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::timings::{HOLD_OVERRUN, MAX_REREAD};

/// Measures from the moment an operation is ready to be sent, plus the waits that Pine Labs asked for.
pub(super) struct SuspendDetector {
    steady: Instant,
    wall: Timestamp,
    pub waited: Duration,
}

impl SuspendDetector {
    pub fn since(now: Timestamp) -> Self {
        Self { steady: Instant::now(), wall: now, waited: Duration::ZERO }
    }

    /// Whether the computer slept or its clock was set since. On some systems the steady clock runs on during a suspend: there,
    /// a time longer than the work can take shows it.
    pub fn was_interrupted(&self, now: Timestamp) -> bool {
        let (steady, wall) = (signed(self.steady.elapsed()), now.duration_since(self.wall));
        let most = MAX_REREAD.saturating_add(signed(self.waited));
        disagree(steady, wall) || steady.max(wall) > most
    }
}

/// Whether the hold took too long by either clock, or the wall clock was set back meanwhile.
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
