//! The path of the token route, and the bearer token of a request.

use http::{HeaderMap, header};

pub(crate) const TOKEN_PATH: &str = "/api/auth/v1/token";

pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
