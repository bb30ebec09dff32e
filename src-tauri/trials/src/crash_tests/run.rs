//! One run of the program without a window: put together and started as the app does it.

use std::{path::Path, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use pinelabs::{Client, Clock, Credentials, RetryPolicy};
use tokio::{runtime::Builder, time::Instant};

use super::{Broken, broken};
use linkdesk_core::{
    blocking,
    ledger::Ledger,
    operations::{
        Operations, Timings,
        account_client::AccountClient,
        journal::Journal,
        operation::{Operation, OperationId, State},
    },
    rules::{allowed::OperationKind, amount::AmountInput},
};

pub const ACCOUNT: &str = "crash-tests";
pub const CLIENT: &str = "crash-tests-client";
pub const SECRET: &str = "crash-tests-secret";

/// Fifteen minutes in a second and a half, and look-ups half a minute apart.
pub const HURRY: i32 = 600;

/// Nothing here takes longer: what does is stuck.
const PATIENCE: Duration = Duration::from_secs(30);

/// The real time, or one that goes by faster, for what is proven by waiting.
#[derive(Debug)]
pub struct Hurried {
    began: (Instant, Timestamp),
    times: i32,
}

impl Hurried {
    pub fn by(times: i32) -> Self {
        Self { began: (Instant::now(), Timestamp::now()), times }
    }
}

impl Clock for Hurried {
    fn now(&self) -> Timestamp {
        let (instant, at) = self.began;
        let gone = SignedDuration::try_from(instant.elapsed()).unwrap_or(SignedDuration::MAX);
        at.saturating_add(gone.saturating_mul(self.times)).unwrap_or(at)
    }
}

pub struct Run {
    pub operations: Operations,
    pub shop: Arc<AccountClient>,
}

impl Run {
    /// Opens the ledger, takes up what the last run has left, and goes on looking after it.
    pub async fn begin(folder: &Path, url: &str, times: i32, undo: Duration) -> Result<Self, Broken> {
        // Nothing else is at work yet.
        let ledger = blocking::allow(|| Ledger::open(folder));
        if let Some(trouble) = ledger.trouble() {
            return broken(format!("the ledger: {trouble}"));
        }
        let journal = Journal::new(Arc::new(ledger));
        let clock: Arc<dyn Clock> = Arc::new(Hurried::by(times));
        let soon = Duration::from_millis(10);
        let client = Client::builder(url, Credentials::new(CLIENT, SECRET.to_owned()))
            .clock(Arc::clone(&clock))
            .retry(RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() })
            .rate_limit(None)
            .build()?;
        let timings = Timings {
            undo,
            first_check: soon,
            max_check_pause: 4 * soon,
            max_follow_pause: 4 * soon,
            max_rate_limit_wait: PATIENCE,
            write_retry_pause: soon,
        };
        let operations = Operations::new(journal.clone(), clock, timings);
        let shop = Arc::new(AccountClient::open(ACCOUNT.to_owned(), client, journal).await);
        operations.recover(&operations.interrupted().await?).await?;
        operations.resume(&shop).await?;
        Ok(Self { operations, shop })
    }

    /// Asks for a refund as a person does: opens the dialog, types the amount, confirms.
    pub async fn ask(&self, link: &str, amount: &str) -> Result<Operation, Broken> {
        let (intent, _) = self.operations.prepare(&self.shop, &link.parse()?, OperationKind::Refund).await?;
        let (choice, reason) = (AmountInput::Part(amount.to_owned()), Some("Item returned".to_owned()));
        Ok(self.operations.confirm(&self.shop, &intent.id, Some(&choice), reason).await?)
    }

    /// A refund, until the person is told what became of it: whether or not that could be written down.
    pub async fn refund(&self, link: &str, amount: &str) -> Result<Operation, Broken> {
        self.follow(link, amount, is_told).await
    }

    /// A refund, until it has left and its answer has come, or none.
    pub async fn send(&self, link: &str, amount: &str) -> Result<Operation, Broken> {
        self.follow(link, amount, |state| is_told(state) || matches!(state, State::Checking(_))).await
    }

    async fn follow(
        &self,
        link: &str,
        amount: &str,
        far_enough: impl Fn(&State) -> bool,
    ) -> Result<Operation, Broken> {
        let mut told = self.operations.subscribe();
        let asked = self.ask(link, amount).await?;
        let hear = async {
            loop {
                match told.recv().await {
                    Ok(operation) if operation.id() == asked.id() && far_enough(&operation.state) => {
                        return Ok(operation);
                    }
                    Ok(_) => {}
                    Err(error) => return broken(error.to_string()),
                }
            }
        };
        tokio::time::timeout(PATIENCE, hear).await.unwrap_or_else(|_| broken("nobody is told anything"))
    }

    /// Until nothing is unknown any more, but for what only a person can tell.
    pub async fn resolve(&self) -> Result<(), Broken> {
        let resolved = async {
            let open = |operation: &Operation| !is_told(&operation.state);
            while self.operations.journal().unfinished().await?.iter().any(open) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, resolved).await.unwrap_or_else(|_| broken("it is never resolved"))
    }

    /// Until a look-up has found this refund: from then on one can be proven absent.
    pub async fn found(&self, id: &OperationId) -> Result<(), Broken> {
        let found = async {
            while !self.shop.finds_refunds().await {
                self.operations.check_now(id).await?;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| broken("its refund is never found"))
    }
}

fn is_told(state: &State) -> bool {
    !matches!(state, State::Held { .. } | State::Sending { .. } | State::Checking(_))
}

/// What the ledger of a run that has ended says of the operations of a link.
pub fn written_of(folder: &Path, link: &str) -> Result<Vec<Operation>, Broken> {
    let ledger = Ledger::open(folder);
    if let Some(trouble) = ledger.trouble() {
        return broken(format!("the ledger afterwards: {trouble}"));
    }
    let journal = Journal::new(Arc::new(ledger));
    Ok(Builder::new_current_thread().build()?.block_on(journal.of_link(ACCOUNT, link))?)
}
