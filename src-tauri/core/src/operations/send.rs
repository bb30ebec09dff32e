//! Sends an operation once, the way its kind does.

use jiff::Timestamp;
use pinelabs::{SendDeadline, WriteError};

use super::{
    account_client::AccountClient,
    kinds::kind::{Answer, Context},
    operation::Operation,
    verdict::Verdict,
};

/// Sends once, unless `deadline` passes before the first byte is written. `others` are the operations on the same order.
pub(super) async fn send(
    shop: &AccountClient,
    operation: &mut Operation,
    others: &[Operation],
    deadline: SendDeadline,
    now: Timestamp,
) -> Result<Verdict, WriteError> {
    let client = match operation.dialect.filter(|_| operation.lost) {
        Some(dialect) => shop.client().pinned(dialect),
        None => shop.client(),
    };
    let client = client.with_deadline(deadline);
    let context = Context { shop, operation, others, now };
    let Answer { request_id, verdict } = operation.kind().send(&client, context).await?;
    operation.request_ids.push(request_id);
    Ok(verdict)
}
