//! The last whole answer for each link, for when the network is down.

use std::{collections::BTreeMap, sync::Mutex};

use crate::{lock::lock, operations::account_client::Reading};

/// The most links whose last answer is kept.
const MAX_LINKS: usize = 200;

/// By account and link.
#[derive(Default)]
pub struct LastAnswers(Mutex<BTreeMap<(String, String), Reading>>);

impl LastAnswers {
    pub fn of(&self, account: &str, link: &str) -> Option<Reading> {
        lock(&self.0).get(&(account.to_owned(), link.to_owned())).cloned()
    }

    /// The oldest one makes room.
    pub fn keep(&self, account: &str, link: &str, reading: &Reading) {
        let mut known = lock(&self.0);
        known.insert((account.to_owned(), link.to_owned()), reading.clone());
        while known.len() > MAX_LINKS {
            let oldest = known.iter().min_by_key(|(_, reading)| reading.snapshot.read_at);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else { break };
            known.remove(&key);
        }
    }

    pub fn forget(&self, account: &str) {
        lock(&self.0).retain(|(of, _), _| of != account);
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::rules::sample::{link, snapshot};

    fn read_at(second: i64) -> Reading {
        let mut snapshot = snapshot(link("PAID", 0), []);
        snapshot.read_at = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second);
        Reading {
            snapshot,
            raw: serde_json::Value::Null,
            order_problem: None,
            walks: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn the_answer_that_was_read_first_makes_room_for_one_too_many() {
        let answers = LastAnswers::default();
        // The names go the other way than the times.
        let name = |second: i64| format!("pl-{}", 1_000 - second);
        for second in 0..=i64::try_from(MAX_LINKS).unwrap() {
            answers.keep("a", &name(second), &read_at(second));
        }
        assert!(answers.of("a", &name(0)).is_none());
        assert!(answers.of("a", &name(1)).is_some());
        assert_eq!(lock(&answers.0).len(), MAX_LINKS);
    }

    #[test]
    fn an_account_that_is_forgotten_has_no_answers_and_another_keeps_its_own() {
        let answers = LastAnswers::default();
        answers.keep("a", "pl-1", &read_at(0));
        answers.keep("b", "pl-1", &read_at(0));
        answers.forget("a");
        assert!(answers.of("a", "pl-1").is_none());
        assert!(answers.of("b", "pl-1").is_some());
    }
}
