//! The credentials of an account, in the keychain of the operating system and nowhere else.
//!
//! A keychain can be missing, locked or slow, wait minutes for the person at a prompt, or crash: every call runs in a task of
//! its own and gets a verdict within [`VERDICT_TIMEOUT`]. After a timeout nothing more is written, and a write in flight is
//! rolled back: the caller was told that it failed.

mod entry;
#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod secret_service;
#[cfg(target_os = "linux")]
mod verdict;

#[cfg(not(target_os = "linux"))]
use native::Vault;
#[cfg(target_os = "linux")]
use secret_service::Vault;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{Mutex, oneshot},
    time::timeout,
};

/// The timeout after which a keychain counts as not answering. The person gets an answer within three seconds, including the
/// sign-in at Pine Labs.
pub const VERDICT_TIMEOUT: Duration = Duration::from_millis(2250);

/// How long a prompt stays open while the person looks for the password.
const UNLOCK_TIMEOUT: Duration = Duration::from_mins(2);

const SERVICE: &str = "linkdesk";

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeychainProblem {
    #[error("this session has no D-Bus to reach a keychain")]
    NoBus,
    #[error("no system keychain was found")]
    Missing,
    #[error("the system keychain is locked")]
    Locked,
    #[error("the system keychain refused")]
    Refused,
    #[error("the system keychain ended during the call")]
    BrokeOff,
    #[error("the system keychain does not answer")]
    Slow,
    #[error("the system keychain failed")]
    Failed,
}

/// A client id with its secret, bound to the one host they were entered for.
#[derive(Clone)]
pub struct Credentials {
    pub client_id: String,
    pub client_secret: SecretString,
    pub base_url: String,
}

/// The stored form of an entry. Serialized into the keychain only.
#[derive(Serialize, Deserialize)]
struct Stored {
    client_id: String,
    client_secret: String,
    base_url: String,
}

/// The keychain of this computer. One call at a time: a retry must not overtake the call in flight.
#[derive(Default, Clone)]
pub struct Keychain {
    turn: Arc<Mutex<()>>,
    /// A prompt waits for the person.
    asking: Arc<AtomicBool>,
}

/// Sends the result to the caller, if it still waits.
type Tell<T> = oneshot::Sender<Result<T, KeychainProblem>>;

impl Keychain {
    pub async fn store(&self, account: &str, credentials: &Credentials) -> Result<(), KeychainProblem> {
        let stored = Stored {
            client_id: credentials.client_id.clone(),
            client_secret: credentials.client_secret.expose_secret().to_owned(),
            base_url: credentials.base_url.clone(),
        };
        let text = serde_json::to_string(&stored).map_err(|_| KeychainProblem::Failed)?;
        self.change(account, Some(SecretString::from(text))).await
    }

    /// `None` if nothing is stored for the account.
    pub async fn load(&self, account: &str) -> Result<Option<Credentials>, KeychainProblem> {
        let account = account.to_owned();
        let text = self
            .ask(async move |asking, tell| {
                let found = async {
                    let vault = Vault::open(&account, asking).await?;
                    vault.unlock_entry().await?;
                    vault.read().await
                };
                let _ = tell.send(in_time(found).await);
            })
            .await?;
        let Some(text) = text else { return Ok(None) };
        let stored =
            serde_json::from_str::<Stored>(text.expose_secret()).map_err(|_| KeychainProblem::Failed)?;
        Ok(Some(Credentials {
            client_id: stored.client_id,
            client_secret: stored.client_secret.into(),
            base_url: stored.base_url,
        }))
    }

    pub async fn delete(&self, account: &str) -> Result<(), KeychainProblem> {
        self.change(account, None).await
    }

    /// Deletes an unused entry, unless that needs a prompt. Nobody waits for it: without a keychain there is nothing to delete,
    /// and a locked one keeps its entry.
    pub fn clear_away(&self, account: &str) {
        let (Self { turn, asking }, account) = (self.clone(), account.to_owned());
        tokio::spawn(async move {
            let _turn = turn.lock().await;
            let _ = in_time(async { Vault::open(&account, asking).await?.write(None).await }).await;
        });
    }

    /// Sets an entry to `wanted`, or leaves it as it is.
    async fn change(&self, account: &str, wanted: Option<SecretString>) -> Result<(), KeychainProblem> {
        let account = account.to_owned();
        self.ask(async move |asking, tell| {
            let ready = async {
                let vault = Vault::open(&account, asking).await?;
                match wanted {
                    Some(_) => vault.unlock().await?,
                    None => vault.unlock_entry().await?,
                }
                let before = vault.read().await?;
                Ok((vault, before))
            };
            match in_time(ready).await {
                Err(problem) => _ = tell.send(Err(problem)),
                Ok(_) if tell.is_closed() => {}
                Ok((vault, before)) => {
                    let changed = vault.write(wanted.as_ref()).await;
                    if tell.send(changed) == Err(Ok(())) {
                        // If the keychain is gone by now, the rollback cannot work.
                        let _ = vault.write(before.as_ref()).await;
                    }
                }
            }
        })
        .await
    }

    /// Queues `work` in a task of its own and returns its result within [`VERDICT_TIMEOUT`], or the verdict of a timeout.
    async fn ask<T: Send + 'static, W>(
        &self,
        work: impl FnOnce(Arc<AtomicBool>, Tell<T>) -> W + Send + 'static,
    ) -> Result<T, KeychainProblem>
    where
        W: Future<Output = ()> + Send,
    {
        let (tell, mut answer) = oneshot::channel();
        let Self { turn, asking } = self.clone();
        tokio::spawn(async move {
            let _turn = turn.lock().await;
            if !tell.is_closed() {
                work(asking, tell).await;
            }
        });
        if let Ok(said) = timeout(VERDICT_TIMEOUT, &mut answer).await {
            // The task panicked.
            return said.unwrap_or(Err(KeychainProblem::Failed));
        }
        // From now on the task cannot send a result; one sent just before counts.
        answer.close();
        let waits = self.asking.load(Ordering::SeqCst);
        let verdict = if waits { KeychainProblem::Locked } else { KeychainProblem::Slow };
        answer.try_recv().unwrap_or(Err(verdict))
    }
}

async fn in_time<T>(work: impl Future<Output = Result<T, KeychainProblem>>) -> Result<T, KeychainProblem> {
    timeout(UNLOCK_TIMEOUT, work).await.unwrap_or(Err(KeychainProblem::Slow))
}
