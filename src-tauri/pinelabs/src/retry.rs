//! When a call may be sent again: one pure table, and how long to wait in between.
//!
//! Not responsible for sending: `call.rs` asks here after every attempt.

use std::time::Duration;

/// What sending a call twice could do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallClass {
    /// GET: nothing.
    Read,
    /// POST, PUT, PATCH: move money, or tell a customer something, twice.
    Write,
}

/// How an attempt ended without what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// No connection came about: nothing was sent.
    NotSent,
    /// The request left, and no whole answer came back.
    Lost,
    /// 429
    TooManyRequests,
    /// 408
    RequestTimeout,
    /// 409
    Conflict,
    /// 425
    TooEarly,
    /// 3xx
    Redirect,
    /// 5xx
    ServerError,
    /// 400, 401 (after a fresh token was refused too), 403, 404 or 422, with an API code.
    Rejected,
    /// 404 or 405 without an API code: the server has no such route.
    MissingRoute,
    /// Any other answer outside 2xx: nobody knows what it says about the request.
    Unexplained,
    /// `DUPLICATE_REQUEST`, whatever the status.
    Duplicate,
    /// 2xx with an error object, a web page, nothing, or something unreadable in it.
    NotUnderstood,
}

/// What follows from an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// Send the same again after a pause.
    Again,
    /// Send the same again after the wait that the server asks for.
    WaitThenAgain,
    /// Give the wait to the caller, who reads the thing again before sending again.
    HandBackTheWait,
    /// Nothing was done, and another spelling of the route may be tried.
    OtherRoute,
    /// The answer is final.
    Stop,
    /// The server said no and did nothing.
    Refused,
    /// It may have been done: look it up.
    Unknown,
}

/// The table.
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

/// What an answer outside 2xx means for sending again.
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

/// How often and how long. The defaults are the API's: gentle, and an answer or an error within a minute or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts in all.
    pub tries: u32,
    /// The first pause, doubled each time; the real pause is a random part of it.
    pub base: Duration,
    /// The longest single pause that is made up here.
    pub cap: Duration,
    /// All pauses together; a server that asks for more is not waited for.
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

/// What is left of the tries and the waiting of one call.
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

    /// After an attempt that may be made again: how long to wait first, or `None` when it is enough.
    ///
    /// `asked` is the server's own wish, kept to the letter; without one a random part (`dice` of 2³²) of the
    /// growing pause is taken, so that many clients do not come back at once.
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
