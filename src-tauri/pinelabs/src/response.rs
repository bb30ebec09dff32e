//! One answer: what came back, and whether it is understood.
//!
//! Whether to send again is decided in `retry.rs`, from the event that is named here.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Cause, Error, NetworkKind};
use crate::error_body::{api_error, says_error};
use crate::ids::RequestId;
use crate::lenient::DecodeError;
use crate::retry::{AttemptOutcome, outcome_of};

/// Status, what matters of the headers, and the body. Not to be printed: the body may hold the token.
pub(crate) struct Response {
    pub status: u16,
    pub retry_after: Option<Duration>,
    /// The server's own clock, from the `Date` header.
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
    /// The status came, and the body broke off.
    Broken(NetworkKind, Cause),
}

/// What was asked for, with the answer that it was read from.
pub(crate) struct Decoded<T> {
    pub value: T,
    pub raw: Value,
    pub request_id: RequestId,
    pub received_at: jiff::Timestamp,
    pub server_time: Option<jiff::Timestamp>,
}

/// An attempt that did not bring what was asked for.
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
    /// Reads the answer as what was asked for. `read` says where a body under a good status is something else.
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
            // Nothing under a good status is an answer to what asks for nothing.
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
            // A filter or a firewall says nothing about what was asked. With 404 and 405 the route may be missing.
            (status @ (400 | 402 | 403 | 406 | 410 | 418 | 422 | 451), Err(Body::Html)) => {
                failed(AttemptOutcome::Unexplained, Error::NotTheApi { status, request_id })
            }
            // What a code would have said is unknown, so nothing may be concluded from its absence.
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

/// Reads a resource: bare, in a `data` wrapper, or as the only entry of a list.
pub(crate) fn unwrapped<T: DeserializeOwned>(body: &Value) -> Result<T, DecodeError> {
    let nothing = |reason: &str| DecodeError { path: ".".to_owned(), reason: reason.to_owned() };
    let resource = match body.get("data") {
        Some(data @ (Value::Object(_) | Value::Array(_))) => data,
        _ => body,
    };
    match resource {
        Value::Array(entries) if let [only @ Value::Object(_)] = entries.as_slice() => T::deserialize(only),
        Value::Object(_) => T::deserialize(resource),
        Value::Null => return Err(nothing("the body is empty")),
        _ => return Err(nothing("it is not an object")),
    }
    .map_err(|error| nothing(&error.to_string()))
}
