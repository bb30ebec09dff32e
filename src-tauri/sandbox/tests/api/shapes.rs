use crate::caller::{Caller, link_path, order_id, order_path, rupees};
use reqwest::Method;
use sandbox::shop::{self, Entry, known};
use serde_json::{Value, json};

/// The bytes of an answer, and what stands before them.
async fn raw(caller: &Caller, path: &str) -> Vec<u8> {
    let response = caller.request(Method::GET, path).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "application/json");
    response.bytes().await.unwrap().to_vec()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn odd(reference: &str) -> Entry {
    shop::odd_answers().into_iter().find(|entry| entry.reference == reference).unwrap()
}

async fn link_of(caller: &Caller, reference: &str) -> Vec<u8> {
    raw(caller, &format!("/api/pay/v1/paymentlink/{}", odd(reference).link_id)).await
}

async fn order_of(caller: &Caller, reference: &str) -> Vec<u8> {
    raw(caller, &format!("/api/pay/v1/orders/{}", odd(reference).order_id)).await
}

/// Link and order, where both are JSON after all.
async fn read(caller: &Caller, reference: &str) -> (Value, Value) {
    let link = serde_json::from_slice(&link_of(caller, reference).await).unwrap();
    let order: Value = serde_json::from_slice(&order_of(caller, reference).await).unwrap();
    (link, order["data"].clone())
}

/// A refund, answered with this shape: its status and bytes.
async fn mangled_refund(caller: &Caller, fault: Value) -> Vec<u8> {
    let mut fault = fault;
    fault["kind"] = json!("mangled");
    fault["match"] = json!({ "path_contains": "/refunds/" });
    caller.control("faults", fault).await;
    let count = caller.requests().await.len();
    let body = json!({ "merchant_order_reference": format!("rf-{count}"), "order_amount": rupees(1_000) });
    let path = format!("/api/pay/v1/refunds/{}", order_id(known::PAID));
    let response = caller.request(Method::POST, &path).json(&body).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    response.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn odd_answers_are_found_by_id_and_by_reference_and_are_in_no_list() {
    let caller = Caller::reference().await;
    let listed = shop::catalogue();
    for entry in shop::odd_answers() {
        assert!(listed.iter().all(|other| other.reference != entry.reference), "{entry:?}");
        let mut by_reference = caller.sandbox.url().parse::<reqwest::Url>().unwrap();
        by_reference.path_segments_mut().unwrap().extend(["api", "pay", "v1", "paymentlink", "ref"]);
        by_reference.path_segments_mut().unwrap().push(&entry.reference);
        let found = raw(&caller, by_reference.path()).await;
        assert!(
            holds(&found, entry.link_id.as_bytes()) && holds(&found, entry.order_id.as_bytes()),
            "{entry:?}"
        );
        let order = order_of(&caller, &entry.reference).await;
        assert!(holds(&order, entry.order_id.as_bytes()), "{entry:?}");
    }
    let (_, told) = caller.get("/_sandbox/catalogue").await;
    assert_eq!(told["links"].as_array().unwrap().len(), listed.len());
    assert_eq!(told["odd_answers"].as_array().unwrap().len(), shop::odd_answers().len());
}

#[tokio::test]
async fn broken_signs_stand_in_the_texts_of_link_and_order() {
    let caller = Caller::reference().await;
    for (reference, sign) in [
        (known::HALF_EMOJI, br" \ud83d ".as_slice()),
        (known::CUT_UTF8, b" \xe2\x82 "),
        (known::CONTROL_CHARACTERS, b" one\ntwo\tthree\x01\x00 "),
    ] {
        assert!(holds(&link_of(&caller, reference).await, sign), "{reference}");
        assert!(holds(&order_of(&caller, reference).await, sign), "{reference}");
    }
}

#[tokio::test]
async fn metadata_holds_numbers_and_depths_that_no_machine_holds() {
    let caller = Caller::reference().await;
    for answer in
        [link_of(&caller, known::METADATA_NUMBERS).await, order_of(&caller, known::METADATA_NUMBERS).await]
    {
        for number in ["\"exponent\":1e400", "\"number\":12345678901234567890123", ":0.10000000000000000001"]
        {
            assert!(holds(&answer, number.as_bytes()), "{number}");
        }
    }
    let deep = "[".repeat(200);
    assert!(holds(&link_of(&caller, known::METADATA_DEEP).await, deep.as_bytes()));
    assert!(holds(&order_of(&caller, known::METADATA_DEEP).await, deep.as_bytes()));
}

#[tokio::test]
async fn amounts_that_nothing_hangs_on_are_empty_null_or_a_fraction() {
    let caller = Caller::reference().await;
    for (reference, coupon, product) in [
        (known::COUPON_EMPTY, json!({}), json!(null)),
        (known::COUPON_NULL, json!(null), json!(499.5)),
        (known::COUPON_FRACTION, json!(499.5), json!({})),
    ] {
        let (link, order) = read(&caller, reference).await;
        assert_eq!(link["cart_coupon_discount_amount"], coupon, "{reference}");
        assert_eq!(link["product_details"][0]["product_amount"], product, "{reference}");
        assert_eq!(link["product_details"].as_array().unwrap().len(), 1);
        let payment = &order["payments"][0];
        assert_eq!(
            (&payment["payment_amount"], &payment["base_amount"]),
            (&link["amount"], &coupon),
            "{reference}"
        );
    }
    let refund = async |reference| read(&caller, reference).await.1["refunds"][0].clone();
    let (failed, made) = (refund(known::FAILED_REFUND_UNTOLD).await, refund(known::REFUND_UNTOLD).await);
    assert_eq!((&failed["status"], &failed["order_amount"]), (&json!("FAILED"), &json!({})));
    assert_eq!((&made["status"], &made["order_amount"]), (&json!("PROCESSED"), &json!({})));
}

#[tokio::test]
async fn whole_numbers_come_with_a_point_or_in_quotes_everywhere() {
    let caller = Caller::reference().await;
    for (reference, all, back) in [
        (known::VALUES_WITH_POINT, "\"value\":250000.0", "\"value\":50000.0"),
        (known::VALUES_IN_QUOTES, "\"value\":\"250000\"", "\"value\":\"50000\""),
    ] {
        let (link, order) = (link_of(&caller, reference).await, order_of(&caller, reference).await);
        assert!(holds(&link, all.as_bytes()) && holds(&order, all.as_bytes()), "{reference}");
        assert!(holds(&order, back.as_bytes()), "{reference}");
        assert!(!holds(&order, b"\"value\":250000,") && !holds(&link, b"\"value\":0,"), "{reference}");
    }
}

#[tokio::test]
async fn amounts_lack_their_currency_or_cannot_be_read() {
    let caller = Caller::reference().await;
    let (link, order) = read(&caller, known::WITHOUT_CURRENCY).await;
    assert_eq!((&link["amount"], &link["amount_due"]), (&rupees(113_000), &json!({ "value": 0 })));
    assert_eq!(order["payments"][0]["payment_amount"], json!({ "value": 113_000 }));
    assert_eq!(order["order_amount"], rupees(113_000));
    assert_eq!(read(&caller, known::AMOUNT_UNTOLD).await.0["amount"], json!({}));
    assert_eq!(read(&caller, known::DUE_UNTOLD).await.0["amount_due"], "₹ 499.50");
}

#[tokio::test]
async fn an_end_is_spelt_in_ways_that_nobody_documented() {
    let caller = Caller::reference().await;
    let end = async |reference| read(&caller, reference).await.0["expire_by"].clone();
    let day = end(known::EXPIRY_DAY_FIRST).await;
    let day = day.as_str().unwrap();
    assert_eq!((day.len(), &day[2..3], &day[5..6], &day[10..11]), (16, "-", "-", " "), "{day}");
    let seconds = end(known::EXPIRY_EPOCH).await.as_i64().unwrap();
    assert!(seconds > jiff::Timestamp::now().as_second());
    assert_eq!(end(known::EXPIRY_IN_WORDS).await, "in three days");
}

#[tokio::test]
async fn names_are_none_and_phones_begin_with_everything() {
    let caller = Caller::reference().await;
    for reference in [known::NAMES_NULL, known::NAMES_BLANK, known::NAMES_INVISIBLE] {
        let (link, order) = read(&caller, reference).await;
        for customer in [&link["customer"], &order["purchase_details"]["customer"]] {
            for name in ["first_name", "last_name"] {
                let name = customer[name].as_str().unwrap();
                let none = |c: char| c.is_whitespace() || !c.is_ascii() && !c.is_alphanumeric();
                assert!(
                    name == "null" || (!name.is_empty() && name.chars().all(none)),
                    "{reference} {name:?}"
                );
            }
        }
    }
    for (reference, mobile, country) in [
        (known::PHONE_PLUS, "+919000000003", "91"),
        (known::PHONE_ZERO_ZERO, "00919000000002", "+91"),
        (known::PHONE_ZERO, "09000000001", "IN"),
        (known::PHONE_TWICE, "+91+919000000000", ""),
    ] {
        let (link, _) = read(&caller, reference).await;
        let customer = &link["customer"];
        assert_eq!(
            (&customer["mobile_number"], &customer["country_code"]),
            (&json!(mobile), &json!(country))
        );
    }
}

#[tokio::test]
async fn moments_without_a_zone_are_those_of_the_link_its_order_and_its_refund() {
    let caller = Caller::reference().await;
    let (link, order) = read(&caller, known::WITHOUT_ZONE).await;
    let told = [
        &link["created_at"],
        &link["expire_by"],
        &order["updated_at"],
        &order["payments"][0]["created_at"],
        &order["refunds"][0]["created_at"],
    ];
    for moment in told {
        assert!(moment.as_str().unwrap().parse::<jiff::civil::DateTime>().is_ok(), "{moment}");
        assert!(moment.as_str().unwrap().parse::<jiff::Timestamp>().is_err(), "{moment}");
    }
}

#[tokio::test]
async fn accounts_are_short_names_are_long_and_some_money_is_shared() {
    let caller = Caller::reference().await;
    let number = async |reference| {
        read(&caller, reference).await.0["account_details"]["bank_details"]["account_number"].clone()
    };
    assert_eq!(number(known::SHORT_ACCOUNT).await, "1234");
    assert_eq!(number(known::SHORTER_ACCOUNT).await, "07");
    let address = &read(&caller, known::SHORT_ACCOUNT).await.0["customer"]["billing_address"];
    assert_eq!(address["state"], "Karnataka");
    let long = odd(known::LONG_NAMES);
    assert!(long.reference.len() > 250 && long.link_id.len() > 250 && long.order_id.len() > 250);
    let foreign = odd(known::FOREIGN_NAMES);
    assert!([&foreign.reference, &foreign.link_id, &foreign.order_id].iter().all(|name| !name.is_ascii()));
    let (link, _) = read(&caller, known::SEVERAL_PRODUCTS).await;
    assert_eq!(link["product_details"].as_array().unwrap().len(), 3);
    let (link, order) = read(&caller, known::SPLIT_PAID).await;
    assert_eq!(link["split_info"], order["purchase_details"]["split_info"]);
}

#[tokio::test]
async fn every_shape_can_be_that_of_a_refunds_answer_and_the_refund_is_made() {
    let caller = Caller::reference().await;
    let shapes: [(&str, &[u8]); 26] = [
        ("half_emoji", br#""notes":"Festival \ud83d gift set""#),
        ("other_half_emoji", br"\ude00"),
        ("cut_utf8", b" \xe2\x82 "),
        ("latin1", b" caf\xe9 "),
        ("control_characters", b"one\ntwo"),
        ("bad_escape", br"\q"),
        ("bom", b"\xef\xbb\xbf{\"data\":{"),
        ("huge_exponent", b"1e400"),
        ("long_number", b":12345678901234567890123"),
        ("long_decimal", b":0.10000000000000000001"),
        ("deep", b"[[[[[[[[[[[[[[[[[[[["),
        ("amount_empty", b"\"order_amount\":{}"),
        ("amount_null", b"\"order_amount\":null"),
        ("amount_fraction", b"\"order_amount\":499.5"),
        ("amount_text", "\"order_amount\":\"₹ 499.50\"".as_bytes()),
        ("value_with_point", b"\"value\":1000.0"),
        ("value_in_quotes", b"\"value\":\"1000\""),
        ("value_fraction", b"\"value\":1000.5"),
        ("without_currency", b"\"order_amount\":{\"value\":1000}"),
        ("expiry_in_words", b"\"expire_by\":\"in three days\""),
        ("names_null", b"\"first_name\":\"null\""),
        ("names_blank", b"\"first_name\":\"  \""),
        ("another_reference", b"-other\""),
        ("another_case", b"\"merchant_order_reference\":\"RF-"),
        ("another_id", b"-other\""),
        ("without_zone", b"\"created_at\":\"20"),
    ];
    for (index, (shape, part)) in shapes.iter().enumerate() {
        let bytes = mangled_refund(&caller, json!({ "shape": shape })).await;
        assert!(holds(&bytes, part), "{shape}: {}", String::from_utf8_lossy(&bytes));
        assert_eq!(holds(&bytes, b"Z\""), *shape != "without_zone", "{shape}");
        assert_eq!(caller.money_moves().await, index + 1, "{shape}");
    }
    let refunds = caller.ledger(&order_id(known::PAID)).await["refunds"].as_array().unwrap().len();
    assert_eq!(refunds, shapes.len());
}

#[tokio::test]
async fn a_shape_can_be_put_at_any_field_and_any_bytes_too() {
    let caller = Caller::reference().await;
    let bytes = mangled_refund(&caller, json!({ "field": "order_amount.value", "raw": "1e3" })).await;
    assert!(holds(&bytes, b"\"value\":1e3}") || holds(&bytes, b"\"value\":1e3,"));
    let fault =
        json!({ "kind": "mangled", "shape": "amount_empty", "field": "product_details.1.product_amount" });
    caller.control("faults", fault).await;
    let (_, link) = caller.get(&link_path(known::EVERY_FIELD)).await;
    let products = &link["product_details"];
    assert_eq!(
        (&products[1]["product_amount"], &products[0]["product_amount"]["value"]),
        (&json!({}), &json!(1_549_000))
    );
    caller.control("faults", json!({ "kind": "mangled", "shape": "half_emoji" })).await;
    let refused = raw_of(&caller, "/api/pay/v1/orders/v1-nobody").await;
    assert!(holds(&refused, br#""message":"Order not found \ud83d"#));
    for wrong in [json!({}), json!({ "raw": "1" }), json!({ "field": "amount" }), json!({ "shape": "round" })]
    {
        let mut fault = wrong;
        fault["kind"] = json!("mangled");
        let (status, _) = caller.post("/_sandbox/faults", fault.clone()).await;
        assert_eq!(status, 400, "{fault}");
    }
}

async fn raw_of(caller: &Caller, path: &str) -> Vec<u8> {
    caller.request(Method::GET, path).send().await.unwrap().bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn a_look_up_is_answered_with_another_link_or_in_another_letter_case() {
    let caller = Caller::reference().await;
    let by_reference = |reference: &str| format!("/api/pay/v1/paymentlink/ref/{reference}");
    caller.control("faults", json!({ "kind": "mangled", "shape": "another_reference" })).await;
    let (_, link) = caller.get(&by_reference(known::PAID)).await;
    assert_eq!(link["merchant_payment_link_reference"], format!("{}-other", known::PAID));
    caller.control("faults", json!({ "kind": "mangled", "shape": "another_id" })).await;
    let (_, order) = caller.get(&order_path(known::PAID)).await;
    assert_eq!(order["data"]["order_id"], format!("{}-other", order_id(known::PAID)));

    let lower = known::PAID.to_lowercase();
    assert_eq!(caller.get(&by_reference(&lower)).await.0, 404);
    caller.control("settings", json!({ "any_letter_case": true })).await;
    let (_, link) = caller.get(&by_reference(&lower)).await;
    assert_eq!(link["merchant_payment_link_reference"], known::PAID);
    let (_, order) = caller.get(&format!("/api/pay/v1/orders/reference/{lower}")).await;
    assert_eq!(order["data"]["merchant_order_reference"], known::PAID);
    let (_, refund) = caller.get("/api/pay/v1/orders/reference/RF-0179-1").await;
    assert_eq!(refund["data"]["merchant_order_reference"], "rf-0179-1");
}
