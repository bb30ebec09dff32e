//! When the client sends a call again: one pure table, and the pauses between attempts.
//!
//! The enums are exhaustive on purpose: the table has a cell for each pair, and its decisions are the promise of this crate.

use std::time::Duration;

/// Whether a repeated call can have an effect twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallClass {
    /// GET: a repeated call has no effect.
    Read,
    /// POST, PUT, PATCH: a repeated call may move money or message a customer twice.
    Write,
}

/// How an attempt ended without the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// No connection: nothing was sent.
    NotSent,
    /// The request was sent, but no complete answer arrived.
    Lost,
    /// Status 429.
    TooManyRequests,
    /// Status 408.
    RequestTimeout,
    /// Status 409.
    Conflict,
    /// Status 425.
    TooEarly,
    /// Status 3xx.
    Redirect,
    /// Status 5xx.
    ServerError,
    /// Status 400, 401 (with a fresh token too), 403, 404 or 422, with an API code.
    Rejected,
    /// Status 404 or 405 without an API code: the route does not exist.
    MissingRoute,
    /// Any other answer outside of 2xx: it proves nothing about the request.
    Unexplained,
    /// The code `DUPLICATE_REQUEST`, under any status.
    Duplicate,
    /// Status 2xx with an error object, a web page, no body, or a body that does not parse.
    NotUnderstood,
}

/// What the client does after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// Send it again after a pause.
    Again,
    /// Send it again after the wait that the server asks for.
    WaitThenAgain,
    /// Return the wait to the caller, who reads the resource before sending again.
    HandBackTheWait,
    /// Nothing was done: try the route of the other dialect.
    OtherRoute,
    /// The answer is final.
    Stop,
    /// The API refused it and did nothing.
    Refused,
    /// It may have been done: the caller looks it up.
    Unknown,
}

/// The table. It has no other input: the same pair always gives the same decision.
pub const fn decide(class: CallClass, event: AttemptOutcome) -> RetryDecision {
    match (class, event) {
        (_, AttemptOutcome::NotSent)
        | (
            CallClass::Read,
            AttemptOutcome::Lost | AttemptOutcome::RequestTimeout | AttemptOutcome::ServerError,
        ) => RetryDecision::Again,
        (_, AttemptOutcome::MissingRoute) => RetryDecision::OtherRoute,
        (CallClass::Read, AttemptOutcome::TooManyRequests) => RetryDecision::WaitThenAgain,
        (
            CallClass::Read,
            AttemptOutcome::Conflict
            | AttemptOutcome::TooEarly
            | AttemptOutcome::Redirect
            | AttemptOutcome::Rejected
            | AttemptOutcome::Unexplained
            | AttemptOutcome::Duplicate
            | AttemptOutcome::NotUnderstood,
        ) => RetryDecision::Stop,
        (CallClass::Write, AttemptOutcome::TooManyRequests) => RetryDecision::HandBackTheWait,
        (CallClass::Write, AttemptOutcome::Rejected) => RetryDecision::Refused,
        (
            CallClass::Write,
            AttemptOutcome::Lost
            | AttemptOutcome::RequestTimeout
            | AttemptOutcome::Conflict
            | AttemptOutcome::TooEarly
            | AttemptOutcome::Redirect
            | AttemptOutcome::ServerError
            | AttemptOutcome::Unexplained
            | AttemptOutcome::Duplicate
            | AttemptOutcome::NotUnderstood,
        ) => RetryDecision::Unknown,
    }
}

/// The outcome of an answer outside of 2xx.
pub(crate) fn outcome_of(status: u16, api_code: Option<&str>) -> AttemptOutcome {
    match (status, api_code) {
        (429, _) => AttemptOutcome::TooManyRequests,
        (_, Some("DUPLICATE_REQUEST")) => AttemptOutcome::Duplicate,
        (408, _) => AttemptOutcome::RequestTimeout,
        (409, _) => AttemptOutcome::Conflict,
        (425, _) => AttemptOutcome::TooEarly,
        (300..=399, _) => AttemptOutcome::Redirect,
        (500..=599, _) => AttemptOutcome::ServerError,
        (400 | 401 | 403 | 404 | 422, Some(_)) => AttemptOutcome::Rejected,
        (404 | 405, None) => AttemptOutcome::MissingRoute,
        _ => AttemptOutcome::Unexplained,
    }
}

/// Attempts and pauses of one call. The defaults are this client's own: no page names any.
///
/// Not `#[non_exhaustive]`: callers build it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts in all. Default: 3.
    pub tries: u32,
    /// The first pause, doubled for each further one; the client waits a random part of it. Default: 500 ms.
    pub base: Duration,
    /// The longest single pause, other than a wait that the server asks for. Default: 8 seconds.
    pub cap: Duration,
    /// The limit of all pauses together; the client does not wait longer for the server. Default: 20 seconds.
    pub total: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            total: Duration::from_secs(20),
        }
    }
}

/// The attempts and pauses that one call has used.
#[derive(Debug)]
pub(crate) struct Budget {
    policy: RetryPolicy,
    tried: u32,
    waited: Duration,
}

impl Budget {
    pub fn new(policy: RetryPolicy) -> Self {
        Self { policy, tried: 0, waited: Duration::ZERO }
    }

    /// The pause before the next attempt. `None` when the budget is used up.
    ///
    /// `asked` is the wait that the server asks for. Without it, the pause is a random part (`dice` of 2³²) of the growing pause, so
    /// that many clients do not return at once.
    pub fn next_wait(&mut self, asked: Option<Duration>, dice: u32) -> Option<Duration> {
        self.tried += 1;
        if self.tried >= self.policy.tries {
            return None;
        }
        let wait = asked.unwrap_or_else(|| {
            let pause = self.policy.base.saturating_mul(1 << (self.tried - 1).min(16)).min(self.policy.cap);
            pause.mul_f64(f64::from(dice) / f64::from(u32::MAX))
        });
        let waited = self.waited.checked_add(wait).filter(|sum| *sum <= self.policy.total)?;
        self.waited = waited;
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_is_the_event_that_the_table_calls_it() {
        let events = [
            (429, None, AttemptOutcome::TooManyRequests),
            (429, Some("API_RATE_LIMIT"), AttemptOutcome::TooManyRequests),
            (422, Some("DUPLICATE_REQUEST"), AttemptOutcome::Duplicate),
            (400, Some("DUPLICATE_REQUEST"), AttemptOutcome::Duplicate),
            (408, Some("A_CODE"), AttemptOutcome::RequestTimeout),
            (409, Some("A_CODE"), AttemptOutcome::Conflict),
            (425, None, AttemptOutcome::TooEarly),
            (301, None, AttemptOutcome::Redirect),
            (500, Some("INTERNAL_ERROR"), AttemptOutcome::ServerError),
            (599, None, AttemptOutcome::ServerError),
            (400, Some("A_CODE"), AttemptOutcome::Rejected),
            (401, Some("A_CODE"), AttemptOutcome::Rejected),
            (403, Some("A_CODE"), AttemptOutcome::Rejected),
            (404, Some("A_CODE"), AttemptOutcome::Rejected),
            (422, Some("A_CODE"), AttemptOutcome::Rejected),
            (404, None, AttemptOutcome::MissingRoute),
            (405, None, AttemptOutcome::MissingRoute),
            (405, Some("A_CODE"), AttemptOutcome::Unexplained),
            (400, None, AttemptOutcome::Unexplained),
            (401, None, AttemptOutcome::Unexplained),
            (410, Some("A_CODE"), AttemptOutcome::Unexplained),
        ];
        for (status, code, event) in events {
            assert_eq!(outcome_of(status, code), event, "{status} {code:?}");
        }
    }

    fn waits(policy: RetryPolicy, asked: Option<Duration>, dice: u32) -> Vec<u128> {
        let mut budget = Budget::new(policy);
        std::iter::from_fn(|| budget.next_wait(asked, dice)).map(|wait| wait.as_millis()).collect()
    }

    #[test]
    fn three_tries_have_two_pauses_that_double() {
        assert_eq!(waits(RetryPolicy::default(), None, u32::MAX), [500, 1000]);
    }

    #[test]
    fn a_pause_is_a_random_part_of_the_whole() {
        assert_eq!(waits(RetryPolicy::default(), None, 0), [0, 0]);
        assert_eq!(waits(RetryPolicy::default(), None, u32::MAX / 2), [250, 500]);
    }

    #[test]
    fn a_single_pause_is_capped_and_all_pauses_together_too() {
        let policy = RetryPolicy { tries: 100, ..RetryPolicy::default() };
        assert_eq!(waits(policy, None, u32::MAX), [500, 1000, 2000, 4000, 8000]);
    }

    #[test]
    fn a_wait_that_the_server_asks_for_is_kept_up_to_the_total() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(waits(RetryPolicy::default(), seconds(9), 0), [9000, 9000]);
        assert_eq!(waits(RetryPolicy::default(), seconds(20), 0), [20_000]);
        assert_eq!(waits(RetryPolicy::default(), seconds(21), 0), [0_u128; 0]);
        assert_eq!(waits(RetryPolicy::default(), Some(Duration::MAX), 0), [0_u128; 0]);
    }
}
