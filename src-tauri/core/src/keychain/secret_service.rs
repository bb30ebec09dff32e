//! The Secret Service of a Linux desktop, as one visit to it, with connections of its own, so that a service that has
//! ended, or hangs, leaves nothing behind for the next visit. The entry itself is read and written through `keyring`
//! (`entry`); here is what that has no words for: who is waited for, what is locked, and whether the service still lives.
//! How long it may take is not decided here.

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

/// GNOME's keyring asks for passwords through a program of its own.
const GNOME: WellKnownName<'static> = WellKnownName::from_static_str_unchecked("org.gnome.keyring");
const GNOME_PROMPTER: WellKnownName<'static> =
    WellKnownName::from_static_str_unchecked("org.gnome.keyring.SystemPrompter");

/// One visit, for the entry of one account.
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

    /// Opens what a new entry needs, and the entry if there is one.
    pub async fn unlock(&self) -> Result<(), KeychainProblem> {
        self.unlock_entry().await?;
        let opened = async {
            match self.service.get_default_collection().await {
                Ok(collection) if collection.is_locked().await? => self.asking(collection.unlock()).await,
                Ok(_) => Ok(()),
                // A keychain that was never used has no place for entries: the person chooses a password for one.
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
            // What is locked is not there for this visit: reading it would ask the person again.
            if self.is_locked().await? {
                return Ok(None);
            }
            entry::read(&self.account).await.map_err(of_keyring)
        };
        Box::pin(self.watched(read)).await
    }

    /// Writes the entry, or deletes it. What is locked stays as it is.
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

    /// Says, while the person is asked, that it is the person who is waited for.
    async fn asking<T>(&self, prompt: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let _asked = Asked::of(&self.asking);
        prompt.await
    }

    /// Does a part of the visit, and hears when the service ends meanwhile: a prompt of it would never be answered.
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

    /// Whether a prompt counts as closed only because this desktop has nothing to show it with.
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

/// The error of the service inside one of `keyring`; the ones that `keyring` has beside it say nothing to a person.
fn of_keyring(error: keyring::Error) -> Error {
    match error {
        keyring::Error::PlatformFailure(inner) | keyring::Error::NoStorageAccess(inner) => {
            inner.downcast::<Error>().map_or(Error::NoResult, |error| *error)
        }
        _ => Error::NoResult,
    }
}

/// Stands for as long as a person is asked.
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
