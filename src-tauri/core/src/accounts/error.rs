//! What can stop an account from being connected, used or left.

use crate::{json_file::JsonFileError, keychain::KeychainProblem, operations::journal::NotRecorded};

#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    #[error(transparent)]
    Api(#[from] pinelabs::Error),
    #[error(transparent)]
    Keychain(#[from] KeychainProblem),
    /// No secret is at hand for the account: kept in memory only, or gone from the keychain.
    #[error("the secret of {name} is not at hand")]
    NoSecret { name: String },
    /// The keys are those of another account that is connected.
    #[error("these keys belong to {name}")]
    OtherAccount { name: String },
    #[error("there is no such account")]
    NoAccount,
    #[error("this address cannot be used")]
    BadAddress(#[source] pinelabs::BuildError),
    #[error("an operation of this account is under way")]
    OperationOpen,
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error(transparent)]
    Storage(#[from] JsonFileError),
}
