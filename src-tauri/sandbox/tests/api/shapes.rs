use crate::caller::{Caller, holds, rupees};
use reqwest::Method;
use sandbox::shop::{self, Entry, known};
use serde_json::{Value, json};

/// The bytes of an answer.
async fn raw(caller: &Caller, path: &str) -> Vec<u8> {
    let response = caller.request(Method::GET, path).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "application/json");
    response.bytes().await.unwrap().to_vec()
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

/// Link and order, if both are JSON after all.
async fn read(caller: &Caller, reference: &str) -> (Value, Value) {
    let link = serde_json::from_slice(&link_of(caller, reference).await).unwrap();
    let order: Value = serde_json::from_slice(&order_of(caller, reference).await).unwrap();
    (link, order["data"].clone())
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
