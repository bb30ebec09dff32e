//! Reading what arrives: JSON bodies as plain objects, and the checks that every field of a kind shares. What a field
//! means is the routes' affair.

use crate::answer::Refusal;
use crate::model::Asked;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

/// A body that has to be a JSON object.
pub(crate) struct JsonObject(pub(crate) Object);

/// A body that may be absent; an absent one reads as an empty object.
pub(crate) struct OptionalObject(pub(crate) Object);

impl<S: Send + Sync> FromRequest<S> for JsonObject {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let bytes = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        object(&headers, &bytes).map(Self).map_err(IntoResponse::into_response)
    }
}

impl<S: Send + Sync> FromRequest<S> for OptionalObject {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let bytes = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        if bytes.is_empty() {
            return Ok(Self(Object::new()));
        }
        object(&headers, &bytes).map(Self).map_err(IntoResponse::into_response)
    }
}

fn object(headers: &HeaderMap, bytes: &[u8]) -> Result<Object, Refusal> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("application/json"));
    if !is_json {
        return Err(Refusal::invalid("Content-Type", "Content-Type must be application/json"));
    }
    serde_json::from_slice(bytes).map_err(|_| Refusal::invalid("body", "The body must be a JSON object"))
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

/// `{"value": integer, "currency": "INR"}`, or nothing where the field is absent.
pub(crate) fn amount(body: &Object, field: &str) -> Result<Option<Asked>, Refusal> {
    let Some(amount) = body.get(field).filter(|value| !value.is_null()) else { return Ok(None) };
    let minor = amount.get("value").and_then(Value::as_i64).ok_or_else(|| {
        Refusal::invalid(field, format!("{field}.value must be an integer in the smallest unit"))
    })?;
    let currency = amount
        .get("currency")
        .and_then(Value::as_str)
        .filter(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()))
        .ok_or_else(|| Refusal::invalid(field, format!("{field}.currency must be a three-letter code")))?;
    Ok(Some(Asked { minor, currency: currency.to_owned() }))
}
