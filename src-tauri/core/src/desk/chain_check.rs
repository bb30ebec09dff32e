//! Whether the fingerprints of an account's operations are whole.

use super::{Desk, DeskError};
use crate::ledger::chain::Chain;

impl Desk {
    /// Whether the account's chain of fingerprints is whole. There may be much of it.
    pub async fn check_chain(&self, account: &str) -> Result<Chain, DeskError> {
        Ok(self.operations.journal().check_chain(account).await?)
    }
}
