//! Timeouts of one attempt.

use std::time::Duration;

/// Timeouts of one attempt. The defaults are this client's own: no page names any.
///
/// Not `#[non_exhaustive]`: callers build it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Opening a connection: name look-up, TCP, proxy and TLS. Default: 10 seconds.
    pub connect: Duration,
    /// The whole attempt, from its start to the last byte of the answer. Default: 30 seconds.
    pub answer: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(30) }
    }
}
