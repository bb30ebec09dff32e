use crate::caller::{Caller, assert_refused, link_id, link_path};
use sandbox::shop::known;
use serde_json::json;

#[tokio::test]
async fn a_link_is_flat_and_the_same_by_id_and_by_reference() {
    let caller = Caller::reference().await;
    let (status, by_id) = caller.get(&link_path(known::WAITING)).await;
    assert_eq!(status, 200);
    assert_eq!(by_id["payment_link_id"], json!(link_id(known::WAITING)));
    assert_eq!(by_id["amount"], json!({ "value": 235_000, "currency": "INR" }));
    assert_eq!((&by_id["data"], &by_id["pre_auth"]), (&json!(null), &json!(false)));
    let (_, by_reference) = caller.get(&format!("/api/pay/v1/paymentlink/ref/{}", known::WAITING)).await;
    assert_eq!(by_id, by_reference);
}

#[tokio::test]
async fn a_link_that_this_environment_does_not_know_is_404_with_a_code() {
    let caller = Caller::reference().await;
    let unknown = caller.get("/api/pay/v1/paymentlink/pl-v1-250101000000-aa-Other1").await;
    assert_refused(&unknown, 404, "PAYMENT_LINK_NOT_FOUND");
    let unknown = caller.get("/api/pay/v1/paymentlink/ref/INV-0000").await;
    assert_refused(&unknown, 404, "PAYMENT_LINK_NOT_FOUND");
}

#[tokio::test]
async fn waiting_and_opened_links_can_be_cancelled_once() {
    let caller = Caller::reference().await;
    for reference in [known::WAITING, known::OPENED] {
        let path = format!("{}/cancel", link_path(reference));
        let (status, link) = caller.put(&path, None).await;
        assert_eq!((status, &link["status"]), (200, &json!("CANCELLED")), "{reference}");
        assert_refused(&caller.put(&path, None).await, 422, "INVALID_REQUEST");
        assert_eq!(caller.get(&link_path(reference)).await.1["status"], "CANCELLED");
    }
}

#[tokio::test]
async fn links_that_somebody_pays_or_that_ended_cannot_be_cancelled() {
    let caller = Caller::reference().await;
    for reference in [
        known::PAYING,
        known::PART_PAID,
        known::PAID,
        known::EXPIRED,
        known::CANCELLED,
        known::UNKNOWN_STATUS,
    ] {
        let refused = caller.put(&format!("{}/cancel", link_path(reference)), None).await;
        assert_refused(&refused, 422, "INVALID_REQUEST");
    }
}

#[tokio::test]
async fn whatever_can_still_be_paid_can_be_sent_again() {
    let caller = Caller::reference().await;
    for reference in [known::WAITING, known::OPENED, known::PAYING, known::PART_PAID] {
        let (status, link) = caller.patch(&format!("{}/notify", link_path(reference))).await;
        assert_eq!((status, &link["payment_link_id"]), (200, &json!(link_id(reference))));
    }
    for reference in [known::PAID, known::EXPIRED, known::CANCELLED_WITH_MONEY_IN] {
        let refused = caller.patch(&format!("{}/notify", link_path(reference))).await;
        assert_refused(&refused, 422, "INVALID_REQUEST");
    }
}

#[tokio::test]
async fn cancel_and_resend_can_be_kept_for_created_links() {
    let caller = Caller::reference().await;
    caller.control("settings", json!({ "created_only": true })).await;
    let path = link_path(known::OPENED);
    assert_refused(&caller.put(&format!("{path}/cancel"), None).await, 422, "INVALID_REQUEST");
    assert_refused(&caller.patch(&format!("{path}/notify")).await, 422, "INVALID_REQUEST");
    assert_eq!(caller.patch(&format!("{}/notify", link_path(known::WAITING))).await.0, 200);
}

#[tokio::test]
async fn a_link_ends_when_its_time_is_over_and_keeps_what_came_in() {
    let caller = Caller::reference().await;
    let path = link_path(known::EXPIRING_IN_AN_HOUR);
    assert_eq!(caller.get(&path).await.1["status"], "CREATED");
    caller
        .control(&format!("links/{}/part-pay", known::EXPIRING_IN_AN_HOUR), json!({ "amount": 20_000 }))
        .await;
    caller.control("clock/advance", json!({ "seconds": 3601 })).await;
    let (_, link) = caller.get(&path).await;
    assert_eq!((&link["status"], &link["amount_due"]["value"]), (&json!("EXPIRED"), &json!(44_900)));
}
