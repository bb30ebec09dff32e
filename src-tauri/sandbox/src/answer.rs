//! The shapes that leave the sandbox: wrapped and flat answers, Pine Labs' error bodies, the gateway's error bodies,
//! and the note that an answer carries about what its request did.

use crate::spelling::written;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

/// What a request changed. It travels with the answer as an extension, so that the journal can tell a request that did
/// something from one that was refused.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Deed {
    pub(crate) what: &'static str,
    /// The link or order it was done to.
    pub(crate) id: String,
    pub(crate) reference: Option<String>,
    /// Minor units; only where money was moved or released.
    pub(crate) amount: Option<i64>,
}

impl Deed {
    pub(crate) fn on(what: &'static str, id: &str) -> Self {
        Self { what, id: id.to_owned(), reference: None, amount: None }
    }

    /// Whether money went somewhere.
    pub(crate) fn moves_money(&self) -> bool {
        matches!(self.what, "refund" | "capture" | "void")
    }
}

/// A 200 with a JSON body, or a 204 without, and, for a write, what it did.
pub(crate) struct Answer {
    body: Option<Value>,
    deed: Option<Deed>,
}

impl Answer {
    pub(crate) fn flat(body: Value) -> Self {
        Self { body: Some(body), deed: None }
    }

    /// Orders and refunds come inside `data`; links do not.
    pub(crate) fn wrapped(body: &Value) -> Self {
        Self::flat(json!({ "data": body }))
    }

    pub(crate) fn nothing() -> Self {
        Self { body: None, deed: None }
    }

    pub(crate) fn having_done(mut self, deed: Deed) -> Self {
        self.deed = Some(deed);
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            None => StatusCode::NO_CONTENT.into_response(),
            Some(body) => {
                let mut response = json_bytes(written(&body));
                response.extensions_mut().insert(Told(body));
                response
            }
        };
        if let Some(deed) = self.deed {
            response.extensions_mut().insert(deed);
        }
        response
    }
}

/// What an answer tells, before it is spelt: a fault may have it spelt in another way.
#[derive(Clone)]
pub(crate) struct Told(pub(crate) Value);

pub(crate) fn json_bytes(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], bytes).into_response()
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

    /// The request itself was wrong, so nothing was looked at.
    pub(crate) fn is_invalid(&self) -> bool {
        self.status == StatusCode::BAD_REQUEST
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", "The access token is missing, unknown or expired")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(reason) = self.reason {
            body["additional_error_details"] =
                json!({ "source": "MERCHANT", "step": "REQUEST_VALIDATION", "reason": reason });
        }
        (self.status, Json(body)).into_response()
    }
}

/// What the gateway in front of the API says by itself: there is no API code in it.
pub(crate) fn gateway(status: StatusCode) -> Response {
    let body = json!({ "status": status.as_u16(), "error": status.canonical_reason().unwrap_or("Error") });
    (status, Json(body)).into_response()
}
