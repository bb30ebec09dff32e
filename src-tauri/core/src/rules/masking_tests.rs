//! What is masked in an answer, and what stays.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Fails for each of `hidden` that is still there, and for each of `kept` that is not.
fn check(answer: Value, hidden: &[&str], kept: &[&str]) {
    let text = masked(answer).to_string();
    for hidden in hidden {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    for kept in kept {
        assert!(text.contains(kept), "no {kept} in {text}");
    }
}

#[test]
fn personal_data_is_hidden_at_any_depth_and_the_rest_stays() {
    let answer = json!({
        "payment_link_id": "pl-v1-1", "status": "CREATED", "state": "RELEASED",
        "customer": {
            "phone": ["9000000002", { "home": "9000000003" }],
            "first_name": "Neha", "name": "Neha Kulkarni", "mobile_number": 9_000_000_001_i64, "country_code": "91",
            "state": "Goa", "customer_id": "700123"
        },
        "orders": [{ "payments": [{ "payment_option": { "upi_data": { "payer": {
            "vpa": "neha.k@examplebank", "name": "N Kulkarni", "phone_number": "9000000004"
        } } } }] }]
    });
    check(
        answer,
        &["Neha", "Kulkarni", "90000000", "Goa", "neha.k"],
        &["pl-v1-1", "CREATED", "RELEASED", "\"91\"", "700123", "ne••••••k@examplebank"],
    );
}

#[test]
fn of_an_address_nothing_is_left_but_its_country_and_kind() {
    let address = json!({
        "address1": "1 Lake Road", "address2": "Flat 7", "landmark": "the old mill", "city": "Panaji", "state": "Goa",
        "district": "North", "pincode": 403_001, "full_name": "Asha Rao", "door": { "bell": ["Rao"] },
        "country": "India", "address_type": "HOME", "address_category": "BILLING"
    });
    let hidden = ["Lake", "Flat", "mill", "Panaji", "Goa", "North", "403001", "Asha", "Rao"];
    for name in ["billing_address", "shippingAddress", "address", "customer_address", "addresses"] {
        check(json!({ "customer": { name: address } }), &hidden, &["India", "HOME", "BILLING"]);
    }
    check(json!({ "address": "1 Lake Road, Panaji", "ip_address": "203.0.113.7" }), &["Lake", "203.0"], &[]);
}

#[test]
fn a_field_is_known_however_its_name_is_written() {
    for name in [
        "email_id",
        "emailId",
        "EMAIL",
        "customer_email",
        "mobile_number",
        "mobileNumber",
        "Mobile No.",
        "alt-phone",
        "whatsapp_no",
        "firstName",
        "LAST_NAME",
        "nameOnCard",
        "card_number",
        "account_number",
        "bankAccountNumber",
        "bank_acc_number",
        "aadhaar_number",
        "PAN",
        "gstin",
        "ipAddress",
        "pincode",
        "zip",
    ] {
        check(json!({ "data": [{ name: "secret" }] }), &["secret"], &[name]);
    }
    for name in ["vpa", "payer_vpa", "upi_id", "upiHandle", "virtual_payment_address"] {
        check(json!({ name: "mohantraders@examplebank" }), &["mohan"], &["mo••••••s@examplebank"]);
    }
    for name in [
        "order_id",
        "rrn",
        "approval_code",
        "utr_number",
        "bank_name",
        "ifsc_code",
        "network_name",
        "merchant_payment_link_reference",
        "state",
        "name",
        "created_at",
        "payment_link",
    ] {
        check(json!({ "data": [{ name: "9876543210" }] }), &[], &["9876543210"]);
    }
}

#[test]
fn an_account_number_is_hidden_whatever_its_length_and_kind() {
    for number in [json!("7"), json!("1234"), json!(1234), json!("00123456789"), json!(["1234"])] {
        let answer = json!({ "account_details": { "bank_details": { "account_number": number, "ifsc_code": "EXMP0000001" } } });
        check(answer, &["1234", "\"7\"", "6789"], &["EXMP0000001"]);
    }
}

#[test]
fn what_is_shown_of_an_account_is_never_more_than_half_of_it() {
    for (number, shown) in [
        ("", None),
        (" ", None),
        ("7", Some("••••••")),
        ("1234", Some("••••••")),
        (" 12 34 ", Some("••••••")),
        ("12345", Some("45")),
        ("1234567", Some("567")),
        ("12345678", Some("5678")),
        ("00112233445566", Some("5566")),
        ("XXXXXXXX5566", Some("5566")),
    ] {
        assert_eq!(account_ending(number).as_deref(), shown, "{number}");
    }
}

#[test]
fn numbers_and_addresses_are_hidden_in_texts_that_are_free() {
    let answer = json!({
        "merchant_metadata": {
            "note": "call 98765 43210 or +91-98765-43211, 9876543212/9876543213",
            "card": "4111 1111 1111 1111", "abroad": "+971 50 123 4567", "contact": 9_876_543_214_i64,
            "mail": "to asha.rao+shop@example.com.", "pay": "mohantraders@examplebank, please",
            "nested": [{ "deep": "९८७६५४३२१०" }], "alt_mobile": "12345",
            "count": 12, "weight": "1500 g", "when": "2025-03-21 08:29", "till": "20250321082930",
            "order": "v1-250306082755-aa-Lamp01"
        },
        "description": "Two lamps for 9876543215",
        "callback_url": "https://shop.example.com/done?email=asha%40example.com&id=7"
    });
    check(
        answer,
        &["98765", "4321", "4111", "123 4567", "asha", "mohan", "९८", "12345"],
        &[
            "call ••••••",
            "12",
            "1500 g",
            "2025-03-21 08:29",
            "20250321082930",
            "v1-250306082755-aa-Lamp01",
            "mo••••••s@examplebank, please",
            "to ••••••.",
            "Two lamps for",
            "?email=••••••&id=7",
        ],
    );
    check(
        json!({ "notes": "batch INV_9876543210x and 98765432101" }),
        &[],
        &["INV_9876543210x", "98765432101"],
    );
}

#[test]
fn a_person_is_hidden_where_only_the_word_for_them_names_them() {
    for name in ["customer", "payer", "buyer", "contact", "beneficiary"] {
        check(json!({ name: "Asha Rao" }), &["Asha"], &[]);
        check(json!({ name: { "name": "Asha Rao", "id": "c-1" } }), &["Asha"], &["c-1"]);
    }
}

#[test]
fn of_a_card_no_more_than_its_last_four_are_shown() {
    for number in ["4111111111111111", "XXXX1111", "1111"] {
        check(json!({ "card_data": { "last4_digit": number } }), &["11111", "X"], &["1111"]);
        assert_eq!(last_four(number), "1111");
    }
    check(json!({ "card_data": { "last4_digit": 1111 } }), &[], &["1111"]);
    assert_eq!(last_four("12"), "12");
}

#[test]
fn a_upi_handle_keeps_its_bank_and_its_ends() {
    assert_eq!(upi_handle("mohantraders@examplebank"), "mo••••••s@examplebank");
    assert_eq!(upi_handle("abcd@x"), "••••••@x");
    assert_eq!(upi_handle("noat"), "••••••");
    assert_eq!(upi_handle("é€ü@x"), "••••••@x");
}

proptest! {
    #[test]
    fn a_mobile_number_or_an_address_never_comes_through(
        before in "[a-z ,]{0,10}", after in "( [a-z ,]{0,10})?", number in "[6-9][0-9]{9}", name in "[a-z]{2,9}",
    ) {
        for text in [format!("{before} {number}{after}"), format!("{before} +91 {number}{after}")] {
            let shown = masked(json!({ "notes": text })).to_string();
            prop_assert!(!shown.contains(&number), "{}", shown);
        }
        let shown = masked(json!({ "anything": format!("{before} {name}@example.com{after}") })).to_string();
        prop_assert!(!shown.contains(&format!("{name}@")), "{}", shown);
    }

    #[test]
    fn no_text_panics(text in "[\\PC@%40+9१ -]{0,60}") {
        masked(json!({ "notes": text, "other": text }));
    }
}

#[test]
fn a_text_that_is_json_itself_is_hidden_where_it_names_somebody() {
    let wrapped =
        [r#"{"email":"a@example.com"}"#, r#" [{"x":{"first_name":"Neha"}}]"#, r#""{\"vpa\":\"neha@x\"}""#];
    for text in wrapped {
        assert_eq!(masked(json!({ "note": text })), json!({ "note": HIDDEN }), "{text}");
    }
    for text in [r#"{"order":"v1-1"}"#, "send an \"email\"", "[table 4]"] {
        assert_eq!(masked(json!({ "note": text })), json!({ "note": text }));
    }
}
