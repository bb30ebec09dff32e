use crate::caller::{Answer, Caller, assert_refused, link_id, order_id, order_path, rupees};
use reqwest::Method;
use sandbox::DialectSetting;
use sandbox::shop::known;
use serde_json::json;

/// The routes that only one dialect has, tried in order: link by reference, resend, refund.
async fn reference_routes(caller: &Caller) -> [Answer; 3] {
    let refund = json!({ "merchant_order_reference": "rf-reference", "order_amount": rupees(100) });
    [
        caller.get(&format!("/api/pay/v1/paymentlink/ref/{}", known::WAITING)).await,
        caller.patch(&format!("/api/pay/v1/paymentlink/{}/notify", link_id(known::WAITING))).await,
        caller.post(&format!("/api/pay/v1/refunds/{}", order_id(known::PAID)), refund).await,
    ]
}

async fn guide_routes(caller: &Caller) -> [Answer; 3] {
    let refund = json!({ "merchant_refund_reference": "rf-guide", "amount": rupees(100) });
    [
        caller.get(&format!("/api/pay/v1/paymentlink/merchant-reference/{}", known::WAITING)).await,
        caller.patch(&format!("/api/pay/v1/paymentlink/{}/resend", link_id(known::WAITING))).await,
        caller.post(&format!("/api/pay/v1/orders/{}/refund", order_id(known::PAID)), refund).await,
    ]
}

#[track_caller]
fn assert_all_served(answers: &[Answer]) {
    for (status, body) in answers {
        assert_eq!(*status, 200, "{body}");
    }
}

/// The gateway's answer has no API code: that proves that a route does not exist.
#[track_caller]
fn assert_no_such_routes(answers: &[Answer]) {
    for (status, body) in answers {
        assert_eq!((*status, body), (404, &json!({ "status": 404, "error": "Not Found" })));
    }
}

#[tokio::test]
async fn the_reference_dialect_has_its_own_routes_and_not_the_guides() {
    let caller = Caller::reference().await;
    assert_all_served(&reference_routes(&caller).await);
    assert_no_such_routes(&guide_routes(&caller).await);
}

#[tokio::test]
async fn the_guide_dialect_has_its_own_routes_and_not_the_references() {
    let caller = Caller::guide().await;
    assert_all_served(&guide_routes(&caller).await);
    assert_no_such_routes(&reference_routes(&caller).await);
}

#[tokio::test]
async fn both_dialects_together_have_every_route() {
    let caller = Caller::start(DialectSetting::Both).await;
    assert_all_served(&reference_routes(&caller).await);
    assert_all_served(&guide_routes(&caller).await);
}

#[tokio::test]
async fn a_wrong_method_is_the_gateways_405_without_a_code() {
    let caller = Caller::reference().await;
    let (status, body) = caller.send(Method::DELETE, &order_path(known::PAID), None).await;
    assert_eq!((status, body), (405, json!({ "status": 405, "error": "Method Not Allowed" })));
}

#[tokio::test]
async fn each_dialect_reads_only_its_own_refund_fields() {
    let reference = Caller::reference().await;
    let path = format!("/api/pay/v1/refunds/{}", order_id(known::PAID));
    let guide_body = json!({ "merchant_refund_reference": "rf-1", "amount": rupees(100) });
    assert_refused(&reference.post(&path, guide_body).await, 400, "INVALID_REQUEST");

    let guide = Caller::guide().await;
    let path = format!("/api/pay/v1/orders/{}/refund", order_id(known::PAID));
    let reference_body = json!({ "merchant_order_reference": "rf-1", "order_amount": rupees(100) });
    assert_refused(&guide.post(&path, reference_body).await, 400, "INVALID_REQUEST");
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let caller = Caller::reference().await;
    let body = json!({ "merchant_order_reference": "x".repeat(300_000) });
    let (status, _) = caller.post(&format!("/api/pay/v1/refunds/{}", order_id(known::PAID)), body).await;
    assert_eq!(status, 413);
}
