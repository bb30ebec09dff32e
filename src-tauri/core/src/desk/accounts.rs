//! Connecting accounts, switching between them, and having their clients at hand.

use std::sync::Arc;

use pinelabs::LinkId;
use sandbox::shop::known;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::{Desk, DeskError, links::recent_of, lock, unread::log_if_unread};
use crate::{
    keychain::Credentials,
    operations::account_client::AccountClient,
    rules::invisible::plain_key,
    settings::{Account, Environment},
};

/// Where the secret of an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPlace {
    Keychain,
    /// In memory until the program ends.
    Session,
    /// Nowhere: it has to be pasted again.
    Missing,
    NotNeeded,
}

/// Where to keep a secret that Pine Labs has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretStorage {
    Keychain,
    Session,
}

pub struct ConnectAccount {
    /// Set to replace the secret of a known account.
    pub account: Option<String>,
    pub name: String,
    /// What an account is called that has no name yet and gets none.
    pub default_name: String,
    pub environment: Environment,
    pub client_id: String,
    pub client_secret: SecretString,
    pub keep: SecretStorage,
}

/// What the sample shop's list begins with, the newest first.
const SAMPLES: [&str; 12] = [
    known::WAITING,
    known::PAYING,
    known::WAITING_LARGE,
    known::OPENED,
    known::PART_PAID,
    known::HELD,
    known::PART_REFUNDED,
    known::PAID_BY_CARD,
    known::PAID,
    known::EXPIRED,
    known::CANCELLED,
    known::EVERY_FIELD,
];

impl Desk {
    /// Proves the credentials by fetching a token, then keeps them. Refused or unproven, nothing is kept.
    pub async fn connect(&self, connect: ConnectAccount) -> Result<Account, DeskError> {
        let named =
            connect.account.as_deref().map(|id| self.settings.account(id).ok_or(DeskError::NoAccount));
        let named = named.transpose()?;
        let environment = named.as_ref().map_or(connect.environment, |named| named.environment);
        let base_url = match (&named, connect.environment) {
            // A known account keeps its host: its credentials go nowhere else.
            (Some(named), _) => named.base_url.clone(),
            (None, Environment::Live) => pinelabs::PRODUCTION.to_owned(),
            (None, Environment::Uat) => pinelabs::UAT.to_owned(),
            (None, Environment::Custom) => self.launch.custom_url.clone().ok_or(DeskError::NoAccount)?,
            (None, Environment::Sample) => return self.try_sample_data(&connect.default_name).await,
        };
        let credentials = Credentials {
            client_id: plain_key(&connect.client_id),
            client_secret: plain_key(connect.client_secret.expose_secret()).into(),
            base_url: base_url.clone(),
        };
        let owner = self.account_of(&credentials);
        let known = match (named, owner) {
            (Some(named), Some(owner)) if owner.id != named.id => {
                return Err(DeskError::OtherAccount { name: owner.name });
            }
            (Some(named), None) if self.are_other_keys(&named, &credentials).await => None,
            (named, owner) => named.or(owner),
        };
        let id = known.as_ref().map_or_else(|| id_of(&credentials), |known| known.id.clone());
        let account = Account {
            name: account_name(&connect.name, &connect.default_name, known.as_ref()),
            environment: known.as_ref().map_or(environment, |known| known.environment),
            base_url,
            client_id_hint: hint(&credentials.client_id),
            client_id_mark: Some(mark(&id, &credentials)),
            // A secret whose account is not kept would stay in the keychain for ever.
            session_only: connect.keep == SecretStorage::Session || !self.settings.keeps(),
            dialect: known.as_ref().and_then(|known| known.dialect),
            id,
        };
        let client = self.client(&account, &credentials)?;
        client.sign_in().await?;
        self.keep(&account, credentials, known.is_some()).await?;
        self.settings.set_current(Some(&account.id));
        let _ = self.settings.saved().await;
        // Operations that are still being looked up go on with the new secret.
        let shop = match self.shop_at_hand(&account.id) {
            Some(shop) => shop,
            None => self.keep_shop(self.shop_for(&account, client.clone()).await),
        };
        shop.replace_client(client);
        log_if_unread(self.operations.resume(&shop).await);
        Ok(account)
    }

    /// Whether the keys are another client's than the account's, while something of the account is not finished: its look-ups
    /// would ask another shop, and find nothing. Then they are an account of their own, and so where nobody can say what is
    /// finished: nothing stands in the way of trying the keys.
    async fn are_other_keys(&self, account: &Account, credentials: &Credentials) -> bool {
        let theirs = mark(&account.id, credentials);
        if account.client_id_mark.as_ref().is_none_or(|known| *known == theirs) {
            return false;
        }
        let unfinished = self.operations.journal().unfinished().await;
        !unfinished.is_ok_and(|all| all.iter().all(|change| change.intent.account != account.id))
    }

    /// Puts proved credentials where they were asked to be, and the account into the list.
    async fn keep(&self, account: &Account, credentials: Credentials, known: bool) -> Result<(), DeskError> {
        if account.session_only {
            lock(&self.session).insert(account.id.clone(), credentials);
            // One that cannot be saved lasts as long as its secret does, and what was kept before stays as it is.
            self.settings.keep_account(account.clone());
            if self.settings.saved().await.is_ok() {
                // An older secret, or one that was stored too late, would outlive the wish to keep none.
                self.keychain.clear_away(&account.id);
            }
        } else {
            self.keychain.store(&account.id, &credentials).await?;
            lock(&self.session).remove(&account.id);
            self.settings.keep_account(account.clone());
            if let Err(unsaved) = self.settings.saved().await {
                // An entry that no account points to would stay in the keychain for ever.
                if !known {
                    self.settings.remove_account(&account.id);
                    self.keychain.clear_away(&account.id);
                    return Err(unsaved.into());
                }
            }
        }
        Ok(())
    }

    /// The account that these credentials belong to already, whether or not its secret is at hand: one shop is never
    /// connected twice, because each would keep its own locks on the same money.
    fn account_of(&self, credentials: &Credentials) -> Option<Account> {
        self.settings.accounts().into_iter().find(|account| {
            account.base_url == credentials.base_url
                && account.client_id_mark == Some(mark(&account.id, credentials))
        })
    }

    /// Opens the sample shop, as an account of its own: `name`, where it was not open before.
    pub async fn try_sample_data(&self, name: &str) -> Result<Account, DeskError> {
        let known =
            self.settings.accounts().into_iter().find(|account| account.environment == Environment::Sample);
        let account = known.unwrap_or_else(|| Account {
            id: Uuid::new_v4().to_string(),
            name: account_name(name, "", None),
            environment: Environment::Sample,
            base_url: String::new(),
            client_id_hint: String::new(),
            client_id_mark: None,
            session_only: false,
            dialect: None,
        });
        // It is made anew whenever it is asked for.
        self.settings.keep_account(account.clone());
        self.settings.set_current(Some(&account.id));
        let shop = self.shop(&account.id).await?;
        if self.recents.of(&account.id).is_empty() {
            self.open_samples(&shop).await?;
        }
        Ok(account)
    }

    /// Opens one link of each kind, so that somebody who only wants to look has something to look at.
    async fn open_samples(&self, shop: &AccountClient) -> Result<(), DeskError> {
        for reference in SAMPLES.iter().rev().filter_map(|reference| reference.parse().ok()) {
            let mut reading = shop.read_by_reference(&reference).await?;
            log_if_unread(self.operations.enrich(shop, &mut reading).await);
            if let Some(recent) = recent_of(&reading.snapshot) {
                self.recents.opened(&shop.account, recent);
            }
        }
        self.learn_dialect(shop);
        Ok(())
    }

    /// Leaves an account: its recents, and its secret wherever it is.
    pub async fn forget_account(&self, id: &str) -> Result<(), DeskError> {
        let account = self.settings.account(id).ok_or(DeskError::NoAccount)?;
        // Without the account's secret an unknown outcome could never be resolved.
        let unfinished = self.operations.journal().unfinished().await?;
        if unfinished.iter().any(|change| change.intent.account == id && change.is_open()) {
            return Err(DeskError::OperationOpen);
        }
        match account {
            Account { environment: Environment::Sample, .. } => {}
            // There may be no keychain, and nothing is known to be in it.
            Account { session_only: true, .. } => self.keychain.clear_away(id),
            _ => self.keychain.delete(id).await?,
        }
        lock(&self.session).remove(id);
        lock(&self.shops).remove(id);
        self.clocks.forget(id);
        lock(&self.known).retain(|(of, _), _| of != id);
        self.settings.remove_account(id);
        self.recents.forget(id);
        if self.settings.current().is_none() {
            let next = self.settings.accounts().into_iter().next();
            self.settings.set_current(next.as_ref().map(|account| account.id.as_str()));
        }
        Ok(())
    }

    pub async fn switch_account(&self, id: &str) -> Result<(), DeskError> {
        self.settings.account(id).ok_or(DeskError::NoAccount)?;
        self.settings.set_current(Some(id));
        // What is not saved holds for as long as the program runs, and is a notice of its own.
        let _ = self.settings.saved().await;
        Ok(())
    }

    /// Moves a secret that is kept for this session into the keychain.
    pub async fn save_to_keychain(&self, id: &str) -> Result<Account, DeskError> {
        let account = self.settings.account(id).ok_or(DeskError::NoAccount)?;
        let credentials = lock(&self.session).get(id).cloned();
        let credentials = credentials.ok_or_else(|| DeskError::NoSecret { name: account.name.clone() })?;
        self.keychain.store(id, &credentials).await?;
        let kept = Account { session_only: false, ..account.clone() };
        self.settings.keep_account(kept.clone());
        if let Err(unsaved) = self.settings.saved().await {
            self.settings.keep_account(account);
            self.keychain.clear_away(id);
            return Err(unsaved.into());
        }
        lock(&self.session).remove(id);
        Ok(kept)
    }

    pub fn secret_place(&self, account: &Account) -> SecretPlace {
        match account {
            Account { environment: Environment::Sample, .. } => SecretPlace::NotNeeded,
            Account { session_only: false, .. } => SecretPlace::Keychain,
            _ if lock(&self.session).contains_key(&account.id) => SecretPlace::Session,
            _ => SecretPlace::Missing,
        }
    }

    /// The account at work, its client made ready on first use.
    pub async fn shop(&self, id: &str) -> Result<Arc<AccountClient>, DeskError> {
        if let Some(shop) = lock(&self.shops).get(id) {
            return Ok(Arc::clone(shop));
        }
        let account = self.settings.account(id).ok_or(DeskError::NoAccount)?;
        let credentials = self.credentials(&account).await?;
        let client = self.client(&account, &credentials)?;
        let shop = self.keep_shop(self.shop_for(&account, client).await);
        log_if_unread(self.operations.resume(&shop).await);
        Ok(shop)
    }

    /// Of two that were made at the same moment the first stays: look-ups may be under way with it.
    fn keep_shop(&self, shop: AccountClient) -> Arc<AccountClient> {
        let shop = Arc::new(shop);
        Arc::clone(lock(&self.shops).entry(shop.account.clone()).or_insert(shop))
    }

    /// The account's client, if it was used before.
    pub(super) fn shop_at_hand(&self, id: &str) -> Option<Arc<AccountClient>> {
        lock(&self.shops).get(id).cloned()
    }

    async fn credentials(&self, account: &Account) -> Result<Credentials, DeskError> {
        if account.environment == Environment::Sample {
            return Ok(self.sample_shop().credentials.clone());
        }
        if let Some(credentials) = lock(&self.session).get(&account.id) {
            return Ok(credentials.clone());
        }
        let none = || DeskError::NoSecret { name: account.name.clone() };
        if account.session_only {
            return Err(none());
        }
        let credentials = self.keychain.load(&account.id).await?.ok_or_else(none)?;
        // An entry made for another host is not this account's, whatever its id.
        if credentials.base_url == account.base_url { Ok(credentials) } else { Err(none()) }
    }

    async fn shop_for(&self, account: &Account, client: pinelabs::Client) -> AccountClient {
        let journal = self.operations.journal().clone();
        let shop = AccountClient::open(account.id.clone(), client, journal).await;
        let mut orders = Vec::new();
        for recent in self.recents.of(&account.id) {
            let Ok(link) = recent.link_id.parse::<LinkId>() else { continue };
            let of_link = recent.orders.iter().filter_map(|order| order.parse().ok());
            orders.extend(of_link.map(|order| (link.clone(), order)));
        }
        shop.remember_orders(orders).await;
        shop
    }
}

fn account_name(typed: &str, default: &str, known: Option<&Account>) -> String {
    let short = |name: &str| name.trim().chars().take(60).collect::<String>();
    let typed = short(typed);
    match (typed.is_empty(), known) {
        (false, _) => typed,
        (true, Some(known)) => known.name.clone(),
        (true, None) => short(default),
    }
}

/// The last four characters of a client id; all of it would be more than is needed to tell two apart.
fn hint(client_id: &str) -> String {
    let skip = client_id.chars().count().saturating_sub(4);
    client_id.chars().skip(skip).collect()
}

/// Every account of the same keys at the same host is the same account: the ledger knows it again when it was removed, or
/// when the settings were lost, and a second try to connect finds what the first has left.
fn id_of(credentials: &Credentials) -> String {
    const ACCOUNTS: Uuid = Uuid::from_u128(0x5d1c_8e0e_7f5b_4c0b_9a43_2f6f_0c8f_71d6);
    mark(&ACCOUNTS.to_string(), credentials)
}

/// A digest of the client id that only one who has all of it can make again, and that differs from account to account.
fn mark(account: &str, credentials: &Credentials) -> String {
    let salt = Uuid::parse_str(account).unwrap_or_default();
    Uuid::new_v5(&salt, format!("{} {}", credentials.base_url, credentials.client_id).as_bytes()).to_string()
}
