//! The refund route, once in each dialect. The rules are in `model`.

use crate::answer::{Answer, Refusal, Write};
use crate::body::{Object, amount, merchant_reference};
use crate::dialect::{GUIDE_REFUND, REFERENCE_REFUND, RefundFields};
use crate::model::RefundRequest;
use crate::settings::Duplicate;
use crate::state::ShopState;

/// `POST …/refunds/{order_id}`
pub(crate) fn by_reference_dialect(
    state: &mut ShopState,
    order_id: &str,
    body: &Object,
) -> Result<Answer, Refusal> {
    refund(state, order_id, body, REFERENCE_REFUND)
}

/// `POST …/orders/{order_id}/refund`
pub(crate) fn by_guide_dialect(
    state: &mut ShopState,
    order_id: &str,
    body: &Object,
) -> Result<Answer, Refusal> {
    refund(state, order_id, body, GUIDE_REFUND)
}

fn refund(
    state: &mut ShopState,
    order_id: &str,
    body: &Object,
    fields: RefundFields,
) -> Result<Answer, Refusal> {
    let now = state.clock.now();
    let reference = merchant_reference(body, fields.reference)?;
    // A used reference decides the answer, whatever else the request says.
    if state.model.knows_reference(reference) {
        return match state.model.refund_under(reference) {
            Some(existing) if state.settings.duplicate_refund == Duplicate::Return => {
                Ok(Answer::wrapped(&existing.called(state.settings.parent())))
            }
            _ => Err(Refusal::duplicate("merchant_order_reference was used before")),
        };
    }
    let names_shares = ["split_info", "products"].iter().any(|field| body.contains_key(*field));
    if state.settings.refuse_plain_refunds && !names_shares && state.model.is_shared(order_id) {
        return Err(Refusal::not_possible("split_info or products is required to refund this order"));
    }
    let request = RefundRequest {
        order_id,
        reference,
        amount: amount(body, fields.amount)?,
        amount_field: fields.amount,
        makes: state.settings.refund_makes.map(|makes| i64::from(makes.get())),
        starts_as: state.settings.refund_status,
        from_dashboard: false,
    };
    let made = state.model.refund(&request, now);
    if let Err(refusal) = &made
        && state.settings.burn_references
        && !refusal.is_invalid()
    {
        state.model.burnt.insert(reference.to_owned());
    }
    let refund = made?;
    let mut write = Write::to("refund", order_id);
    write.reference = Some(refund.reference.clone());
    write.amount = Some(refund.minor);
    Ok(Answer::wrapped(&refund.called(state.settings.parent())).with_write(write))
}
