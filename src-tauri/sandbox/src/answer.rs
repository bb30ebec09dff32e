//! The answers of the routes: wrapped and flat bodies, Pine Labs' error bodies, the gateway's error bodies, and the effect of a
//! write.

use crate::message::Response;
use crate::spelling::written;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde::Serialize;
use serde_json::{Value, json};

/// The effect of a write.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Write {
    /// `refund`, `capture`, `void`, `cancel`, `resend` or `create`.
    pub(crate) what: &'static str,
    /// The link or order that changed.
    pub(crate) id: String,
    pub(crate) reference: Option<String>,
    /// Minor units; only if money was moved or released.
    pub(crate) amount: Option<i64>,
}

impl Write {
    pub(crate) fn to(what: &'static str, id: &str) -> Self {
        Self { what, id: id.to_owned(), reference: None, amount: None }
    }
}

/// A status with or without a JSON body. The body stays a value until it is sent, because a fault may change it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Option<Value>,
    /// For a 405: the methods that the path has.
    allow: Option<String>,
    /// In the request log, distinguishes a request with an effect from a refused one.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "the request log comes with the server"))]
    pub(crate) write: Option<Write>,
}

impl Answer {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, body: None, allow: None, write: None }
    }

    pub(crate) fn json(status: StatusCode, body: Value) -> Self {
        Self { body: Some(body), ..Self::empty(status) }
    }

    pub(crate) fn flat(body: Value) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// Orders and refunds come inside `data`; links do not.
    pub(crate) fn wrapped(body: &Value) -> Self {
        Self::flat(json!({ "data": body }))
    }

    /// An error of the gateway in front of the API: it has no API code.
    pub(crate) fn gateway(status: StatusCode) -> Self {
        let reason = status.canonical_reason().unwrap_or("Error");
        Self::json(status, json!({ "status": status.as_u16(), "error": reason }))
    }

    pub(crate) fn allowing(self, methods: impl Into<String>) -> Self {
        Self { allow: Some(methods.into()), ..self }
    }

    pub(crate) fn with_write(self, write: Write) -> Self {
        Self { write: Some(write), ..self }
    }

    /// The response, with the same clock as every time in its body.
    pub(crate) fn into_response(self, now: Timestamp) -> Response {
        let mut headers = HeaderMap::new();
        if self.body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        if let Some(methods) = self.allow.and_then(|methods| methods.try_into().ok()) {
            headers.insert(header::ALLOW, methods);
        }
        set_date(&mut headers, now);
        let body = self.body.as_ref().map(written).unwrap_or_default();
        Response { status: self.status.as_u16(), headers, body }
    }
}

pub(crate) fn set_date(headers: &mut HeaderMap, now: Timestamp) {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now).ok();
    if let Some(date) = date.and_then(|date| HeaderValue::try_from(date).ok()) {
        headers.insert(header::DATE, date);
    }
}

impl From<Result<Answer, Refusal>> for Answer {
    fn from(result: Result<Answer, Refusal>) -> Self {
        result.unwrap_or_else(Answer::from)
    }
}

/// A refusal with an API code.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    reason: Option<String>,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), reason: None }
    }

    /// 400: the request itself is wrong, at this field.
    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self {
            reason: Some(field.to_owned()),
            ..Self::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message)
        }
    }

    /// 422: the request is well formed, but not possible now.
    pub(crate) fn not_possible(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "INVALID_REQUEST", message)
    }

    pub(crate) fn duplicate(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "DUPLICATE_REQUEST", message)
    }

    pub(crate) fn over_the_limit(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "AMOUNT_LIMIT_EXCEEDED", message)
    }

    pub(crate) fn refund_too_late() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "REFUND_DURATION_EXCEEDED",
            "The time allowed for refunding this payment has ended",
        )
    }

    pub(crate) fn no_such_order() -> Self {
        Self::new(StatusCode::NOT_FOUND, "ORDER_NOT_FOUND", "Order not found")
    }

    pub(crate) fn no_such_link() -> Self {
        Self::new(StatusCode::NOT_FOUND, "PAYMENT_LINK_NOT_FOUND", "Payment link not found")
    }

    /// Whether the request itself was invalid, so that nothing was looked up.
    pub(crate) fn is_invalid(&self) -> bool {
        self.status == StatusCode::BAD_REQUEST
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "The access token is missing, unknown or expired")
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let mut body = json!({ "code": refusal.code, "message": refusal.message });
        if let Some(reason) = refusal.reason {
            body["additional_error_details"] =
                json!({ "source": "MERCHANT", "step": "REQUEST_VALIDATION", "reason": reason });
        }
        Self::json(refusal.status, body)
    }
}
