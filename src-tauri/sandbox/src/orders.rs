//! The order routes: look-ups, capture and void. Their bodies are wrapped in `data`.

use crate::answer::{Answer, Refusal, Write};
use crate::body::{Object, amount, merchant_reference};
use crate::dialect::capture_fields;
use crate::model::Model;
use crate::settings::{Duplicate, Settings};
use crate::state::ShopState;
use serde_json::Value;

/// `GET …/orders/{id}`, of a charge or of a refund.
pub(crate) fn by_id(state: &ShopState, id: &str) -> Result<Answer, Refusal> {
    let model = state.as_read();
    let refund = model.refunds.iter().find(|refund| refund.order_id == id && !refund.forgotten);
    match refund {
        Some(refund) => Ok(Answer::wrapped(&refund.looked_up(state.settings.parent()))),
        None => Ok(Answer::wrapped(&shown(&model, id, &state.settings)?)),
    }
}

/// `GET …/orders/reference/{reference}`. The parts of a part payment may share one reference: this finds the newest.
pub(crate) fn by_reference(state: &ShopState, reference: &str) -> Result<Answer, Refusal> {
    let model = state.as_read();
    let settings = &state.settings;
    let refund = model.refunds.iter().find(|refund| settings.finds(&refund.reference, reference));
    if let Some(refund) = refund.filter(|refund| !refund.forgotten)
        && settings.find_refunds_by_reference
    {
        return Ok(Answer::wrapped(&refund.looked_up(settings.parent())));
    }
    let mut newest_first = model.orders.iter().rev();
    let order = newest_first.find(|order| settings.finds(&order.reference, reference) && !order.unreadable);
    let order = order.ok_or_else(Refusal::no_such_order)?;
    Ok(Answer::wrapped(&model.order_json(order, state.settings.list(), state.settings.parent())))
}

/// `PUT …/orders/{id}/capture`
pub(crate) fn capture(state: &mut ShopState, id: &str, body: &Object) -> Result<Answer, Refusal> {
    let now = state.clock.now();
    let fields = capture_fields(state.options.dialect);
    if let Some(unknown) = fields.unknown
        && state.settings.strict_capture_fields
        && body.contains_key(unknown)
    {
        return Err(Refusal::invalid(unknown, format!("Unknown field: {unknown}")));
    }
    let reference = if fields.reference_required || body.contains_key("merchant_capture_reference") {
        merchant_reference(body, "merchant_capture_reference")?.to_owned()
    } else {
        String::new()
    };
    let field =
        fields.reads.iter().copied().find(|field| body.contains_key(*field)).unwrap_or(fields.reads[0]);
    let returns = state.settings.duplicate_capture == Duplicate::Return;
    let order = state.model.order(id).ok_or_else(Refusal::no_such_order)?;
    if order.has_capture(&reference) {
        if returns {
            return Ok(Answer::wrapped(&shown(&state.model, id, &state.settings)?));
        }
        return Err(Refusal::duplicate("merchant_capture_reference was used before"));
    }
    let asked = amount(body, field)?;
    let captured = order.capture(&reference, asked.as_ref(), field, now)?;
    let mut write = Write::to("capture", id);
    write.reference = Some(reference).filter(|reference| !reference.is_empty());
    write.amount = Some(captured);
    Ok(Answer::wrapped(&shown(&state.model, id, &state.settings)?).with_write(write))
}

/// `PUT …/orders/{id}/cancel`
pub(crate) fn void(state: &mut ShopState, id: &str) -> Result<Answer, Refusal> {
    let now = state.clock.now();
    let order = state.model.order(id).ok_or_else(Refusal::no_such_order)?;
    let released = order.void(now)?;
    let mut write = Write::to("void", id);
    write.amount = Some(released);
    Ok(Answer::wrapped(&shown(&state.model, id, &state.settings)?).with_write(write))
}

fn shown(model: &Model, id: &str, settings: &Settings) -> Result<Value, Refusal> {
    let order = model.orders.iter().find(|order| order.id == id && !order.unreadable);
    Ok(model.order_json(order.ok_or_else(Refusal::no_such_order)?, settings.list(), settings.parent()))
}
