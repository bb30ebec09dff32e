//! Reads request bodies: JSON objects, and the fields that several routes share. The routes know
//! what a field means.

use crate::answer::Refusal;
use crate::message::Request;
use crate::model::Amount;
use http::header;
use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

/// A body that must be a JSON object.
pub(crate) fn object(request: &Request) -> Result<Object, Refusal> {
    let is_json = request
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("application/json"));
    if !is_json {
        return Err(Refusal::invalid("Content-Type", "Content-Type must be application/json"));
    }
    serde_json::from_slice(&request.body)
        .map_err(|_| Refusal::invalid("body", "The body must be a JSON object"))
}

/// A body that may be absent; an absent one reads as an empty object.
pub(crate) fn optional_object(request: &Request) -> Result<Object, Refusal> {
    if request.body.is_empty() { Ok(Object::new()) } else { object(request) }
}

/// A merchant's own reference: 1 to 50 of letters, digits, underscore and hyphen.
pub(crate) fn merchant_reference<'a>(body: &'a Object, field: &str) -> Result<&'a str, Refusal> {
    let reference = body
        .get(field)
        .and_then(Value::as_str)
        .ok_or_else(|| Refusal::invalid(field, format!("{field} is required")))?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if reference.is_empty() || reference.len() > 50 || !reference.chars().all(allowed) {
        return Err(Refusal::invalid(
            field,
            format!("{field} must be 1 to 50 characters of A-Z, a-z, 0-9, - and _"),
        ));
    }
    Ok(reference)
}

/// `{"value": integer, "currency": "INR"}`, or `None` if the field is absent.
pub(crate) fn amount(body: &Object, field: &str) -> Result<Option<Amount>, Refusal> {
    let Some(amount) = body.get(field).filter(|value| !value.is_null()) else { return Ok(None) };
    let minor = amount.get("value").and_then(Value::as_i64).ok_or_else(|| {
        Refusal::invalid(field, format!("{field}.value must be an integer in the smallest unit"))
    })?;
    let currency = amount
        .get("currency")
        .and_then(Value::as_str)
        .filter(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()))
        .ok_or_else(|| Refusal::invalid(field, format!("{field}.currency must be a three-letter code")))?;
    Ok(Some(Amount { minor, currency: currency.to_owned() }))
}
