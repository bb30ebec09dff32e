//! The keychain of systems other than Linux: it unlocks itself and prompts the person itself.

use std::sync::{Arc, atomic::AtomicBool};

use keyring::Error;
use secrecy::SecretString;

use super::{KeychainProblem, entry};

/// One session with the keychain, for the entry of one account.
pub struct Vault {
    account: String,
}

impl Vault {
    pub async fn open(account: &str, _asking: Arc<AtomicBool>) -> Result<Self, KeychainProblem> {
        Ok(Self { account: account.to_owned() })
    }

    /// These keychains unlock themselves on a read or write.
    pub async fn unlock(&self) -> Result<(), KeychainProblem> {
        Ok(())
    }

    pub async fn unlock_entry(&self) -> Result<(), KeychainProblem> {
        Ok(())
    }

    pub async fn read(&self) -> Result<Option<SecretString>, KeychainProblem> {
        entry::read(&self.account).await.map_err(|error| problem(&error))
    }

    /// Writes the entry, or deletes it.
    pub async fn write(&self, wanted: Option<&SecretString>) -> Result<(), KeychainProblem> {
        entry::write(&self.account, wanted).await.map_err(|error| problem(&error))
    }
}

/// The keychain's own text stays out of the log: some stores put names of entries into it.
fn problem(error: &Error) -> KeychainProblem {
    match error {
        Error::NoDefaultStore => KeychainProblem::Missing,
        Error::NoStorageAccess(_) => KeychainProblem::Locked,
        Error::NotSupportedByStore(_) => KeychainProblem::Refused,
        _ => KeychainProblem::Failed,
    }
}
