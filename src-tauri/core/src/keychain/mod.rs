//! The credentials of an account in the keychain of the operating system, and nowhere else.
//!
//! A keychain can be missing, locked, slow, wait minutes for somebody to answer its prompt, or end in the middle of it:
//! every call runs apart from whoever asked, and gets a verdict within [`VERDICT_TIMEOUT`]. After the verdict nothing more is
//! written, and what was on its way then is put back: what nobody was told must not be so.

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

/// How long a keychain may take before it counts as not answering. Whoever pressed a button hears within three seconds,
/// signing in at Pine Labs included.
pub const VERDICT_TIMEOUT: Duration = Duration::from_millis(2250);

/// How long a prompt stays open for somebody who went to look for the password.
const UNLOCK_TIMEOUT: Duration = Duration::from_mins(2);

const SERVICE: &str = "linkdesk";

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeychainProblem {
    #[error("this session has no bus to reach a keychain by")]
    NoBus,
    #[error("no system keychain was found")]
    Missing,
    #[error("the system keychain is locked")]
    Locked,
    #[error("the system keychain refused")]
    Refused,
    #[error("the system keychain ended in the middle")]
    BrokeOff,
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

/// The keychain of this computer. One call at a time: what is still on its way must not be overtaken by its repetition.
#[derive(Default, Clone)]
pub struct Keychain {
    turn: Arc<Mutex<()>>,
    /// It waits for a person.
    asking: Arc<AtomicBool>,
}

/// Tells whoever asked, if anybody still waits.
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

    /// `None` where nothing is stored for the account.
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

    /// Deletes an entry that nobody wants any more, if that can be done without asking anybody. Nobody waits for it: without
    /// a keychain there is nothing to clear, and a locked one keeps what it has.
    pub fn clear_away(&self, account: &str) {
        let (Self { turn, asking }, account) = (self.clone(), account.to_owned());
        tokio::spawn(async move {
            let _turn = turn.lock().await;
            let _ = in_time(async { Vault::open(&account, asking).await?.write(None).await }).await;
        });
    }

    /// Brings an entry to `wanted`, or leaves it as it is.
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
                        // Nothing can be put back into a keychain that is gone by now.
                        let _ = vault.write(before.as_ref()).await;
                    }
                }
            }
        })
        .await
    }

    /// Does `work` in its turn and apart from whoever asks, who hears of it within [`VERDICT_TIMEOUT`] or gets a verdict.
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
            // Whoever worked on it panicked.
            return said.unwrap_or(Err(KeychainProblem::Failed));
        }
        // From here on nothing can be said any more; what was said by then counts.
        answer.close();
        let waits = self.asking.load(Ordering::SeqCst);
        let verdict = if waits { KeychainProblem::Locked } else { KeychainProblem::Slow };
        answer.try_recv().unwrap_or(Err(verdict))
    }
}

async fn in_time<T>(work: impl Future<Output = Result<T, KeychainProblem>>) -> Result<T, KeychainProblem> {
    timeout(UNLOCK_TIMEOUT, work).await.unwrap_or(Err(KeychainProblem::Slow))
}
