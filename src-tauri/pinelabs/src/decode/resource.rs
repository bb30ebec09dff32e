//! Parses the body of an answer as the requested link or order, and rejects any other.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::decode::decode_error::DecodeError;
use crate::model::ids::{LinkId, OrderId, Reference};
use crate::model::link::PaymentLink;
use crate::model::order::Order;
use crate::model::status::OrderType;

/// Reads a resource: bare, in a `data` wrapper, or as the only entry of a list.
fn unwrapped<T: DeserializeOwned>(body: &Value) -> Result<T, DecodeError> {
    let nothing = |reason: &str| DecodeError { path: ".".to_owned(), reason: reason.to_owned() };
    let resource = match body.get("data") {
        Some(data @ (Value::Object(_) | Value::Array(_))) => data,
        _ => body,
    };
    match resource {
        Value::Array(entries) if let [only @ Value::Object(_)] = entries.as_slice() => T::deserialize(only),
        Value::Object(_) => T::deserialize(resource),
        Value::Null => return Err(nothing("the body is empty")),
        _ => return Err(nothing("it is not an object")),
    }
    .map_err(|error| nothing(&error.to_string()))
}

/// A link: it has an id, a URL or a reference.
pub(crate) fn a_link(body: &Value) -> Result<PaymentLink, DecodeError> {
    let link: PaymentLink = unwrapped(body)?;
    let named = link.payment_link_id.is_some()
        || link.payment_link.is_some()
        || link.merchant_payment_link_reference.is_some();
    named.then_some(link).ok_or_else(|| DecodeError::missing("payment_link_id"))
}

/// The link with this id.
pub(crate) fn the_link(body: &Value, id: &LinkId) -> Result<PaymentLink, DecodeError> {
    let link = a_link(body)?;
    match &link.payment_link_id {
        Some(said) if said != id => Err(DecodeError::another("payment_link_id")),
        None if link.is_unread("payment_link_id") => Err(DecodeError::unreadable("payment_link_id")),
        _ => Ok(link),
    }
}

/// The link under this reference.
pub(crate) fn the_link_under(body: &Value, reference: &Reference) -> Result<PaymentLink, DecodeError> {
    let link = a_link(body)?;
    let field = "merchant_payment_link_reference";
    if link.is_unread(field) {
        return Err(DecodeError::unreadable(field));
    }
    is_under(link.merchant_payment_link_reference.as_ref(), reference, field)?;
    Ok(link)
}

/// Checks the reference of an answer. Letter case does not count: the caller compares it where that matters.
fn is_under(said: Option<&Reference>, asked: &Reference, field: &str) -> Result<(), DecodeError> {
    let same = |said: &Reference| said.as_str().to_lowercase() == asked.as_str().to_lowercase();
    if said.is_none_or(same) { Ok(()) } else { Err(DecodeError::another(field)) }
}

/// An order: it has an id or a reference.
pub(crate) fn an_order(body: &Value) -> Result<Order, DecodeError> {
    let order: Order = unwrapped(body)?;
    let named = order.order_id.is_some() || order.merchant_order_reference.is_some();
    named.then_some(order).ok_or_else(|| DecodeError::missing("order_id"))
}

/// The order with this id.
pub(crate) fn the_order(body: &Value, id: &OrderId) -> Result<Order, DecodeError> {
    let order = an_order(body)?;
    match &order.order_id {
        Some(said) if said != id => Err(DecodeError::another("order_id")),
        None if order.is_unread("order_id") => Err(DecodeError::unreadable("order_id")),
        _ => Ok(order),
    }
}

/// The order under this reference.
pub(crate) fn the_order_under(body: &Value, reference: &Reference) -> Result<Order, DecodeError> {
    let order = an_order(body)?;
    is_under(order.merchant_order_reference.as_ref(), reference, "merchant_order_reference")?;
    Ok(order)
}

/// The order with this id; it takes money and is no refund.
pub(crate) fn the_charge(body: &Value, id: &OrderId) -> Result<Order, DecodeError> {
    let order = the_order(body, id)?;
    if order.order_type == Some(OrderType::Refund) { Err(DecodeError::another("type")) } else { Ok(order) }
}
