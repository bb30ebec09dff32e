//! One session with the Secret Service of a Linux desktop, with its own connections, so that a service that crashed or hangs
//! does not affect the next session. `keyring` reads and writes the entry itself (`entry`); this file has what it does not
//! offer: whether a prompt waits for the person, what is locked, and whether the service is still alive. The caller sets the
//! timeout.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::StreamExt;
use secrecy::SecretString;
use secret_service::{EncryptionType, Error, SecretService};
use zbus::{Connection, fdo::DBusProxy, names::WellKnownName};

use super::{
    KeychainProblem, SERVICE, entry,
    verdict::{Step, verdict},
};

const NAME: &str = "org.freedesktop.secrets";

/// GNOME's keyring shows prompts through a separate program.
const GNOME: WellKnownName<'static> = WellKnownName::from_static_str_unchecked("org.gnome.keyring");
const GNOME_PROMPTER: WellKnownName<'static> =
    WellKnownName::from_static_str_unchecked("org.gnome.keyring.SystemPrompter");

/// One session, for the entry of one account.
pub struct Vault {
    account: String,
    service: SecretService<'static>,
    bus: DBusProxy<'static>,
    asking: Arc<AtomicBool>,
}

impl Vault {
    pub async fn open(account: &str, asking: Arc<AtomicBool>) -> Result<Self, KeychainProblem> {
        let connection = Connection::session().await.map_err(|_| KeychainProblem::NoBus)?;
        let bus = DBusProxy::new(&connection).await.map_err(|_| KeychainProblem::NoBus)?;
        let service = Box::pin(SecretService::connect_with_existing(EncryptionType::Dh, connection)).await;
        let service = service.map_err(|error| verdict(Step::Greeting, &error))?;
        Ok(Self { account: account.to_owned(), service, bus, asking })
    }

    /// Unlocks what a new entry needs, and the entry if there is one.
    pub async fn unlock(&self) -> Result<(), KeychainProblem> {
        self.unlock_entry().await?;
        let opened = async {
            match self.service.get_default_collection().await {
                Ok(collection) if collection.is_locked().await? => self.asking(collection.unlock()).await,
                Ok(_) => Ok(()),
                // A keychain that was never used has no collection: the person chooses a password for one.
                Err(Error::NoResult) => {
                    let made = self.service.create_collection("Default keyring", "default");
                    self.asking(made).await.map(drop)
                }
                Err(error) => Err(error),
            }
        };
        Box::pin(self.watched(opened)).await
    }

    pub async fn unlock_entry(&self) -> Result<(), KeychainProblem> {
        let opened = async {
            for item in self.service.search_items(self.attributes()).await?.locked {
                self.asking(item.unlock()).await?;
            }
            Ok(())
        };
        Box::pin(self.watched(opened)).await
    }

    pub async fn read(&self) -> Result<Option<SecretString>, KeychainProblem> {
        let read = async {
            // A locked entry counts as absent in this session: reading it would prompt the person again.
            if self.is_locked().await? {
                return Ok(None);
            }
            entry::read(&self.account).await.map_err(of_keyring)
        };
        Box::pin(self.watched(read)).await
    }

    /// Writes the entry, or deletes it. A locked one stays as it is.
    pub async fn write(&self, wanted: Option<&SecretString>) -> Result<(), KeychainProblem> {
        let written = async {
            match (self.is_locked().await?, wanted) {
                (true, None) => Ok(()),
                (true, Some(_)) => Err(Error::Locked),
                (false, _) => entry::write(&self.account, wanted).await.map_err(of_keyring),
            }
        };
        Box::pin(self.watched(written)).await
    }

    fn attributes(&self) -> HashMap<&str, &str> {
        HashMap::from([("service", SERVICE), ("username", &self.account)])
    }

    async fn is_locked(&self) -> Result<bool, Error> {
        Ok(!self.service.search_items(self.attributes()).await?.locked.is_empty())
    }

    /// Sets `asking` while a prompt waits for the person.
    async fn asking<T>(&self, prompt: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let _asked = Asked::of(&self.asking);
        prompt.await
    }

    /// Runs a part of the session, and stops if the service ends meanwhile: nobody could answer its prompt.
    async fn watched<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, KeychainProblem> {
        let ended = async {
            let mut owners = self.bus.receive_name_owner_changed_with_args(&[(0, NAME)]).await.ok()?;
            owners.next().await
        };
        let done = tokio::select! {
            biased;
            done = work => done,
            Some(_) = ended => return Err(KeychainProblem::BrokeOff),
        };
        match done {
            Err(Error::Prompt) if self.nobody_was_asked().await => Err(KeychainProblem::Locked),
            done => done.map_err(|error| verdict(Step::Working, &error)),
        }
    }

    /// Whether a prompt counts as closed only because this desktop cannot show it.
    async fn nobody_was_asked(&self) -> bool {
        let owned = async |name: WellKnownName<'static>| self.bus.name_has_owner(name.into()).await;
        let activatable = async || self.bus.list_activatable_names().await;
        owned(GNOME).await.unwrap_or(false)
            && !owned(GNOME_PROMPTER).await.unwrap_or(true)
            && activatable()
                .await
                .is_ok_and(|names| names.iter().all(|name| *name != GNOME_PROMPTER.as_str()))
    }
}

/// The service's error inside one of `keyring`; `keyring`'s other errors mean nothing to a person.
fn of_keyring(error: keyring::Error) -> Error {
    match error {
        keyring::Error::PlatformFailure(inner) | keyring::Error::NoStorageAccess(inner) => {
            inner.downcast::<Error>().map_or(Error::NoResult, |error| *error)
        }
        _ => Error::NoResult,
    }
}

/// Exists while a prompt waits for the person.
struct Asked<'a>(&'a AtomicBool);

impl<'a> Asked<'a> {
    fn of(flag: &'a AtomicBool) -> Self {
        flag.store(true, Ordering::SeqCst);
        Self(flag)
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}
