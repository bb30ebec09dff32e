//! One answer, and whether it is the requested resource.
//!
//! It names the outcome of the attempt; `retry.rs` decides from that whether to send again.

use std::time::Duration;

use serde_json::Value;

use crate::decode::decode_error::DecodeError;
use crate::decode::error_body::{api_error, says_error};
use crate::error::{Cause, Error, NetworkKind};
use crate::model::ids::RequestId;
use crate::retry::{AttemptOutcome, outcome_of};

/// Status, the headers that matter, and the body. It has no `Debug`: the body may hold the token.
pub(crate) struct Response {
    pub status: u16,
    pub retry_after: Option<Duration>,
    /// The header `Date`: the server's clock.
    pub server_time: Option<jiff::Timestamp>,
    pub received_at: jiff::Timestamp,
    pub request_id: RequestId,
    pub body: Body,
}

pub(crate) enum Body {
    Empty,
    Json(Value),
    Html,
    /// Neither JSON nor a web page.
    Garbage,
    TooLarge,
    /// The head arrived, but the body was cut off.
    Broken(NetworkKind, Cause),
}

/// The requested resource, with the answer it comes from.
pub(crate) struct Decoded<T> {
    pub value: T,
    pub raw: Value,
    pub request_id: RequestId,
    pub received_at: jiff::Timestamp,
    pub server_time: Option<jiff::Timestamp>,
}

/// An attempt without the requested resource.
#[derive(Debug)]
pub(crate) struct AttemptError {
    pub event: AttemptOutcome,
    pub error: Error,
    pub retry_after: Option<Duration>,
}

impl AttemptError {
    pub fn new(event: AttemptOutcome, error: Error) -> Self {
        Self { event, error, retry_after: None }
    }
}

impl Response {
    /// Parses the answer with `read`, which rejects a body under 2xx that is another resource.
    pub fn understood<T>(
        self,
        read: impl FnOnce(&Value) -> Result<T, DecodeError>,
    ) -> Result<Decoded<T>, AttemptError> {
        let request_id = self.request_id.clone();
        let failed = |event, error| Err(AttemptError::new(event, error));
        if self.status == 429 {
            let retry_after = self.retry_after;
            let error = Error::RateLimited { retry_after, request_id };
            return Err(AttemptError { event: AttemptOutcome::TooManyRequests, error, retry_after });
        }
        let json = match self.body {
            Body::Broken(kind, source) => {
                return failed(AttemptOutcome::Lost, Error::Network { kind, request_id, source });
            }
            Body::Json(json) => Ok(json),
            // An empty body under 2xx goes to `read` as null: a resend accepts it.
            Body::Empty if (200..=299).contains(&self.status) => Ok(Value::Null),
            other => Err(other),
        };
        match (self.status, json) {
            (200..=299, Ok(json)) if says_error(&json) => {
                let error = api_error(self.status, Some(&json), request_id);
                let duplicate = error.api_code() == Some("DUPLICATE_REQUEST");
                let event = if duplicate { AttemptOutcome::Duplicate } else { AttemptOutcome::NotUnderstood };
                failed(event, Error::Api(error))
            }
            (200..=299, Ok(raw)) => match read(&raw) {
                Ok(value) => {
                    let Self { received_at, server_time, .. } = self;
                    Ok(Decoded { value, raw, request_id, received_at, server_time })
                }
                Err(DecodeError { path, reason }) => {
                    failed(AttemptOutcome::NotUnderstood, Error::Undecodable { path, reason, request_id })
                }
            },
            (200..=299, Err(Body::TooLarge)) => {
                failed(AttemptOutcome::NotUnderstood, Error::TooLarge { request_id })
            }
            (status @ 200..=299, Err(Body::Html)) => {
                failed(AttemptOutcome::NotUnderstood, Error::NotTheApi { status, request_id })
            }
            (200..=299, Err(_)) => {
                let (path, reason) = (".".to_owned(), "it is not JSON".to_owned());
                failed(AttemptOutcome::NotUnderstood, Error::Undecodable { path, reason, request_id })
            }
            (status @ 300..=399, _) => {
                failed(AttemptOutcome::Redirect, Error::NotTheApi { status, request_id })
            }
            // A web page of a filter or a firewall says nothing about the request. Under 404 and 405 the route may be missing.
            (status @ (400 | 402 | 403 | 406 | 410 | 418 | 422 | 451), Err(Body::Html)) => {
                failed(AttemptOutcome::Unexplained, Error::NotTheApi { status, request_id })
            }
            // The unread body may have an API code, so its absence proves nothing.
            (400..=499, Err(Body::TooLarge)) => {
                failed(AttemptOutcome::Unexplained, Error::TooLarge { request_id })
            }
            (status, json) => {
                let error = api_error(status, json.as_ref().ok(), request_id);
                let event = outcome_of(status, error.api_code());
                failed(event, if status == 401 { Error::SignedOut(error) } else { Error::Api(error) })
            }
        }
    }
}
