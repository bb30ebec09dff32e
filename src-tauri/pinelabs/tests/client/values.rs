//! Money, times and ids on their own.

use std::cmp::Ordering;

use pinelabs::{ApiTime, Currency, InvalidId, LinkId, Money, OrderId, Reference, Zone};
use proptest::prelude::*;
use serde_json::json;

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

#[test]
fn money_is_written_for_people_in_its_own_currency() {
    let written = [
        (Money::inr(0), "₹0.00"),
        (Money::inr(5), "₹0.05"),
        (Money::inr(99_999), "₹999.99"),
        (Money::inr(100_000), "₹1,000.00"),
        (Money::inr(12_345_600), "₹1,23,456.00"),
        (Money::inr(123_456_789_000), "₹1,23,45,67,890.00"),
        (Money::inr(-12_345_600), "\u{2212}₹1,23,456.00"),
        (Money::inr(i64::MIN), "\u{2212}₹92,23,37,20,36,85,47,758.08"),
        (Money::new(123_450, currency("USD")), "USD 1,234.50"),
        (Money::new(-123_456_789, currency("USD")), "\u{2212}USD 1,234,567.89"),
        (Money::new(1_234_567, currency("JPY")), "JPY 1,234,567"),
        (Money::new(1_234_567, currency("KWD")), "KWD 1,234.567"),
    ];
    for (money, text) in written {
        assert_eq!(money.to_string(), text);
    }
}

#[test]
fn a_currency_is_three_letters() {
    assert_eq!(currency("inr"), Currency::INR);
    assert_eq!((Currency::INR.exponent(), currency("JPY").exponent(), currency("KWD").exponent()), (2, 0, 3));
    for wrong in ["", "IN", "INRR", "I R", "₹", "IN1"] {
        assert!(wrong.parse::<Currency>().is_err(), "{wrong}");
    }
}

#[test]
fn only_whole_minor_units_are_read() {
    let read = |value| serde_json::from_value::<Money>(json!({ "value": value, "currency": "INR" }));
    for whole in [
        "50000",
        " 50000 ",
        "50000.0",
        "50000.000",
        "5e4",
        "5E+4",
        "5.00e4",
        "500000e-1",
        "0.5e5",
        "+50000",
        "050000",
    ] {
        assert_eq!(read(json!(whole)).unwrap(), Money::inr(50_000), "{whole}");
    }
    assert_eq!(read(json!(50000)).unwrap(), Money::inr(50_000));
    for (text, minor) in [
        ("-0", 0),
        ("0e999999999999999999999", 0),
        ("0.00", 0),
        ("-2.50e2", -250),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("9223372036854775807.0", i64::MAX),
        ("1e18", 1_000_000_000_000_000_000),
    ] {
        assert_eq!(read(json!(text)).unwrap(), Money::inr(minor), "{text}");
    }
    let wrong = [
        json!(500.5),
        // A float may have lost a digit. The digits of an answer never become a float.
        json!(50000.0),
        json!("500.5"),
        json!("5e-1"),
        json!("1e400"),
        json!("1e99999999999999999999"),
        json!("9223372036854775808"),
        json!("12345678901234567890123"),
        json!("50000."),
        json!(".5e1"),
        json!("5e"),
        json!("1,000"),
        json!("5 000"),
        json!("0x10"),
        json!("५००"),
        json!("--5"),
        json!(""),
        json!("₹5"),
        json!(null),
        json!(true),
        json!([5]),
        json!(u64::MAX),
        json!(1e300),
        json!(9_007_199_254_740_994.0_f64),
        json!("99999999999999999999"),
    ];
    for wrong in wrong {
        assert!(read(wrong.clone()).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn money_survives_the_wire(minor: i64, code in "[A-Z]{3}") {
        let money = Money::new(minor, currency(&code));
        let wire = serde_json::to_value(money).unwrap();
        prop_assert_eq!(&wire, &json!({ "value": minor, "currency": code }));
        prop_assert_eq!(serde_json::from_value::<Money>(wire).unwrap(), money);
    }

    #[test]
    fn a_sum_is_exact_or_nothing(a: i64, b: i64) {
        let sum = Money::inr(a).checked_add(Money::inr(b));
        prop_assert_eq!(sum.map(Money::minor), a.checked_add(b));
        if let Some(sum) = sum {
            prop_assert_eq!(sum.checked_sub(Money::inr(b)), Some(Money::inr(a)));
        }
    }

    #[test]
    fn two_currencies_never_meet(a: i64, b: i64) {
        let (rupees, dollars) = (Money::inr(a), Money::new(b, currency("USD")));
        prop_assert_eq!(rupees.checked_add(dollars), None);
        prop_assert_eq!(rupees.checked_sub(dollars), None);
        prop_assert_eq!(rupees.checked_cmp(dollars), None);
    }

    #[test]
    fn the_order_of_money_is_the_order_of_its_units(a: i64, b: i64) {
        prop_assert_eq!(Money::inr(a).checked_cmp(Money::inr(b)), Some(a.cmp(&b)));
    }

    #[test]
    fn every_digit_of_money_is_shown(minor: i64) {
        let digits: String = Money::inr(minor).to_string().chars().filter(char::is_ascii_digit).collect();
        prop_assert_eq!(digits.parse::<u64>().unwrap(), minor.unsigned_abs());
    }

    #[test]
    fn a_fraction_is_never_read_as_money(whole in -1_000_000_i64..1_000_000, part in 1_u32..100) {
        for quote in ["", "\""] {
            let text = format!(r#"{{"value":{quote}{whole}.{part:02}{quote},"currency":"INR"}}"#);
            prop_assert!(serde_json::from_str::<Money>(&text).is_err());
        }
    }

    #[test]
    fn a_whole_number_is_read_in_every_spelling(minor: i64, zeros in 0_usize..30, shift in 0_usize..19) {
        let read = |text: String| serde_json::from_value::<Money>(json!({ "value": text, "currency": "INR" })).unwrap().minor();
        prop_assert_eq!(read(format!("{minor}.{}", "0".repeat(zeros + 1))), minor);
        prop_assert_eq!(read(format!("{minor}{}e-{zeros}", "0".repeat(zeros))), minor);
        let digits = minor.unsigned_abs().to_string();
        let cut = digits.len().saturating_sub(shift).max(1);
        let (before, after) = digits.split_at(cut);
        let sign = if minor < 0 { "-" } else { "" };
        prop_assert_eq!(read(format!("{sign}{before}.{after}0e{}", after.len())), minor);
    }

    #[test]
    fn no_answer_makes_a_link_panic(text in any::<String>(), number: f64) {
        let body = json!({ "status": text, "expire_by": text, "customer": number, "merchant_metadata": { text.clone(): number } });
        prop_assert!(serde_json::from_value::<pinelabs::PaymentLink>(body).is_ok());
    }

    #[test]
    fn whatever_is_taken_as_an_id_stays_in_its_segment(text in any::<String>()) {
        if let Ok(id) = OrderId::new(text) {
            prop_assert!(!id.as_str().contains(['/', '\\', '?', '#']) && !matches!(id.as_str(), "." | ".."));
        }
    }

    #[test]
    fn a_generated_reference_may_be_used(prefix in any::<String>()) {
        let reference = Reference::generate(&prefix);
        prop_assert!(reference.is_allowed_for_new());
        prop_assert_ne!(reference, Reference::generate(&prefix));
    }
}

#[test]
fn nothing_and_more_than_nothing_are_told_apart() {
    assert!(Money::inr(0).is_zero() && !Money::inr(0).is_positive());
    assert!(Money::inr(1).is_positive() && !Money::inr(-1).is_positive());
    assert_eq!(Money::inr(1).checked_cmp(Money::zero(Currency::INR)), Some(Ordering::Greater));
}

#[test]
fn every_listed_form_of_a_time_is_read_and_kept() {
    let forms = [
        ("2025-03-21T08:29Z", "2025-03-21T08:29:00Z"),
        ("2025-03-21T08:29:32Z", "2025-03-21T08:29:32Z"),
        ("2025-03-21T08:29:32.881Z", "2025-03-21T08:29:32.881Z"),
        ("2025-03-21T08:29:32.881123Z", "2025-03-21T08:29:32.881123Z"),
        ("2025-03-21T08:29:32.881123456Z", "2025-03-21T08:29:32.881123456Z"),
        ("2025-03-21T13:59:32+05:30", "2025-03-21T08:29:32Z"),
        ("2025-03-21T13:59:32.5+0530", "2025-03-21T08:29:32.5Z"),
        ("2025-03-21T13:59+05:30", "2025-03-21T08:29:00Z"),
        ("2025-03-21T13:59:32", "2025-03-21T13:59:32Z"),
        ("2025-03-21 13:59:32.123", "2025-03-21T13:59:32.123Z"),
        ("2025-03-21T13:59", "2025-03-21T13:59:00Z"),
        ("2025-03-21", "2025-03-21T00:00:00Z"),
        ("Fri, 21 Mar 2025 08:29:00 GMT", "2025-03-21T08:29:00Z"),
        ("1742545772", "2025-03-21T08:29:32Z"),
        ("1742545772881", "2025-03-21T08:29:32.881Z"),
        (" 2025-03-21T08:29Z ", "2025-03-21T08:29:00Z"),
    ];
    for (raw, instant) in forms {
        let read = ApiTime::parse(raw);
        assert_eq!(read.at().map(|at| at.to_string()).as_deref(), Some(instant), "{raw}");
        assert_eq!((read.raw(), read.to_string().as_str()), (raw, raw));
    }
    let unreadable = [
        "",
        "soon",
        "21/03/2025",
        "21-03-2025 08:29",
        "03-04-2025",
        "2025-13-01T00:00Z",
        "174254577",
        "17425457721",
        "20250321082932",
        "-1742545772",
        "17425457728819",
        "2025-03-21T08:29:00 IST",
    ];
    for unreadable in unreadable {
        let read = ApiTime::parse(unreadable);
        assert_eq!((read.at(), read.raw()), (None, unreadable));
    }
}

#[test]
fn a_time_without_a_zone_is_utc_and_in_settlements_indian_time() {
    let at = |zone, raw| ApiTime::parse_in(raw, zone).at().map(|at| at.to_string());
    for (raw, utc, india) in [
        ("2025-03-21T13:59:32", "2025-03-21T13:59:32Z", "2025-03-21T08:29:32Z"),
        ("2025-03-21", "2025-03-21T00:00:00Z", "2025-03-20T18:30:00Z"),
        ("2025-03-21T13:59:32Z", "2025-03-21T13:59:32Z", "2025-03-21T13:59:32Z"),
        ("2025-03-21T13:59:32+05:30", "2025-03-21T08:29:32Z", "2025-03-21T08:29:32Z"),
    ] {
        assert_eq!(
            (at(Zone::Utc, raw).as_deref(), at(Zone::India, raw).as_deref()),
            (Some(utc), Some(india)),
            "{raw}"
        );
    }
    let link: pinelabs::PaymentLink =
        serde_json::from_value(json!({ "expire_by": "2025-03-21T13:59" })).unwrap();
    assert_eq!(link.expire_by, Some(ApiTime::parse_in("2025-03-21T13:59", Zone::Utc)));
}

#[test]
fn a_time_in_whatever_form_is_kept_as_it_is_spelt() {
    let expiry = |value| {
        serde_json::from_value::<pinelabs::PaymentLink>(json!({ "expire_by": value })).unwrap().expire_by
    };
    let table = [
        (json!("21-03-2025 08:29"), "21-03-2025 08:29", false),
        (json!("in 3 days"), "in 3 days", false),
        (json!({ "day": 21 }), r#"{"day":21}"#, false),
        (json!(20_250_321), "20250321", false),
        (json!(1_742_545_772), "1742545772", true),
        (json!(1_742_545_772_881_i64), "1742545772881", true),
        (json!("1742545772"), "1742545772", true),
    ];
    for (value, raw, is_read) in table {
        let expiry = expiry(value).unwrap();
        assert_eq!((expiry.raw(), expiry.at().is_some()), (raw, is_read), "{raw}");
    }
    for nothing in [json!(null), json!(""), json!("null"), json!({}), json!([])] {
        assert_eq!(expiry(nothing.clone()), None, "{nothing}");
    }
}

#[test]
fn an_id_is_refused_only_where_it_could_lead_elsewhere() {
    for fine in ["v1-250131113650-aa-Lamp01", "…", "a.b", "...", "4711", "a%2Fb", "नमस्ते"] {
        assert!(LinkId::new(fine).is_ok(), "{fine}");
    }
    assert_eq!(LinkId::new(""), Err(InvalidId::Empty));
    assert_eq!(LinkId::new("x".repeat(501)), Err(InvalidId::TooLong));
    for forbidden in
        [".", "..", "a/b", "a\\b", "a?b", "a#b", "a b", "a\nb", "a\u{0}b", "\u{a0}", "a\u{fffd}b"]
    {
        assert_eq!(LinkId::new(forbidden), Err(InvalidId::Forbidden), "{forbidden:?}");
    }
}

#[test]
fn a_generated_reference_keeps_what_it_can_of_its_prefix() {
    let reference = Reference::generate("refund of ₹5, please do it");
    assert!(reference.as_str().starts_with("refundof5pleasedo-"), "{reference}");
    assert_eq!(reference.as_str().len(), 50);
    assert_eq!(Reference::generate("").as_str().len(), 32);
}
