//! One call, from the first attempt to its end: token, retries and pauses.
//!
//! `session.rs` and the handlers decide what to send, and in which dialect.

use secrecy::SecretString;
use serde_json::Value;

use super::auth::Auth;
use crate::decode::decode_error::DecodeError;
use crate::dialect::Dialect;
use crate::error::{Error, Unknown, WriteError};
use crate::model::ids::RequestId;
use crate::retry::{AttemptOutcome, Budget, CallClass, RetryDecision, RetryPolicy, decide};
use crate::transport::response::{AttemptError, Decoded};
use crate::transport::sender::{CallSpec, Sender};

pub(crate) struct Caller {
    pub sender: Sender,
    pub auth: Auth,
    pub retry: RetryPolicy,
}

/// A call that ended without the resource, and the decision that ended it.
#[derive(Debug)]
pub(crate) struct Ended {
    pub decision: RetryDecision,
    pub error: Error,
    pub request_ids: Vec<RequestId>,
}

impl Ended {
    /// The error of a write. Every end that does not prove another outcome is unknown.
    pub fn into_write_error(self, dialect: Dialect) -> WriteError {
        let Self { decision, error, request_ids } = self;
        match (decision, error) {
            (RetryDecision::Again | RetryDecision::OtherRoute, error) => WriteError::NotSent(error),
            (RetryDecision::Refused, Error::Api(api) | Error::SignedOut(api)) => WriteError::Refused(api),
            (RetryDecision::HandBackTheWait, Error::RateLimited { retry_after, request_id }) => {
                WriteError::RateLimited { retry_after, request_id }
            }
            (_, cause) => WriteError::Unknown(Unknown { cause, request_ids, dialect }),
        }
    }
}

impl Caller {
    /// Sends until the retry table or the budget stops it. `read` turns a body into the resource.
    pub async fn call<T>(
        &self,
        class: CallClass,
        spec: CallSpec<'_>,
        read: impl Fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<Decoded<T>, Ended> {
        let mut budget = Budget::new(self.retry);
        let mut request_ids = Vec::new();
        let mut attempt = 1;
        loop {
            let failed = match self.signed_in(class, spec, &read, attempt, &mut request_ids).await {
                Ok(done) => return Ok(done),
                Err(Missed::NoToken(error)) => {
                    // Nothing was sent in this attempt, and earlier attempts were not sent either.
                    return Err(Ended { decision: RetryDecision::Again, error, request_ids });
                }
                Err(Missed::Failed(failed)) => failed,
            };
            let decision = decide(class, failed.event);
            if matches!(failed.error, Error::DeadlineExceeded) {
                // It stays exceeded, even if somebody corrects a clock during the pause.
                return Err(Ended { decision, error: failed.error, request_ids });
            }
            let again = matches!(decision, RetryDecision::Again | RetryDecision::WaitThenAgain);
            match budget.next_wait(failed.retry_after, fastrand::u32(..)).filter(|_| again) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(Ended { decision, error: failed.error, request_ids }),
            }
            attempt += 1;
        }
    }

    /// One attempt with a token, and one more with a fresh token if that one was refused.
    async fn signed_in<T>(
        &self,
        class: CallClass,
        spec: CallSpec<'_>,
        read: &impl Fn(&Value) -> Result<T, DecodeError>,
        attempt: u32,
        request_ids: &mut Vec<RequestId>,
    ) -> Result<Decoded<T>, Missed> {
        let token =
            self.auth.token(&self.sender).await.map_err(|error| Missed::NoToken(of_the_token(error)))?;
        let refused = match self.once(spec, token.secret(), read, attempt, request_ids).await {
            Err(failed) if matches!(failed.error, Error::SignedOut(_)) => failed,
            other => return other.map_err(Missed::Failed),
        };
        let fresh = match (self.auth.instead_of(&self.sender, &token).await, class) {
            (Ok(fresh), _) => fresh,
            (Err(error), CallClass::Read) => {
                return Err(Missed::Failed(AttemptError::new(AttemptOutcome::Rejected, of_the_token(error))));
            }
            // The write was answered: what the answer proves still holds.
            (Err(_), CallClass::Write) => return Err(Missed::Failed(refused)),
        };
        match self.once(spec, fresh.secret(), read, attempt, request_ids).await {
            Err(failed) if failed.event == AttemptOutcome::NotSent && class == CallClass::Write => {
                Err(Missed::Failed(refused))
            }
            other => other.map_err(Missed::Failed),
        }
    }

    async fn once<T>(
        &self,
        spec: CallSpec<'_>,
        bearer: &SecretString,
        read: &impl Fn(&Value) -> Result<T, DecodeError>,
        attempt: u32,
        request_ids: &mut Vec<RequestId>,
    ) -> Result<Decoded<T>, AttemptError> {
        let answer = self.sender.send(spec, Some(bearer), attempt).await;
        let result = answer.and_then(|answer| answer.understood(read));
        request_ids.extend(result.as_ref().err().and_then(|failed| failed.error.request_id()).cloned());
        result
    }
}

/// A 404 of the token route says nothing about the resource of the call.
fn of_the_token(error: Error) -> Error {
    match error {
        Error::Api(api) if matches!(api.status, 404 | 405 | 410) => {
            Error::NotTheApi { status: api.status, request_id: api.request_id }
        }
        other => other,
    }
}

enum Missed {
    /// No token came, so nothing was sent in this attempt.
    NoToken(Error),
    Failed(AttemptError),
}
