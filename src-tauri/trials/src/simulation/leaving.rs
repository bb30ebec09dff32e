//! What has to be so when a write leaves: it is written down, alone, and still meant.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{
    HOLD,
    computer::Moment,
    oracle::{Oracle, Promise},
};
use linkdesk_core::operations::operation::Operation;

/// After so long a jump nobody stands by what was confirmed: a sleep, or a clock that was set.
const LONGEST_JUMP: SignedDuration = SignedDuration::from_secs(10);

/// The longest way from the step that says "sent" to the first byte.
const LONGEST_WAY: SignedDuration = SignedDuration::from_secs(30);

/// The longest that a hold takes by the steady clock.
const LONGEST_HOLD: Duration = Duration::from_secs(HOLD.as_secs() + 10);

/// When the steps of an operation were written down: the last ones, where it was sent again.
pub struct Hold {
    pub began: Option<Moment>,
    pub ended: Option<Moment>,
    pub sent: Option<Moment>,
}

impl Oracle {
    /// A write leaves. `written` is what the ledger says of it at this moment.
    pub fn departs(
        &mut self,
        computer: usize,
        key: &str,
        written: Option<&'static str>,
        at: Timestamp,
    ) -> u64 {
        let moment = self.tick();
        let Some(number) = self.number_of(key) else { return moment };
        let change = &mut self.changes[number];
        change.departures += 1;
        change.first_left.get_or_insert(at);
        let word = &change.words[computer];
        let unsaid = word.denied.is_some() && !word.sent_again;
        if written != Some("sending") {
            let what = format!("it leaves while the ledger says {written:?}");
            self.broken(Promise::WrittenDownFirst, number, what);
        } else if unsaid {
            self.broken(Promise::ToldAsItIs, number, "it leaves after it was said not to".to_owned());
        }
        moment
    }

    /// What has to be so when a money move leaves, beside its being written down. `operation` and `hold` are what the
    /// ledger says.
    pub fn revalidate(&mut self, computer: usize, operation: &Operation, hold: &Hold, another_is_open: bool) {
        let Some(&number) = self.by_id.get(operation.id()) else { return };
        if another_is_open {
            let what = "it leaves while another change of its order is open".to_owned();
            self.broken(Promise::OneAtATime, number, what);
        }
        let (Some(began), Some(ended), Some(sent)) = (hold.began, hold.ended, hold.sent) else {
            let what = "it leaves, and no step of this computer says that it was held".to_owned();
            return self.broken(Promise::WrittenDownFirst, number, what);
        };
        let now = self.tick();
        let jump = |from: u64, until: u64| self.net_jump(computer, from, until);
        let on_the_way = jump(sent.number, now);
        let steady = SignedDuration::try_from(sent.steady.elapsed()).unwrap_or(SignedDuration::MAX);
        let held_for = ended.steady.saturating_duration_since(began.steady);
        let order = operation.intent.order_id.as_ref().map(ToString::to_string).unwrap_or_default();
        let read = self.read.get(&(computer, order));
        let problem = if jump(began.number, ended.number).abs() > LONGEST_JUMP {
            "the clock jumped in the hold"
        } else if held_for > LONGEST_HOLD {
            "the hold took longer than it should"
        } else if jump(ended.number, sent.number).abs() > LONGEST_JUMP {
            "the clock jumped between the hold and the step"
        } else if on_the_way.saturating_add(steady) > LONGEST_WAY || steady > LONGEST_WAY {
            "the computer slept after the step"
        } else if on_the_way < -LONGEST_JUMP {
            "the clock was set back after the step"
        } else if read.is_none_or(|read| *read < ended.number) {
            "its order was not read since the hold"
        } else {
            return;
        };
        self.broken(Promise::StillMeant, number, format!("it leaves, and {problem}"));
    }

    /// By how much more or less than the steady clock the wall clock of a computer went on between two moments.
    fn net_jump(&self, computer: usize, from: u64, until: u64) -> SignedDuration {
        let jumps = self.jumps.iter().filter(|(moment, whose, _)| {
            (from..=until).contains(moment) && whose.is_none_or(|whose| whose == computer)
        });
        jumps.fold(SignedDuration::ZERO, |sum, (.., by)| sum.saturating_add(*by))
    }
}
