//! Each write: method, path, headers, body, attempts, and each of the ways it can end.

use std::time::Duration;

use pinelabs::{
    CaptureRequest, Dialect, Error, Money, NewLink, OrderStatus, Reference, RefundRequest, WriteError,
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::link_creation::created;
use crate::support::{
    Server, a_link, a_refund, an_order, capture, html, key, link_id, new_link, no_route, ok, only_request_of,
    order_id, refund, refusal, status,
};

const RESEND: &str = "PATCH /api/pay/v1/paymentlink/pl-v1-link/notify";
const CANCEL: &str = "PUT /api/pay/v1/paymentlink/pl-v1-link/cancel";
const CREATE: &str = "POST /api/pay/v1/paymentlink";
const REFUND: &str = "POST /api/pay/v1/refunds/v1-order";
const CAPTURE: &str = "PUT /api/pay/v1/orders/v1-order/capture";
const VOID: &str = "PUT /api/pay/v1/orders/v1-order/cancel";

/// Makes each write once against a server with this answer, and returns its end and the number of attempts.
async fn each_write(answer: &ResponseTemplate) -> Vec<(&'static str, Result<(), WriteError>, usize)> {
    let mut ends = Vec::new();
    for call in [RESEND, CANCEL, CREATE, REFUND, CAPTURE, VOID] {
        let server = Server::start().await;
        server.answer(call, [answer.clone()]).await;
        let client = &server.client;
        let end = match call {
            RESEND => client.links().resend(&link_id(), &key()).await.map(drop),
            CANCEL => client.links().cancel(&link_id(), &key()).await.map(drop),
            CREATE => client.links().create(&new_link(), &key()).await.map(drop),
            REFUND => client.refunds().create(&order_id(), &refund(), &key()).await.map(drop),
            CAPTURE => client.orders().capture(&order_id(), &capture(), &key()).await.map(drop),
            _ => client.orders().void(&order_id(), &key()).await.map(drop),
        };
        ends.push((call, end, server.sent().await.len()));
    }
    ends
}

#[tokio::test]
async fn a_resend_is_an_empty_patch() {
    let server = Server::start().await;
    server.answer(RESEND, [ok(a_link())]).await;
    let written = server.client.links().resend(&link_id(), &key()).await.unwrap();
    assert_eq!(written.value.payment_link_id, Some(link_id()));
    assert_eq!(written.raw, a_link());
    assert_eq!(only_request_of(&server).await, (RESEND.to_owned(), Value::Null));
}

#[tokio::test]
async fn a_cancellation_is_an_empty_put() {
    let server = Server::start().await;
    server.answer(CANCEL, [ok(a_link())]).await;
    server.client.links().cancel(&link_id(), &key()).await.unwrap();
    assert_eq!(only_request_of(&server).await, (CANCEL.to_owned(), Value::Null));
}

#[tokio::test]
async fn a_refund_always_says_its_amount() {
    let server = Server::start().await;
    server.answer(REFUND, [ok(a_refund())]).await;
    let written = server.client.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
    assert_eq!(written.value.status, Some(OrderStatus::Created));
    let body = json!({ "merchant_order_reference": "refund-1", "order_amount": { "value": 12550, "currency": "INR" } });
    assert_eq!(only_request_of(&server).await, (REFUND.to_owned(), body));
}

#[tokio::test]
async fn a_capture_says_its_amount_under_both_names() {
    let server = Server::start().await;
    server.answer(CAPTURE, [ok(an_order())]).await;
    server.client.orders().capture(&order_id(), &capture(), &key()).await.unwrap();
    let amount = json!({ "value": 30000, "currency": "INR" });
    let body =
        json!({ "merchant_capture_reference": "capture-1", "capture_amount": amount, "amount": amount });
    assert_eq!(only_request_of(&server).await, (CAPTURE.to_owned(), body));
}

#[tokio::test]
async fn a_void_has_no_body() {
    let server = Server::start().await;
    server.answer(VOID, [ok(an_order())]).await;
    server.client.orders().void(&order_id(), &key()).await.unwrap();
    assert_eq!(only_request_of(&server).await, (VOID.to_owned(), Value::Null));
}

#[tokio::test]
async fn what_the_api_would_refuse_is_never_sent() {
    let server = Server::start().await;
    let client = &server.client;
    let long = Reference::new("x".repeat(51)).unwrap();
    let too_little = RefundRequest { amount: Money::inr(99), ..refund() };
    let unnamed = RefundRequest { reference: long.clone(), ..refund() };
    let nothing = CaptureRequest { amount: Money::inr(0), ..capture() };
    let ends = [
        client.refunds().create(&order_id(), &too_little, &key()).await.map(drop),
        client.refunds().create(&order_id(), &unnamed, &key()).await.map(drop),
        client.orders().capture(&order_id(), &nothing, &key()).await.map(drop),
        client.links().create(&NewLink::new(Money::inr(99), long), &key()).await.map(drop),
    ];
    for end in ends {
        assert!(matches!(end, Err(WriteError::NotSent(Error::Invalid(_)))), "{end:?}");
    }
    assert!(server.sent().await.is_empty());
}

#[tokio::test]
async fn every_write_told_no_with_an_api_code_is_refused_after_one_request() {
    for code in [400, 403, 404, 422] {
        for (call, end, sent) in each_write(&refusal(code, "INVALID_REQUEST")).await {
            let Err(WriteError::Refused(api)) = end else { panic!("{call} {code}: {end:?}") };
            assert_eq!((api.status, api.api_code(), sent), (code, Some("INVALID_REQUEST"), 1));
        }
    }
}

#[tokio::test]
async fn every_write_told_no_without_an_api_code_is_unknown() {
    for code in [400, 403, 422, 402, 418] {
        for (call, end, sent) in each_write(&status(code, json!({ "message": "hm" }))).await {
            assert!(matches!(end, Err(WriteError::Unknown(_))), "{call} {code}: {end:?}");
            assert_eq!(sent, 1);
        }
    }
}

#[tokio::test]
async fn every_write_with_an_answer_that_proves_nothing_is_unknown_after_one_request() {
    let duplicate = json!({ "code": "DUPLICATE_REQUEST", "message": "no" });
    let answers = [
        refusal(422, "DUPLICATE_REQUEST"),
        ok(duplicate),
        refusal(408, "INVALID_REQUEST"),
        refusal(409, "INVALID_REQUEST"),
        refusal(425, "INVALID_REQUEST"),
        refusal(405, "INVALID_REQUEST"),
        refusal(500, "INTERNAL_ERROR"),
        html(502),
        status(503, json!({})),
        ResponseTemplate::new(302).insert_header("location", "/elsewhere"),
        ok(json!({ "code": "INVALID_REQUEST", "message": "no" })),
        ok(json!({ "error": "oops" })),
        html(200),
        ResponseTemplate::new(200).set_body_string("garbage{"),
        ok(json!({})),
        ok(json!({ "status": "PROCESSED" })),
    ];
    for answer in answers {
        for (call, end, sent) in each_write(&answer).await {
            let Err(WriteError::Unknown(unknown)) = end else { panic!("{call}: {end:?}") };
            assert_eq!((unknown.request_ids.len(), unknown.dialect), (1, Dialect::Reference), "{call}");
            assert_eq!(sent, 1, "{call}");
        }
    }
}

#[tokio::test]
async fn an_answer_without_a_body_is_a_success_of_a_resend_alone() {
    let empty = [
        ResponseTemplate::new(204),
        ResponseTemplate::new(200),
        ResponseTemplate::new(202),
        ResponseTemplate::new(200).set_body_string(" \r\n"),
        ResponseTemplate::new(200).set_body_string("\u{FEFF}"),
        ResponseTemplate::new(200).set_body_string("null"),
    ];
    for answer in empty {
        for (call, end, sent) in each_write(&answer).await {
            match end {
                Ok(()) => assert_eq!(call, RESEND),
                Err(WriteError::Unknown(_)) => assert_ne!(call, RESEND),
                Err(other) => panic!("{call}: {other}"),
            }
            assert_eq!(sent, 1, "{call}");
        }
    }
    // An empty body under an error status is no success.
    for (call, end, _) in each_write(&ResponseTemplate::new(500)).await {
        assert!(matches!(end, Err(WriteError::Unknown(_))), "{call}");
    }
}

#[tokio::test]
async fn a_refund_whose_answer_has_one_broken_sign_in_a_text_is_understood() {
    let mut answer = a_refund();
    answer["data"]["purchase_details"] = json!({ "name": "@" });
    for broken in [b"\xF0\x9F\x98".as_slice(), br"\ud83d", b"\n", b"\xFF", "\u{FEFF}".as_bytes()] {
        let body = answer.to_string().into_bytes();
        let at = body.iter().position(|byte| *byte == b'@').unwrap();
        let body = [&body[..at], broken, &body[at + 1..]].concat();
        let server = Server::start().await;
        server.answer(REFUND, [ResponseTemplate::new(200).set_body_raw(body, "application/json")]).await;
        let written = server.client.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
        assert_eq!(written.value.order_amount, Some(refund().amount), "{broken:?}");
    }
}

#[tokio::test]
async fn a_refund_or_a_new_link_that_cannot_be_told_by_its_answer_is_unknown_and_never_refused() {
    let broken = [json!({ "x": 1 }), json!("PROC\u{FFFD}SS"), json!(true)];
    let amounts = [
        json!({ "value": 125.5, "currency": "INR" }),
        json!("much"),
        json!({ "value": 12550, "currency": "₹" }),
    ];
    let of_refund = ["order_id", "parent_order_id", "merchant_order_reference", "type", "status"];
    let fields = of_refund.into_iter().flat_map(|field| broken.iter().map(move |odd| (field, odd)));
    for (field, odd) in fields.chain(amounts.iter().map(|odd| ("order_amount", odd))) {
        let mut answer = a_refund();
        answer["data"][field] = odd.clone();
        let server = Server::start().await;
        server.answer(REFUND, [ok(answer)]).await;
        let end = server.client.refunds().create(&order_id(), &refund(), &key()).await;
        assert!(matches!(end, Err(WriteError::Unknown(_))), "{field} {odd}: {end:?}");
        assert_eq!(server.sent().await.len(), 1);
    }
    for (field, odd) in amounts
        .iter()
        .flat_map(|odd| [("amount", odd), ("amount_due", odd)])
        .chain([("payment_link_id", &broken[1])])
    {
        let mut answer = a_link();
        answer[field] = odd.clone();
        assert!(matches!(created(answer).await, Err(WriteError::Unknown(_))), "{field} {odd}");
    }
}

#[tokio::test]
async fn every_write_hands_a_429_back_with_its_wait_and_sends_nothing_more() {
    let told = ResponseTemplate::new(429)
        .insert_header("retry-after", "2")
        .set_body_json(json!({ "code": "API_RATE_LIMIT" }));
    for (call, end, sent) in each_write(&told).await {
        let Err(WriteError::RateLimited { retry_after, .. }) = end else { panic!("{call}: {end:?}") };
        assert_eq!((retry_after, sent), (Some(Duration::from_secs(2)), 1));
    }
}

#[tokio::test]
async fn a_write_to_a_route_that_is_not_there_was_not_sent() {
    for (call, end, _) in each_write(&no_route()).await {
        assert!(
            matches!(&end, Err(WriteError::NotSent(Error::Api(api))) if api.status == 404),
            "{call}: {end:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_about_another_thing_is_unknown() {
    let others = [
        json!({ "payment_link_id": "pl-v1-other", "order_id": "v1-other", "merchant_payment_link_reference": "other" }),
        json!({ "data": { "payment_link_id": "pl-v1-other", "order_id": "v1-order", "type": "REFUND" } }),
    ];
    for other in others {
        for (call, end, _) in each_write(&ok(other)).await {
            let unknown = matches!(end, Err(WriteError::Unknown(_)));
            assert!(unknown || call == CREATE, "{call}: {end:?}");
        }
    }
}
