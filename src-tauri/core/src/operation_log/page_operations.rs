//! `PageOperations`: which operation the page of a link shows, as long as it is the one that is open.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use crate::{
    lock::lock,
    operations::{
        Operations,
        operation::{Operation, OperationId},
    },
    recovery::Recovery,
};

pub struct PageOperations {
    operations: Operations,
    recovery: Arc<Recovery>,
    /// The account and the link whose page is open.
    open_page: Mutex<Option<(String, String)>>,
    /// The resolved operations that another page has put out of sight.
    put_away: Mutex<BTreeSet<OperationId>>,
}

impl PageOperations {
    pub fn new(operations: Operations, recovery: Arc<Recovery>) -> Self {
        Self { operations, recovery, open_page: Mutex::default(), put_away: Mutex::default() }
    }

    /// Another link's page was opened: resolved outcomes of the one before are not shown again.
    pub async fn turn_to(&self, account: &str, link: &str) {
        let page = Some((account.to_owned(), link.to_owned()));
        let before = {
            let mut open_page = lock(&self.open_page);
            if *open_page == page { None } else { std::mem::replace(&mut *open_page, page) }
        };
        if let Some((account, link)) = before {
            let of_link = self.operations.journal().of_link(&account, &link).await.unwrap_or_default();
            let resolved = of_link.into_iter().filter(|operation| !operation.is_open());
            lock(&self.put_away).extend(resolved.map(|operation| operation.id().clone()));
        }
    }

    /// The operation that a link's page shows: the open one, else the last one not put away.
    pub async fn of_link(&self, account: &str, link: &str) -> Option<Operation> {
        let of_link = self.operations.journal().of_link(account, link).await.unwrap_or_default();
        let of_link = self.recovery.as_interrupted(of_link);
        let put_away = lock(&self.put_away);
        // What was resolved before this start was seen then, but for what still asks for something. The ledger's order and what
        // has happened since decide that: the clock may have been set meanwhile.
        let of_this_run = |operation: &Operation| {
            operation.is_open()
                || operation.wants_attention()
                || operation.number > self.recovery.last_number_before()
                || operation.interrupted_at.is_some_and(|at| at >= self.recovery.started_at())
                || self.operations.is_of_this_run(operation.id())
        };
        of_link
            .into_iter()
            .filter(|operation| {
                // One that was put out of sight may have been begun again.
                let put_away = put_away.contains(operation.id()) && !operation.is_open();
                of_this_run(operation) && !put_away
            })
            .max_by_key(|operation| (operation.is_open(), operation.number))
    }

    #[cfg(test)]
    pub fn has_put_nothing_away(&self) -> bool {
        lock(&self.put_away).is_empty()
    }
}
