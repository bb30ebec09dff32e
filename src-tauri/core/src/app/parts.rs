//! `Linkdesk`: which part is given which, the start and the exit.

use std::{path::Path, sync::Arc, time::Duration};

use pinelabs::Clock;

use crate::{
    accounts::Accounts,
    blocking,
    ledger::Ledger,
    notices::Notices,
    operation_log::{OperationLog, PageOperations},
    operation_requests::OperationRequests,
    operations::{Operations, Timings, journal::Journal},
    reading::{Finder, Reader},
    recents::Recents,
    recovery::Recovery,
    settings::{Environment, Settings},
    start_options::StartOptions,
};

/// How long the exit waits for a slow disk.
const MAX_EXIT_WAIT: Duration = Duration::from_secs(5);

pub struct Linkdesk {
    pub start_options: StartOptions,
    pub settings: Arc<Settings>,
    pub recents: Arc<Recents>,
    pub operations: Operations,
    pub recovery: Arc<Recovery>,
    pub accounts: Arc<Accounts>,
    pub operation_log: OperationLog,
    pub page_operations: Arc<PageOperations>,
    pub reader: Arc<Reader>,
    pub finder: Finder,
    pub operation_requests: OperationRequests,
    pub notices: Notices,
}

/// The opened files.
pub struct Stores {
    pub settings: Settings,
    pub recents: Recents,
}

impl Linkdesk {
    pub fn new(start_options: StartOptions, clock: Arc<dyn Clock>, stores: Stores) -> Self {
        let (settings, recents) = (Arc::new(stores.settings), Arc::new(stores.recents));
        let started_at = clock.now();
        // The start waits for its files: nothing else is at work yet.
        let (ledger, last_number_before) = blocking::allow(|| {
            let ledger = open_ledger(&start_options.folder, &settings);
            let last_number = ledger.last_number().unwrap_or_default();
            (ledger, last_number)
        });
        let timings = Timings::with_undo(start_options.undo);
        let operations = Operations::new(Journal::new(Arc::new(ledger)), Arc::clone(&clock), timings);
        let recovery = Arc::new(Recovery::new(operations.clone(), started_at, last_number_before));
        let accounts = Arc::new(Accounts::new(
            &start_options,
            Arc::clone(&clock),
            Arc::clone(&settings),
            Arc::clone(&recents),
            operations.clone(),
        ));
        let page_operations = Arc::new(PageOperations::new(operations.clone(), Arc::clone(&recovery)));
        let reader = Arc::new(Reader::new(
            Arc::clone(&accounts),
            Arc::clone(&recents),
            operations.clone(),
            Arc::clone(&page_operations),
        ));
        Self {
            operation_log: OperationLog::new(
                operations.clone(),
                Arc::clone(&recovery),
                clock,
                &start_options.folder,
            ),
            finder: Finder::new(
                Arc::clone(&reader),
                Arc::clone(&accounts),
                Arc::clone(&recents),
                operations.clone(),
            ),
            operation_requests: OperationRequests::new(
                operations.clone(),
                Arc::clone(&accounts),
                Arc::clone(&recovery),
                Arc::clone(&reader),
            ),
            notices: Notices::new(
                Arc::clone(&settings),
                Arc::clone(&recents),
                operations.clone(),
                Arc::clone(&recovery),
                Arc::clone(&accounts),
            ),
            start_options,
            settings,
            recents,
            operations,
            recovery,
            accounts,
            page_operations,
            reader,
        }
    }

    /// Takes up what the last run has left: to be called once, before the page can ask for anything.
    pub async fn recover(&self) {
        let accounts = self.settings.accounts().into_iter();
        let samples = accounts.filter(|account| account.environment == Environment::Sample);
        self.recovery.recover(&samples.map(|account| account.id).collect::<Vec<_>>()).await;
    }

    /// The program ends: no operation leaves any more, what is being written is written, and what is still to be saved is saved. A
    /// disk that takes longer than a few seconds is not waited for.
    pub async fn close(&self) {
        self.operations.close();
        let written = async {
            self.operations.written().await;
            // What is not saved is in the log.
            let _ = self.recents.saved().await;
            let _ = self.settings.saved().await;
        };
        if tokio::time::timeout(MAX_EXIT_WAIT, written).await.is_err() {
            tracing::warn!("the disk is still at work at the exit");
        }
    }
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
