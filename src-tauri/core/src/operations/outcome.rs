//! The names of outcomes and of steps. The ledger stores these names, and the page has a sentence for each.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The outcome of an operation, as a name.
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

    /// The name in the ledger. Spelled out, so that a rename for the page does not change it.
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

/// A step of an operation: an outcome, or a step before there is one.
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
    /// Not held, or no longer: the re-read follows.
    Confirmed,
    /// Pine Labs rate-limits us and has done nothing.
    Waiting,
    /// The person sends it again: a look-up and a re-read follow before it is sent.
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
    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.name(),
            Self::Before(before) => before.name(),
        }
    }

    /// An unknown name counts as the first step.
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
