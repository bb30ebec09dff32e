use crate::caller::{Caller, holds, link_path, order_id, order_path, rupees};
use reqwest::Method;
use sandbox::shop::known;
use serde_json::{Value, json};

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
