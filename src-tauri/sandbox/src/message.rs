//! A request and its response, independent of the transport.

use http::{HeaderMap, Method};

/// A request to the API.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    /// The path, percent-encoded, with its query.
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Request {
    /// The path without its query.
    pub(crate) fn route(&self) -> &str {
        self.path.split_once('?').map_or(self.path.as_str(), |(route, _)| route)
    }
}

/// The response to a request.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}
