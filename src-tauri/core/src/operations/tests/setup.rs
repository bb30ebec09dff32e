//! A sandbox, a shop connected to it, and an engine with short waits.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use pinelabs::{Client, Clock, Credentials, LinkId, RetryPolicy};
use sandbox::{DialectSetting, Options, Sandbox};
use serde_json::{Value, json};

use crate::{
    ledger::Ledger,
    operations::{
        NotPrepared, Operations, Timings,
        account_client::AccountClient,
        journal::Journal,
        operation::{Intent, Operation, State},
    },
    rules::{allowed::OperationKind, amount::AmountInput},
};

/// The real time plus an offset that the test sets: at once, or little by little, so that look-ups continue meanwhile.
#[derive(Default)]
pub struct LateClock {
    later: AtomicI64,
    to_go: AtomicI64,
}

/// Seconds that pass with each reading of the clock.
const LITTLE: i64 = 15;

impl LateClock {
    /// Lets minutes pass, during which look-ups happen.
    pub fn advance(&self, minutes: i64) {
        self.to_go.fetch_add(minutes * 60, Ordering::SeqCst);
    }

    /// Drops the minutes that have not passed yet.
    pub fn stay(&self) {
        self.to_go.store(0, Ordering::SeqCst);
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.later.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for LateClock {
    fn now(&self) -> Timestamp {
        let mut step = 0;
        let _ = self.to_go.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |to_go| {
            step = to_go.min(LITTLE);
            Some(to_go - step)
        });
        let later = self.later.fetch_add(step, Ordering::SeqCst) + step;
        Timestamp::now() + SignedDuration::from_secs(later)
    }
}

/// The same time for the client, whose readings let no time pass.
struct ClientsClock(Arc<LateClock>);

impl Clock for ClientsClock {
    fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_secs(self.0.later.load(Ordering::SeqCst))
    }
}

pub struct Bench {
    pub operations: Operations,
    pub shop: Arc<AccountClient>,
    pub clock: Arc<LateClock>,
    sandbox: Arc<Sandbox>,
    /// Its own folder, unless it shares another bench's ledger.
    _folder: Option<tempfile::TempDir>,
}

impl Bench {
    pub async fn open() -> Self {
        Self::with(DialectSetting::Reference, Duration::ZERO).await
    }

    pub async fn with(dialect: DialectSetting, undo: Duration) -> Self {
        Self::begin_at(None, dialect, undo).await
    }

    /// `now` is the time of the invented shop at its start.
    pub async fn begin_at(now: Option<Timestamp>, dialect: DialectSetting, undo: Duration) -> Self {
        let options =
            Options { port: 0, dialect, client_id: "id".into(), client_secret: "secret".into(), now };
        Self::at(Arc::new(Sandbox::start(options).await.unwrap()), undo).await
    }

    async fn at(sandbox: Arc<Sandbox>, undo: Duration) -> Self {
        let clock = Arc::new(LateClock::default());
        let client = client(&sandbox, &clock);
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::new(Arc::new(Ledger::open(folder.path())));
        let operations = Operations::new(journal.clone(), clock.clone(), quick(undo));
        let shop = Arc::new(AccountClient::open("account".into(), client, journal).await);
        Self { operations, shop, clock, sandbox, _folder: Some(folder) }
    }

    /// Another computer of the same shop, with its own ledger.
    pub async fn another_computer(&self) -> Self {
        Self::at(Arc::clone(&self.sandbox), Duration::ZERO).await
    }

    /// Another key pair of the same shop on the same computer.
    pub async fn another_account(&self) -> Self {
        let client = client(&self.sandbox, &self.clock);
        let journal = self.operations.journal().clone();
        Self {
            operations: self.operations.clone(),
            shop: Arc::new(AccountClient::open("another account".into(), client, journal).await),
            clock: Arc::clone(&self.clock),
            sandbox: Arc::clone(&self.sandbox),
            _folder: None,
        }
    }

    /// The sandbox's refunds on an order.
    pub async fn refunds_in_the_books(&self, order: &pinelabs::OrderId) -> Vec<Value> {
        let url = format!("{}/_sandbox/ledger", self.sandbox.url());
        let books: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        let orders = books["orders"].as_array().unwrap();
        let books = orders.iter().find(|entry| entry["order_id"] == json!(order)).unwrap();
        books["refunds"].as_array().unwrap().clone()
    }

    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        control(&self.sandbox, path, body).await
    }

    pub async fn fault(&self, method: &str, path: &str, kind: &str) {
        let wanted = json!({ "method": method, "path_contains": path });
        self.control("faults", json!({ "match": wanted, "kind": kind, "times": 1 })).await;
    }

    pub async fn writes(&self) -> Vec<Value> {
        writes(&self.sandbox).await
    }

    pub async fn link(&self, reference: &str) -> LinkId {
        let reading = self.shop.read_by_reference(&reference.parse().unwrap()).await.unwrap();
        reading.snapshot.link.payment_link_id.unwrap()
    }

    pub async fn prepare(&self, reference: &str, action: OperationKind) -> Result<Intent, NotPrepared> {
        let link = self.link(reference).await;
        self.operations.prepare(&self.shop, &link, action).await.map(|(intent, _)| intent)
    }

    /// Opens a dialog and confirms it.
    pub async fn begin(
        &self,
        reference: &str,
        action: OperationKind,
        choice: Option<AmountInput>,
    ) -> Operation {
        let intent = self.prepare(reference, action).await.unwrap();
        self.confirm(&intent, choice.as_ref()).await
    }

    pub async fn confirm(&self, intent: &Intent, choice: Option<&AmountInput>) -> Operation {
        let reason = Some("Item returned".to_owned());
        self.operations.confirm(&self.shop, &intent.id, choice, reason).await.unwrap()
    }

    pub async fn until(&self, operation: &Operation, far_enough: impl Fn(&State) -> bool) -> Operation {
        until(&self.operations, operation, |operation| far_enough(&operation.state)).await
    }

    /// Reads the link of an operation, as its page does after each outcome.
    pub async fn read(&self, operation: &Operation) -> Operation {
        let mut reading = self.shop.read(operation.link_id().unwrap()).await.unwrap();
        self.operations.enrich(&self.shop, &mut reading).await.unwrap();
        self.operations.get(operation.id()).await.unwrap().unwrap()
    }

    pub async fn resolved(&self, operation: &Operation) -> Operation {
        self.until(operation, is_final).await
    }
}

/// Waits until an operation has the wanted state.
pub async fn until(
    operations: &Operations,
    operation: &Operation,
    far_enough: impl Fn(&Operation) -> bool,
) -> Operation {
    let mut changes = operations.subscribe();
    let wait = async {
        loop {
            let now = operations.get(operation.id()).await.unwrap().unwrap();
            if far_enough(&now) {
                return now;
            }
            // A lagged channel is no loss: the journal is read again.
            let _ = changes.recv().await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(20), wait).await;
    match waited {
        Ok(operation) => operation,
        Err(late) => panic!("{late}: {:?}", operations.get(operation.id()).await.unwrap().unwrap().state),
    }
}

pub fn is_final(state: &State) -> bool {
    !matches!(state, State::Held { .. } | State::Sending { .. } | State::Checking(_))
}

/// The writes that arrived at a sandbox, without the token's.
pub async fn writes(sandbox: &Sandbox) -> Vec<Value> {
    let url = format!("{}/_sandbox/requests", sandbox.url());
    let log: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    let is_write =
        |request: &&Value| request["method"] != "GET" && !request["path"].as_str().unwrap().contains("token");
    log["requests"].as_array().unwrap().iter().filter(is_write).cloned().collect()
}

/// A control request to a sandbox.
pub async fn control(sandbox: &Sandbox, path: &str, body: Value) -> Value {
    let url = format!("{}/_sandbox/{path}", sandbox.url());
    let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
    answer.json().await.unwrap()
}

pub fn client(sandbox: &Sandbox, clock: &Arc<LateClock>) -> Client {
    let clock = Arc::new(ClientsClock(Arc::clone(clock)));
    let quick = RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() };
    let credentials = Credentials::new("id", "secret".to_owned());
    Client::builder(sandbox.url(), credentials).retry(quick).rate_limit(None).clock(clock).build().unwrap()
}

pub fn quick(undo: Duration) -> Timings {
    let soon = Duration::from_millis(20);
    Timings {
        undo,
        first_check: soon,
        max_check_pause: soon,
        max_follow_pause: soon,
        max_rate_limit_wait: Duration::from_secs(40),
        write_retry_pause: soon,
    }
}

pub fn part(text: &str) -> AmountInput {
    AmountInput::Part(text.into())
}

pub const ALL: AmountInput = AmountInput::All;
