//! Sending a change once, and what its answer tells.

use jiff::Timestamp;
use pinelabs::{CaptureRequest, Error, FieldError, FieldProblem, RefundRequest, SendDeadline, WriteError};

use super::{
    account_client::AccountClient,
    captures, create,
    operation::{Operation, State, Target},
    refunds::{self, Source},
    verdict::Verdict,
};
use crate::rules::allowed::OperationKind;

/// The change names no order to move money on.
const INCOMPLETE: FieldError = FieldError::new("order_id", FieldProblem::Missing);

/// Sends once, unless `deadline` is over before the first byte is written. `others` are the changes of the same order.
pub(super) async fn send(
    shop: &AccountClient,
    operation: &mut Operation,
    others: &[Operation],
    deadline: SendDeadline,
    now: Timestamp,
) -> Result<Verdict, WriteError> {
    let intent = operation.intent.clone();
    let client = match operation.dialect.filter(|_| operation.lost) {
        Some(dialect) => shop.client().pinned(dialect),
        None => shop.client(),
    };
    let client = &client.with_deadline(deadline);
    let key = &intent.key;
    let link = match &intent.target {
        Target::New { new_link } => return create::send(client, shop, operation, new_link, now).await,
        Target::Link { link_id } => link_id,
    };
    let done = |at| State::Done { at, captured_instead: None };
    match (intent.kind, &intent.order_id, &intent.reference, operation.amount) {
        (OperationKind::Resend, ..) => {
            let answer = client.links().resend(link, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(Verdict::Resolved(done(now)))
        }
        (OperationKind::Cancel, ..) => {
            let answer = client.links().cancel(link, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(captures::cancel_told_by(answer.value.status.as_ref(), now))
        }
        (OperationKind::Refund, Some(order), Some(reference), Some(amount)) => {
            let request = RefundRequest { reference: reference.clone(), amount };
            let answer = client.refunds().create(order, &request, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(Verdict::Resolved(refunds::judge(&answer.value, operation, others, Source::Answer, now)))
        }
        (OperationKind::Capture, Some(order), Some(reference), Some(amount)) => {
            let request = CaptureRequest { reference: reference.clone(), amount };
            let answer = client.orders().capture(order, &request, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            // What was captured is told by the order as it is afterwards; the answer is only the second best witness, and the
            // better one where a reading lags behind it.
            let read = client.orders().get(order).await.ok().map(|read| read.value);
            let told = read.map(|order| captures::capture_told_by(&order, operation, others, now));
            match told {
                Some(Verdict::Resolved(state)) => Ok(Verdict::Resolved(state)),
                _ => Ok(captures::capture_told_by(&answer.value, operation, others, now)),
            }
        }
        (OperationKind::Void, Some(order), ..) => {
            let answer = client.orders().void(order, key).await?;
            operation.request_ids.push(answer.request_id.to_string());
            Ok(captures::void_told_by(answer.value.status.as_ref(), now))
        }
        // An intent is never made without its order, reference and amount.
        _ => Err(WriteError::NotSent(Error::Invalid(INCOMPLETE))),
    }
}
