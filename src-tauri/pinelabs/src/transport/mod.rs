//! Sending: one attempt of one call, over HTTP or another transport.

pub(crate) mod base_url;
pub(crate) mod connect_fault;
pub(crate) mod deadline;
pub(crate) mod exchange;
pub(crate) mod first_byte;
pub(crate) mod http;
pub(crate) mod rate_limit;
pub(crate) mod response;
pub(crate) mod retry_after;
pub(crate) mod route;
pub(crate) mod sender;
pub(crate) mod server_clock;
pub(crate) mod timeouts;
