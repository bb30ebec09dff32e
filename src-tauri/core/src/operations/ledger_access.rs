//! What the rest of the app may ask of the ledger through operations, so that nobody else needs the journal.

use std::{collections::BTreeSet, path::PathBuf};

use pinelabs::{Client, OrderId, Reference};
use tokio::sync::watch;

use super::{
    Operations,
    account_client::AccountClient,
    journal::NotRecorded,
    operation::{Operation, OperationId},
};
use crate::{
    ledger::{Ledger, LedgerError, Trouble, rows::Filter},
    rules::{allowed::OperationKind, ledger_mark::Older},
};

/// The most refunds of an account that are looked through for one by its own order.
const MAX_REFUNDS_LOOKED_THROUGH: usize = 2_000;

/// The file of the ledger, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct LedgerState {
    pub path: PathBuf,
    pub trouble: Option<Trouble>,
    /// It does not know what was done from this computer last.
    pub older: Option<Older>,
    /// How many of its entries cannot be read, as far as they were met.
    pub unreadable: usize,
}

impl Operations {
    /// The client of an account, which keeps the orders that it sees with a link in the ledger.
    pub async fn account_client(&self, account: &str, client: Client) -> AccountClient {
        AccountClient::open(account.to_owned(), client, self.journal().clone()).await
    }

    pub async fn get(&self, id: &OperationId) -> Result<Option<Operation>, NotRecorded> {
        self.journal().get(id).await
    }

    /// Everything that is not finished, of every account, oldest first.
    pub async fn unfinished(&self) -> Result<Vec<Operation>, NotRecorded> {
        self.journal().unfinished().await
    }

    /// The operation that a reference stands for.
    pub async fn with_reference(
        &self,
        account: &str,
        reference: &Reference,
    ) -> Result<Option<Operation>, NotRecorded> {
        self.journal().with_reference(account, reference).await
    }

    /// The refund whose own order at Pine Labs this is.
    pub async fn with_refund_order(
        &self,
        account: &str,
        order: &OrderId,
    ) -> Result<Option<Operation>, NotRecorded> {
        let refunds = Filter {
            account: account.to_owned(),
            kind: Some(OperationKind::Refund.name().to_owned()),
            ..Filter::default()
        };
        let refunds = self.journal().find(refunds, MAX_REFUNDS_LOOKED_THROUGH).await?.operations;
        Ok(refunds.into_iter().find(|refund| refund.refund_order_id() == Some(order)))
    }

    /// Forgets all operations of an account: for the sample shop, which begins anew with each start.
    pub async fn forget_account(&self, account: &str) -> Result<(), NotRecorded> {
        self.journal().forget(account).await
    }

    /// Refused where nothing can be written down.
    pub async fn takes_something(&self) -> Result<(), NotRecorded> {
        let trouble = self.ledger_trouble().await;
        trouble.map_or(Ok(()), |trouble| Err(LedgerError::from(trouble).into()))
    }

    /// Why nothing new can be written down, if so.
    pub async fn ledger_trouble(&self) -> Option<Trouble> {
        self.journal().trouble().await
    }

    /// The ledger as it is now. `is_told`: the person hears that it is older, and the next start says it no more.
    pub async fn ledger_state(&self, is_told: bool) -> LedgerState {
        let ask = move |ledger: &Ledger| {
            let found = (ledger.file().to_owned(), ledger.trouble(), ledger.older());
            if is_told {
                ledger.told_that_it_is_older();
            }
            found
        };
        let (path, trouble, older) = self.journal().write_ledger(ask).await;
        LedgerState { path, trouble, older, unreadable: self.unreadable_entries().borrow().len() }
    }

    /// Changes when something is found to be wrong with the ledger.
    pub fn ledger_troubles(&self) -> watch::Receiver<Option<Trouble>> {
        self.journal().troubles()
    }

    /// The numbers of the entries that cannot be read, as far as they were met.
    pub fn unreadable_entries(&self) -> watch::Receiver<BTreeSet<i64>> {
        self.journal().unreadable()
    }

    /// What is under way is not known, so nothing may be added to it.
    pub async fn mark_ledger_damaged(&self) {
        self.journal().write_ledger(Ledger::mark_damaged).await;
    }

    /// Looks at every page of the ledger's file. Takes a while with a large one.
    pub async fn check_ledger_file(&self) {
        self.journal().read_ledger(Ledger::check).await;
    }

    /// Reads every entry of the ledger once, so that all that cannot be read is known.
    pub async fn check_ledger_entries(&self) -> Result<(), NotRecorded> {
        self.journal().check_rows().await
    }

    /// Waits until what is being written now is on the disk.
    pub async fn written(&self) {
        self.journal().written().await;
    }
}
