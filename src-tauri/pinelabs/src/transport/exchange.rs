//! One request and its response: the interface of a transport. `http.rs` is the transport over HTTP.
//!
//! A transport does not decide what is sent, what is retried, or what a response means.

use std::pin::Pin;
use std::sync::Arc;

use http::{HeaderMap, Method};
use url::Url;

use crate::error::{Cause, NetworkKind};
use crate::transport::deadline::{DeadlineCheck, DeadlinePassed};

/// A request that is ready to be sent. It has no `Debug`: it may hold the secret or the token.
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: Url,
    /// All headers that the client sets.
    pub headers: HeaderMap,
    /// JSON. `None` for an empty body.
    pub body: Option<Vec<u8>>,
    pub(crate) deadline_check: DeadlineCheck,
}

impl Request {
    /// Whether the deadline of the request allows to send it. A transport checks this right before the first byte.
    pub fn may_still_send(&self) -> bool {
        self.deadline_check.may_still_send()
    }
}

/// A response as it arrived. Not `#[non_exhaustive]`: a transport builds it.
pub struct RawResponse {
    /// The status code.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub content: Content,
}

/// The body of a response. Not `#[non_exhaustive]`: a transport builds it.
pub enum Content {
    /// All bytes of it.
    Whole(Vec<u8>),
    /// It has more than 4 MiB.
    TooLarge,
    /// The head arrived, but the body was cut off.
    Broken(NetworkKind, Cause),
}

/// No response arrived. Not `#[non_exhaustive]`: a transport builds it.
pub struct NoResponse {
    /// `false` only where it is certain that no byte of the request was sent.
    pub may_have_arrived: bool,
    /// What failed.
    pub kind: NetworkKind,
    /// The error behind it.
    pub cause: Cause,
}

impl NoResponse {
    /// The deadline passed before the first byte was sent.
    pub fn deadline_exceeded() -> Self {
        Self { may_have_arrived: false, kind: NetworkKind::Other, cause: Arc::new(DeadlinePassed) }
    }

    pub(crate) fn is_deadline_exceeded(&self) -> bool {
        self.cause.is::<DeadlinePassed>()
    }
}

/// The future of one request.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<RawResponse, NoResponse>> + Send + 'a>>;

/// Sends requests. Replace it in simulations: see [`ClientBuilder::transport`](crate::ClientBuilder::transport).
pub trait Transport: Send + Sync + 'static {
    /// Sends the request once, within a timeout of its own.
    fn send(&self, request: Request) -> TransportFuture<'_>;
}
