use crate::caller::Caller;
use sandbox::shop::{self, Entry};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The product's table of states, over the API's answers; `order` is null if it is unreadable.
fn state(link: &Value, order: &Value) -> &'static str {
    let asked = link["amount"]["value"].as_i64().unwrap();
    let due = link["amount_due"]["value"].as_i64();
    let money_in = due.is_some_and(|due| 0 < due && due < asked);
    let refunded = refunded(order);
    let told = captured(order);
    let captured = told.unwrap_or(0);
    let money_in = money_in || (captured > 0 && due == Some(asked));
    let order_status = order["status"].as_str();
    match (link["status"].as_str().unwrap(), order_status) {
        ("PROCESSED", Some("AUTHORIZED")) => "to_capture",
        ("PROCESSED", Some("CANCELLED")) => "released",
        ("PROCESSED", Some("FULLY_REFUNDED")) => "refunded",
        ("PROCESSED", Some(_)) if captured > 0 && refunded == captured => "refunded",
        ("PROCESSED", Some("PARTIALLY_REFUNDED")) => "paid_part_refunded",
        ("PROCESSED", Some(_)) if refunded > 0 => "paid_part_refunded",
        ("PROCESSED", Some(_)) if order["pre_auth"] == true && told.is_some_and(|told| told < asked) => {
            "captured_part"
        }
        ("PROCESSED", None) if link["pre_auth"] != false => "paid_or_held",
        ("PROCESSED", None | Some("PROCESSED")) => "paid",
        ("EXPIRED", _) if money_in => "expired_received",
        ("CANCELLED", _) if money_in => "cancelled_received",
        ("EXPIRED", _) => "expired",
        ("CANCELLED", _) => "cancelled",
        ("PARTIAL_PROCESSED", _) => "part_paid",
        _ if due.is_some_and(|due| 0 < due && due < asked) => "part_paid",
        ("PAYMENT_INITIATED", _) => "paying",
        ("CLICKED", _) => "opened",
        ("CREATED", _) => "waiting",
        _ => "unknown",
    }
}

/// The sum of the order's own refunds, each once, by its latest state.
fn refunded(order: &Value) -> i64 {
    let mut latest = HashMap::new();
    for refund in order["refunds"].as_array().into_iter().flatten() {
        if refund["type"] == "REFUND" && refund["parent_order_id"] == order["order_id"] {
            let known = latest.entry(refund["order_id"].as_str().unwrap()).or_insert(refund);
            if known["updated_at"].as_str() < refund["updated_at"].as_str() {
                *known = refund;
            }
        }
    }
    let counts = latest.values().filter(|refund| refund["status"] != "FAILED");
    counts.map(|refund| refund["order_amount"]["value"].as_i64().unwrap()).sum()
}

/// The captured money by the documented rule, if the order tells it: in its own currency, with known statuses.
fn captured(order: &Value) -> Option<i64> {
    let one = |payment: &Value| match (payment["capture_data"].as_array(), payment["status"].as_str()?) {
        _ if payment["payment_amount"]["currency"] != order["order_amount"]["currency"] => None,
        (Some(captures), _) if !captures.is_empty() => {
            captures.iter().map(|capture| capture["capture_amount"]["value"].as_i64()).sum()
        }
        (_, "PROCESSED") => payment["payment_amount"]["value"].as_i64(),
        (_, "PENDING" | "AUTHORIZED" | "CANCELLED" | "FAILED") => Some(0),
        _ => None,
    };
    order["payments"].as_array()?.iter().map(one).sum()
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
    let mut untold = Vec::new();
    let odd: HashSet<_> = shop::odd_answers().into_iter().map(|entry| entry.reference).collect();
    let orders = ledger["orders"].as_array().unwrap().iter();
    for kept in orders.filter(|kept| !odd.contains(kept["reference"].as_str().unwrap())) {
        let (status, order) =
            caller.get(&format!("/api/pay/v1/orders/{}", kept["order_id"].as_str().unwrap())).await;
        if status != 200 {
            continue;
        }
        match captured(&order["data"]) {
            Some(told) => assert_eq!(told, kept["captured"], "{kept}"),
            None => untold.push(kept["reference"].as_str().unwrap()),
        }
    }
    let by_design = [shop::known::PAID_UNTOLD, shop::known::PAID_ODD_PAYMENT, shop::known::OTHER_CURRENCY];
    assert_eq!(untold.len(), by_design.len(), "{untold:?}");
    assert!(by_design.iter().all(|reference| untold.contains(reference)), "{untold:?}");
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
    let longest = by_reference(shop::known::LONG_REFERENCE).await;
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
        shop::known::LONG_REFERENCE,
        shop::known::EVERY_FIELD,
        shop::known::PAID_UNTOLD,
        shop::known::PAID_ODD_PAYMENT,
        shop::known::PAID_TWICE,
        shop::known::OVER_REFUNDED,
        shop::known::DUE_NEGATIVE,
        shop::known::DUE_ABOVE,
        shop::known::CLICKED_PAID,
        shop::known::CANCELLED_PAID,
        shop::known::EXPIRED_PAID,
        shop::known::OTHER_CURRENCY,
        shop::known::DOLLARS,
        shop::known::YEN,
        shop::known::DINARS,
        shop::known::MIXED_LIST,
        shop::known::OLD_PAYMENT_HELD,
    ] {
        assert!(references.contains(reference), "{reference}");
    }
}
