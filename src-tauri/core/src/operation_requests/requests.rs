//! `OperationRequests`: what a person asks of an operation, from its dialog to its end, with the account that it belongs to.

use std::sync::Arc;

use pinelabs::LinkId;

use super::error::OperationRequestError;
use crate::{
    accounts::Accounts,
    operations::{
        NotConfirmed, Operations,
        account_client::Reading,
        operation::{Intent, Operation, OperationId},
    },
    reading::Reader,
    recovery::Recovery,
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

pub struct OperationRequests {
    operations: Operations,
    accounts: Arc<Accounts>,
    recovery: Arc<Recovery>,
    reader: Arc<Reader>,
}

impl OperationRequests {
    pub fn new(
        operations: Operations,
        accounts: Arc<Accounts>,
        recovery: Arc<Recovery>,
        reader: Arc<Reader>,
    ) -> Self {
        Self { operations, accounts, recovery, reader }
    }

    pub async fn prepare(
        &self,
        account: &str,
        link: &str,
        action: OperationKind,
    ) -> Result<PreparedIntent, OperationRequestError> {
        let link = link.parse::<LinkId>().map_err(|_| OperationRequestError::NotAnId(NotAnId::Characters))?;
        let shop = self.accounts.client(account).await?;
        let (intent, reading) = Box::pin(self.operations.prepare(&shop, &link, action)).await?;
        self.reader.keep(account, &link, &reading);
        Ok(PreparedIntent { intent, reading })
    }

    pub async fn prepare_create(
        &self,
        account: &str,
        form: &LinkForm,
    ) -> Result<Intent, OperationRequestError> {
        let new = form.read().map_err(OperationRequestError::Invalid)?;
        let shop = self.accounts.client(account).await?;
        Ok(self.operations.prepare_create(&shop, new).await?)
    }

    pub fn check_amount(
        &self,
        intent: &OperationId,
        choice: &AmountInput,
    ) -> Result<ResolvedAmount, OperationRequestError> {
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
    ) -> Result<Operation, OperationRequestError> {
        let fits = |known: &Intent| known.account == account && known.kind == action;
        let open = self.operations.intent(intent).is_some_and(|intent| fits(&intent));
        let begun = self.operations.get(intent).await?.is_some_and(|operation| fits(&operation.intent));
        if !open && !begun {
            return Err(NotConfirmed::NoSuchIntent.into());
        }
        let shop = self.accounts.client(account).await?;
        Ok(self.operations.confirm(&shop, intent, choice, reason).await?)
    }

    pub async fn undo(&self, id: &OperationId) -> Result<Operation, OperationRequestError> {
        self.operations.undo(id).await?.ok_or(OperationRequestError::NoOperation)
    }

    /// Looks an unknown outcome up now, or says why it cannot be looked up.
    pub async fn check_now(&self, id: &OperationId) -> Result<Operation, OperationRequestError> {
        let operation = self.operations.get(id).await?.ok_or(OperationRequestError::NoOperation)?;
        self.operations.takes_something().await?;
        self.recovery.require_recovered(id).await?;
        let shop = self.accounts.client(&operation.intent.account).await?;
        self.operations.resume(&shop).await?;
        self.operations.check_now(id).await?.ok_or(OperationRequestError::NoOperation)
    }

    pub async fn send_again(&self, id: &OperationId) -> Result<Operation, OperationRequestError> {
        self.recovery.require_recovered(id).await?;
        let operation = self.operations.get(id).await?.ok_or(OperationRequestError::NoOperation)?;
        let shop = self.accounts.client(&operation.intent.account).await?;
        self.operations.send_again(&shop, id).await?.ok_or(OperationRequestError::NoOperation)
    }

    /// The person's own word on whether it is there.
    pub async fn decide(&self, id: &OperationId, there: bool) -> Result<Operation, OperationRequestError> {
        self.operations.decide(id, there).await?.ok_or(OperationRequestError::NoOperation)
    }

    pub async fn take_back(&self, id: &OperationId) -> Result<Operation, OperationRequestError> {
        self.operations.take_back(id).await?.ok_or(OperationRequestError::NoOperation)
    }

    /// The person has seen it.
    pub async fn dismiss(&self, id: &OperationId) -> Result<Operation, OperationRequestError> {
        self.operations.put_away(id).await?.ok_or(OperationRequestError::NoOperation)
    }
}
