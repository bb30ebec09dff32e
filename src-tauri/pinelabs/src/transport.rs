//! Sends one request and returns one response: the seam below every decision of this client.
//!
//! What is sent, retries and the meaning of a response are decided above. The shipped transport is `http.rs`.

use std::pin::Pin;
use std::sync::Arc;

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};

use crate::deadline::{DeadlineCheck, DeadlinePassed};
use crate::error::{Cause, NetworkKind};

/// A request that is ready to leave. Not to be printed: it may hold the secret or the token.
pub struct Request {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Option<Vec<u8>>,
    pub(crate) deadline_check: DeadlineCheck,
}

#[cfg(feature = "simulate")]
impl Request {
    /// Another transport checks this before it writes the first byte: connecting may take any time.
    pub fn may_still_send(&self) -> bool {
        self.deadline_check.may_still_send()
    }
}

/// A response as it arrived, not interpreted.
pub struct RawResponse {
    pub status: u16,
    pub headers: HeaderMap,
    pub content: Content,
}

/// The body of a response.
pub enum Content {
    Whole(Vec<u8>),
    /// Larger than [`limits`](crate::limits) allow.
    TooLarge,
    /// The head arrived, and the body broke off.
    Broken(NetworkKind, Cause),
}

/// No response arrived.
pub struct NoResponse {
    /// `false` only where it is certain that not one byte of the request has left.
    pub may_have_arrived: bool,
    pub kind: NetworkKind,
    pub cause: Cause,
}

impl NoResponse {
    /// The deadline has passed, and no byte of the request has left.
    pub fn deadline_exceeded() -> Self {
        Self { may_have_arrived: false, kind: NetworkKind::Other, cause: Arc::new(DeadlinePassed) }
    }

    pub(crate) fn is_deadline_exceeded(&self) -> bool {
        self.cause.is::<DeadlinePassed>()
    }
}

/// One request under way.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<RawResponse, NoResponse>> + Send + 'a>>;

/// Sends each request once, within a timeout of its own.
pub trait Transport: Send + Sync + 'static {
    fn send(&self, request: Request) -> TransportFuture<'_>;
}
