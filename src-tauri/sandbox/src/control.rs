//! The control routes under `/_sandbox/`: what Pine Labs has no API for, because customers, banks and colleagues in the
//! dashboard do it, and the look behind the counter that tests need. README.md describes every body.

use crate::answer::{Answer, Refusal};
use crate::customer::{self, Act};
use crate::extract::{JsonObject, Object, OptionalObject, merchant_reference};
use crate::faults::Fault;
use crate::model::{Asked, Method, RefundAsked, RefundStatus};
use crate::shop::{self, Entry};
use crate::state::{Shared, ShopState};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/_sandbox/catalogue", get(catalogue))
        .route("/_sandbox/links/{key}/{act}", post(act))
        .route("/_sandbox/orders/{id}/{act}", post(act_on_order))
        .route("/_sandbox/refunds/{reference}/advance", post(advance_refund))
        .route("/_sandbox/refunds/{reference}/forget", post(forget_refund))
        .route("/_sandbox/dashboard-refund", post(dashboard_refund))
        .route("/_sandbox/colleague-refund", post(colleague_refund))
        .route("/_sandbox/clients", post(add_client))
        .route("/_sandbox/token/expire", post(expire_tokens))
        .route("/_sandbox/clock/advance", post(advance_clock))
        .route("/_sandbox/settings", get(settings).post(change_settings))
        .route("/_sandbox/faults", get(faults).post(add_faults).delete(clear_faults))
        .route("/_sandbox/requests", get(requests).delete(clear_requests))
        .route("/_sandbox/ledger", get(ledger))
        .route("/_sandbox/reset", post(reset))
}

async fn catalogue() -> Answer {
    let listed = |entries: Vec<Entry>| -> Vec<Value> {
        let entry = |entry: &Entry| {
            json!({
                "reference": entry.reference,
                "link_id": entry.link_id,
                "order_id": entry.order_id,
                "state": entry.state_word,
            })
        };
        entries.iter().map(entry).collect()
    };
    Answer::flat(json!({ "links": listed(shop::catalogue()), "odd_answers": listed(shop::odd_answers()) }))
}

fn read<T: DeserializeOwned>(field: &str, value: Value) -> Result<T, Refusal> {
    serde_json::from_value(value).map_err(|error| Refusal::invalid(field, error.to_string()))
}

fn integer(body: &Object, field: &str) -> Result<Option<i64>, Refusal> {
    body.get(field).cloned().map(|value| read(field, value)).transpose()
}

fn method(body: &Object) -> Result<Method, Refusal> {
    match body.get("method").and_then(Value::as_str) {
        None | Some("upi") => Ok(Method::UPI),
        Some("card") => Ok(Method::CARD),
        Some("netbanking") => Ok(Method::NETBANKING),
        Some(_) => Err(Refusal::invalid("method", "method must be card, upi or netbanking")),
    }
}

async fn act(
    State(shared): State<Shared>,
    Path((key, act)): Path<(String, String)>,
    OptionalObject(body): OptionalObject,
) -> Result<Answer, Refusal> {
    let amount = integer(&body, "amount")?;
    let method = method(&body)?;
    let mut state = shared.lock();
    let now = state.tick();
    let act = match act.as_str() {
        "open" => Act::Open,
        "initiate" => Act::Initiate,
        "fail" => Act::Fail,
        "part-pay" => Act::PartPay,
        "pay" => Act::Pay,
        "expire" => Act::Expire,
        "cancel" => {
            let link = state.model.links.iter_mut().find(|link| link.id == key || link.reference == key);
            link.ok_or_else(Refusal::no_such_link)?.cancel(false, now)?;
            return shown_link(&state, &key);
        }
        _ => return Err(Refusal::invalid("act", "open, initiate, fail, part-pay, pay, expire or cancel")),
    };
    customer::act(&mut state.model, &key, act, amount, method, now)?;
    shown_link(&state, &key)
}

fn shown_link(state: &ShopState, key: &str) -> Result<Answer, Refusal> {
    let link = state.model.links.iter().find(|link| link.id == key || link.reference == key);
    Ok(Answer::flat(link.ok_or_else(Refusal::no_such_link)?.json()))
}

/// A capture or void that somebody made elsewhere.
async fn act_on_order(
    State(shared): State<Shared>,
    Path((id, act)): Path<(String, String)>,
    OptionalObject(body): OptionalObject,
) -> Result<Answer, Refusal> {
    let amount = integer(&body, "amount")?;
    let named = body.contains_key("reference");
    let reference = if named { merchant_reference(&body, "reference")? } else { "dashboard" };
    let mut state = shared.lock();
    let now = state.tick();
    let order = state.model.order(&id).ok_or_else(Refusal::no_such_order)?;
    match act.as_str() {
        "void" => order.void(now)?,
        "capture" => {
            let asked = amount.map(|minor| Asked { minor, currency: order.currency.clone() });
            order.capture(reference, asked.as_ref(), "amount", now)?
        }
        _ => return Err(Refusal::invalid("act", "void or capture")),
    };
    Ok(Answer::flat(ledger_of(&state)))
}

async fn advance_refund(
    State(shared): State<Shared>,
    Path(reference): Path<String>,
    OptionalObject(body): OptionalObject,
) -> Result<Answer, Refusal> {
    let wanted: Option<RefundStatus> =
        body.get("status").cloned().map(|value| read("status", value)).transpose()?;
    let mut state = shared.lock();
    let now = state.clock.now();
    let refund = state.model.refunds.iter_mut().find(|refund| refund.reference == reference);
    let refund = refund.ok_or_else(Refusal::no_such_order)?;
    if refund.status.is_final() {
        return Err(Refusal::not_possible("The refund has ended already"));
    }
    refund.status = wanted.unwrap_or_else(|| refund.status.next());
    refund.updated = now;
    Ok(Answer::flat(refund.json(true)))
}

/// Takes a refund out of every look-up and leaves its money where it went.
async fn forget_refund(
    State(shared): State<Shared>,
    Path(reference): Path<String>,
) -> Result<Answer, Refusal> {
    let mut state = shared.lock();
    let refund = state.model.refunds.iter_mut().find(|refund| refund.reference == reference);
    let refund = refund.ok_or_else(Refusal::no_such_order)?;
    refund.forgotten = true;
    Ok(Answer::flat(refund.json(true)))
}

/// A refund that somebody made in the dashboard.
async fn dashboard_refund(
    State(shared): State<Shared>,
    JsonObject(body): JsonObject,
) -> Result<Answer, Refusal> {
    let mut state = shared.lock();
    let reference = format!("dashboard-{}", state.model.refunds.len() + 1);
    refund_elsewhere(&mut state, &body, &reference, RefundStatus::Processed, true)
}

/// A refund that another computer made over the API.
async fn colleague_refund(
    State(shared): State<Shared>,
    JsonObject(body): JsonObject,
) -> Result<Answer, Refusal> {
    let reference = merchant_reference(&body, "reference")?;
    let status = body.get("status").cloned().map(|value| read("status", value)).transpose()?;
    let mut state = shared.lock();
    let status = status.unwrap_or(state.settings.refund_status);
    refund_elsewhere(&mut state, &body, reference, status, false)
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
    let asked = RefundAsked {
        order_id,
        reference,
        amount: amount.map(|minor| Asked { minor, currency }),
        amount_field: "amount",
        makes: None,
        starts_as,
        from_dashboard,
    };
    Ok(Answer::flat(state.model.refund(&asked, now)?.json(true)))
}

/// One more pair of keys of the same shop.
async fn add_client(
    State(shared): State<Shared>,
    JsonObject(mut body): JsonObject,
) -> Result<Answer, Refusal> {
    let mut text = |field: &str| read::<String>(field, body.remove(field).unwrap_or_default());
    let (client_id, client_secret) = (text("client_id")?, text("client_secret")?);
    let answer = json!({ "client_id": &client_id });
    shared.lock().clients.insert(client_id, client_secret);
    Ok(Answer::flat(answer))
}

async fn expire_tokens(State(shared): State<Shared>) -> Answer {
    let mut state = shared.lock();
    let expired = state.tokens.len();
    state.tokens.clear();
    Answer::flat(json!({ "expired": expired }))
}

async fn advance_clock(
    State(shared): State<Shared>,
    JsonObject(body): JsonObject,
) -> Result<Answer, Refusal> {
    let seconds =
        integer(&body, "seconds")?.ok_or_else(|| Refusal::invalid("seconds", "seconds is required"))?;
    let mut state = shared.lock();
    state.clock.advance(SignedDuration::from_secs(seconds));
    let now = state.tick();
    Ok(Answer::flat(json!({ "now": now })))
}

async fn settings(State(shared): State<Shared>) -> Answer {
    Answer::flat(json!(shared.lock().settings))
}

async fn change_settings(
    State(shared): State<Shared>,
    JsonObject(body): JsonObject,
) -> Result<Answer, Refusal> {
    let mut state = shared.lock();
    let changed = state.settings.changed_by(body);
    state.settings = changed.map_err(|error| Refusal::invalid("settings", error.to_string()))?;
    Ok(Answer::flat(json!(state.settings)))
}

async fn faults(State(shared): State<Shared>) -> Answer {
    Answer::flat(json!({ "faults": shared.lock().faults.waiting() }))
}

async fn add_faults(
    State(shared): State<Shared>,
    JsonObject(mut body): JsonObject,
) -> Result<Answer, Refusal> {
    let list = body.remove("faults").unwrap_or_else(|| json!([Value::Object(body)]));
    let new: Vec<Fault> = read("faults", list)?;
    new.iter().try_for_each(Fault::check)?;
    let mut state = shared.lock();
    for fault in new {
        state.faults.add(fault);
    }
    Ok(Answer::flat(json!({ "faults": state.faults.waiting() })))
}

async fn clear_faults(State(shared): State<Shared>) -> Answer {
    shared.lock().faults.clear();
    Answer::flat(json!({ "faults": [] }))
}

async fn requests(State(shared): State<Shared>) -> Answer {
    Answer::flat(json!({ "requests": shared.lock().journal.entries() }))
}

async fn clear_requests(State(shared): State<Shared>) -> Answer {
    shared.lock().journal.clear();
    Answer::flat(json!({ "requests": [] }))
}

async fn ledger(State(shared): State<Shared>) -> Answer {
    let mut state = shared.lock();
    state.tick();
    Answer::flat(ledger_of(&state))
}

fn ledger_of(state: &ShopState) -> Value {
    let model = &state.model;
    let orders: Vec<Value> = model
        .orders
        .iter()
        .map(|order| {
            let link = model.links.iter().find(|link| link.order_ids.contains(&order.id));
            let refunds: Vec<Value> = model
                .refunds_of(&order.id)
                .map(|refund| {
                    json!({
                        "order_id": refund.order_id,
                        "reference": refund.reference,
                        "amount": refund.minor,
                        "status": refund.status,
                        "from_dashboard": refund.from_dashboard,
                    })
                })
                .collect();
            json!({
                "order_id": order.id,
                "reference": order.reference,
                "link_id": link.map(|link| &link.id),
                "link_status": link.map(|link| link.status),
                "status": model.status_of(order),
                "currency": order.currency,
                "asked": order.minor,
                "captured": order.captured(),
                "refunded": model.refunded(&order.id),
                "refunding": model.given_back(&order.id) - model.refunded(&order.id),
                "left": order.captured() - model.given_back(&order.id),
                "refunds": refunds,
            })
        })
        .collect();
    json!({ "orders": orders })
}

async fn reset(State(shared): State<Shared>) -> Answer {
    shared.lock().reset();
    Answer::flat(json!({ "reset": true }))
}
