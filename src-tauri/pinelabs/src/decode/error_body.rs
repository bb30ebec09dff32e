//! Reads the known shapes of an error body into one [`ApiError`].

use serde_json::Value;

use crate::decode::raw;
use crate::error::{ApiError, ErrorDetails};
use crate::model::ids::RequestId;

/// Whether a body under 2xx is an error object.
pub(crate) fn says_error(body: &Value) -> bool {
    let coded = match body.get("code").or_else(|| body.get("error_code")) {
        Some(Value::String(code)) => {
            !matches!(code.to_ascii_uppercase().as_str(), "SUCCESS" | "OK" | "200" | "0")
        }
        Some(Value::Number(code)) => code.as_i64().is_none_or(|code| code >= 400),
        _ => false,
    };
    coded || ["error", "error_message", "error_description"].iter().any(|key| is_said(body.get(*key)))
}

fn is_said(value: Option<&Value>) -> bool {
    !matches!(value, None | Some(Value::Null | Value::Bool(false)))
}

/// Reads every known shape. Of a body in another shape, only the status is left.
pub(crate) fn api_error(status: u16, body: Option<&Value>, request_id: RequestId) -> ApiError {
    let nothing = Value::Null;
    let body = body.unwrap_or(&nothing);
    // Some gateways wrap the error into an object `error`. A code in there becomes the reason and never counts as an API code.
    let inner = body.get("error").filter(|error| error.is_object()).unwrap_or(&nothing);
    let code = text(body, &["code", "error_code"]);
    let message = text(body, &["message", "error_message", "error_description", "error"])
        .or_else(|| text(inner, &["message", "description"]));
    let more = ["additional_error_details", "additionalErrorPayload"].iter().find_map(|key| body.get(*key));
    let more = more.unwrap_or(&nothing);
    let reason =
        more.as_str().map(str::to_owned).or_else(|| text(more, &["reason", "message", "description"]));
    let details = ErrorDetails {
        source: text(more, &["source"]),
        step: text(more, &["step"]),
        reason: reason
            .or_else(|| text(inner, &["code", "reason"]))
            .or_else(|| token_reason(body, message.as_deref())),
        trace_id: text(body, &["traceId", "trace_id"]),
    };
    ApiError { status, code, message, details: Box::new(details), request_id }
}

/// The token route has its reason in `error` or `type`, beside the message.
fn token_reason(body: &Value, message: Option<&str>) -> Option<String> {
    text(body, &["error", "type"]).filter(|reason| Some(reason.as_str()) != message)
}

fn text(body: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match body.get(*key)? {
        Value::String(text) if !text.trim().is_empty() => Some(raw::plain(text.trim()).to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
