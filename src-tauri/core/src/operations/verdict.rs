//! The verdict of one look-up, and the state of an unknown outcome.

use jiff::Timestamp;
use pinelabs::Error;

use super::operation::{Checking, Refusal, State};

/// The verdict of one look-up.
#[derive(Debug)]
pub enum Verdict {
    Resolved(State),
    /// Nothing is there yet, and nothing else has changed.
    Absent,
    /// An answer that is inconclusive.
    Undecided,
    NoAnswer,
}

/// The verdict of a failed look-up: an answer below 500 is inconclusive; anything else is no answer.
pub(super) fn inconclusive(error: &Error) -> Verdict {
    match error {
        Error::Api(answer) if answer.status < 500 => Verdict::Undecided,
        _ => Verdict::NoAnswer,
    }
}

/// The state of an operation that was sent and whose answer is lost.
pub(super) fn checking(request_id: Option<String>) -> State {
    State::Checking(Checking {
        checked_at: None,
        next_at: None,
        absent_since: None,
        undecided_since: None,
        request_id,
    })
}

/// It took effect as requested.
pub(super) fn done(now: Timestamp) -> Verdict {
    Verdict::Resolved(State::Done { at: now, captured_instead: None })
}

/// The link or order has another status than requested.
pub(super) fn went_otherwise(status: &str, now: Timestamp) -> Verdict {
    let why = Refusal::WentOtherwise(status.to_owned());
    Verdict::Resolved(State::Refused { at: now, why })
}
