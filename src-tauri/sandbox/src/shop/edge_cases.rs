//! Links with unusual answers: an undocumented status, an unreadable order, almost no fields, all fields, and fields of maximum
//! length.

use super::ago::{days, hours};
use super::known::LONG_REFERENCE;
use super::seed::Seed;
use crate::model::{Method, Shows, TimeFormat, money};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

const BARE: Shows = Shows::Only(&["payment_link_id", "order_id", "status", "amount"]);

pub(super) fn seeds(now: Timestamp) -> Vec<Seed> {
    let seed = |number, minor, first, last, what| Seed::new(now, number, minor, first, last, what);
    vec![
        seed(146, 560_000, "Suresh", "Babu", "Silk by the metre")
            .created(days(2))
            .paid(Method::CARD, days(1))
            .with_order(|order| order.unreadable = true)
            .shows(Shows::AllBut(&["pre_auth"]))
            .is("paid_or_held", "PROCESSED"),
        seed(145, 333_300, "Gauri", "Sawant", "Wall hanging").created(hours(20)).is("unknown", "ON_REVIEW"),
        seed(144, 45_000, "Nobody", "Named", "Sample swatches").shows(BARE),
        seed(143, 88_000, "Nobody", "Named", "Sample swatches, second lot")
            .created(days(1))
            .paid(Method::UPI, hours(22))
            .shows(BARE),
        longest(now),
        every_field(now),
    ]
}

fn longest(now: Timestamp) -> Seed {
    let metadata: Map<String, Value> = (0..10)
        .map(|index| {
            let key = format!("invented_key_{index}_{}", "k".repeat(241));
            (key, format!("{index}:{}", "invented-value-".repeat(40)).into())
        })
        .collect();
    Seed::new(now, 142, 100_000_000, "", "", &"A very long description of a very large order. ".repeat(210))
        .reference(LONG_REFERENCE)
        .customer(json!({
            "email_id": "a.rather.long.but.quite.invented.name@example.com",
            "first_name": "श्रीमती अन्नपूर्णा लक्ष्मी",
            "last_name": "वेंकटेश्वरन-राजगोपालाचारी",
            "customer_id": "7001420000000000001",
            "mobile_number": "90000000420000000042",
            "country_code": "91",
            "merchant_customer_reference": "customer-0142-customer-0142-customer-0142-customer",
        }))
        .detail("merchant_metadata", metadata.into())
        .spelt(TimeFormat::Nanos)
}

fn every_field(now: Timestamp) -> Seed {
    let address = json!({
        "address1": "14 Invented Street",
        "address2": "Behind the old loom shed",
        "address3": "Ward 7",
        "pincode": "560000",
        "city": "Bengaluru",
        "state": "Karnataka",
        "country": "India",
    });
    let product = |code: &str, minor: i64, discount: i64| {
        json!({
            "product_code": code,
            "product_amount": money(minor, "INR"),
            "product_coupon_discount_amount": money(discount, "INR"),
        })
    };
    Seed::new(now, 141, 1_499_000, "Lakshmi", "Prasad", "Handloom hamper")
        .created(days(2))
        .customer(json!({
            "email_id": "lakshmi.p@example.com",
            "first_name": "Lakshmi",
            "last_name": "Prasad",
            "customer_id": "700141",
            "mobile_number": "9000000041",
            "country_code": "91",
            "billing_address": address,
            "shipping_address": address,
            "merchant_customer_reference": "regular-0141",
            "gstin": "29AAAAA0000A1Z5",
        }))
        .detail(
            "product_details",
            json!([product("hamper", 1_549_000, 50_000), product("gift_wrap", 10_000, 0)]),
        )
        .detail("cart_coupon_discount_amount", money(10_000, "INR"))
        .detail("failure_callback_url", "https://shop.example.com/payment-failed".into())
        .detail("is_mcc_transaction", true.into())
        .detail(
            "account_details",
            json!({ "bank_details": {
                "account_number": "000000001234",
                "ifsc_code": "EXAM0000001",
                "bank_name": "Example Bank",
            }}),
        )
        .detail("merchant_metadata", json!({ "counter": "2", "salesperson": "Invented Person" }))
        .split(1_000_000, 499_000)
        .paid(Method::CARD, days(1))
}
