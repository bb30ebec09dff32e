//! How one request gets to the server and one answer comes back: the seam below everything that this client decides.
//!
//! Not responsible for what is sent, for sending again, or for what an answer means. The shipped carrier is `http.rs`.

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
    /// Asked by another carrier where the first byte is written: connecting may have taken any time.
    pub fn may_still_send(&self) -> bool {
        self.deadline_check.may_still_send()
    }
}

/// An answer as it came: not looked at yet.
pub struct RawResponse {
    pub status: u16,
    pub headers: HeaderMap,
    pub content: Content,
}

/// What came after the head of an answer.
pub enum Content {
    Whole(Vec<u8>),
    /// More than an answer may be.
    TooLarge,
    /// The head came, and the rest broke off.
    Broken(NetworkKind, Cause),
}

/// No answer came.
pub struct NoResponse {
    /// `false` only where it is certain that not one byte of the request has left.
    pub may_have_arrived: bool,
    pub kind: NetworkKind,
    pub cause: Cause,
}

impl NoResponse {
    /// The request may not leave any more, and not one byte of it has.
    pub fn deadline_exceeded() -> Self {
        Self { may_have_arrived: false, kind: NetworkKind::Other, cause: Arc::new(DeadlinePassed) }
    }

    pub(crate) fn is_deadline_exceeded(&self) -> bool {
        self.cause.is::<DeadlinePassed>()
    }
}

/// The way of one request.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<RawResponse, NoResponse>> + Send + 'a>>;

/// Carries each request once, within a time of its own.
pub trait Transport: Send + Sync + 'static {
    fn send(&self, request: Request) -> TransportFuture<'_>;
}
