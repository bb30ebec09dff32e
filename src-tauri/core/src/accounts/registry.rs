//! `Accounts`: connecting accounts, switching between them, and having their clients at hand.

use std::sync::Arc;

use pinelabs::{Clock, LinkId};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::broadcast;
use uuid::Uuid;

use super::{
    clients::{Clients, Wait},
    clocks::Clocks,
    error::AccountsError,
    identity::{account_name, hint, id_of, mark},
    secrets::{SecretPlace, SecretStorage, Secrets},
};
use crate::{
    keychain::Credentials,
    operations::{Operations, account_client::AccountClient, log_if_unread},
    recents::Recents,
    rules::invisible::plain_key,
    settings::{Account, Environment, Settings},
    start_options::StartOptions,
};

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

pub struct Accounts {
    settings: Arc<Settings>,
    recents: Arc<Recents>,
    operations: Operations,
    /// Where the environment "Custom" is, if it is offered.
    custom_url: Option<String>,
    clients: Clients,
    secrets: Secrets,
}

impl Accounts {
    pub fn new(
        options: &StartOptions,
        clock: Arc<dyn Clock>,
        settings: Arc<Settings>,
        recents: Arc<Recents>,
        operations: Operations,
    ) -> Self {
        Self {
            settings,
            recents,
            operations,
            custom_url: options.custom_url.clone(),
            clients: Clients::new(clock, options.pace),
            secrets: Secrets::default(),
        }
    }

    /// Every pause that Pine Labs asks for.
    pub fn waits(&self) -> broadcast::Receiver<Wait> {
        self.clients.waits()
    }

    /// How wrong this computer's clock is.
    pub fn clocks(&self) -> &Clocks {
        self.clients.clocks()
    }

    /// Proves the credentials by fetching a token, then keeps them. Refused or unproven, nothing is kept.
    pub async fn connect(&self, connect: ConnectAccount) -> Result<Account, AccountsError> {
        let named =
            connect.account.as_deref().map(|id| self.settings.account(id).ok_or(AccountsError::NoAccount));
        let named = named.transpose()?;
        let environment = named.as_ref().map_or(connect.environment, |named| named.environment);
        let base_url = match (&named, connect.environment) {
            // A known account keeps its host: its credentials go nowhere else.
            (Some(named), _) => named.base_url.clone(),
            (None, Environment::Live) => pinelabs::PRODUCTION.to_owned(),
            (None, Environment::Uat) => pinelabs::UAT.to_owned(),
            (None, Environment::Custom) => self.custom_url.clone().ok_or(AccountsError::NoAccount)?,
            // The sample shop has no keys: `Linkdesk::connect` opens it.
            (None, Environment::Sample) => return Err(AccountsError::NoAccount),
        };
        let credentials = Credentials {
            client_id: plain_key(&connect.client_id),
            client_secret: plain_key(connect.client_secret.expose_secret()).into(),
            base_url: base_url.clone(),
        };
        let owner = self.account_of(&credentials);
        let known = match (named, owner) {
            (Some(named), Some(owner)) if owner.id != named.id => {
                return Err(AccountsError::OtherAccount { name: owner.name });
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
        let client = self.clients.build(&account, &credentials)?;
        client.sign_in().await?;
        self.keep(&account, credentials, known.is_some()).await?;
        self.settings.set_current(Some(&account.id));
        let _ = self.settings.saved().await;
        // Operations that are still being looked up go on with the new secret.
        let shop = match self.clients.ready(&account.id) {
            Some(shop) => shop,
            None => self.clients.keep(self.account_client(&account, client.clone()).await),
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
        let unfinished = self.operations.unfinished().await;
        !unfinished.is_ok_and(|all| all.iter().all(|operation| operation.intent.account != account.id))
    }

    /// Puts proved credentials where they were asked to be, and the account into the list.
    async fn keep(
        &self,
        account: &Account,
        credentials: Credentials,
        known: bool,
    ) -> Result<(), AccountsError> {
        if account.session_only {
            self.secrets.keep_for_session(&account.id, credentials);
            // One that cannot be saved lasts as long as its secret does, and what was kept before stays as it is.
            self.settings.keep_account(account.clone());
            if self.settings.saved().await.is_ok() {
                // An older secret, or one that was stored too late, would outlive the wish to keep none.
                self.secrets.clear_away(&account.id);
            }
        } else {
            self.secrets.store(&account.id, &credentials).await?;
            self.secrets.forget_session(&account.id);
            self.settings.keep_account(account.clone());
            if let Err(unsaved) = self.settings.saved().await {
                // An entry that no account points to would stay in the keychain for ever.
                if !known {
                    self.settings.remove_account(&account.id);
                    self.secrets.clear_away(&account.id);
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
    pub fn open_sample_shop(&self, name: &str) -> Account {
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
        account
    }

    /// Leaves an account: its recents, and its secret wherever it is.
    pub async fn forget(&self, id: &str) -> Result<(), AccountsError> {
        let account = self.settings.account(id).ok_or(AccountsError::NoAccount)?;
        // Without the account's secret an unknown outcome could never be resolved.
        let unfinished = self.operations.unfinished().await?;
        if unfinished.iter().any(|operation| operation.intent.account == id && operation.is_open()) {
            return Err(AccountsError::OperationOpen);
        }
        self.secrets.delete(&account).await?;
        self.clients.forget(id);
        self.settings.remove_account(id);
        self.recents.forget(id);
        if self.settings.current().is_none() {
            let next = self.settings.accounts().into_iter().next();
            self.settings.set_current(next.as_ref().map(|account| account.id.as_str()));
        }
        Ok(())
    }

    pub async fn switch_to(&self, id: &str) -> Result<(), AccountsError> {
        self.settings.account(id).ok_or(AccountsError::NoAccount)?;
        self.settings.set_current(Some(id));
        // What is not saved holds for as long as the program runs, and is a notice of its own.
        let _ = self.settings.saved().await;
        Ok(())
    }

    /// Moves a secret that is kept for this session into the keychain.
    pub async fn save_to_keychain(&self, id: &str) -> Result<Account, AccountsError> {
        let account = self.settings.account(id).ok_or(AccountsError::NoAccount)?;
        let credentials = self.secrets.of_session(id);
        let credentials =
            credentials.ok_or_else(|| AccountsError::NoSecret { name: account.name.clone() })?;
        self.secrets.store(id, &credentials).await?;
        let kept = Account { session_only: false, ..account.clone() };
        self.settings.keep_account(kept.clone());
        if let Err(unsaved) = self.settings.saved().await {
            self.settings.keep_account(account);
            self.secrets.clear_away(id);
            return Err(unsaved.into());
        }
        self.secrets.forget_session(id);
        Ok(kept)
    }

    /// Remembers which dialect an account's server speaks, once a read has told.
    pub fn learn_dialect(&self, client: &AccountClient) {
        let Some(dialect) = client.client().dialect() else { return };
        self.settings.learn_dialect(&client.account, dialect);
    }

    pub fn secret_place(&self, account: &Account) -> SecretPlace {
        self.secrets.place(account)
    }

    /// The account at work, its client made ready on first use.
    pub async fn client(&self, id: &str) -> Result<Arc<AccountClient>, AccountsError> {
        if let Some(shop) = self.clients.ready(id) {
            return Ok(shop);
        }
        let account = self.settings.account(id).ok_or(AccountsError::NoAccount)?;
        let credentials = self.credentials(&account).await?;
        let client = self.clients.build(&account, &credentials)?;
        let shop = self.clients.keep(self.account_client(&account, client).await);
        log_if_unread(self.operations.resume(&shop).await);
        Ok(shop)
    }

    /// The account's client, if it was used before.
    pub fn ready_client(&self, id: &str) -> Option<Arc<AccountClient>> {
        self.clients.ready(id)
    }

    async fn credentials(&self, account: &Account) -> Result<Credentials, AccountsError> {
        if account.environment == Environment::Sample {
            return Ok(self.clients.sample_credentials());
        }
        self.secrets.of(account).await
    }

    /// Knows the orders of the links that were opened lately.
    async fn account_client(&self, account: &Account, client: pinelabs::Client) -> AccountClient {
        let shop = self.operations.account_client(&account.id, client).await;
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
