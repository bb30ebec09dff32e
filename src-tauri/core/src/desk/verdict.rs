//! The person's own word on an operation: whether it is there, and that it was seen.

use super::{Desk, DeskError};
use crate::operations::operation::{Operation, OperationId};

impl Desk {
    pub async fn decide(&self, id: &OperationId, there: bool) -> Result<Operation, DeskError> {
        self.operations.decide(id, there).await?.ok_or(DeskError::NoOperation)
    }

    pub async fn take_back(&self, id: &OperationId) -> Result<Operation, DeskError> {
        self.operations.take_back(id).await?.ok_or(DeskError::NoOperation)
    }

    pub async fn dismiss(&self, id: &OperationId) -> Result<Operation, DeskError> {
        self.operations.put_away(id).await?.ok_or(DeskError::NoOperation)
    }
}
