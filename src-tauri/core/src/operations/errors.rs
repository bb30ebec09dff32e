//! Why a dialog does not open or does not become an operation.

use pinelabs::{FieldError, LinkId};

use super::{
    account_client::Reading,
    journal::{NotBegun, NotRecorded},
    kinds::create_link::ReferenceProblem,
};
use crate::rules::{allowed::Reason, amount::AmountProblem};

/// Why a dialog did not open.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotPrepared {
    #[error("the link could not be read")]
    Unread(#[from] pinelabs::Error),
    #[error("this cannot be done with the link now")]
    NotAllowed(Reason, Box<Reading>),
    #[error("the form of a link has invalid fields")]
    Invalid(Vec<FieldError>),
    /// With the link that has the reference, if known.
    #[error("the reference was used before")]
    ReferenceUsed(Option<LinkId>),
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
}

/// Why a confirmed dialog did not become an operation.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotConfirmed {
    #[error("no such dialog is open")]
    NoSuchIntent,
    #[error("the amount is invalid")]
    Amount(AmountProblem),
    #[error("the operation requires a reason")]
    NoReason,
    #[error(transparent)]
    NotBegun(#[from] NotBegun),
}

impl From<ReferenceProblem> for NotPrepared {
    fn from(problem: ReferenceProblem) -> Self {
        match problem {
            ReferenceProblem::Unread(error) => Self::Unread(error),
            ReferenceProblem::Used(link) => Self::ReferenceUsed(link),
        }
    }
}

/// What is known here belongs to a page but does not make it: without it the page is shown, and nothing is sent.
pub fn log_if_unread(known: Result<(), NotRecorded>) {
    if let Err(error) = known {
        tracing::warn!(%error, "what is known here could not be read");
    }
}
