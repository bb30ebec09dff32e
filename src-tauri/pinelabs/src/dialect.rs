//! The two spellings of the API, and the routes of every call.
//!
//! Which dialect an account speaks is learnt in `client.rs`; here is only what differs.

use std::fmt;
use std::str::FromStr;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::refunds::RefundRequest;

/// Which of two documents a server was built after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// The API reference: the better supported one, and tried first.
    Reference,
    /// The guide pages.
    Guide,
}

impl Dialect {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Guide => "guide",
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Reference => Self::Guide,
            Self::Guide => Self::Reference,
        }
    }

    pub(crate) fn link_by_reference(self) -> Route {
        Route::get(match self {
            Self::Reference => "/api/pay/v1/paymentlink/ref/{reference}",
            Self::Guide => "/api/pay/v1/paymentlink/merchant-reference/{reference}",
        })
    }

    pub(crate) fn resend(self) -> Route {
        Route::new(
            Method::PATCH,
            match self {
                Self::Reference => "/api/pay/v1/paymentlink/{payment_link_id}/notify",
                Self::Guide => "/api/pay/v1/paymentlink/{payment_link_id}/resend",
            },
        )
    }

    pub(crate) fn refund(self) -> Route {
        Route::new(
            Method::POST,
            match self {
                Self::Reference => "/api/pay/v1/refunds/{order_id}",
                Self::Guide => "/api/pay/v1/orders/{order_id}/refund",
            },
        )
    }

    pub(crate) fn refund_body(self, request: &RefundRequest) -> Value {
        let RefundRequest { reference, amount } = request;
        match self {
            Self::Reference => json!({ "merchant_order_reference": reference, "order_amount": amount }),
            Self::Guide => json!({ "merchant_refund_reference": reference, "amount": amount }),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a dialect is \"reference\" or \"guide\"")]
pub struct NotADialect;

impl FromStr for Dialect {
    type Err = NotADialect;

    fn from_str(text: &str) -> Result<Self, NotADialect> {
        [Self::Reference, Self::Guide].into_iter().find(|dialect| dialect.as_str() == text).ok_or(NotADialect)
    }
}

/// A method and a path template: at most one segment stands in braces and is filled with an id. Logs carry the
/// template and never the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub method: Method,
    pub template: &'static str,
}

impl Route {
    const fn new(method: Method, template: &'static str) -> Self {
        Self { method, template }
    }

    const fn get(template: &'static str) -> Self {
        Self::new(Method::GET, template)
    }
}

pub(crate) const TOKEN: Route = Route::new(Method::POST, "/api/auth/v1/token");
pub(crate) const LINK: Route = Route::get("/api/pay/v1/paymentlink/{payment_link_id}");
pub(crate) const CREATE_LINK: Route = Route::new(Method::POST, "/api/pay/v1/paymentlink");
pub(crate) const CANCEL_LINK: Route =
    Route::new(Method::PUT, "/api/pay/v1/paymentlink/{payment_link_id}/cancel");
pub(crate) const ORDER: Route = Route::get("/api/pay/v1/orders/{order_id}");
pub(crate) const ORDER_BY_REFERENCE: Route =
    Route::get("/api/pay/v1/orders/reference/{merchant_order_reference}");
pub(crate) const CAPTURE: Route = Route::new(Method::PUT, "/api/pay/v1/orders/{order_id}/capture");
pub(crate) const VOID: Route = Route::new(Method::PUT, "/api/pay/v1/orders/{order_id}/cancel");
