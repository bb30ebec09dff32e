//! The routes of every call, and what differs between the dialects.

use http::Method;
use serde_json::{Value, json};

use crate::dialect::Dialect;
use crate::model::refund::RefundRequest;
use crate::transport::route::Route;

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

/// The look-up of a link by reference.
pub(crate) fn link_by_reference(dialect: Dialect) -> Route {
    Route::get(match dialect {
        Dialect::Reference => "/api/pay/v1/paymentlink/ref/{reference}",
        Dialect::Guide => "/api/pay/v1/paymentlink/merchant-reference/{reference}",
    })
}

/// Sends a link to its customer again.
pub(crate) fn resend(dialect: Dialect) -> Route {
    Route::new(
        Method::PATCH,
        match dialect {
            Dialect::Reference => "/api/pay/v1/paymentlink/{payment_link_id}/notify",
            Dialect::Guide => "/api/pay/v1/paymentlink/{payment_link_id}/resend",
        },
    )
}

/// Refunds an order.
pub(crate) fn refund(dialect: Dialect) -> Route {
    Route::new(
        Method::POST,
        match dialect {
            Dialect::Reference => "/api/pay/v1/refunds/{order_id}",
            Dialect::Guide => "/api/pay/v1/orders/{order_id}/refund",
        },
    )
}

/// The body of a refund.
pub(crate) fn refund_body(dialect: Dialect, request: &RefundRequest) -> Value {
    let RefundRequest { reference, amount } = request;
    match dialect {
        Dialect::Reference => json!({ "merchant_order_reference": reference, "order_amount": amount }),
        Dialect::Guide => json!({ "merchant_refund_reference": reference, "amount": amount }),
    }
}
