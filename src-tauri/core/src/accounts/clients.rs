//! The clients of the accounts: how one is made, and those that are ready.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
};

use jiff::Timestamp;
use pinelabs::{Client, Clock, RateLimit};
use tokio::sync::broadcast;

use super::{clocks::Clocks, error::AccountsError, sample_shop::SampleShop};
use crate::{
    keychain::Credentials,
    lock::lock,
    operations::account_client::AccountClient,
    settings::{Account, Environment},
};

/// Pine Labs asked an account to wait.
#[derive(Debug, Clone)]
pub struct Wait {
    pub account: String,
    pub until: Timestamp,
}

pub struct Clients {
    clock: Arc<dyn Clock>,
    rate_limit: Option<RateLimit>,
    waits: broadcast::Sender<Wait>,
    clocks: Arc<Clocks>,
    /// The sample shop, while it is open.
    sample: OnceLock<SampleShop>,
    /// By account.
    ready: Mutex<HashMap<String, Arc<AccountClient>>>,
}

impl Clients {
    pub fn new(clock: Arc<dyn Clock>, rate_limit: Option<RateLimit>) -> Self {
        Self {
            clock,
            rate_limit,
            waits: broadcast::channel(16).0,
            clocks: Arc::default(),
            sample: OnceLock::new(),
            ready: Mutex::default(),
        }
    }

    pub fn waits(&self) -> broadcast::Receiver<Wait> {
        self.waits.subscribe()
    }

    pub fn clocks(&self) -> &Clocks {
        &self.clocks
    }

    /// A client for an account, which may be one that is being connected for the first time.
    pub fn build(&self, account: &Account, credentials: &Credentials) -> Result<Client, AccountsError> {
        let Credentials { base_url, client_id, client_secret } = credentials.clone();
        let (waits, id) = (self.waits.clone(), account.id.clone());
        let mut builder = Client::builder(base_url, pinelabs::Credentials::new(client_id, client_secret))
            .clock(Arc::clone(&self.clock))
            .dialect(account.dialect)
            .on_rate_limited(move |until| {
                // Nobody listening is no reason not to wait.
                let _ = waits.send(Wait { account: id.clone(), until });
            });
        // The sample shop is on this computer and need not be spared.
        let sample = account.environment == Environment::Sample;
        if sample {
            builder = builder.transport(self.sample_shop().transport());
        } else {
            let (clocks, id) = (Arc::clone(&self.clocks), account.id.clone());
            builder = builder.on_server_clock(move |clock| clocks.learnt(&id, clock));
        }
        let rate_limit = if sample { None } else { self.rate_limit };
        builder.rate_limit(rate_limit).build().map_err(AccountsError::BadAddress)
    }

    pub fn sample_credentials(&self) -> Credentials {
        self.sample_shop().credentials.clone()
    }

    /// The account's client, if it was used before.
    pub fn ready(&self, account: &str) -> Option<Arc<AccountClient>> {
        lock(&self.ready).get(account).cloned()
    }

    /// Of two that were made at the same moment the first stays: look-ups may be under way with it.
    pub fn keep(&self, client: AccountClient) -> Arc<AccountClient> {
        let client = Arc::new(client);
        Arc::clone(lock(&self.ready).entry(client.account.clone()).or_insert(client))
    }

    pub fn forget(&self, account: &str) {
        lock(&self.ready).remove(account);
        self.clocks.forget(account);
    }

    /// The sample shop, opened on first use.
    fn sample_shop(&self) -> &SampleShop {
        self.sample.get_or_init(SampleShop::open)
    }
}
