//! The refund route, once in each dialect. The rules are in `books`.

use crate::answer::{Answer, Deed, Refusal};
use crate::arrival::{JsonObject, Object, amount, merchant_reference};
use crate::books::RefundAsked;
use crate::dialect::{GUIDE_REFUND, REFERENCE_REFUND, RefundFields};
use crate::settings::Duplicate;
use crate::world::Shared;
use axum::extract::{Path, State};

/// `POST …/refunds/{order_id}`
pub(crate) async fn by_reference_dialect(
    State(shared): State<Shared>,
    Path(order_id): Path<String>,
    JsonObject(body): JsonObject,
) -> Result<Answer, Refusal> {
    refund(&shared, &order_id, &body, REFERENCE_REFUND)
}

/// `POST …/orders/{order_id}/refund`
pub(crate) async fn by_guide_dialect(
    State(shared): State<Shared>,
    Path(order_id): Path<String>,
    JsonObject(body): JsonObject,
) -> Result<Answer, Refusal> {
    refund(&shared, &order_id, &body, GUIDE_REFUND)
}

fn refund(shared: &Shared, order_id: &str, body: &Object, fields: RefundFields) -> Result<Answer, Refusal> {
    let mut world = shared.lock();
    let now = world.clock.now();
    let asked = RefundAsked {
        order_id,
        reference: merchant_reference(body, fields.reference)?,
        amount: amount(body, fields.amount)?,
        amount_field: fields.amount,
        starts_as: world.settings.refund_status,
        from_dashboard: false,
    };
    if world.settings.duplicate_refund == Duplicate::Return
        && let Some(existing) = world.books.refund_under(asked.reference)
    {
        return Ok(Answer::wrapped(&existing.json()));
    }
    let refund = world.books.refund(&asked, now)?;
    let mut deed = Deed::on("refund", order_id);
    deed.reference = Some(refund.reference.clone());
    deed.amount = Some(refund.minor);
    Ok(Answer::wrapped(&refund.json()).having_done(deed))
}
