//! The credentials of an account in the keychain of the operating system, and nowhere else. The only user of `keyring`.
//!
//! A keychain can be missing, locked, or wait minutes for somebody to answer its prompt: every call runs on its own
//! thread and gets a verdict within [`PATIENCE`].

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use keyring::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// How long a keychain may take before it counts as not answering.
pub const PATIENCE: Duration = Duration::from_secs(3);

const SERVICE: &str = "linkdesk";

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeychainProblem {
    #[error("no system keychain was found")]
    Missing,
    #[error("the system keychain is locked")]
    Locked,
    #[error("the system keychain refused")]
    Refused,
    #[error("the system keychain does not answer")]
    Slow,
    #[error("the system keychain failed")]
    Failed,
}

/// A client id with its secret, bound to the one host that they were entered for.
#[derive(Clone)]
pub struct Credentials {
    pub client_id: String,
    pub client_secret: SecretString,
    pub base_url: String,
}

/// The entry as it is stored. Serialized into the keychain only.
#[derive(Serialize, Deserialize)]
struct Stored {
    client_id: String,
    client_secret: String,
    base_url: String,
}

pub async fn store(account: &str, credentials: &Credentials) -> Result<(), KeychainProblem> {
    let stored = Stored {
        client_id: credentials.client_id.clone(),
        client_secret: credentials.client_secret.expose_secret().to_owned(),
        base_url: credentials.base_url.clone(),
    };
    let text = SecretString::from(serde_json::to_string(&stored).map_err(|_| KeychainProblem::Failed)?);
    let given_up = Arc::new(AtomicBool::new(false));
    let nobody_waits = Arc::clone(&given_up);
    let stored = with_entry(account, move |entry| {
        entry.set_password(text.expose_secret())?;
        // Nobody was told that it is kept, so it must not stay there unowned.
        if nobody_waits.load(Ordering::SeqCst) { entry.delete_credential() } else { Ok(()) }
    })
    .await;
    given_up.store(stored == Err(KeychainProblem::Slow), Ordering::SeqCst);
    stored
}

/// `None` where nothing is stored for the account.
pub async fn load(account: &str) -> Result<Option<Credentials>, KeychainProblem> {
    let text = with_entry(account, |entry| match entry.get_password() {
        Ok(text) => Ok(Some(SecretString::from(text))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })
    .await?;
    let Some(text) = text else { return Ok(None) };
    let stored = serde_json::from_str::<Stored>(text.expose_secret()).map_err(|_| KeychainProblem::Failed)?;
    Ok(Some(Credentials {
        client_id: stored.client_id,
        client_secret: stored.client_secret.into(),
        base_url: stored.base_url,
    }))
}

pub async fn delete(account: &str) -> Result<(), KeychainProblem> {
    with_entry(account, |entry| match entry.delete_credential() {
        Err(Error::NoEntry) => Ok(()),
        other => other,
    })
    .await
}

async fn with_entry<T: Send + 'static>(
    account: &str,
    work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, KeychainProblem> {
    let account = account.to_owned();
    let task = tokio::task::spawn_blocking(move || work(&Entry::new(SERVICE, &account)?));
    match tokio::time::timeout(PATIENCE, task).await {
        Ok(Ok(result)) => result.map_err(|error| problem(&error)),
        Ok(Err(_)) => Err(KeychainProblem::Failed),
        Err(_) => Err(KeychainProblem::Slow),
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
