//! Reads with odd answers: broken characters, lists, another reference.

use pinelabs::{Error, LinkStatus, Money};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::reads::link_after;
use crate::support::{Server, a_link, link_id, ok, reference};

const LINK: &str = "GET /api/pay/v1/paymentlink/pl-v1-link";

#[tokio::test]
async fn a_link_whose_amounts_cannot_be_read_is_a_link() {
    for amount in [
        json!({}),
        json!(null),
        json!({ "value": 499.5, "currency": "INR" }),
        json!("₹500"),
        json!({ "value": 1 }),
    ] {
        let server = Server::start().await;
        let odd = json!({ "payment_link_id": "pl-v1-link", "status": "PROCESSED", "amount": amount, "amount_due": amount,
            "cart_coupon_discount_amount": amount, "product_details": [{}, { "product_amount": amount }] });
        server.answer(LINK, [ok(odd)]).await;
        let link = server.client.links().get(&link_id()).await.unwrap().value;
        assert_eq!((link.status, link.amount), (Some(LinkStatus::Processed), None), "{amount}");
    }
}

#[tokio::test]
async fn an_answer_that_is_a_list_of_one_is_that_one() {
    let server = Server::start().await;
    server.answer(LINK, [ok(json!([a_link()])), ok(json!({ "data": [a_link()] }))]).await;
    for _ in 0..2 {
        assert_eq!(
            server.client.links().get(&link_id()).await.unwrap().value.payment_link_id,
            Some(link_id())
        );
    }
}

#[tokio::test]
async fn an_answer_in_broken_signs_is_read_and_its_raw_form_keeps_every_digit() {
    let server = Server::start().await;
    let odd = [br#"{"payment_link_id":"pl-v1-link","status":"CREATED","amount":{"value":50000.0,"currency":"inr"},"description":"caf"#.as_slice(),
        b"\xE9 \\ud83d\", \"merchant_metadata\":{\"long\":12345678901234567890123,\"small\":0.10000000000000000001,\"big\":1e400}}"].concat();
    server
        .answer(
            LINK,
            [ResponseTemplate::new(200)
                .set_body_raw([b"\xEF\xBB\xBF".as_slice(), &odd].concat(), "application/json")],
        )
        .await;
    let read = server.client.links().get(&link_id()).await.unwrap();
    assert_eq!(
        (read.value.amount, read.value.description.as_deref()),
        (Some(Money::inr(50_000)), Some("caf\u{FFFD} \u{FFFD}"))
    );
    let shown = pinelabs::raw::pretty(&read.raw);
    for digits in [
        "\"value\": 50000.0",
        "\"long\": 12345678901234567890123",
        "\"small\": 0.10000000000000000001",
        "\"big\": 1e400",
    ] {
        assert!(shown.contains(digits), "{shown}");
    }
    assert_eq!(pinelabs::raw::spelt(&read.value.merchant_metadata["big"]), "1e400");
}

#[tokio::test]
async fn a_look_up_by_reference_takes_no_answer_of_another_reference() {
    let said = |said: &str| {
        json!({ "payment_link_id": "pl-v1-link", "order_id": "v1-order", "status": "CREATED",
        "merchant_payment_link_reference": said, "merchant_order_reference": said })
    };
    for (told, is_it) in
        [("INV-7", true), ("inv-7", true), (" INV-7 ", true), ("", true), ("INV-70", false), ("INV-8", false)]
    {
        let server = Server::start().await;
        server.answer("GET /api/pay/v1/paymentlink/ref/INV-7", [ok(said(told))]).await;
        server.answer("GET /api/pay/v1/orders/reference/INV-7", [ok(json!({ "data": said(told) }))]).await;
        let paths = [
            server.client.links().by_reference(&reference()).await.map(drop),
            server.client.orders().by_reference(&reference()).await.map(drop),
        ];
        for (end, field) in
            paths.into_iter().zip(["merchant_payment_link_reference", "merchant_order_reference"])
        {
            match end {
                Ok(()) => assert!(is_it, "{told}"),
                Err(Error::Undecodable { path, .. }) => assert!(!is_it && path == field, "{told} {path}"),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(
            server.client.dialect().is_some(),
            is_it,
            "{told}: what answers for another reference teaches nothing"
        );
    }
}

#[tokio::test]
async fn a_link_whose_reference_cannot_be_read_is_not_the_one_that_was_asked_for_by_it() {
    let server = Server::start().await;
    let odd = json!({ "payment_link_id": "pl-v1-link", "merchant_payment_link_reference": "INV 7" });
    server.answer("GET /api/pay/v1/paymentlink/ref/INV-7", [ok(odd)]).await;
    let end = server.client.links().by_reference(&reference()).await;
    let field = "merchant_payment_link_reference";
    assert!(matches!(&end, Err(Error::Undecodable { path, .. }) if path == field), "{end:?}");
}

#[tokio::test]
async fn json_that_is_labelled_as_a_web_page_is_read_as_json() {
    let labelled = ResponseTemplate::new(200).set_body_raw(a_link().to_string(), "text/html");
    let (result, _) = link_after(vec![labelled]).await;
    assert!(result.is_ok());
}
