//! `Desk`: the handle that every command gets. Holds the accounts at work, what was last read, the stores and the
//! engine for operations, and joins them: what a command does is a method here.
//!
//! Knows nothing of windows or of the shapes that cross to the page.

mod accounts;
mod activity;
mod chain_check;
mod clocks;
pub mod export;
mod finding;
mod links;
mod notices;
mod operations;
mod recovery;
mod resume;
mod sample_shop;
mod start;
mod unread;
mod verdict;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use pinelabs::{Client, Clock, LinkId};
use tokio::sync::broadcast;

use self::sample_shop::SampleShop;
pub use self::{
    accounts::{ConnectAccount, SecretPlace, SecretStorage},
    activity::{Activity, ActivityQuery, Entry},
    clocks::Clocks,
    finding::{FindResult, Opened},
    links::LinkReading,
    notices::{File, Notice},
    operations::PreparedIntent,
    start::{StartOptions, Trace},
};
use crate::{
    blocking,
    json_file::JsonFileError,
    keychain::{Credentials, Keychain, KeychainProblem},
    ledger::Ledger,
    operations::{
        NotConfirmed, NotPrepared, Operations, Timings,
        account_client::{AccountClient, Reading},
        journal::{Journal, NotRecorded},
        operation::{Operation, OperationId},
    },
    recents::Recents,
    rules::{allowed::Reason, find::NotAnId},
    settings::{Account, Environment, Settings},
};

/// Everything that can stop what somebody asked of the desk.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Api(#[from] pinelabs::Error),
    #[error(transparent)]
    Keychain(#[from] KeychainProblem),
    /// No secret is at hand for the account: kept in memory only, or gone from the keychain.
    #[error("the secret of {name} is not at hand")]
    NoSecret { name: String },
    /// The keys are those of another account that is connected.
    #[error("these keys belong to {name}")]
    OtherAccount { name: String },
    #[error("there is no such account")]
    NoAccount,
    #[error("this cannot be an id")]
    NotAnId(NotAnId),
    #[error("nothing to look for")]
    NothingToFind,
    /// Which of them is meant, only the person knows.
    #[error("several ids stand in the text")]
    Several,
    #[error("this link address was not seen on this computer")]
    UnknownUrl,
    #[error("this cannot be done with the link now")]
    NotAllowed(Reason),
    #[error("a link cannot be asked for so")]
    Invalid(Vec<crate::rules::link_form::InvalidField>),
    /// With the link that has it, where that is known.
    #[error("the reference was used before")]
    ReferenceUsed(Option<LinkId>),
    #[error(transparent)]
    NotConfirmed(#[from] NotConfirmed),
    #[error("an operation of this account is under way")]
    OperationOpen,
    #[error("there is no such operation")]
    NoOperation,
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error("this address cannot be used")]
    BadAddress(#[source] pinelabs::BuildError),
    #[error(transparent)]
    Storage(#[from] JsonFileError),
    #[error("the export could not be written")]
    Export(#[source] std::io::Error),
}

impl From<NotPrepared> for DeskError {
    fn from(why: NotPrepared) -> Self {
        match why {
            NotPrepared::Unread(error) => Self::Api(error),
            NotPrepared::NotAllowed(reason, _) => Self::NotAllowed(reason),
            NotPrepared::Invalid(problems) => Self::Invalid(problems.into_iter().map(Into::into).collect()),
            NotPrepared::ReferenceUsed(link) => Self::ReferenceUsed(link),
            NotPrepared::NotRecorded(why) => Self::NotRecorded(why),
        }
    }
}

/// How long the exit waits for a slow disk.
const MAX_EXIT_WAIT: Duration = Duration::from_secs(5);

/// The most links whose last answer is kept in memory for when the network is down.
const MAX_CACHED_LINKS: usize = 200;

pub struct Desk {
    launch: StartOptions,
    clock: Arc<dyn Clock>,
    settings: Settings,
    recents: Recents,
    operations: Operations,
    started_at: jiff::Timestamp,
    /// The last operation of the runs before.
    last_number_before: i64,
    /// What the end of the program before has kept from being sent.
    interrupted: Mutex<Vec<OperationId>>,
    /// What of that is still to be written down.
    pending_recovery: Mutex<Vec<Operation>>,
    /// One try to write that down at a time.
    recovering: tokio::sync::Mutex<()>,
    /// Accounts whose client is ready.
    shops: Mutex<HashMap<String, Arc<AccountClient>>>,
    keychain: Keychain,
    /// Secrets that are kept for this session only.
    session: Mutex<HashMap<String, Credentials>>,
    /// The last whole answer for a link.
    known: Mutex<BTreeMap<(String, String), Reading>>,
    /// The link whose page is open, and the resolved operations that another page has put out of sight.
    open_page: Mutex<Option<(String, String)>>,
    put_away: Mutex<BTreeSet<OperationId>>,
    waits: broadcast::Sender<Wait>,
    clocks: Arc<Clocks>,
    /// The sample shop, while it is open.
    sample: OnceLock<SampleShop>,
}

/// Pine Labs asked an account to wait.
#[derive(Debug, Clone)]
pub struct Wait {
    pub account: String,
    pub until: jiff::Timestamp,
}

impl Desk {
    pub fn new(launch: StartOptions, clock: Arc<dyn Clock>, stores: Stores) -> Self {
        let Stores { settings, recents } = stores;
        let started_at = clock.now();
        let timings = Timings::with_undo(launch.undo);
        // The start waits for its files: nothing else is at work yet.
        let (ledger, last_number_before) = blocking::allow(|| {
            let ledger = open_ledger(&launch.folder, &settings);
            let last_number = ledger.last_number().unwrap_or_default();
            (ledger, last_number)
        });
        let operations = Operations::new(Journal::new(Arc::new(ledger)), Arc::clone(&clock), timings);
        Self {
            launch,
            clock,
            settings,
            recents,
            operations,
            started_at,
            last_number_before,
            interrupted: Mutex::default(),
            pending_recovery: Mutex::default(),
            recovering: tokio::sync::Mutex::default(),
            shops: Mutex::default(),
            keychain: Keychain::default(),
            session: Mutex::default(),
            known: Mutex::default(),
            open_page: Mutex::default(),
            put_away: Mutex::default(),
            waits: broadcast::channel(16).0,
            clocks: Arc::default(),
            sample: OnceLock::new(),
        }
    }

    pub fn launch(&self) -> &StartOptions {
        &self.launch
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn recents(&self) -> &Recents {
        &self.recents
    }

    pub fn operations(&self) -> &Operations {
        &self.operations
    }

    /// Every pause that Pine Labs asks for.
    pub fn waits(&self) -> broadcast::Receiver<Wait> {
        self.waits.subscribe()
    }

    /// How wrong this computer's clock is.
    pub fn clocks(&self) -> &Clocks {
        &self.clocks
    }

    /// The program ends: no operation leaves any more, what is being written is written, and what is still to be saved is saved. A
    /// disk that takes longer than a few seconds is not waited for.
    pub async fn close(&self) {
        self.operations.close();
        let written = async {
            self.operations.journal().written().await;
            // What is not saved is in the log.
            let _ = self.recents.saved().await;
            let _ = self.settings.saved().await;
        };
        if tokio::time::timeout(MAX_EXIT_WAIT, written).await.is_err() {
            tracing::warn!("the disk is still at work at the exit");
        }
    }

    /// The sample shop, opened on first use.
    fn sample_shop(&self) -> &SampleShop {
        self.sample.get_or_init(SampleShop::open)
    }

    /// A client for an account, which may be one that is being connected for the first time.
    fn client(&self, account: &Account, credentials: &Credentials) -> Result<Client, DeskError> {
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
        let pace = if sample { None } else { self.launch.pace };
        builder.rate_limit(pace).build().map_err(DeskError::BadAddress)
    }
}

/// The opened files.
pub struct Stores {
    pub settings: Settings,
    pub recents: Recents,
}

/// Opens the ledger and compares it with the one that the settings know.
fn open_ledger(folder: &Path, settings: &Settings) -> Ledger {
    let ledger = Ledger::open(folder);
    ledger.compare_with(settings.ledger_mark().as_ref());
    ledger.keep_mark_with(settings.mark_keeper());
    // Two pairs of keys of one shop move the same money, also before the second one is used in this run.
    for account in settings.accounts().iter().filter(|account| account.environment != Environment::Sample) {
        if let Ok(host) = pinelabs::BaseUrl::parse(&account.base_url) {
            // One that cannot be kept is kept when the account is opened.
            let _ = ledger.keep_host(&account.id, &host.to_string());
        }
    }
    ledger
}

/// A lock that a panicked thread has left is taken over: what it guards is replaced whole, never half.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
