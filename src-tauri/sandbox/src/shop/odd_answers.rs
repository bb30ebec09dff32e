//! The links with odd answers: broken characters, numbers that no machine type holds, unreadable amounts, names that are no
//! names. They are found by id and by reference but never listed, so that the catalogue stays as it is.

use super::ago::{days, hours};
use super::known;
use super::seed::Seed;
use crate::model::{Method, RefundStatus, money};
use crate::oddities::Oddities;
use crate::shape::Shape;
use jiff::Timestamp;
use serde_json::{Value, json};

const COUPON: Option<&str> = Some("cart_coupon_discount_amount");
const PRODUCT: Option<&str> = Some("product_details.0.product_amount");
/// Present next to the paid amount, but part of no sum.
const BASE: Option<&str> = Some("payments.0.base_amount");
const PAID: Option<&str> = Some("payments.0.payment_amount");

pub(super) fn seeds(now: Timestamp) -> Vec<Seed> {
    [texts(now), beside_the_money(now), money_itself(now), ends(now), people(now), names(now), shares(now)]
        .concat()
}

fn seed(now: Timestamp, number: u32, minor: i64, what: &str) -> Seed {
    Seed::new(now, number, minor, "Odette", "Invented", what).created(days(2))
}

fn paid(now: Timestamp, number: u32, minor: i64, what: &str) -> Seed {
    seed(now, number, minor, what).paid(Method::UPI, days(1))
}

fn texts(now: Timestamp) -> Vec<Seed> {
    let both = |number, minor, oddities: Oddities| {
        paid(now, number, minor, "Festival lamps").spelt_as(oddities, oddities)
    };
    vec![
        both(125, 125_000, &[(Shape::HalfEmoji, None)]),
        both(124, 124_000, &[(Shape::CutUtf8, None)]),
        both(123, 123_000, &[(Shape::ControlCharacters, None)]),
    ]
}

/// Oddities in fields that no amount depends on.
fn beside_the_money(now: Timestamp) -> Vec<Seed> {
    const NUMBERS: Oddities = &[
        (Shape::HugeExponent, Some("merchant_metadata.exponent")),
        (Shape::LongNumber, Some("merchant_metadata.number")),
        (Shape::LongDecimal, Some("merchant_metadata.decimal")),
    ];
    const NUMBERS_OF_THE_ORDER: Oddities = &[
        (Shape::HugeExponent, Some("purchase_details.merchant_metadata.exponent")),
        (Shape::LongNumber, Some("purchase_details.merchant_metadata.number")),
        (Shape::LongDecimal, Some("purchase_details.merchant_metadata.decimal")),
    ];
    const DEEP: Oddities = &[(Shape::Deep, None)];
    let one_product = |number, minor, link: Oddities, order: Oddities| {
        paid(now, number, minor, "One quilt")
            .detail("product_details", json!([product("quilt", minor + 10_000)]))
            .detail("cart_coupon_discount_amount", money(10_000, "INR"))
            .spelt_as(link, order)
    };
    vec![
        paid(now, 122, 122_000, "Numbered lot").spelt_as(NUMBERS, NUMBERS_OF_THE_ORDER),
        paid(now, 121, 121_000, "Boxes in boxes").spelt_as(DEEP, DEEP),
        one_product(
            120,
            120_000,
            &[(Shape::AmountEmpty, COUPON), (Shape::AmountNull, PRODUCT)],
            &[(Shape::AmountEmpty, BASE)],
        ),
        one_product(
            119,
            119_000,
            &[(Shape::AmountNull, COUPON), (Shape::AmountFraction, PRODUCT)],
            &[(Shape::AmountNull, BASE)],
        ),
        one_product(
            118,
            118_000,
            &[(Shape::AmountFraction, COUPON), (Shape::AmountEmpty, PRODUCT)],
            &[(Shape::AmountFraction, BASE)],
        ),
        paid(now, 117, 117_000, "Cushion, returned in vain")
            .refunded(17_000, RefundStatus::Failed, hours(20))
            .refunds_spelt_as(&[(Shape::AmountEmpty, None)]),
    ]
}

fn money_itself(now: Timestamp) -> Vec<Seed> {
    vec![
        paid(now, 116, 116_000, "Cushion, returned")
            .refunded(16_000, RefundStatus::Processed, hours(20))
            .refunds_spelt_as(&[(Shape::AmountEmpty, None)])
            .is("paid_part_refunded", "PROCESSED"),
        paid(now, 115, 250_000, "Silk, by the bale")
            .refunded(50_000, RefundStatus::Processed, hours(20))
            .spelt_as(&[(Shape::ValueWithPoint, None)], &[(Shape::ValueWithPoint, None)])
            .refunds_spelt_as(&[(Shape::ValueWithPoint, None)])
            .is("paid_part_refunded", "PROCESSED"),
        paid(now, 114, 250_000, "Silk, by the metre")
            .refunded(50_000, RefundStatus::Processed, hours(20))
            .spelt_as(&[(Shape::ValueInQuotes, None)], &[(Shape::ValueInQuotes, None)])
            .refunds_spelt_as(&[(Shape::ValueInQuotes, None)])
            .is("paid_part_refunded", "PROCESSED"),
        paid(now, 113, 113_000, "Cotton, two bolts")
            .spelt_as(&[(Shape::WithoutCurrency, None)], &[(Shape::WithoutCurrency, PAID)]),
        seed(now, 112, 112_000, "Price on the other page").spelt_as(&[(Shape::AmountEmpty, None)], &[]),
        seed(now, 111, 111_000, "Due on the other page")
            .spelt_as(&[(Shape::AmountText, Some("amount_due"))], &[]),
        paid(now, 99, 99_000, "Shawl, sent by post")
            .refunded(9_000, RefundStatus::Processed, hours(20))
            .spelt_as(&[(Shape::WithoutZone, None)], &[(Shape::WithoutZone, None)])
            .refunds_spelt_as(&[(Shape::WithoutZone, None)])
            .is("paid_part_refunded", "PROCESSED"),
    ]
}

fn ends(now: Timestamp) -> Vec<Seed> {
    let ends = |number, minor, oddities| seed(now, number, minor, "Door curtain").spelt_as(oddities, &[]);
    vec![
        ends(110, 110_000, &[(Shape::ExpiryDayFirst, None)]),
        ends(109, 109_000, &[(Shape::ExpiryEpoch, None)]),
        ends(108, 108_000, &[(Shape::ExpiryInWords, None)]),
    ]
}

fn people(now: Timestamp) -> Vec<Seed> {
    let named = |number, minor, oddities| paid(now, number, minor, "Bed sheet").spelt_as(oddities, oddities);
    let phoned = |number: u32, mobile: &str, country: &str| {
        let minor = i64::from(number) * 1_000;
        seed(now, number, minor, "Tea towels").customer(json!({
            "first_name": "Odette",
            "mobile_number": mobile,
            "country_code": country,
        }))
    };
    let address = json!({
        "full_name": "Odette Invented",
        "address1": "7 Invented Lane",
        "pincode": "560001",
        "city": "Mysuru",
        "state": "Karnataka",
        "country": "India",
        "address_type": "HOME",
        "address_category": "BILLING",
    });
    vec![
        named(107, 107_000, &[(Shape::NamesNull, None)]),
        named(106, 106_000, &[(Shape::NamesBlank, None)]),
        named(95, 95_000, &[(Shape::NamesInvisible, None)]),
        phoned(103, "+919000000003", "91"),
        phoned(102, "00919000000002", "+91"),
        phoned(101, "09000000001", "IN"),
        phoned(100, "+91+919000000000", ""),
        paid(now, 98, 98_000, "Blanket").detail("account_details", account("1234")).customer(json!({
            "email_id": "customer98@example.com",
            "first_name": "Odette",
            "mobile_number": "9000000098",
            "country_code": "91",
            "billing_address": address,
            "shipping_address": address,
        })),
        paid(now, 96, 96_000, "Small blanket").detail("account_details", account("07")),
    ]
}

fn account(number: &str) -> Value {
    json!({ "bank_details": {
        "account_number": number,
        "ifsc_code": "EXAM0000001",
        "bank_name": "Example Bank",
    }})
}

fn names(now: Timestamp) -> Vec<Seed> {
    let long = "and-on".repeat(40);
    vec![
        paid(now, 105, 105_000, "Rope, very long")
            .reference(known::LONG_NAMES)
            .ids(&format!("pl-v1-251120000105-aa-{long}"), &format!("v1-251120000105-aa-{long}")),
        paid(now, 104, 104_000, "Cloth with a woven verse")
            .reference(known::FOREIGN_NAMES)
            .ids("pl-v1-पर्ची-१०४-ரசீது-அஆ", "v1-पर्ची-१०४-ரசீது-அஆ"),
    ]
}

/// Orders whose refund may need more than an amount.
fn shares(now: Timestamp) -> Vec<Seed> {
    vec![
        paid(now, 97, 97_000, "Three things in one parcel").detail(
            "product_details",
            json!([product("quilt", 50_000), product("bag", 30_000), product("mat", 17_000)]),
        ),
        seed(now, 94, 94_000, "Sold for two weavers").split(60_000, 34_000).paid(Method::UPI, days(1)),
    ]
}

fn product(code: &str, minor: i64) -> Value {
    json!({ "product_code": code, "product_amount": money(minor, "INR") })
}
