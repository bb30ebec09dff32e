//! The keychain of a system other than Linux, which asks and answers by itself: each step on a thread of its own, because
//! it may block. How long it may take is not decided here.

use std::sync::{Arc, atomic::AtomicBool};

use keyring::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};

use super::{KeychainProblem, SERVICE};

/// One visit, for the entry of one account.
pub struct Vault {
    account: String,
}

impl Vault {
    pub async fn open(account: &str, _asking: Arc<AtomicBool>) -> Result<Self, KeychainProblem> {
        Ok(Self { account: account.to_owned() })
    }

    /// These keychains open themselves when they are read or written.
    pub async fn unlock(&self) -> Result<(), KeychainProblem> {
        Ok(())
    }

    pub async fn unlock_entry(&self) -> Result<(), KeychainProblem> {
        Ok(())
    }

    pub async fn read(&self) -> Result<Option<SecretString>, KeychainProblem> {
        self.apart(|entry| match entry.get_password() {
            Ok(text) => Ok(Some(text.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Writes the entry, or deletes it.
    pub async fn write(&self, wanted: Option<&SecretString>) -> Result<(), KeychainProblem> {
        let wanted = wanted.cloned();
        self.apart(move |entry| match wanted {
            Some(text) => entry.set_password(text.expose_secret()),
            None => match entry.delete_credential() {
                Err(Error::NoEntry) => Ok(()),
                other => other,
            },
        })
        .await
    }

    async fn apart<T: Send + 'static>(
        &self,
        step: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, KeychainProblem> {
        let account = self.account.clone();
        let done = tokio::task::spawn_blocking(move || step(&Entry::new(SERVICE, &account)?)).await;
        done.map_err(|_| KeychainProblem::Failed)?.map_err(|error| problem(&error))
    }
}

/// The keychain's own words stay out of the log: some stores put names of entries into them.
fn problem(error: &Error) -> KeychainProblem {
    match error {
        Error::NoDefaultStore => KeychainProblem::Missing,
        Error::NoStorageAccess(_) => KeychainProblem::Locked,
        Error::NotSupportedByStore(_) => KeychainProblem::Refused,
        _ => KeychainProblem::Failed,
    }
}
