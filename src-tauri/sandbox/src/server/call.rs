//! A control request as its route gets it, and parsing its fields.

use crate::answer::Refusal;
use crate::body::Object;
use crate::message::Request;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A control request with the two variable parts of its path; a part that the route lacks is empty.
pub(super) struct Call<'a> {
    pub(super) key: &'a str,
    pub(super) act: &'a str,
    pub(super) request: &'a Request,
}

pub(super) fn read<T: DeserializeOwned>(field: &str, value: Value) -> Result<T, Refusal> {
    serde_json::from_value(value).map_err(|error| Refusal::invalid(field, error.to_string()))
}

pub(super) fn integer(body: &Object, field: &str) -> Result<Option<i64>, Refusal> {
    body.get(field).cloned().map(|value| read(field, value)).transpose()
}
