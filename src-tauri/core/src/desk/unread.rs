//! What is known here of a link and cannot be read.

use crate::operations::journal::NotRecorded;

/// What is known here belongs to a page but does not make it: without it the page is shown, and nothing is sent.
pub(super) fn log_if_unread(known: Result<(), NotRecorded>) {
    if let Err(error) = known {
        tracing::warn!(%error, "what is known here could not be read");
    }
}
