//! What can stop a link from being found or read.

use crate::{accounts::AccountsError, rules::find::NotAnId};

#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    #[error(transparent)]
    Account(#[from] AccountsError),
    #[error(transparent)]
    Api(#[from] pinelabs::Error),
    #[error("this cannot be an id")]
    NotAnId(NotAnId),
    #[error("nothing to look for")]
    NothingToFind,
    /// Which of them is meant, only the person knows.
    #[error("several ids stand in the text")]
    Several,
    #[error("this link address was not seen on this computer")]
    UnknownUrl,
}
