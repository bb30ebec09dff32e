//! Control routes for what Pine Labs has no API for: actions of customers, banks and colleagues in the dashboard.

use super::call::{Call, integer, read};
use super::customer::{self, Act};
use super::ledger;
use super::state::BenchState;
use crate::answer::{Answer, Refusal};
use crate::body::{Object, merchant_reference, object, optional_object};
use crate::model::{Amount, Method, RefundRequest, RefundStatus};
use crate::state::ShopState;
use serde_json::Value;

fn method(body: &Object) -> Result<Method, Refusal> {
    match body.get("method").and_then(Value::as_str) {
        None | Some("upi") => Ok(Method::UPI),
        Some("card") => Ok(Method::CARD),
        Some("netbanking") => Ok(Method::NETBANKING),
        Some(_) => Err(Refusal::invalid("method", "method must be card, upi or netbanking")),
    }
}

pub(super) fn on_link(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let body = optional_object(call.request)?;
    let amount = integer(&body, "amount")?;
    let method = method(&body)?;
    let now = state.shop.tick();
    let key = call.key;
    let act = match call.act {
        "open" => Act::Open,
        "initiate" => Act::Initiate,
        "fail" => Act::Fail,
        "part-pay" => Act::PartPay,
        "pay" => Act::Pay,
        "expire" => Act::Expire,
        "cancel" => {
            let link = state.shop.model.links.iter_mut().find(|link| link.id == key || link.reference == key);
            link.ok_or_else(Refusal::no_such_link)?.cancel(false, now)?;
            return link_answer(&state.shop, key);
        }
        _ => return Err(Refusal::invalid("act", "open, initiate, fail, part-pay, pay, expire or cancel")),
    };
    customer::act(&mut state.shop.model, key, act, amount, method, now)?;
    link_answer(&state.shop, key)
}

fn link_answer(state: &ShopState, key: &str) -> Result<Answer, Refusal> {
    let link = state.model.links.iter().find(|link| link.id == key || link.reference == key);
    Ok(Answer::flat(link.ok_or_else(Refusal::no_such_link)?.json()))
}

/// A capture or void made elsewhere.
pub(super) fn on_order(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let body = optional_object(call.request)?;
    let amount = integer(&body, "amount")?;
    let named = body.contains_key("reference");
    let reference = if named { merchant_reference(&body, "reference")? } else { "dashboard" };
    let now = state.shop.tick();
    let order = state.shop.model.order(call.key).ok_or_else(Refusal::no_such_order)?;
    match call.act {
        "void" => order.void(now)?,
        "capture" => {
            let asked = amount.map(|minor| Amount { minor, currency: order.currency.clone() });
            order.capture(reference, asked.as_ref(), "amount", now)?
        }
        _ => return Err(Refusal::invalid("act", "void or capture")),
    };
    Ok(Answer::flat(ledger::of(&state.shop)))
}

pub(super) fn advance_refund(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let body = optional_object(call.request)?;
    let status: Option<RefundStatus> =
        body.get("status").cloned().map(|value| read("status", value)).transpose()?;
    let now = state.shop.clock.now();
    let refund = state.shop.model.refunds.iter_mut().find(|refund| refund.reference == call.key);
    let refund = refund.ok_or_else(Refusal::no_such_order)?;
    if matches!(refund.status, RefundStatus::Processed | RefundStatus::Failed) {
        return Err(Refusal::not_possible("The refund has ended already"));
    }
    refund.status = status.unwrap_or_else(|| next_status(refund.status));
    refund.updated = now;
    Ok(Answer::flat(refund.json(true)))
}

/// The next status of a successful refund.
fn next_status(status: RefundStatus) -> RefundStatus {
    if status == RefundStatus::Created { RefundStatus::Pending } else { RefundStatus::Processed }
}

/// Hides a refund from every look-up; its money stays refunded.
pub(super) fn forget_refund(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let refund = state.shop.model.refunds.iter_mut().find(|refund| refund.reference == call.key);
    let refund = refund.ok_or_else(Refusal::no_such_order)?;
    refund.forgotten = true;
    Ok(Answer::flat(refund.json(true)))
}

/// A refund made in the dashboard.
pub(super) fn dashboard_refund(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let body = object(call.request)?;
    let reference = format!("dashboard-{}", state.shop.model.refunds.len() + 1);
    refund_elsewhere(&mut state.shop, &body, &reference, RefundStatus::Processed, true)
}

/// A refund made by another computer over the API.
pub(super) fn colleague_refund(state: &mut BenchState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let body = object(call.request)?;
    let reference = merchant_reference(&body, "reference")?;
    let status = body.get("status").cloned().map(|value| read("status", value)).transpose()?;
    let status = status.unwrap_or(state.shop.settings.refund_status);
    refund_elsewhere(&mut state.shop, &body, reference, status, false)
}

fn refund_elsewhere(
    state: &mut ShopState,
    body: &Object,
    reference: &str,
    starts_as: RefundStatus,
    from_dashboard: bool,
) -> Result<Answer, Refusal> {
    let order_id = body.get("order_id").and_then(Value::as_str).unwrap_or_default();
    let amount = integer(body, "amount")?;
    let now = state.tick();
    let currency = state.model.order(order_id).ok_or_else(Refusal::no_such_order)?.currency.clone();
    let request = RefundRequest {
        order_id,
        reference,
        amount: amount.map(|minor| Amount { minor, currency }),
        amount_field: "amount",
        makes: None,
        starts_as,
        from_dashboard,
    };
    Ok(Answer::flat(state.model.refund(&request, now)?.json(true)))
}
