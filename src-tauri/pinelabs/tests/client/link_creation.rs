//! The creation of a link: its body, and whether the answer is the requested link.

use jiff::Timestamp;
use pinelabs::{LinkCreated, WriteError, WriteResponse};
use serde_json::{Value, json};

use crate::support::{Server, a_link, key, new_link, ok, only_request_of};

const CREATE: &str = "POST /api/pay/v1/paymentlink";

#[tokio::test]
async fn a_new_link_spells_its_flags_as_the_api_wants_them() {
    let server = Server::start().await;
    server.answer(CREATE, [ok(a_link())]).await;
    let mut new = new_link();
    new.pre_auth = true;
    new.is_mcc_transaction = Some(false);
    new.part_payment = true;
    new.description = Some("Two lamps".to_owned());
    new.expire_by = Some(Timestamp::now() + jiff::SignedDuration::from_hours(24));
    new.allowed_payment_methods = vec!["CARD".to_owned(), "UPI".to_owned()];
    new.callback_url = Some("https://shop.example.com/paid".to_owned());
    new.merchant_metadata = vec![("table".to_owned(), "4".to_owned())];

    server.client.links().create(&new, &key()).await.unwrap();

    let (line, mut body) = only_request_of(&server).await;
    assert_eq!(line, CREATE);
    let end = body.as_object_mut().unwrap().remove("expire_by").unwrap();
    assert!(end.as_str().is_some_and(|end| end.len() == 20 && end.ends_with('Z')), "{end}");
    let expected = json!({
        "amount": { "value": 50000, "currency": "INR" },
        "merchant_payment_link_reference": "INV-7",
        "customer": { "mobile_number": "0000000000", "country_code": "91" },
        "part_payment": true, "pre_auth": "true", "is_mcc_transaction": "false",
        "description": "Two lamps", "callback_url": "https://shop.example.com/paid",
        "allowed_payment_methods": ["CARD", "UPI"], "merchant_metadata": { "table": "4" },
    });
    assert_eq!(body, expected);
}

pub async fn created(answer: Value) -> Result<WriteResponse<LinkCreated>, WriteError> {
    let server = Server::start().await;
    server.answer(CREATE, [ok(answer)]).await;
    server.client.links().create(&new_link(), &key()).await
}

#[tokio::test]
async fn a_link_that_came_back_as_asked_is_new() {
    let written = created(a_link()).await.unwrap();
    assert!(matches!(written.value, LinkCreated::Created { .. }));
}

#[tokio::test]
async fn a_link_that_differs_from_what_was_asked_existed_before() {
    let differences = [
        ("amount", json!({ "value": 40000, "currency": "INR" })),
        ("amount_due", json!({ "value": 0, "currency": "INR" })),
        ("status", json!("PROCESSED")),
        ("pre_auth", json!(true)),
        ("customer", json!({ "mobile_number": "1111111111" })),
        ("created_at", json!("2024-01-01T00:00:00Z")),
    ];
    for (field, said) in differences {
        let mut link = a_link();
        link[field] = said;
        let written = created(link).await.unwrap();
        assert!(matches!(written.value, LinkCreated::AlreadyExists { .. }), "{field}");
    }
}

#[tokio::test]
async fn a_link_of_another_reference_is_no_answer_to_a_creation() {
    let mut link = a_link();
    link["merchant_payment_link_reference"] = json!("INV-8");
    assert!(matches!(created(link).await, Err(WriteError::Unknown(_))));
}
