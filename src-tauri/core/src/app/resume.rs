//! Going on with what is unknown or on its way, after a start and as soon as an account's secret is at hand.

use std::{sync::Arc, time::Duration};

use super::parts::Linkdesk;
use crate::operations::{log_if_unread, operation::Operation};

/// Between tries to write down what the last run has left.
const RETRY_RECOVERY_AFTER: Duration = Duration::from_secs(5);

impl Linkdesk {
    /// Goes on with what is still unknown or on its way, of every account whose secret is at hand.
    pub async fn resume(self: Arc<Self>) {
        // The start does not wait for a look at every page of the file and at every row.
        self.operations.check_ledger_file().await;
        self.follow_unfinished().await;
        if let Err(error) = self.operations.check_ledger_entries().await {
            tracing::warn!(%error, "the rows of the ledger could not all be looked at");
        }
        // The disk was full at the start: as soon as it takes something, that is taken up too.
        let mut late = false;
        while self.operations.takes_something().await.is_ok() && self.recovery.write_down().await.is_err() {
            late = true;
            tokio::time::sleep(RETRY_RECOVERY_AFTER).await;
        }
        if late {
            self.follow_unfinished().await;
        }
    }

    async fn follow_unfinished(&self) {
        let Ok(unfinished) = self.operations.unfinished().await else { return };
        let waiting = |operation: &Operation| {
            operation.is_unknown() || operation.is_on_its_way() || operation.is_denied_in_doubt()
        };
        let mut accounts = unfinished
            .into_iter()
            .filter(waiting)
            .map(|operation| operation.intent.account)
            .collect::<Vec<_>>();
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts {
            match self.accounts.client(&account).await {
                // It may have been at work before there was anything to look after.
                Ok(shop) => log_if_unread(self.operations.resume(&shop).await),
                // One whose secret is not at hand is taken up when it is connected.
                Err(error) => tracing::info!(%error, "operations of an account wait for its secret"),
            }
        }
    }
}
