//! What is known of the server's clock from the `Date` of its answers.
//!
//! Not responsible for what follows from a computer clock that is wrong.

use jiff::{SignedDuration, Timestamp};

/// A `Date` is cut to whole seconds: the answer was made up to this much later.
const CUT: SignedDuration = SignedDuration::from_secs(1);

/// How far the server's clock is from the computer's, between two bounds. They draw nearer with each answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerClock {
    /// Least and most of "server minus computer".
    bounds: Option<(SignedDuration, SignedDuration)>,
    /// When the last answer came, by the computer's clock.
    heard_at: Option<Timestamp>,
}

/// Two clocks drift apart by no more than one part in so many, and a clock that is corrected is slewed by as much.
const DRIFT: i32 = 2_000;

impl ServerClock {
    /// After one more answer: it was made between `sent_at` and `received_at` by the computer's clock, and at `date` by
    /// the server's. Where that is at odds with what was known, one of the clocks was set, and only the last answer counts.
    #[must_use]
    pub fn heard(self, sent_at: Timestamp, received_at: Timestamp, date: Timestamp) -> Self {
        let least = date.duration_since(received_at);
        let most = date.duration_since(sent_at).saturating_add(CUT);
        if least > most {
            // The computer's clock was set back in the middle of it: such an answer tells nothing.
            return self;
        }
        let both = self.bounds_at(received_at).map(|known| (known.0.max(least), known.1.min(most)));
        let bounds = both.filter(|(least, most)| least <= most).unwrap_or((least, most));
        Self { bounds: Some(bounds), heard_at: Some(received_at) }
    }

    /// The bounds some time after the last answer: they grow apart.
    fn bounds_at(&self, local: Timestamp) -> Option<(SignedDuration, SignedDuration)> {
        let (least, most) = self.bounds?;
        let drift = local.duration_since(self.heard_at?).abs() / DRIFT;
        Some((least.saturating_sub(drift), most.saturating_add(drift)))
    }

    /// The server's clock minus the computer's: the middle of what it can be. `None` before the first answer.
    pub fn offset(&self) -> Option<SignedDuration> {
        let (least, most) = self.bounds?;
        Some(least.saturating_add(most.saturating_sub(least) / 2))
    }

    /// The earliest that it can be by the server's clock when it is `local` by the computer's.
    pub fn earliest(&self, local: Timestamp) -> Option<Timestamp> {
        local.saturating_add(self.bounds_at(local)?.0).ok()
    }

    /// The latest that it can be by the server's clock when it is `local` by the computer's.
    pub fn latest(&self, local: Timestamp) -> Option<Timestamp> {
        local.saturating_add(self.bounds_at(local)?.1).ok()
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

    /// An answer of a server that is `offset` ahead, made `there` after the request left and `back` before it came.
    fn answer(clock: ServerClock, sent: i64, (there, back): (i64, i64), offset: i64) -> ServerClock {
        let date = cut(at(sent + there + offset));
        clock.heard(at(sent), at(sent + there + back), date)
    }

    proptest! {
        #[test]
        fn the_server_is_where_the_bounds_say_whatever_the_answers_took(
            offset in -400_000_000_i64..400_000_000,
            answers in prop::collection::vec((0_i64..1_000_000, 0_i64..30_000, 0_i64..30_000), 1..20),
        ) {
            let mut clock = ServerClock::default();
            for (sent, there, back) in answers {
                let before = clock.bounds_at(at(sent + there + back));
                clock = answer(clock, sent, (there, back), offset);
                let (least, most) = clock.bounds.unwrap();
                prop_assert!(least <= millis(offset) && millis(offset) <= most);
                // What was known is widened by nothing but its age.
                prop_assert!(before.is_none_or(|(low, high)| low <= least && most <= high));
                let (early, late) = (clock.earliest(at(sent)).unwrap(), clock.latest(at(sent)).unwrap());
                prop_assert!(early <= at(sent + offset) && at(sent + offset) <= late);
                let middle = clock.offset().unwrap();
                prop_assert!(least <= middle && middle <= most);
            }
        }

        #[test]
        fn a_quick_answer_leaves_little_more_than_a_second(offset in -9_999_999_i64..9_999_999) {
            let clock = answer(ServerClock::default(), 0, (40, 40), offset);
            let error = clock.offset().unwrap().saturating_sub(millis(offset));
            prop_assert!(error.abs() <= millis(540));
        }

        #[test]
        fn a_clock_that_was_set_is_known_anew_from_the_next_answer(
            before in -9_999_999_i64..9_999_999,
            set_by in prop_oneof![-9_999_999_i64..-2_300, 2_300_i64..9_999_999],
        ) {
            let clock = answer(ServerClock::default(), 0, (40, 40), before);
            let clock = answer(clock, 60_000, (40, 40), before + set_by);
            let error = clock.offset().unwrap().saturating_sub(millis(before + set_by));
            prop_assert!(error.abs() <= millis(540));
        }
    }

    #[test]
    fn nothing_is_known_before_the_first_answer() {
        let clock = ServerClock::default();
        assert_eq!((clock.offset(), clock.earliest(at(0)), clock.latest(at(0))), (None, None, None));
    }

    #[test]
    fn an_answer_during_which_the_clock_was_set_back_tells_nothing() {
        let known = answer(ServerClock::default(), 0, (40, 40), 7_000);
        assert_eq!(known.heard(at(60_000), at(0), at(67_000)), known);
    }
}
