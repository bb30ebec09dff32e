//! Why what a person asks of an operation does not come about.

use pinelabs::LinkId;

use crate::{
    accounts::AccountsError,
    operations::{NotConfirmed, NotPrepared, journal::NotRecorded},
    rules::{allowed::Reason, find::NotAnId, link_form::InvalidField},
};

#[derive(Debug, thiserror::Error)]
pub enum OperationRequestError {
    #[error(transparent)]
    Account(#[from] AccountsError),
    #[error(transparent)]
    Api(#[from] pinelabs::Error),
    #[error("this cannot be an id")]
    NotAnId(NotAnId),
    #[error("this cannot be done with the link now")]
    NotAllowed(Reason),
    #[error("a link cannot be asked for so")]
    Invalid(Vec<InvalidField>),
    /// With the link that has it, where that is known.
    #[error("the reference was used before")]
    ReferenceUsed(Option<LinkId>),
    #[error(transparent)]
    NotConfirmed(#[from] NotConfirmed),
    #[error("there is no such operation")]
    NoOperation,
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
}

impl From<NotPrepared> for OperationRequestError {
    fn from(why: NotPrepared) -> Self {
        match why {
            NotPrepared::Unread(error) => Self::Api(error),
            NotPrepared::NotAllowed(reason, _) => Self::NotAllowed(reason),
            NotPrepared::Invalid(problems) => Self::Invalid(problems.into_iter().map(Into::into).collect()),
            NotPrepared::ReferenceUsed(link) => Self::ReferenceUsed(link),
            NotPrepared::NotRecorded(why) => Self::NotRecorded(why),
        }
    }
}
