//! The entry of one account in the system keychain, through `keyring`: each step runs on a thread of its own, because it may
//! block. The caller sets the timeout.

use keyring::{Entry, Error};
use secrecy::{ExposeSecret, SecretString};

use super::SERVICE;

/// `None` if there is no entry.
pub async fn read(account: &str) -> keyring::Result<Option<SecretString>> {
    apart(account, |entry| match entry.get_password() {
        Ok(text) => Ok(Some(text.into())),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })
    .await
}

/// Writes the entry, or deletes it.
pub async fn write(account: &str, wanted: Option<&SecretString>) -> keyring::Result<()> {
    let wanted = wanted.cloned();
    apart(account, move |entry| match wanted {
        Some(text) => entry.set_password(text.expose_secret()),
        None => match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            other => other,
        },
    })
    .await
}

async fn apart<T: Send + 'static>(
    account: &str,
    step: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> keyring::Result<T> {
    let account = account.to_owned();
    let done = tokio::task::spawn_blocking(move || step(&open(&account)?)).await;
    done.map_err(|panicked| Error::PlatformFailure(panicked.into()))?
}

#[cfg(not(target_os = "linux"))]
fn open(account: &str) -> keyring::Result<Entry> {
    Entry::new(SERVICE, account)
}

/// With its own store: by default `keyring` connects to the Secret Service once per process, so that a service that was
/// missing, restarted or hung once would stay unusable.
#[cfg(target_os = "linux")]
fn open(account: &str) -> keyring::Result<Entry> {
    use keyring_core::api::CredentialStoreApi;
    let store = zbus_secret_service_keyring_store::Store::new()?;
    let label = std::collections::HashMap::from([("label", "Linkdesk")]);
    Ok(Entry { inner: store.build(SERVICE, account, Some(&label))? })
}
