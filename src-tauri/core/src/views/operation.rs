//! A confirmed operation. Its outcome is in `outcome`.

use serde::Serialize;
use specta::Type;

use super::{
    outcome::OutcomeView,
    values::{MoneyView, ms, text},
};
use crate::{operations::operation::Operation, rules::allowed::OperationKind};

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationView {
    pub id: String,
    pub account_id: String,
    pub kind: OperationKind,
    /// `None` for a link yet to be created.
    pub link_id: Option<String>,
    pub link_reference: Option<String>,
    pub order_id: Option<String>,
    pub amount: Option<MoneyView>,
    /// What a partial capture releases to the customer.
    pub released: Option<MoneyView>,
    pub customer_name: Option<String>,
    pub reference: Option<String>,
    pub reason: Option<String>,
    /// Its row number in the ledger.
    pub number: i64,
    /// Optimistic locking: of two views of one operation, the higher revision is newer.
    pub revision: i64,
    pub confirmed_at: i64,
    pub sent_at: Option<i64>,
    pub request_id: Option<String>,
    pub request_ids: Vec<String>,
    /// When the person reported the outcome.
    pub decided_at: Option<i64>,
    /// When a start found that the last exit stopped it before it was sent.
    pub interrupted_at: Option<i64>,
    #[serde(flatten)]
    pub outcome: OutcomeView,
}

impl From<&Operation> for OperationView {
    fn from(operation: &Operation) -> Self {
        let intent = &operation.intent;
        Self {
            id: intent.id.to_string(),
            account_id: intent.account.clone(),
            kind: intent.kind,
            link_id: text(operation.link_id()),
            link_reference: text(intent.link_reference.as_ref()),
            order_id: text(intent.order_id.as_ref()),
            amount: operation.amount.map(Into::into),
            released: operation.released.filter(|released| released.is_positive()).map(Into::into),
            customer_name: intent.customer_name.clone(),
            reference: text(intent.reference.as_ref()),
            reason: operation.reason.clone(),
            number: operation.number,
            revision: operation.revision,
            confirmed_at: ms(operation.confirmed_at),
            sent_at: operation.sent_at.map(ms),
            request_id: operation.request_ids.last().cloned(),
            request_ids: operation.request_ids.clone(),
            decided_at: operation.decided_at.map(ms),
            interrupted_at: operation.interrupted_at.map(ms),
            outcome: operation.into(),
        }
    }
}
