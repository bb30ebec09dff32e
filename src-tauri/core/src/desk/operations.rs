//! Operations that move money or links, from a dialog: which account they belong to, and which outcome a page shows.

use pinelabs::LinkId;

use super::{Desk, DeskError, links::recent_of, lock};
use crate::{
    operations::{
        NotConfirmed,
        account_client::Reading,
        operation::{Intent, Operation, OperationId},
    },
    rules::{
        allowed::OperationKind,
        amount::{AmountInput, ResolvedAmount},
        find::NotAnId,
        link_form::LinkForm,
    },
};

/// What a dialog opens with.
pub struct PreparedIntent {
    pub intent: Intent,
    pub reading: Reading,
}

impl Desk {
    pub async fn prepare(
        &self,
        account: &str,
        link: &str,
        action: OperationKind,
    ) -> Result<PreparedIntent, DeskError> {
        let link = link.parse::<LinkId>().map_err(|_| DeskError::NotAnId(NotAnId::Characters))?;
        let shop = self.shop(account).await?;
        let (intent, reading) = Box::pin(self.operations.prepare(&shop, &link, action)).await?;
        self.remember(account, link.as_str(), &reading);
        if let Some(recent) = recent_of(&reading.snapshot) {
            self.recents.seen(account, recent);
        }
        Ok(PreparedIntent { intent, reading })
    }

    pub async fn prepare_create(&self, account: &str, form: &LinkForm) -> Result<Intent, DeskError> {
        let new = form.read().map_err(DeskError::Invalid)?;
        let shop = self.shop(account).await?;
        Ok(self.operations.prepare_create(&shop, new).await?)
    }

    pub fn check_amount(
        &self,
        intent: &OperationId,
        choice: &AmountInput,
    ) -> Result<ResolvedAmount, DeskError> {
        Ok(self.operations.check_amount(intent, choice)?)
    }

    /// Confirms an open dialog, which must be one for `action` in this account.
    pub async fn confirm(
        &self,
        account: &str,
        intent: &OperationId,
        action: OperationKind,
        choice: Option<&AmountInput>,
        reason: Option<String>,
    ) -> Result<Operation, DeskError> {
        let fits = |known: &Intent| known.account == account && known.kind == action;
        let open = self.operations.intent(intent).is_some_and(|intent| fits(&intent));
        let begun = self.operations.get(intent).await?.is_some_and(|operation| fits(&operation.intent));
        if !open && !begun {
            return Err(NotConfirmed::NoSuchIntent.into());
        }
        let shop = self.shop(account).await?;
        Ok(self.operations.confirm(&shop, intent, choice, reason).await?)
    }

    pub async fn undo(&self, id: &OperationId) -> Result<Operation, DeskError> {
        self.operations.undo(id).await?.ok_or(DeskError::NoOperation)
    }

    /// Looks an unknown outcome up now, or says why it cannot be looked up.
    pub async fn check_now(&self, id: &OperationId) -> Result<Operation, DeskError> {
        let operation = self.operations.get(id).await?.ok_or(DeskError::NoOperation)?;
        self.operations.takes_something().await?;
        self.require_recovered(id).await?;
        let shop = self.shop(&operation.intent.account).await?;
        self.operations.resume(&shop).await?;
        self.operations.check_now(id).await?.ok_or(DeskError::NoOperation)
    }

    pub async fn send_again(&self, id: &OperationId) -> Result<Operation, DeskError> {
        self.require_recovered(id).await?;
        let operation = self.operations.get(id).await?.ok_or(DeskError::NoOperation)?;
        let shop = self.shop(&operation.intent.account).await?;
        self.operations.send_again(&shop, id).await?.ok_or(DeskError::NoOperation)
    }

    /// Another link's page was opened: resolved outcomes of the one before are not shown again.
    pub(super) async fn turn_to(&self, account: &str, link: &str) {
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
    pub async fn operation_shown(&self, account: &str, link: &str) -> Option<Operation> {
        let of_link = self.operations.journal().of_link(account, link).await.unwrap_or_default();
        let of_link = self.as_interrupted(of_link);
        let put_away = lock(&self.put_away);
        // What was resolved before this start was seen then, but for what still asks for something. The ledger's order and what
        // has happened since decide that: the clock may have been set meanwhile.
        let of_this_run = |operation: &Operation| {
            operation.is_open()
                || operation.wants_attention()
                || operation.number > self.last_number_before
                || operation.interrupted_at.is_some_and(|at| at >= self.started_at)
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
}
