//! The server's clock, estimated from the `Date` headers of its answers.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// `Date` drops the fraction of the second: the real time is up to this much later.
const CUT: SignedDuration = SignedDuration::from_secs(1);

/// One moment by the two clocks of the computer. Build it with [`Moment::now`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moment {
    /// The wall clock. Anybody can set it.
    pub wall: Timestamp,
    /// The monotonic clock. On some systems it stops while the computer sleeps.
    pub steady: Instant,
}

impl Moment {
    /// This moment. `wall` is the current time of the wall clock.
    pub fn now(wall: Timestamp) -> Self {
        Self { wall, steady: Instant::now() }
    }

    /// The time since `before`, by each clock.
    fn since(self, before: Self) -> (SignedDuration, SignedDuration) {
        let steady = self.steady.saturating_duration_since(before.steady);
        let steady = SignedDuration::try_from(steady).unwrap_or(SignedDuration::MAX);
        (self.wall.duration_since(before.wall), steady)
    }
}

/// The difference between the server's clock and the computer's, as two bounds. Each answer narrows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerClock {
    /// The smallest and the largest possible "server minus computer".
    bounds: Option<(SignedDuration, SignedDuration)>,
    /// When the last answer arrived.
    heard: Option<Moment>,
}

/// Clocks drift apart by at most one part in this many; time synchronisation slews a clock by as much.
const DRIFT: i32 = 2_000;

impl ServerClock {
    /// The estimate after one more answer, which the server wrote between `sent` and `received`, at `date` by its clock. If
    /// this contradicts the earlier bounds, somebody set a clock, and only the last answer counts.
    #[must_use]
    pub fn heard(self, sent: Moment, received: Moment, date: Timestamp) -> Self {
        let (_, took) = received.since(sent);
        // The wall clock may have been set and the monotonic clock may have stopped: the earlier of the two times is safe.
        let sent_at = received.wall.saturating_sub(took).map_or(sent.wall, |at| at.min(sent.wall));
        let least = date.duration_since(received.wall);
        let most = date.duration_since(sent_at).saturating_add(CUT);
        let both = self.bounds_at(received).map(|known| (known.0.max(least), known.1.min(most)));
        let bounds = both.filter(|(least, most)| least <= most).unwrap_or((least, most));
        Self { bounds: Some(bounds), heard: Some(received) }
    }

    /// The bounds at `now`. They widen by the drift since the last answer, and by the difference of the computer's two clocks
    /// over that time: it means that somebody set the wall clock, or that the computer slept.
    fn bounds_at(&self, now: Moment) -> Option<(SignedDuration, SignedDuration)> {
        let (least, most) = self.bounds?;
        let (wall, steady) = now.since(self.heard?);
        let apart = wall.saturating_sub(steady).abs();
        let drift = (wall.abs().max(steady) / DRIFT).saturating_add(apart);
        Some((least.saturating_sub(drift), most.saturating_add(drift)))
    }

    /// The server's clock minus the computer's: the middle of the bounds. `None` before the first answer.
    pub fn offset(&self) -> Option<SignedDuration> {
        let (least, most) = self.bounds?;
        Some(least.saturating_add(most.saturating_sub(least) / 2))
    }

    /// The earliest time that the server's clock can show at `now`. `None` before the first answer.
    pub fn earliest(&self, now: Moment) -> Option<Timestamp> {
        now.wall.saturating_add(self.bounds_at(now)?.0).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_700_000_000_000 + millis).unwrap()
    }

    fn cut(at: Timestamp) -> Timestamp {
        Timestamp::from_second(at.as_second()).unwrap()
    }

    fn millis(millis: i64) -> SignedDuration {
        SignedDuration::from_millis(millis)
    }

    /// A computer whose wall clock is `ahead` of the true time, and whose monotonic clock has stopped for `asleep`.
    #[derive(Clone, Copy)]
    struct Computer {
        began: Instant,
        true_time: i64,
        asleep: i64,
        ahead: i64,
    }

    impl Computer {
        fn new() -> Self {
            Self { began: Instant::now(), true_time: 0, asleep: 0, ahead: 0 }
        }

        fn now(self) -> Moment {
            let awake = u64::try_from(self.true_time - self.asleep).unwrap();
            let steady = self.began + std::time::Duration::from_millis(awake);
            Moment { wall: at(self.true_time + self.ahead), steady }
        }

        /// Waits, while somebody sets its clock by `set` and it sleeps for `asleep`.
        fn waits(&mut self, (awake, set, asleep): (i64, i64, i64)) {
            self.true_time += awake + asleep;
            self.asleep += asleep;
            self.ahead += set;
        }
    }

    type Wait = (i64, i64, i64);

    fn quiet(awake: i64) -> Wait {
        (awake, 0, 0)
    }

    /// An answer of a server that is `offset` ahead of the true time: the request takes `there`, the answer takes `back`.
    fn answer(
        clock: ServerClock,
        computer: &mut Computer,
        (there, back): (Wait, Wait),
        offset: i64,
    ) -> ServerClock {
        let sent = computer.now();
        computer.waits(there);
        let date = cut(at(computer.true_time + offset));
        computer.waits(back);
        clock.heard(sent, computer.now(), date)
    }

    fn a_wait(longest: i64) -> impl Strategy<Value = Wait> {
        let rarely = |range: std::ops::Range<i64>| prop_oneof![4 => Just(0), 1 => range];
        (0..longest, rarely(-20_000..20_000), rarely(0..4_000_000))
    }

    proptest! {
        #[test]
        fn the_server_is_never_earlier_than_is_said_whatever_is_set_and_whoever_sleeps(
            offset in -400_000_000_i64..400_000_000,
            answers in prop::collection::vec((a_wait(1_000_000), a_wait(30_000), a_wait(30_000)), 1..20),
            then in a_wait(1_000_000),
        ) {
            let (mut clock, mut computer) = (ServerClock::default(), Computer::new());
            for (before, there, back) in answers {
                computer.waits(before);
                clock = answer(clock, &mut computer, (there, back), offset);
            }
            computer.waits(then);
            let server = at(computer.true_time + offset);
            prop_assert!(clock.earliest(computer.now()).unwrap() <= server);
            let middle = clock.offset().unwrap();
            let (least, most) = clock.bounds.unwrap();
            prop_assert!(least <= middle && middle <= most);
        }

        #[test]
        fn what_was_known_is_widened_by_nothing_but_its_age(
            offset in -400_000_000_i64..400_000_000,
            answers in prop::collection::vec((0_i64..1_000_000, 0_i64..30_000, 0_i64..30_000), 1..20),
        ) {
            let (mut clock, mut computer) = (ServerClock::default(), Computer::new());
            for (before, there, back) in answers {
                let known = clock;
                computer.waits(quiet(before));
                clock = answer(clock, &mut computer, (quiet(there), quiet(back)), offset);
                let (least, most) = clock.bounds.unwrap();
                prop_assert!(known.bounds_at(computer.now()).is_none_or(|(low, high)| low <= least && most <= high));
            }
        }

        #[test]
        fn a_quick_answer_leaves_little_more_than_a_second(offset in -9_999_999_i64..9_999_999) {
            let clock = answer(ServerClock::default(), &mut Computer::new(), (quiet(40), quiet(40)), offset);
            let error = clock.offset().unwrap().saturating_sub(millis(offset));
            prop_assert!(error.abs() <= millis(540));
        }

        #[test]
        fn a_clock_that_was_set_is_known_anew_from_the_next_answer(
            before in -9_999_999_i64..9_999_999,
            set_by in -9_999_999_i64..9_999_999,
        ) {
            let mut computer = Computer::new();
            let clock = answer(ServerClock::default(), &mut computer, (quiet(40), quiet(40)), before);
            computer.waits((60_000, set_by, 0));
            let clock = answer(clock, &mut computer, (quiet(40), quiet(40)), before);
            let error = clock.offset().unwrap().saturating_sub(millis(before - set_by));
            prop_assert!(error.abs() <= millis(540));
        }
    }

    #[test]
    fn nothing_is_known_before_the_first_answer() {
        let (clock, now) = (ServerClock::default(), Computer::new().now());
        assert_eq!((clock.offset(), clock.earliest(now)), (None, None));
    }

    #[test]
    fn a_clock_that_is_set_forward_after_an_answer_does_not_make_the_server_later() {
        let mut computer = Computer::new();
        let clock = answer(ServerClock::default(), &mut computer, (quiet(40), quiet(40)), 0);
        computer.waits((1_000, 9_000, 0));
        assert!(clock.earliest(computer.now()).unwrap() <= at(computer.true_time));
    }
}
