//! The payment link routes. Their bodies are flat. `link_form` reads the body of a create.

use crate::answer::{Answer, Refusal, Write};
use crate::body::Object;
use crate::link_form;
use crate::model::{Link, Order, Shows, TimeFormat, new_id};
use crate::oddities::NO_ODDITIES;
use crate::settings::Duplicate;
use crate::state::ShopState;
use http::StatusCode;
use serde_json::json;
use std::sync::Arc;

/// `GET …/paymentlink/{id}`
pub(crate) fn by_id(state: &ShopState, id: &str) -> Result<Answer, Refusal> {
    let model = state.as_read();
    let link = model.links.iter().find(|link| link.id == id).ok_or_else(Refusal::no_such_link)?;
    Ok(Answer::flat(link.json()))
}

/// `GET …/paymentlink/ref/{reference}` and `GET …/paymentlink/merchant-reference/{reference}`
pub(crate) fn by_reference(state: &ShopState, reference: &str) -> Result<Answer, Refusal> {
    let model = state.as_read();
    let link = model.links.iter().find(|link| state.settings.finds(&link.reference, reference));
    Ok(Answer::flat(link.ok_or_else(Refusal::no_such_link)?.json()))
}

/// `PUT …/paymentlink/{id}/cancel`
pub(crate) fn cancel(state: &mut ShopState, id: &str) -> Result<Answer, Refusal> {
    let now = state.clock.now();
    let created_only = state.settings.created_only;
    let link = state.model.link_by_id(id).ok_or_else(Refusal::no_such_link)?;
    link.cancel(created_only, now)?;
    Ok(Answer::flat(link.json()).with_write(Write::to("cancel", id)))
}

/// `PATCH …/paymentlink/{id}/notify` and `PATCH …/paymentlink/{id}/resend`
pub(crate) fn resend(state: &mut ShopState, id: &str) -> Result<Answer, Refusal> {
    let created_only = state.settings.created_only;
    let link = state.model.link_by_id(id).ok_or_else(Refusal::no_such_link)?;
    link.check_resend(created_only)?;
    let told = link.json();
    let answer =
        if state.settings.empty_resend { Answer::empty(StatusCode::NO_CONTENT) } else { Answer::flat(told) };
    Ok(answer.with_write(Write::to("resend", id)))
}

/// `POST …/paymentlink`
pub(crate) fn create(state: &mut ShopState, body: &Object) -> Result<Answer, Refusal> {
    let now = state.clock.now();
    let form = link_form::read(body, now)?;
    let duplicates = state.settings.duplicate_create;
    if let Some(existing) = state.model.link_by_reference(&form.reference) {
        return match duplicates {
            Duplicate::Refuse => Err(Refusal::duplicate("merchant_payment_link_reference was used before")),
            Duplicate::Return => Ok(Answer::flat(existing.json())),
        };
    }
    let order_id = new_id("v1-", now);
    let minor = form.amount.minor;
    let mut order = Order::unpaid(&order_id, &form.reference, minor, &form.amount.currency, now);
    order.pre_auth = form.pre_auth;
    order.purchase_details = Arc::new(json!({
        "customer": form.details.get("customer"),
        "merchant_metadata": form.details.get("merchant_metadata"),
        "split_info": form.details.get("split_info"),
    }));
    let id = new_id("pl-v1-", now);
    let tail = id.rsplit('-').next().unwrap_or_default();
    let link = Link {
        url: format!("https://pay.example.com/PLUTUS/{tail}"),
        reference: form.reference,
        status: "CREATED",
        minor,
        due: minor,
        currency: form.amount.currency,
        order_ids: vec![order_id],
        pre_auth: form.pre_auth,
        expires: form.expires,
        created: now,
        updated: now,
        stamp: TimeFormat::Millis,
        details: Arc::new(form.details),
        shows: Shows::All,
        oddities: NO_ODDITIES,
        id,
    };
    let mut write = Write::to("create", &link.id);
    write.reference = Some(link.reference.clone());
    let answer = Answer::flat(link.json()).with_write(write);
    state.model.orders.push(order);
    state.model.links.push(link);
    Ok(answer)
}
