//! New links: the checks before sending, and the comparison with an existing link.

use jiff::{SignedDuration, Timestamp as Instant};
use pinelabs::{Address, Money, NewLink, Reference};
use serde_json::{Value, json};

use crate::support::a_link;

fn now() -> Instant {
    "2025-03-06T08:00:00Z".parse().unwrap()
}

/// The fields that fail the checks after this change.
fn problems(change: &dyn Fn(&mut NewLink)) -> Vec<&'static str> {
    let mut new = NewLink::new(Money::inr(100), Reference::new("INV_7-a").unwrap());
    new.customer.email_id = Some("asha@example.com".to_owned());
    change(&mut new);
    new.problems(now()).into_iter().map(|invalid| invalid.field).collect()
}

#[test]
fn a_new_link_is_checked_field_by_field() {
    assert!(problems(&|_| {}).is_empty());
    assert!(problems(&|new| new.amount = Money::inr(100_000_000)).is_empty());
    assert_eq!(problems(&|new| new.amount = Money::inr(99)), ["amount"]);
    assert_eq!(problems(&|new| new.amount = Money::inr(100_000_001)), ["amount"]);
    assert_eq!(
        problems(&|new| new.reference = Reference::new("a.b").unwrap()),
        ["merchant_payment_link_reference"]
    );
    for hours in [0, -1, 180 * 24 + 1] {
        assert_eq!(
            problems(&|new| new.expire_by = Some(now() + SignedDuration::from_hours(hours))),
            ["expire_by"]
        );
    }
    assert!(problems(&|new| new.expire_by = Some(now() + SignedDuration::from_hours(180 * 24))).is_empty());
    let pair = (String::from("k"), String::from("v"));
    assert_eq!(problems(&|new| new.merchant_metadata = vec![pair.clone(); 11]), ["merchant_metadata"]);
    assert_eq!(
        problems(&|new| new.merchant_metadata = vec![(pair.0.clone(), "x".repeat(257))]),
        ["merchant_metadata"]
    );
    let most = (0..10).map(|at| (at.to_string(), "x".repeat(256))).collect::<Vec<_>>();
    assert!(problems(&|new| new.merchant_metadata = most.clone()).is_empty());
    assert_eq!(
        problems(&|new| new.merchant_metadata = vec![("k".repeat(257), pair.1.clone())]),
        ["merchant_metadata"]
    );
}

type Set = fn(&mut NewLink, String);

#[test]
fn the_customer_of_a_new_link_is_checked_field_by_field() {
    assert_eq!(problems(&|new| new.customer.email_id = None), ["customer"]);
    assert_eq!(problems(&|new| new.customer.email_id = Some("asha".to_owned())), ["customer.email_id"]);
    for mobile in ["123456789", "123456789012345678901", "+911234567890"] {
        assert_eq!(
            problems(&|new| new.customer.mobile_number = Some(mobile.to_owned())),
            ["customer.mobile_number"]
        );
    }
    for email in [format!("{}@x.example", "a".repeat(41)), "ä".repeat(49) + "@x"] {
        assert_eq!(
            problems(&|new| new.customer.email_id = Some(email.clone())),
            ["customer.email_id"],
            "{email}"
        );
    }
    for code in ["", "+", "IN", "+91 ", "123456", "+12345", "९१"] {
        assert_eq!(
            problems(&|new| new.customer.country_code = Some(code.to_owned())),
            ["customer.country_code"],
            "{code}"
        );
    }
    for code in ["91", "+91", "0091", "+1246", "12345"] {
        assert!(problems(&|new| new.customer.country_code = Some(code.to_owned())).is_empty(), "{code}");
    }
    let longest: [(&str, usize, Set); 4] = [
        ("customer.email_id", 50, |new, text| {
            new.customer.email_id = Some(format!("{}@x.example", &text[..text.len() - 10]));
        }),
        ("customer.first_name", 50, |new, text| new.customer.first_name = Some(text)),
        ("customer.last_name", 50, |new, text| new.customer.last_name = Some(text)),
        ("customer.customer_id", 19, |new, text| new.customer.customer_id = Some(text)),
    ];
    for (field, most, set) in longest {
        assert!(problems(&|new| set(new, "x".repeat(most))).is_empty(), "{field}");
        assert_eq!(problems(&|new| set(new, "x".repeat(most + 1))), [field]);
    }
    assert!(
        problems(&|new| new.customer.first_name = Some("अ".repeat(50))).is_empty(),
        "characters, not bytes"
    );
    let at = |pincode: &str| Some(Address { pincode: Some(pincode.to_owned()), ..Address::default() });
    for pincode in ["", "12", "123456789012"] {
        assert_eq!(
            problems(&|new| new.customer.billing_address = at(pincode)),
            ["customer.billing_address.pincode"]
        );
        assert_eq!(
            problems(&|new| new.customer.shipping_address = at(pincode)),
            ["customer.shipping_address.pincode"]
        );
    }
    for pincode in ["123", "560001", "12345678901"] {
        assert!(problems(&|new| new.customer.billing_address = at(pincode)).is_empty(), "{pincode}");
    }
}

#[test]
fn all_that_is_wrong_with_a_new_link_is_named_at_once() {
    let mut new = NewLink::new(Money::inr(0), Reference::new("INV.7").unwrap());
    new.customer.email_id = Some(format!("{} {}", "a".repeat(50), "b"));
    new.customer.mobile_number = Some("12".to_owned());
    new.expire_by = Some(now());
    let problems = new.problems(now()).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        problems,
        [
            "merchant_payment_link_reference: not_a_reference (1 to 50)",
            "amount: amount (100 to 100000000)",
            "expire_by: time (at most 4320h ahead)",
            "customer.mobile_number: digits (10 to 20)",
            "customer.email_id: malformed",
            "customer.email_id: length (0 to 50)",
        ]
    );
}

fn new_link() -> NewLink {
    let mut new = NewLink::new(Money::inr(50_000), Reference::new("INV-7").unwrap());
    new.customer.mobile_number = Some("0000000000".to_owned());
    new
}

#[test]
fn a_new_link_that_was_kept_is_sent_as_it_was_the_first_time() {
    let mut new = new_link();
    new.pre_auth = true;
    new.is_mcc_transaction = Some(true);
    new.description = Some("Two lamps".to_owned());
    new.expire_by = Some("2026-11-30T18:29:59.5Z".parse().unwrap());
    new.allowed_payment_methods = vec!["UPI".to_owned()];
    new.failure_callback_url = Some("https://shop.example.com/failed".to_owned());
    new.merchant_metadata = vec![("table".to_owned(), "4".to_owned()), ("till".to_owned(), "2".to_owned())];
    let body = json!(new);
    let read: NewLink = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(json!(read), body);
    for (field, wrong) in [("pre_auth", json!("yes")), ("expire_by", json!("soon")), ("amount", json!(1))] {
        let mut body = body.clone();
        body[field] = wrong;
        assert!(serde_json::from_value::<NewLink>(body).is_err(), "{field}");
    }
}

#[test]
fn a_link_that_was_opened_or_paid_since_may_be_the_one_that_was_asked_for() {
    let changed = |field: &str, said: Value| {
        let mut link = a_link();
        link[field] = said;
        serde_json::from_value(link).unwrap()
    };
    let may_be = |field, said| new_link().may_be(&changed(field, said));
    assert!(may_be("status", json!("PROCESSED")));
    assert!(may_be("amount_due", json!({ "value": 0, "currency": "INR" })));
    assert!(!may_be("merchant_payment_link_reference", json!("INV-8")));
    assert!(!may_be("customer", json!({ "mobile_number": "1111111111" })));
    let reaches = |asked: (&str, &str), said: Value| {
        let mut new = new_link();
        new.customer.mobile_number = Some(asked.0.to_owned());
        new.customer.email_id = Some(asked.1.to_owned());
        new.may_be(&changed("customer", said))
    };
    let asked = ("9876543210", "asha@example.com");
    for number in ["9876543210", "+919876543210", "0919876543210", "09876543210", "+91 98765 43210"] {
        assert!(
            reaches(asked, json!({ "mobile_number": number, "email_id": "Asha@Example.com" })),
            "{number}"
        );
    }
    for number in ["9876543211", "210", "+971501234567"] {
        assert!(!reaches(asked, json!({ "mobile_number": number })), "{number}");
    }
    assert!(!reaches(asked, json!({ "email_id": "rao@example.com" })));
    for (field, said) in [("amount", json!({ "value": 40000, "currency": "INR" })), ("pre_auth", json!(true))]
    {
        let link = changed(field, said);
        assert!(!new_link().may_be(&link) && new_link().conflicts_with(&link), "{field}");
    }
}
