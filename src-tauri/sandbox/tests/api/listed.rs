//! What look-ups return about refunds: by the documented schema, and with unreliable lists.

use crate::caller::{Caller, order_id, order_path, rupees};
use sandbox::shop::known;
use serde_json::{Value, json};

async fn set(caller: &Caller, settings: Value) {
    caller.control("settings", settings).await;
}

async fn list(caller: &Caller, reference: &str) -> Vec<Value> {
    let (_, order) = caller.get(&order_path(reference)).await;
    let (_, by_reference) = caller.get(&format!("/api/pay/v1/orders/reference/{reference}")).await;
    assert_eq!(order, by_reference);
    order["data"]["refunds"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn by_the_documented_schema_no_look_up_has_a_parent_or_a_list() {
    let caller = Caller::reference().await;
    set(&caller, json!({ "documented_schema": true })).await;
    let order = order_id(known::PAID);
    let body = json!({ "merchant_order_reference": "rf-1", "order_amount": rupees(100) });
    let (_, made) = caller.post(&format!("/api/pay/v1/refunds/{order}"), body).await;
    assert_eq!(made["data"]["parent_order_id"], json!(order));
    let mut expected = made["data"].clone();
    expected.as_object_mut().unwrap().remove("parent_order_id");
    let by_id = format!("/api/pay/v1/orders/{}", made["data"]["order_id"].as_str().unwrap());
    for path in [by_id.as_str(), "/api/pay/v1/orders/reference/rf-1"] {
        assert_eq!(caller.get(path).await, (200, json!({ "data": expected })));
    }
    for reference in [known::PAID, known::PART_REFUNDED, known::REFUNDED, known::MIXED_LIST] {
        for path in [order_path(reference), format!("/api/pay/v1/orders/reference/{reference}")] {
            let (status, order) = caller.get(&path).await;
            assert_eq!((status, order["data"].get("refunds")), (200, None), "{path}");
        }
    }
}

#[tokio::test]
async fn a_doubled_list_has_each_refund_as_it_is_and_as_it_was() {
    let caller = Caller::reference().await;
    let whole = list(&caller, known::REFUNDED).await;
    set(&caller, json!({ "refund_list": "doubled" })).await;
    let doubled = list(&caller, known::REFUNDED).await;
    assert_eq!((whole.len(), doubled.len()), (2, 4));
    for (index, latest) in whole.iter().enumerate() {
        let (now, before) = (&doubled[2 * index], &doubled[2 * index + 1]);
        assert_eq!(now, latest);
        assert_eq!((&now["status"], &before["status"]), (&json!("PROCESSED"), &json!("CREATED")));
        assert!(before["updated_at"].as_str() < now["updated_at"].as_str(), "{before}");
        for same in ["order_id", "merchant_order_reference", "order_amount", "parent_order_id"] {
            assert_eq!(before[same], now[same]);
        }
    }
}

#[tokio::test]
async fn a_partial_list_lacks_the_newest_refund() {
    let caller = Caller::reference().await;
    let whole = list(&caller, known::REFUNDED).await;
    set(&caller, json!({ "refund_list": "partial" })).await;
    assert_eq!(list(&caller, known::REFUNDED).await, whole[..1]);
    assert!(list(&caller, known::PART_REFUNDED).await.is_empty());
    let (_, order) = caller.get(&order_path(known::REFUNDED)).await;
    assert_eq!(order["data"]["status"], "FULLY_REFUNDED");
}

#[tokio::test]
async fn a_foreign_list_has_a_charge_and_another_orders_refund_beside_its_own() {
    let caller = Caller::reference().await;
    let own = list(&caller, known::PART_REFUNDED).await;
    set(&caller, json!({ "refund_list": "foreign" })).await;
    let listed = list(&caller, known::PART_REFUNDED).await;
    assert_eq!((listed.len(), &listed[..1]), (3, &own[..]));
    assert_eq!(listed[1]["type"], "CHARGE");
    assert_eq!(listed[2]["type"], "REFUND");
    assert_ne!(listed[2]["parent_order_id"], json!(order_id(known::PART_REFUNDED)));
    // Also without its own refunds, but not before any money came in.
    assert_eq!(list(&caller, known::PAID).await.len(), 2);
    assert!(list(&caller, known::WAITING).await.is_empty());
}

#[tokio::test]
async fn an_absent_list_stays_absent_whatever_it_would_hold() {
    let caller = Caller::reference().await;
    for kind in ["whole", "doubled", "partial", "foreign"] {
        set(&caller, json!({ "list_refunds": false, "refund_list": kind })).await;
        assert!(list(&caller, known::REFUNDED).await.is_empty(), "{kind}");
        set(&caller, json!({ "list_refunds": true })).await;
        assert!(list(&caller, known::PART_REFUNDED_WITHOUT_LIST).await.is_empty(), "{kind}");
    }
}
