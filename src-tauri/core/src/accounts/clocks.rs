//! How wrong this computer's clock is, as each account's answers tell it.

use std::{collections::BTreeMap, sync::Mutex};

use jiff::SignedDuration;
use pinelabs::ServerClock;
use tokio::sync::watch;

use crate::{lock::lock, rules::wrong_clock};

pub struct Clocks {
    off_by: Mutex<BTreeMap<String, SignedDuration>>,
    changed: watch::Sender<()>,
}

impl Default for Clocks {
    fn default() -> Self {
        Self { off_by: Mutex::default(), changed: watch::channel(()).0 }
    }
}

impl Clocks {
    /// An account's client has learnt more of its server's clock. Told on where the words for it change.
    pub fn learnt(&self, account: &str, clock: ServerClock) {
        let now = wrong_clock::off_by(clock.offset());
        let before = {
            let mut off_by = lock(&self.off_by);
            match now {
                Some(now) => off_by.insert(account.to_owned(), now),
                None => off_by.remove(account),
            }
        };
        if before.map(|before| before.as_mins()) != now.map(|now| now.as_mins()) {
            self.changed.send_replace(());
        }
    }

    /// How far the server's clock is ahead of the computer's, where that is too far.
    pub fn off_by(&self, account: &str) -> Option<SignedDuration> {
        lock(&self.off_by).get(account).copied()
    }

    pub fn forget(&self, account: &str) {
        lock(&self.off_by).remove(account);
    }

    /// Changes whenever a clock begins to be wrong, or is no longer, or is so by other minutes.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use pinelabs::Moment;

    use super::*;

    fn heard(clock: ServerClock, at: i64, ahead: i64) -> ServerClock {
        let local = Timestamp::from_second(1_700_000_000 + at).unwrap();
        let now = Moment::now(local);
        clock.heard(now, now, local + SignedDuration::from_secs(ahead))
    }

    #[test]
    fn a_wrong_clock_is_told_once_when_it_is_learnt_and_once_when_it_is_put_right() {
        let clocks = Clocks::default();
        let mut changes = clocks.changes();
        let mut told = |clock| {
            clocks.learnt("a", clock);
            let told = changes.has_changed().unwrap();
            changes.mark_unchanged();
            (told, clocks.off_by("a").map(|off| off.as_mins()))
        };
        let right = heard(ServerClock::default(), 0, 30);
        assert_eq!(told(right), (false, None));
        let wrong = heard(right, 10, 3_600);
        assert_eq!(told(wrong), (true, Some(60)));
        assert_eq!(told(heard(wrong, 20, 3_600)), (false, Some(60)));
        let another = heard(wrong, 30, -7_200);
        assert_eq!(told(another), (true, Some(-119)));
        assert_eq!(told(heard(another, 40, 0)), (true, None));
        assert_eq!(clocks.off_by("b"), None);
    }

    #[test]
    fn an_account_that_is_forgotten_has_no_clock() {
        let clocks = Clocks::default();
        clocks.learnt("a", heard(ServerClock::default(), 0, 3_600));
        clocks.forget("a");
        assert_eq!(clocks.off_by("a"), None);
    }
}
