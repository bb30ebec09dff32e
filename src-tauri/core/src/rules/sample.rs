//! Links and orders for the tests of the rules, as Pine Labs would send them.

use pinelabs::{Order, PaymentLink};
use serde_json::{Value, json};

use super::snapshot::Snapshot;

/// When the samples are read.
pub const NOW: &str = "2025-11-20T08:35:00Z";

pub fn money(paise: i64) -> Value {
    json!({ "value": paise, "currency": "INR" })
}

/// A link for ₹1,000.00 with `due` still unpaid.
pub fn link(status: &str, due: i64) -> Value {
    json!({
        "payment_link_id": "pl-v1-1", "merchant_payment_link_reference": "INV-1", "status": status,
        "amount": money(100_000), "amount_due": money(due), "order_id": "v1-1", "pre_auth": false,
        "created_at": "2025-11-19T08:00:00Z", "updated_at": "2025-11-20T08:00:00Z"
    })
}

/// An order of ₹1,000.00 with one payment.
pub fn order(status: &str, payment: &str, paid: i64) -> Value {
    json!({
        "order_id": "v1-1", "type": "CHARGE", "status": status, "order_amount": money(100_000),
        "payments": [{ "id": "v1-1-up-1", "status": payment, "payment_amount": money(paid) }],
        "updated_at": "2025-11-20T08:00:00Z"
    })
}

pub fn with(mut object: Value, field: &str, value: Value) -> Value {
    object[field] = value;
    object
}

pub fn refund(reference: &str, status: &str, paise: i64) -> Value {
    json!({
        "order_id": format!("v1-{reference}"), "parent_order_id": "v1-1", "merchant_order_reference": reference,
        "type": "REFUND", "status": status, "order_amount": money(paise)
    })
}

/// A link with all its orders read.
pub fn snapshot(link: Value, orders: impl IntoIterator<Item = Value>) -> Snapshot {
    let link: PaymentLink = serde_json::from_value(link).unwrap();
    let orders = orders.into_iter().map(|order| serde_json::from_value::<Order>(order).unwrap()).collect();
    Snapshot {
        link,
        orders,
        unread: Vec::new(),
        absent: Vec::new(),
        known_refunds: Vec::new(),
        checking: false,
        operation_unread: false,
        read_at: NOW.parse().unwrap(),
        clock_offset: jiff::SignedDuration::ZERO,
    }
}

/// A link with an unreadable order.
pub fn unread(link: Value) -> Snapshot {
    Snapshot { unread: vec!["v1-1".parse().unwrap()], ..snapshot(link, []) }
}
