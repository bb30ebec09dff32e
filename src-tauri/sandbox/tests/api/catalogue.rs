use crate::caller::Caller;
use sandbox::shop::{self, Entry};
use serde_json::Value;
use std::collections::HashSet;

/// The state table of the product, over what the API answers; `order` is null where it cannot be read.
fn state(link: &Value, order: &Value) -> &'static str {
    let asked = link["amount"]["value"].as_i64().unwrap();
    let due = link["amount_due"]["value"].as_i64();
    let money_in = due.is_some_and(|due| 0 < due && due < asked);
    let refunded: i64 = match order["refunds"].as_array() {
        Some(refunds) => refunds
            .iter()
            .filter(|refund| refund["status"] != "FAILED")
            .map(|refund| refund["order_amount"]["value"].as_i64().unwrap())
            .sum(),
        None => 0,
    };
    let captured = captured(order);
    let order_status = order["status"].as_str();
    match (link["status"].as_str().unwrap(), order_status) {
        ("PROCESSED", Some("AUTHORIZED")) => "to_capture",
        ("PROCESSED", Some("CANCELLED")) => "released",
        ("PROCESSED", Some("FULLY_REFUNDED")) => "refunded",
        ("PROCESSED", Some(_)) if captured > 0 && refunded == captured => "refunded",
        ("PROCESSED", Some("PARTIALLY_REFUNDED")) => "paid_part_refunded",
        ("PROCESSED", Some(_)) if refunded > 0 => "paid_part_refunded",
        ("PROCESSED", Some(_)) if order["pre_auth"] == true && captured < asked => "captured_part",
        ("PROCESSED", None) if link["pre_auth"] != false => "paid_or_held",
        ("PROCESSED", None | Some("PROCESSED")) => "paid",
        ("EXPIRED", _) if money_in => "expired_received",
        ("CANCELLED", _) if money_in => "cancelled_received",
        ("EXPIRED", _) => "expired",
        ("CANCELLED", _) => "cancelled",
        ("PARTIAL_PROCESSED", _) => "part_paid",
        _ if money_in => "part_paid",
        ("PAYMENT_INITIATED", _) => "paying",
        ("CLICKED", _) => "opened",
        ("CREATED", _) => "waiting",
        _ => "unknown",
    }
}

/// Captured money by the documented rule.
fn captured(order: &Value) -> i64 {
    let payments = order["payments"].as_array().map_or(&[][..], Vec::as_slice);
    payments
        .iter()
        .map(|payment| match payment["capture_data"].as_array() {
            Some(captures) if !captures.is_empty() => {
                captures.iter().map(|capture| capture["capture_amount"]["value"].as_i64().unwrap()).sum()
            }
            _ if payment["status"] == "PROCESSED" => payment["payment_amount"]["value"].as_i64().unwrap(),
            _ => 0,
        })
        .sum()
}

#[tokio::test]
async fn every_link_of_the_catalogue_is_in_the_state_that_it_is_listed_under() {
    let caller = Caller::reference().await;
    for Entry { reference, link_id, order_id, state_word } in shop::catalogue() {
        let (status, link) = caller.get(&format!("/api/pay/v1/paymentlink/ref/{reference}")).await;
        assert_eq!(status, 200, "{reference}");
        assert_eq!(link["payment_link_id"], link_id.as_str());
        assert_eq!(link["order_id"], order_id.as_str());
        let (_, order) = caller.get(&format!("/api/pay/v1/orders/{order_id}")).await;
        assert_eq!(state(&link, &order["data"]), state_word, "{reference}: {link} {order}");
    }
}

#[tokio::test]
async fn what_was_captured_can_be_told_from_the_order_to_the_paisa() {
    let caller = Caller::reference().await;
    let (_, ledger) = caller.get("/_sandbox/ledger").await;
    for kept in ledger["orders"].as_array().unwrap() {
        let (status, order) =
            caller.get(&format!("/api/pay/v1/orders/{}", kept["order_id"].as_str().unwrap())).await;
        if status == 200 {
            assert_eq!(captured(&order["data"]), kept["captured"], "{kept}");
        }
    }
}

#[test]
fn every_state_of_the_table_has_a_link_and_no_two_links_share_an_id() {
    let catalogue = shop::catalogue();
    let states: HashSet<_> = catalogue.iter().map(|entry| entry.state_word).collect();
    for word in [
        "to_capture",
        "released",
        "refunded",
        "paid_part_refunded",
        "captured_part",
        "paid_or_held",
        "paid",
        "expired_received",
        "cancelled_received",
        "expired",
        "cancelled",
        "part_paid",
        "paying",
        "opened",
        "waiting",
        "unknown",
    ] {
        assert!(states.contains(word), "{word}");
    }
    assert!(catalogue.len() >= 40);
    for ids in [
        catalogue.iter().map(|entry| &entry.reference).collect::<HashSet<_>>(),
        catalogue.iter().map(|entry| &entry.link_id).collect(),
        catalogue.iter().map(|entry| &entry.order_id).collect(),
    ] {
        assert_eq!(ids.len(), catalogue.len());
    }
}

#[tokio::test]
async fn the_bare_link_has_four_fields_and_the_longest_has_fields_as_long_as_they_come() {
    let caller = Caller::reference().await;
    let by_reference =
        async |reference| caller.get(&format!("/api/pay/v1/paymentlink/ref/{reference}")).await.1;
    let bare = by_reference(shop::known::BARE).await;
    let fields: HashSet<_> = bare.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, HashSet::from(["amount", "order_id", "payment_link_id", "status"]));
    let longest = by_reference(shop::known::LONGEST).await;
    assert_eq!(longest["merchant_payment_link_reference"].as_str().unwrap().len(), 50);
    let metadata = longest["merchant_metadata"].as_object().unwrap();
    assert_eq!(metadata.len(), 10);
    assert!(metadata.iter().all(|(key, value)| key.len() >= 256 && value.as_str().unwrap().len() > 256));
    assert!(longest["description"].as_str().unwrap().len() > 9_000);
}

#[test]
fn every_named_reference_is_in_the_catalogue() {
    let references: HashSet<_> = shop::catalogue().into_iter().map(|entry| entry.reference).collect();
    for reference in [
        shop::known::WAITING,
        shop::known::WAITING_LARGE,
        shop::known::EXPIRING_IN_AN_HOUR,
        shop::known::NEVER_EXPIRES,
        shop::known::WAITING_PRE_AUTH,
        shop::known::OPENED,
        shop::known::OPENED_TWO_DAYS_AGO,
        shop::known::PAYING,
        shop::known::PAYING_FOR_OVER_A_DAY,
        shop::known::PAYING_AFTER_A_FAILURE,
        shop::known::PART_PAID,
        shop::known::PART_PAID_WHILE_PAYING,
        shop::known::PART_PAID_ON_TWO_ORDERS,
        shop::known::PAID_BY_CARD,
        shop::known::PAID_BY_UPI,
        shop::known::PAID_BY_NETBANKING,
        shop::known::PAID_AFTER_FAILURES,
        shop::known::PAID,
        shop::known::PART_REFUNDED,
        shop::known::PART_REFUNDED_WITHOUT_LIST,
        shop::known::REFUNDED,
        shop::known::REFUND_FAILED,
        shop::known::PAID_LONG_AGO,
        shop::known::PAID_IN_DOLLARS,
        shop::known::PAID_IN_YEN,
        shop::known::SPLIT,
        shop::known::HELD,
        shop::known::HELD_LATELY,
        shop::known::HELD_PAST_ITS_WINDOW,
        shop::known::HELD_BY_UPI,
        shop::known::VOIDED,
        shop::known::VOIDED_BY_ITSELF,
        shop::known::PART_CAPTURED,
        shop::known::PART_CAPTURED_BY_STATUS,
        shop::known::CAPTURED,
        shop::known::PART_CAPTURED_AND_REFUNDED,
        shop::known::EXPIRED,
        shop::known::EXPIRED_WITH_MONEY_IN,
        shop::known::CANCELLED,
        shop::known::CANCELLED_WITH_MONEY_IN,
        shop::known::ORDER_UNREADABLE,
        shop::known::UNKNOWN_STATUS,
        shop::known::BARE,
        shop::known::BARE_PAID,
        shop::known::LONGEST,
        shop::known::EVERY_FIELD,
    ] {
        assert!(references.contains(reference), "{reference}");
    }
}
