//! Whether the fingerprints of an account's operations are whole.

use std::sync::Arc;

use super::{Desk, DeskError};
use crate::{ledger::chain::Chain, operations::journal::NotRecorded};

impl Desk {
    /// Whether the account's chain of fingerprints is whole. There may be much of it: another thread walks it.
    pub async fn check_chain(&self, account: &str) -> Result<Chain, DeskError> {
        let (ledger, account) = (Arc::clone(self.operations.journal().ledger()), account.to_owned());
        let walked = tokio::task::spawn_blocking(move || ledger.check_chain(&account)).await;
        let found = walked.unwrap_or_else(|broke_off| std::panic::resume_unwind(broke_off.into_panic()));
        Ok(found.map_err(NotRecorded::from)?)
    }
}
