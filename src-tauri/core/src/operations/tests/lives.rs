//! Runs of the program, one after the other: each ends like a kill, and the next finds what is on disk.

use std::{sync::Arc, time::Duration};

use pinelabs::Clock;
use sandbox::{DialectSetting, Options, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::setup::{self, LateClock};
use crate::{
    ledger::Ledger,
    operations::{
        NotConfirmed, NotPrepared, Operations,
        account_client::AccountClient,
        journal::{Advance, Journal},
        operation::{Intent, Operation, State},
    },
    rules::{allowed::OperationKind, amount::AmountInput},
};

/// Holds that no test waits for.
pub const LONG: Duration = Duration::from_mins(1);
pub const SHORT: Duration = Duration::from_millis(50);

/// What survives the process: the sandbox, the folder, the time.
pub struct Place {
    pub clock: Arc<LateClock>,
    sandbox: Sandbox,
    folder: tempfile::TempDir,
    host: Runtime,
}

/// One run of the process. Its tasks advance only within its own methods, so that a test decides where the end strikes.
pub struct Life {
    pub operations: Operations,
    pub shop: Arc<AccountClient>,
    /// The operations that its start found unsent.
    pub unsent: Vec<Operation>,
    runtime: Runtime,
}

impl Place {
    pub fn new() -> Self {
        let host = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (client_id, client_secret) = ("id".into(), "secret".into());
        let dialect = DialectSetting::Reference;
        let options = Options { port: 0, dialect, client_id, client_secret, now: None };
        let sandbox = host.block_on(Sandbox::start(options)).unwrap();
        Self { clock: Arc::default(), sandbox, folder: tempfile::tempdir().unwrap(), host }
    }

    /// Starts the program: opens the ledger and recovers what it finds.
    pub fn start(&self, undo: Duration) -> Life {
        let ledger = Arc::new(Ledger::open(self.folder.path()));
        // The previous run has released it.
        assert_eq!(ledger.trouble(), None);
        // The calling thread does the I/O, so that a run advances no further than its test wants.
        let journal = Journal::inline(ledger);
        let operations = Operations::new(journal.clone(), self.clock.clone(), setup::quick(undo));
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (shop, unsent) = runtime.block_on(async {
            let client = setup::client(&self.sandbox, &self.clock);
            let shop = AccountClient::open("account".into(), client, journal).await;
            let interrupted = operations.interrupted().await.unwrap();
            (Arc::new(shop), operations.recover(&interrupted).await.unwrap())
        });
        Life { operations, shop, unsent, runtime }
    }

    /// Ends one run like a kill, and starts the next.
    pub fn restart(&self, life: Life, undo: Duration) -> Life {
        drop(life);
        self.start(undo)
    }

    pub fn control(&self, path: &str, body: Value) -> Value {
        self.host.block_on(setup::control(&self.sandbox, path, body))
    }

    pub fn fault(&self, method: &str, path: &str, fault: &Value) {
        let mut fault = fault.clone();
        fault["match"] = json!({ "method": method, "path_contains": path });
        self.control("faults", fault);
    }

    pub fn clear_faults(&self) {
        let url = format!("{}/_sandbox/faults", self.sandbox.url());
        self.host.block_on(async { reqwest::Client::new().delete(url).send().await.unwrap() });
    }

    pub fn writes(&self) -> Vec<Value> {
        self.host.block_on(setup::writes(&self.sandbox))
    }

    /// Advances a run until a write has taken effect.
    pub fn until_committed(&self, life: &Life) {
        let committed = async { while !self.any_committed(|_| true).await {} };
        life.run(async { tokio::time::timeout(Duration::from_secs(20), committed).await.unwrap() });
    }

    /// Advances a run until a refund has taken effect, or is not being sent any more.
    pub fn until_out(&self, life: &Life, operation: &Operation) {
        let reference = json!(operation.intent.reference);
        let ours = |write: &Value| write["body"]["merchant_order_reference"] == reference;
        let being_sent = async || {
            let now = life.operations.get(operation.id()).await.unwrap().unwrap();
            matches!(now.state, State::Held { .. } | State::Sending { .. })
        };
        let out = async { while being_sent().await && !self.any_committed(ours).await {} };
        life.run(async { tokio::time::timeout(Duration::from_secs(20), out).await.unwrap() });
    }

    async fn any_committed(&self, wanted: impl Fn(&Value) -> bool) -> bool {
        setup::writes(&self.sandbox).await.iter().any(|write| write["committed"] == true && wanted(write))
    }
}

impl Life {
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Resumes open operations, as a start does once the account's secret is available.
    pub fn resume(&self) {
        self.run(self.operations.resume(&self.shop)).unwrap();
    }

    pub fn prepare(&self, reference: &str, action: OperationKind) -> Result<Intent, NotPrepared> {
        self.run(async {
            let reading = self.shop.read_by_reference(&reference.parse().unwrap()).await.unwrap();
            let link = reading.snapshot.link.payment_link_id.unwrap();
            self.operations.prepare(&self.shop, &link, action).await.map(|(intent, _)| intent)
        })
    }

    pub fn confirm(&self, intent: &Intent, choice: Option<&AmountInput>) -> Result<Operation, NotConfirmed> {
        let reason = Some("Item returned".to_owned());
        self.run(self.operations.confirm(&self.shop, &intent.id, choice, reason))
    }

    /// Opens a dialog and confirms it. No task has run yet.
    pub fn begin(&self, reference: &str, action: OperationKind, choice: Option<&AmountInput>) -> Operation {
        let intent = self.prepare(reference, action).unwrap();
        self.confirm(&intent, choice).unwrap()
    }

    /// The same for sending again: nothing is sent yet.
    pub fn send_again(&self, operation: &Operation) -> Operation {
        self.run(self.operations.send_again(&self.shop, operation.id())).unwrap().unwrap()
    }

    pub fn now(&self, operation: &Operation) -> Operation {
        self.run(self.operations.get(operation.id())).unwrap().unwrap()
    }

    pub fn until(&self, operation: &Operation, far_enough: impl Fn(&Operation) -> bool) -> Operation {
        self.run(setup::until(&self.operations, operation, far_enough))
    }

    pub fn resolved(&self, operation: &Operation) -> Operation {
        self.until(operation, |operation| setup::is_final(&operation.state))
    }

    /// Waits until a look-up of a lost refund has found nothing.
    pub fn until_absent(&self, operation: &Operation) {
        let absent = |now: &Operation| now.checking().is_some_and(|checking| checking.absent_since.is_some());
        self.until(operation, absent);
    }

    /// Makes the file read-only, or writable again.
    pub fn set_closed(&self, closed: bool) {
        self.operations.journal().ledger().set("query_only", i64::from(closed));
    }

    /// Writes a state as if the operation had got that far.
    pub fn write_down(&self, operation: &Operation, state: State) -> Operation {
        self.rewrite(operation, |now| now.state = state)
    }

    pub fn rewrite(&self, operation: &Operation, change: impl FnOnce(&mut Operation)) -> Operation {
        let mut now = self.now(operation);
        change(&mut now);
        let written = self.run(self.operations.journal().advance(&mut now, None));
        assert!(matches!(written, Advance::Applied));
        now
    }

    /// Marks an operation as sent, as right before its first byte.
    pub fn write_down_as_sent(&self, place: &Place, operation: &Operation) {
        self.rewrite(operation, |now| {
            now.sent_at = Some(place.clock.now());
            now.state = State::Sending { waiting: None };
        });
    }
}
