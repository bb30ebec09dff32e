use crate::caller::{Caller, assert_refused, rupees};
use serde_json::{Value, json};

const PATH: &str = "/api/pay/v1/paymentlink";

fn body(reference: &str) -> Value {
    json!({
        "amount": rupees(150_000),
        "merchant_payment_link_reference": reference,
        "customer": { "email_id": "somebody@example.com", "mobile_number": "9000000001" },
    })
}

#[tokio::test]
async fn a_created_link_can_be_read_back_and_so_can_its_order() {
    let caller = Caller::reference().await;
    let mut form = body("NEW-1");
    form["pre_auth"] = json!("true");
    form["part_payment"] = json!(false);
    form["callback_url"] = json!("https://shop.example.com/thanks");
    form["merchant_metadata"] = json!({ "counter": "1" });
    let (status, link) = caller.post(PATH, form).await;
    assert_eq!(
        (status, &link["status"], &link["pre_auth"]),
        (200, &json!("CREATED"), &json!(true)),
        "{link}"
    );
    assert_eq!(link["customer"]["country_code"], "91");
    assert_eq!(link["merchant_metadata"], json!({ "counter": "1" }));
    assert!(link.get("callback_url").is_none() && link.get("part_payment").is_none());
    assert!(link["payment_link_id"].as_str().unwrap().starts_with("pl-v1-"));
    let (_, read) = caller.get(&format!("{PATH}/ref/NEW-1")).await;
    assert_eq!(read, link);
    let order = caller.get(&format!("/api/pay/v1/orders/{}", link["order_id"].as_str().unwrap())).await.1;
    assert_eq!((&order["data"]["status"], &order["data"]["pre_auth"]), (&json!("CREATED"), &json!(true)));
}

#[tokio::test]
async fn every_field_out_of_its_range_is_refused_by_name() {
    let caller = Caller::reference().await;
    let long = "x".repeat(257);
    let eleven: Value = (0..11).map(|index| (format!("key{index}"), json!("value"))).collect();
    for (field, value, reason) in [
        ("amount", rupees(99), "amount"),
        ("amount", rupees(100_000_001), "amount"),
        ("amount", json!({ "value": 100.5, "currency": "INR" }), "amount"),
        ("amount", json!({ "value": "100", "currency": "INR" }), "amount"),
        ("amount", json!({ "value": 100, "currency": "rupees" }), "amount"),
        ("amount", Value::Null, "amount"),
        ("merchant_payment_link_reference", json!(""), "merchant_payment_link_reference"),
        ("merchant_payment_link_reference", json!("x".repeat(51)), "merchant_payment_link_reference"),
        ("merchant_payment_link_reference", json!("INV 1/2"), "merchant_payment_link_reference"),
        ("merchant_payment_link_reference", Value::Null, "merchant_payment_link_reference"),
        ("customer", json!({}), "customer"),
        ("customer", Value::Null, "customer"),
        ("customer", json!({ "mobile_number": "123456789" }), "customer.mobile_number"),
        ("customer", json!({ "mobile_number": "+919000000001" }), "customer.mobile_number"),
        ("customer", json!({ "email_id": "nobody" }), "customer.email_id"),
        (
            "customer",
            json!({ "email_id": "a@example.com", "first_name": "n".repeat(51) }),
            "customer.first_name",
        ),
        ("pre_auth", json!(true), "pre_auth"),
        ("pre_auth", json!("yes"), "pre_auth"),
        ("is_mcc_transaction", json!(false), "is_mcc_transaction"),
        ("part_payment", json!("true"), "part_payment"),
        ("expire_by", json!("2020-01-01T00:00Z"), "expire_by"),
        ("expire_by", json!("2999-01-01T00:00Z"), "expire_by"),
        ("expire_by", json!("tomorrow"), "expire_by"),
        ("allowed_payment_methods", json!(["CASH"]), "allowed_payment_methods"),
        ("merchant_metadata", json!({ "key": long }), "merchant_metadata"),
        ("merchant_metadata", eleven, "merchant_metadata"),
    ] {
        let mut form = body("NEW-1");
        form[field] = value.clone();
        let refused = caller.post(PATH, form).await;
        assert_refused(&refused, 400, "INVALID_REQUEST");
        assert_eq!(refused.1["additional_error_details"]["reason"], reason, "{field}: {value}");
    }
    assert_refused(&caller.get(&format!("{PATH}/ref/NEW-1")).await, 404, "PAYMENT_LINK_NOT_FOUND");
}

#[tokio::test]
async fn what_pine_labs_own_clients_send_is_understood() {
    let caller = Caller::reference().await;
    let mut form = body("NEW-1");
    form["allowed_payment_methods"] = json!("CARD,UPI");
    form["customer"]["country_code"] = json!("+91");
    form["customer"]["billing_address"] = json!({ "city": "Bengaluru", "address_category": "billing" });
    form["expire_by"] = json!((jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24)).to_string());
    let (status, link) = caller.post(PATH, form).await;
    assert_eq!((status, &link["allowed_payment_methods"]), (200, &json!(["CARD", "UPI"])), "{link}");
}

#[tokio::test]
async fn a_reference_used_twice_is_a_duplicate_or_the_existing_link() {
    let caller = Caller::reference().await;
    let (_, first) = caller.post(PATH, body("NEW-1")).await;
    assert_refused(&caller.post(PATH, body("NEW-1")).await, 422, "DUPLICATE_REQUEST");

    caller.control("settings", json!({ "duplicate_create": "return" })).await;
    let mut other = body("NEW-1");
    other["amount"] = rupees(999_900);
    let (status, second) = caller.post(PATH, other).await;
    assert_eq!((status, second), (200, first));
    let created =
        caller.requests().await.iter().filter(|request| request["deed"]["what"] == "create").count();
    assert_eq!(created, 1);
}

#[tokio::test]
async fn a_body_has_to_be_a_json_object_and_say_so() {
    let caller = Caller::reference().await;
    let request = caller.request(reqwest::Method::POST, PATH).body(body("NEW-1").to_string());
    let refused = crate::caller::answer(request.send().await.unwrap()).await;
    assert_refused(&refused, 400, "INVALID_REQUEST");
    assert_eq!(refused.1["additional_error_details"]["reason"], "Content-Type");
    assert_refused(&caller.post(PATH, json!([1, 2])).await, 400, "INVALID_REQUEST");
}
