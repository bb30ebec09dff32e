//! `OperationLog`: the operations of this computer as the ledger has them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use pinelabs::Clock;

use crate::{
    ledger::chain::Chain,
    operations::{Operations, journal::NotRecorded},
    recovery::Recovery,
};

#[derive(Debug, thiserror::Error)]
pub enum OperationLogError {
    #[error("there is no such operation")]
    NoOperation,
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error("the export could not be written")]
    Export(#[source] std::io::Error),
}

pub struct OperationLog {
    pub(super) operations: Operations,
    pub(super) recovery: Arc<Recovery>,
    pub(super) clock: Arc<dyn Clock>,
    /// Where the tables are written.
    pub(super) exports: PathBuf,
}

impl OperationLog {
    /// `folder`: the app's own, which the tables are written below.
    pub fn new(
        operations: Operations,
        recovery: Arc<Recovery>,
        clock: Arc<dyn Clock>,
        folder: &Path,
    ) -> Self {
        Self { operations, recovery, clock, exports: folder.join("exports") }
    }

    /// Whether the account's chain of fingerprints is whole. There may be much of it.
    pub async fn check_chain(&self, account: &str) -> Result<Chain, OperationLogError> {
        Ok(self.operations.journal().check_chain(account).await?)
    }
}
