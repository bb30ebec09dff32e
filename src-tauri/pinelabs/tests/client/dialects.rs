//! Both dialects: what a read learns, and which routes a write uses.

use pinelabs::{Dialect, Error, WriteError};
use serde_json::{Value, json};

use crate::raw_server::{RawServer, Reply, http};
use crate::support::{
    Server, a_link, a_refund, an_order, builder, capture, html, key, link_id, no_route, ok, order_id,
    reference, refund, refusal, status,
};

const REF: &str = "GET /api/pay/v1/paymentlink/ref/INV-7";
const MERCHANT_REF: &str = "GET /api/pay/v1/paymentlink/merchant-reference/INV-7";
const NOTIFY: &str = "PATCH /api/pay/v1/paymentlink/pl-v1-link/notify";
const RESEND: &str = "PATCH /api/pay/v1/paymentlink/pl-v1-link/resend";
const REFUNDS: &str = "POST /api/pay/v1/refunds/v1-order";
const REFUND: &str = "POST /api/pay/v1/orders/v1-order/refund";
const CAPTURE: &str = "PUT /api/pay/v1/orders/v1-order/capture";

#[tokio::test]
async fn the_reference_path_is_asked_first_and_decides() {
    let server = Server::start().await;
    server.answer(REF, [ok(a_link())]).await;
    assert_eq!(server.client.dialect(), None);
    server.client.links().by_reference(&reference()).await.unwrap();
    assert_eq!(server.client.dialect(), Some(Dialect::Reference));
    assert_eq!(server.lines().await, [REF]);
}

#[tokio::test]
async fn a_server_that_speaks_both_is_spoken_to_in_the_reference_dialect() {
    let server = Server::start().await;
    server.answer(REF, [ok(a_link())]).await;
    server.answer(MERCHANT_REF, [ok(a_link())]).await;
    server.client.links().by_reference(&reference()).await.unwrap();
    assert_eq!(server.client.dialect(), Some(Dialect::Reference));
}

#[tokio::test]
async fn a_missing_route_leads_to_the_guide_path_which_is_remembered_and_shared() {
    for missing in [no_route(), status(405, json!({})), html(404), wiremock::ResponseTemplate::new(404)] {
        let server = Server::start().await;
        server.answer(REF, [missing]).await;
        server.answer(MERCHANT_REF, [ok(a_link())]).await;
        let clone = server.client.clone();
        server.client.links().by_reference(&reference()).await.unwrap();
        assert_eq!(clone.dialect(), Some(Dialect::Guide));
        clone.links().by_reference(&reference()).await.unwrap();
        assert_eq!(server.lines().await, [REF, MERCHANT_REF, MERCHANT_REF]);
    }
}

#[tokio::test]
async fn a_link_that_is_not_there_still_decides_the_dialect() {
    let server = Server::start().await;
    server.answer(MERCHANT_REF, [refusal(404, "NOT_FOUND")]).await;
    let result = server.client.links().by_reference(&reference()).await;
    assert!(matches!(result, Err(Error::Api(api)) if api.api_code() == Some("NOT_FOUND")));
    assert_eq!(server.client.dialect(), Some(Dialect::Guide));
}

#[tokio::test]
async fn a_404_with_an_api_code_never_leads_to_the_other_path() {
    let server = Server::start().await;
    server.answer(REF, [refusal(404, "NOT_FOUND")]).await;
    server.answer(MERCHANT_REF, [ok(a_link())]).await;
    assert!(server.client.links().by_reference(&reference()).await.is_err());
    assert_eq!(server.client.dialect(), Some(Dialect::Reference));
    assert_eq!(server.lines().await, [REF]);
}

#[tokio::test]
async fn other_failures_decide_nothing() {
    for (failure, attempts) in
        [(html(200), 1), (status(503, json!({})), 3), (refusal(400, "INVALID_REQUEST"), 1)]
    {
        let server = Server::start().await;
        server.answer(REF, [failure]).await;
        assert!(server.client.links().by_reference(&reference()).await.is_err());
        assert_eq!(server.client.dialect(), None);
        assert_eq!(server.lines().await, vec![REF; attempts]);
    }
}

#[tokio::test]
async fn where_neither_route_is_there_nothing_is_decided() {
    let server = Server::start().await;
    let result = server.client.links().by_reference(&reference()).await;
    assert!(matches!(result, Err(Error::Api(api)) if api.status == 404));
    assert_eq!(server.client.dialect(), None);
    assert_eq!(server.lines().await, [REF, MERCHANT_REF]);
}

#[tokio::test]
async fn a_remembered_dialect_is_used_at_once_and_unlearnt_by_a_read() {
    let server = Server::start().await;
    server.answer(REF, [ok(a_link())]).await;
    let client = builder(&server.mock.uri()).dialect(Dialect::Guide).build().unwrap();
    assert_eq!(client.dialect(), Some(Dialect::Guide));
    client.links().by_reference(&reference()).await.unwrap();
    assert_eq!(client.dialect(), Some(Dialect::Reference));
    assert_eq!(server.lines().await, [MERCHANT_REF, REF]);
}

#[tokio::test]
async fn in_the_guide_dialect_a_refund_has_its_own_path_and_names() {
    let server = Server::start().await;
    let mut answer = a_refund();
    let data = answer["data"].as_object_mut().unwrap();
    let reference = data.remove("merchant_order_reference").unwrap();
    let amount = data.remove("order_amount").unwrap();
    data.insert("merchant_refund_reference".to_owned(), reference);
    data.insert("amount".to_owned(), amount);
    server.answer(REFUND, [ok(answer)]).await;
    let client = builder(&server.mock.uri()).dialect(Dialect::Guide).build().unwrap();

    let written = client.refunds().create(&order_id(), &refund(), &key()).await.unwrap();

    assert_eq!(written.value.order_amount, Some(refund().amount));
    assert_eq!(written.value.merchant_order_reference, Some(refund().reference));
    let sent = server.sent().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].line, REFUND);
    let body =
        json!({ "merchant_refund_reference": "refund-1", "amount": { "value": 12550, "currency": "INR" } });
    assert_eq!(sent[0].body, body);
    assert_eq!(sent[0].header("idempotency-key"), Some("intent-1"));
}

#[tokio::test]
async fn in_the_guide_dialect_a_resend_has_its_own_path() {
    let server = Server::start().await;
    server.answer(RESEND, [ok(a_link())]).await;
    let client = builder(&server.mock.uri()).dialect(Dialect::Guide).build().unwrap();
    client.links().resend(&link_id(), &key()).await.unwrap();
    let sent = server.sent().await;
    assert_eq!((sent.len(), sent[0].line.as_str(), &sent[0].body), (1, RESEND, &Value::Null));
}

#[tokio::test]
async fn what_is_the_same_in_both_dialects_is_sent_the_same_in_both() {
    for dialect in [Dialect::Reference, Dialect::Guide] {
        let server = Server::start().await;
        let lines = [
            "GET /api/pay/v1/paymentlink/pl-v1-link",
            "GET /api/pay/v1/orders/v1-order",
            "GET /api/pay/v1/orders/reference/INV-7",
            "PUT /api/pay/v1/paymentlink/pl-v1-link/cancel",
            CAPTURE,
            "PUT /api/pay/v1/orders/v1-order/cancel",
        ];
        for line in lines {
            let answer = if line.contains("paymentlink") { a_link() } else { an_order() };
            server.answer(line, [ok(answer)]).await;
        }
        let client = builder(&server.mock.uri()).dialect(dialect).build().unwrap();
        client.links().get(&link_id()).await.unwrap();
        client.orders().get(&order_id()).await.unwrap();
        client.orders().by_reference(&reference()).await.unwrap();
        client.links().cancel(&link_id(), &key()).await.unwrap();
        client.orders().capture(&order_id(), &capture(), &key()).await.unwrap();
        client.orders().void(&order_id(), &key()).await.unwrap();
        assert_eq!(server.lines().await, lines);
    }
}

#[tokio::test]
async fn an_undecided_refund_goes_to_the_guide_path_only_when_the_route_is_missing() {
    for missing in [no_route(), status(405, json!({}))] {
        let server = Server::start().await;
        server.answer(REFUNDS, [missing]).await;
        server.answer(REFUND, [ok(a_refund())]).await;
        server.client.refunds().create(&order_id(), &refund(), &key()).await.unwrap();
        let sent = server.sent().await;
        assert_eq!(sent.iter().map(|sent| sent.line.as_str()).collect::<Vec<_>>(), [REFUNDS, REFUND]);
        assert_eq!(sent[0].body["merchant_order_reference"], sent[1].body["merchant_refund_reference"]);
        assert_eq!(sent[0].header("idempotency-key"), sent[1].header("idempotency-key"));
    }
}

#[tokio::test]
async fn an_undecided_resend_goes_to_the_guide_path_when_the_route_is_missing() {
    let server = Server::start().await;
    server.answer(RESEND, [ok(a_link())]).await;
    server.client.links().resend(&link_id(), &key()).await.unwrap();
    assert_eq!(server.lines().await, [NOTIFY, RESEND]);
    assert_eq!(server.client.dialect(), None, "only a read decides");
}

#[tokio::test]
async fn no_other_answer_changes_the_dialect_of_a_refund() {
    let answers = [
        refusal(404, "ORDER_NOT_FOUND"),
        status(503, json!({})),
        status(403, json!({})),
        refusal(405, "NOT_ALLOWED"),
    ];
    for answer in answers {
        let server = Server::start().await;
        server.answer(REFUNDS, [answer]).await;
        server.answer(REFUND, [ok(a_refund())]).await;
        assert!(server.client.refunds().create(&order_id(), &refund(), &key()).await.is_err());
        assert_eq!(server.lines().await, [REFUNDS]);
    }
}

#[tokio::test]
async fn a_refund_lost_on_the_guide_path_says_so_with_both_requests() {
    let server = RawServer::start(|_, request| {
        if request.starts_with("POST /api/pay/v1/refunds/") {
            Reply::Bytes(http(404, r#"{"status":404,"error":"Not Found"}"#))
        } else {
            Reply::HangUp
        }
    })
    .await;
    let end = server.client().refunds().create(&order_id(), &refund(), &key()).await;
    let Err(WriteError::Unknown(unknown)) = end else { panic!("{end:?}") };
    assert_eq!((unknown.dialect, unknown.request_ids.len()), (Dialect::Guide, 2));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_pinned_client_keeps_to_its_dialect_whatever_is_known_or_missing() {
    let server = Server::start().await;
    server.answer(REF, [ok(a_link())]).await;
    server.answer(REFUNDS, [ok(a_refund())]).await;
    server.client.links().by_reference(&reference()).await.unwrap();
    let end = server.client.pinned(Dialect::Guide).refunds().create(&order_id(), &refund(), &key()).await;
    assert!(matches!(end, Err(WriteError::NotSent(_))), "{end:?}");
    assert_eq!(server.lines().await, [REF, REFUND]);
}

#[tokio::test]
async fn a_capture_drops_the_one_field_that_the_server_says_it_does_not_know() {
    let complaints = [
        ("amount", json!({ "code": "INVALID_REQUEST", "message": "Unknown field 'amount'" })),
        (
            "capture_amount",
            json!({ "code": "INVALID_REQUEST", "message": "unknown property: capture_amount" }),
        ),
        (
            "amount",
            json!({ "code": "INVALID_REQUEST", "message":
                "Unrecognized field \"amount\" (class Capture), not marked as ignorable (2 known properties: \"capture_amount\")" }),
        ),
        (
            "merchant_capture_reference",
            json!({ "code": "INVALID_REQUEST", "message": "bad",
                    "additional_error_details": { "reason": "unexpected field merchant_capture_reference" } }),
        ),
    ];
    for (field, complaint) in complaints {
        let server = Server::start().await;
        server.answer(CAPTURE, [status(400, complaint), ok(an_order())]).await;
        server.client.orders().capture(&order_id(), &capture(), &key()).await.unwrap();
        let sent = server.sent().await;
        assert_eq!(sent.len(), 2);
        let mut expected = sent[0].body.clone();
        expected.as_object_mut().unwrap().remove(field);
        assert_eq!(sent[1].body, expected);
        assert_eq!(sent[0].header("idempotency-key"), sent[1].header("idempotency-key"));
    }
}

#[tokio::test]
async fn a_capture_is_never_sent_again_on_a_complaint_that_leaves_doubt() {
    let complaints = [
        status(400, json!({ "code": "INVALID_REQUEST", "message": "Unknown currency for amount" })),
        status(
            400,
            json!({ "code": "INVALID_REQUEST", "message": "unknown fields: amount, capture_amount" }),
        ),
        status(400, json!({ "code": "INVALID_REQUEST", "message": "unknown field 'foo'" })),
        status(400, json!({ "message": "Unknown field 'amount'" })),
        status(422, json!({ "code": "INVALID_REQUEST", "message": "Unknown field 'amount'" })),
        status(500, json!({ "code": "INVALID_REQUEST", "message": "Unknown field 'amount'" })),
    ];
    for complaint in complaints {
        let server = Server::start().await;
        server.answer(CAPTURE, [complaint]).await;
        assert!(server.client.orders().capture(&order_id(), &capture(), &key()).await.is_err());
        assert_eq!(server.lines().await, [CAPTURE]);
    }
}

#[tokio::test]
async fn a_capture_drops_a_field_only_once() {
    let server = Server::start().await;
    let complaint = status(400, json!({ "code": "INVALID_REQUEST", "message": "Unknown field 'amount'" }));
    server.answer(CAPTURE, [complaint]).await;
    let end = server.client.orders().capture(&order_id(), &capture(), &key()).await;
    assert!(matches!(end, Err(WriteError::Refused(_))));
    assert_eq!(server.lines().await, [CAPTURE, CAPTURE]);
}
