//! How a call can end badly: what is known, and above all what is *not* known after a write.
//!
//! Not responsible for words to a shopkeeper; these are for the developer and for support.

use std::fmt;
use std::time::Duration;

use crate::connect_fault::{CertificateFault, ProxyFailed, certificate_fault};
use crate::dialect::Dialect;
use crate::field_error::FieldError;
use crate::ids::RequestId;

/// The cause of a network error.
pub type Cause = std::sync::Arc<dyn std::error::Error + Send + Sync>;

/// Why a read gave no answer, or why a write did not even start.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("no connection: {kind}")]
    Network {
        kind: NetworkKind,
        request_id: RequestId,
        #[source]
        source: Cause,
    },
    /// Something in between answered: a web page, or a redirect to one.
    #[error("a web page came instead of an answer (status {status})")]
    NotTheApi { status: u16, request_id: RequestId },
    #[error("{0}")]
    Api(ApiError),
    /// Told to wait longer than a call waits by itself.
    #[error("too many requests")]
    RateLimited { retry_after: Option<Duration>, request_id: RequestId },
    /// The token was refused, and a fresh one too.
    #[error("signed out: {0}")]
    SignedOut(ApiError),
    /// The client id and secret were refused.
    #[error("the credentials were refused: {0}")]
    CredentialsRefused(ApiError),
    #[error("the answer could not be read at {path}: {reason}")]
    Undecodable { path: String, reason: String, request_id: RequestId },
    #[error("the answer was larger than {} MiB", crate::limits::MAX_BODY_BYTES >> 20)]
    TooLarge { request_id: RequestId },
    /// It did not leave in the time that it was meant for.
    #[error("it was too late to send it")]
    DeadlineExceeded,
    /// Found wrong before anything was sent.
    #[error(transparent)]
    Invalid(#[from] FieldError),
}

impl Error {
    /// Whether the API itself, and not something in front of it, says that there is no such thing.
    pub fn says_absent(&self) -> bool {
        matches!(self, Self::Api(api) if api.status == 404 && api.api_code().is_some())
    }

    /// The proxy that let nothing through, and why.
    pub fn proxy(&self) -> Option<&ProxyFailed> {
        let Self::Network { source, .. } = self else { return None };
        source.downcast_ref()
    }

    /// Why the server's certificate was not believed, where that is what failed and it is told.
    pub fn certificate(&self) -> Option<CertificateFault> {
        let Self::Network { kind: NetworkKind::Tls, source, .. } = self else { return None };
        certificate_fault(source.as_ref())
    }

    /// The id of the attempt that failed, where one was made.
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

/// What stood between us and an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworkKind {
    Dns,
    ConnectionRefused,
    Tls,
    /// The proxy that the environment names let nothing through: [`Error::proxy`] has which and why.
    Proxy,
    Timeout,
    /// The connection broke before the whole answer was there.
    Interrupted,
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

/// An answer that says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    pub status: u16,
    /// The top-level `code` or `error_code`, as it was spelt.
    pub code: Option<String>,
    pub message: Option<String>,
    /// Boxed, so that every result does not carry its room.
    pub details: Box<ErrorDetails>,
    pub request_id: RequestId,
}

/// What an error says beyond its code and message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorDetails {
    pub source: Option<String>,
    pub step: Option<String>,
    pub reason: Option<String>,
    /// The server's own id of the failure.
    pub trace_id: Option<String>,
}

impl ApiError {
    /// The code, if it is one that the API itself gives: the proof that the API, and not something in front of
    /// it, has answered.
    pub fn api_code(&self) -> Option<&str> {
        self.code.as_deref().filter(|code| is_api_code(code))
    }

    /// Whether the answer proves that the server has no such route.
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

/// How a write ended when it was not plainly done. The four are never to be confused with one another.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WriteError {
    /// Proven: nothing reached a server that could have acted on it.
    #[error("not sent: {0}")]
    NotSent(#[source] Error),
    /// The API said no, and did nothing.
    #[error("refused: {0}")]
    Refused(#[source] ApiError),
    /// It may have been done. Only a look-up can tell; sending it again blindly may do it twice.
    #[error("outcome unknown: {0}")]
    Unknown(#[source] Unknown),
    /// Not done for now. Wait, read the thing again, and then send with the same reference and key.
    #[error("too many requests")]
    RateLimited { retry_after: Option<Duration>, request_id: RequestId },
}

/// A write whose outcome nobody knows yet.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{cause}")]
pub struct Unknown {
    #[source]
    pub cause: Error,
    /// Every attempt that was made, the last one being the one that got lost.
    pub request_ids: Vec<RequestId>,
    /// The dialect that the lost attempt was sent in. The intent keeps it for good: see
    /// [`Client::pinned`](crate::Client::pinned).
    pub dialect: Dialect,
}
