//! The errors of calls. Their texts are for developers and support, not for users.

use std::fmt;
use std::time::Duration;

use crate::dialect::Dialect;
use crate::model::field_error::FieldError;
use crate::model::ids::RequestId;
use crate::transport::connect_fault::{CertificateFault, ProxyFailed, certificate_fault};

/// The error behind a network error.
pub type Cause = std::sync::Arc<dyn std::error::Error + Send + Sync>;

/// Why a read has no answer, or why a write was not sent.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The network failed. [`Error::proxy`] and [`Error::certificate`] say more.
    #[error("no connection: {kind}")]
    Network {
        /// What failed.
        kind: NetworkKind,
        /// The id of the attempt.
        request_id: RequestId,
        /// The error behind it.
        #[source]
        source: Cause,
    },
    /// A proxy, a firewall or a sign-in portal answered: with a web page, or with a redirect.
    #[error("a web page came instead of an answer (status {status})")]
    NotTheApi {
        /// The HTTP status.
        status: u16,
        /// The id of the attempt.
        request_id: RequestId,
    },
    /// The API answered with an error.
    #[error("{0}")]
    Api(ApiError),
    /// Status 429, and the wait is longer than [`RetryPolicy::total`](crate::RetryPolicy::total) allows.
    #[error("too many requests")]
    RateLimited {
        /// The header `Retry-After`. `None` where the answer has none.
        retry_after: Option<Duration>,
        /// The id of the attempt.
        request_id: RequestId,
    },
    /// The API refused the token, and a fresh one too: status 401.
    #[error("signed out: {0}")]
    SignedOut(ApiError),
    /// The API refused the client id and the secret.
    #[error("the credentials were refused: {0}")]
    CredentialsRefused(ApiError),
    /// The answer does not parse, or is about another resource.
    #[error("the answer could not be read at {path}: {reason}")]
    Undecodable {
        /// The field, in the API's own names; `.` for the whole answer.
        path: String,
        /// What is wrong with it.
        reason: String,
        /// The id of the attempt.
        request_id: RequestId,
    },
    /// The answer has more than 4 MiB, this client's own limit.
    #[error("the answer was larger than {} MiB", crate::limits::MAX_BODY_BYTES >> 20)]
    TooLarge {
        /// The id of the attempt.
        request_id: RequestId,
    },
    /// The deadline passed before the first byte: see [`Client::with_deadline`](crate::Client::with_deadline).
    #[error("the deadline passed before it was sent")]
    DeadlineExceeded,
    /// The API would refuse a field. Nothing was sent.
    #[error(transparent)]
    Invalid(#[from] FieldError),
}

impl Error {
    /// Whether the API says that the resource does not exist: status 404 with an API code. A gateway's 404 has none.
    pub fn says_absent(&self) -> bool {
        matches!(self, Self::Api(api) if api.status == 404 && api.api_code().is_some())
    }

    /// The proxy that failed, and how.
    pub fn proxy(&self) -> Option<&ProxyFailed> {
        let Self::Network { source, .. } = self else { return None };
        source.downcast_ref()
    }

    /// Why the client refused the server's certificate, if that is what failed.
    pub fn certificate(&self) -> Option<CertificateFault> {
        let Self::Network { kind: NetworkKind::Tls, source, .. } = self else { return None };
        certificate_fault(source.as_ref())
    }

    /// The id of the attempt that failed. `None` where nothing was sent.
    pub fn request_id(&self) -> Option<&RequestId> {
        match self {
            Self::Network { request_id, .. }
            | Self::NotTheApi { request_id, .. }
            | Self::RateLimited { request_id, .. }
            | Self::Undecodable { request_id, .. }
            | Self::TooLarge { request_id } => Some(request_id),
            Self::Api(api) | Self::SignedOut(api) | Self::CredentialsRefused(api) => Some(&api.request_id),
            Self::DeadlineExceeded | Self::Invalid(_) => None,
        }
    }
}

/// What failed in the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworkKind {
    /// The name of the host was not found.
    Dns,
    /// The host refused the connection.
    ConnectionRefused,
    /// The TLS handshake failed: [`Error::certificate`] has the reason, if it is the certificate.
    Tls,
    /// The proxy of the environment opened no connection: [`Error::proxy`] has which and why.
    Proxy,
    /// No answer before the timeout.
    Timeout,
    /// The connection broke before the end of the answer.
    Interrupted,
    /// Anything else.
    Other,
}

impl fmt::Display for NetworkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "the name of the host could not be looked up",
            Self::ConnectionRefused => "the connection was refused",
            Self::Proxy => "a proxy let nothing through",
            Self::Tls => "a secure connection could not be made",
            Self::Timeout => "no answer in time",
            Self::Interrupted => "the connection broke",
            Self::Other => "the network failed",
        })
    }
}

/// An error of the API.
///
/// Source: the reference page of errors; the other shapes (`error_code`, `additionalErrorPayload`, the token route's) seen in answers
/// and in the SDK.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The top-level `code` or `error_code`, as the server wrote it.
    pub code: Option<String>,
    /// The text for people.
    pub message: Option<String>,
    /// More details. Boxed, to keep results small.
    pub details: Box<ErrorDetails>,
    /// The id of the attempt.
    pub request_id: RequestId,
}

/// The details of an error: `additional_error_details` and its other shapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetails {
    /// The system that failed.
    pub source: Option<String>,
    /// The step that failed.
    pub step: Option<String>,
    /// The reason: often the name of a field.
    pub reason: Option<String>,
    /// The server's id of the failure.
    pub trace_id: Option<String>,
}

impl ApiError {
    /// An error without message and details, for tests of code that reads errors.
    pub fn new(status: u16, code: Option<String>, request_id: RequestId) -> Self {
        Self { status, code, message: None, details: Box::default(), request_id }
    }

    /// The code, if it has the format of an API code (`[A-Z][A-Z0-9_]+`). It proves that the API answered, and not a gateway.
    pub fn api_code(&self) -> Option<&str> {
        self.code.as_deref().filter(|code| is_api_code(code))
    }

    /// Whether the answer proves that the route does not exist: 404 or 405 without an API code.
    pub fn is_missing_route(&self) -> bool {
        matches!(self.status, 404 | 405) && self.api_code().is_none()
    }
}

/// `[A-Z][A-Z0-9_]+`
fn is_api_code(code: &str) -> bool {
    code.len() > 1
        && code.starts_with(|first: char| first.is_ascii_uppercase())
        && code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        if let Some(code) = &self.code {
            write!(f, ", {code}")?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

/// How a write ended without the requested result.
///
/// Exhaustive on purpose: these variants are the promise of this crate. A caller handles each of them, and a new one would be a
/// breaking change.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WriteError {
    /// Certain: nothing reached the API, so it had no effect. Sending it again is safe.
    #[error("not sent: {0}")]
    NotSent(#[source] Error),
    /// The API refused it, without effect. An answer 400, 401, 403, 404 or 422 with an API code, other than
    /// `DUPLICATE_REQUEST`.
    #[error("refused: {0}")]
    Refused(#[source] ApiError),
    /// It may have taken effect. Look it up; sending it again blindly may move money twice.
    #[error("outcome unknown: {0}")]
    Unknown(#[source] Unknown),
    /// Status 429: it had no effect. Wait, read the resource again, then send it with the same reference and key.
    #[error("too many requests")]
    RateLimited {
        /// The header `Retry-After`. `None` where the answer has none.
        retry_after: Option<Duration>,
        /// The id of the attempt.
        request_id: RequestId,
    },
}

/// A write with an unknown outcome.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{cause}")]
#[non_exhaustive]
pub struct Unknown {
    /// Why the outcome is unknown.
    #[source]
    pub cause: Error,
    /// The ids of all attempts; the outcome of the last one is unknown.
    pub request_ids: Vec<RequestId>,
    /// The dialect of the last attempt. Keep it for every further attempt: see [`Client::pinned`](crate::Client::pinned).
    pub dialect: Dialect,
}
