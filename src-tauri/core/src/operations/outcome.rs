//! What an operation has come to, in one word, and the steps that it came through. The ledger keeps these words, and the page words
//! them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What an operation has come to.
// `OutcomeKind` on the page, where `Outcome` is the component that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename = "OutcomeKind", rename_all = "snake_case")]
pub enum Outcome {
    Held,
    Sending,
    Undone,
    Accepted,
    Done,
    Refused,
    Checking,
    NotSent,
    NeedsYou,
}

impl Outcome {
    pub const ALL: [Self; 9] = [
        Self::Held,
        Self::Sending,
        Self::Undone,
        Self::Accepted,
        Self::Done,
        Self::Refused,
        Self::Checking,
        Self::NotSent,
        Self::NeedsYou,
    ];

    /// As the ledger has it. Spelt out, so that another name on the page is no other one there.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Sending => "sending",
            Self::Undone => "undone",
            Self::Accepted => "accepted",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Checking => "checking",
            Self::NotSent => "not_sent",
            Self::NeedsYou => "needs_you",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// What an operation has come through: the outcomes, and what is between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(untagged)]
pub enum StepKind {
    Outcome(Outcome),
    Before(BeforeKind),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BeforeKind {
    Prepared,
    /// Not held, or not any more: about to be read once more.
    Confirmed,
    /// Pine Labs asked to wait, and has done nothing.
    Waiting,
    /// Asked for once more by the person: looked up, and read again, before it leaves.
    Again,
}

impl BeforeKind {
    const ALL: [Self; 4] = [Self::Prepared, Self::Confirmed, Self::Waiting, Self::Again];

    fn name(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Again => "again",
        }
    }
}

impl StepKind {
    /// As the ledger has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.name(),
            Self::Before(before) => before.name(),
        }
    }

    /// What is not known by its name is told as the first step of all.
    pub fn named(name: &str) -> Self {
        let before = || BeforeKind::ALL.into_iter().find(|before| before.name() == name);
        Outcome::named(name)
            .map_or_else(|| Self::Before(before().unwrap_or(BeforeKind::Prepared)), Self::Outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_stands_in_the_ledger_by_a_name_of_its_own_and_is_known_by_it() {
        let outcomes = Outcome::ALL.map(StepKind::Outcome);
        let before = BeforeKind::ALL.map(StepKind::Before);
        for step in outcomes.into_iter().chain(before) {
            assert_eq!(StepKind::named(step.name()), step);
        }
        assert_eq!(StepKind::named("seen by a later version"), StepKind::Before(BeforeKind::Prepared));
    }

    #[test]
    fn the_page_has_the_words_of_the_ledger() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.name());
        }
    }
}
