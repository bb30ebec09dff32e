//! The links of the shop with contradictory answers, as a caller sees them.

use crate::caller::{Caller, link_path, order_id, order_path, rupees};
use sandbox::shop::known;
use serde_json::{Value, json};

struct Seen {
    link: Value,
    order: Value,
}

async fn see(caller: &Caller, reference: &str) -> Seen {
    let (_, link) = caller.get(&link_path(reference)).await;
    let (_, order) = caller.get(&order_path(reference)).await;
    Seen { link, order: order["data"].clone() }
}

impl Seen {
    fn statuses(&self) -> (&str, &str) {
        (self.link["status"].as_str().unwrap(), self.order["status"].as_str().unwrap())
    }

    fn payments(&self) -> &Vec<Value> {
        self.order["payments"].as_array().unwrap()
    }
}

#[tokio::test]
async fn payments_are_untold_odd_or_twice() {
    let caller = Caller::reference().await;
    let untold = see(&caller, known::PAID_UNTOLD).await;
    assert_eq!(untold.statuses(), ("PROCESSED", "PROCESSED"));
    assert_eq!((&untold.link["pre_auth"], untold.order.get("payments")), (&json!(false), Some(&Value::Null)));

    let odd = see(&caller, known::PAID_ODD_PAYMENT).await;
    assert_eq!(odd.statuses(), ("PROCESSED", "PROCESSED"));
    assert_eq!(odd.payments()[0]["status"], "SETTLED_LATER");

    let twice = see(&caller, known::PAID_TWICE).await;
    assert_eq!((twice.payments().len(), &twice.link["amount"]), (2, &rupees(250_000)));
    for payment in twice.payments() {
        assert_eq!((&payment["status"], &payment["payment_amount"]), (&json!("PROCESSED"), &rupees(250_000)));
    }
    for (reference, captured) in
        [(known::PAID_UNTOLD, 410_000), (known::PAID_ODD_PAYMENT, 390_000), (known::PAID_TWICE, 500_000)]
    {
        assert_eq!(caller.ledger(&order_id(reference)).await["captured"], captured);
    }
}

#[tokio::test]
async fn what_is_due_does_not_fit_what_was_asked_or_paid() {
    let caller = Caller::reference().await;
    for (reference, link_status, order_status, asked, due, captured) in [
        (known::DUE_NEGATIVE, "PROCESSED", "PROCESSED", 280_000, -5_000, 280_000),
        (known::DUE_ABOVE, "CREATED", "CREATED", 220_000, 230_000, 0),
        (known::CLICKED_PAID, "CLICKED", "PROCESSED", 175_000, 175_000, 175_000),
        (known::CANCELLED_PAID, "CANCELLED", "PROCESSED", 165_000, 165_000, 165_000),
        (known::EXPIRED_PAID, "EXPIRED", "PROCESSED", 155_000, 155_000, 155_000),
    ] {
        let seen = see(&caller, reference).await;
        assert_eq!(seen.statuses(), (link_status, order_status), "{reference}");
        assert_eq!((&seen.link["amount"], &seen.link["amount_due"]), (&rupees(asked), &rupees(due)));
        assert_eq!(caller.ledger(&order_id(reference)).await["captured"], captured);
    }
}

#[tokio::test]
async fn a_payment_may_be_in_another_currency_than_its_order() {
    let caller = Caller::reference().await;
    let seen = see(&caller, known::OTHER_CURRENCY).await;
    assert_eq!((&seen.link["amount"], &seen.order["order_amount"]), (&rupees(996_000), &rupees(996_000)));
    assert_eq!(seen.payments()[0]["payment_amount"], json!({ "value": 12_000, "currency": "USD" }));
    for (reference, minor, currency) in
        [(known::DOLLARS, 12_000, "USD"), (known::YEN, 12_000, "JPY"), (known::DINARS, 45_500, "KWD")]
    {
        let seen = see(&caller, reference).await;
        let amount = json!({ "value": minor, "currency": currency });
        assert_eq!(seen.statuses(), ("PROCESSED", "PROCESSED"));
        assert_eq!((&seen.link["amount"], &seen.order["order_amount"]), (&amount, &amount));
        assert_eq!(seen.payments()[0]["payment_amount"], amount);
    }
}

#[tokio::test]
async fn more_is_refunded_than_was_captured() {
    let caller = Caller::reference().await;
    let seen = see(&caller, known::OVER_REFUNDED).await;
    let refunds = seen.order["refunds"].as_array().unwrap();
    let sum: i64 = refunds.iter().map(|refund| refund["order_amount"]["value"].as_i64().unwrap()).sum();
    assert_eq!((sum, &seen.payments()[0]["payment_amount"]), (350_000, &rupees(300_000)));
    assert!(refunds.iter().all(|refund| refund["status"] == "PROCESSED"));
}

#[tokio::test]
async fn a_mixed_list_has_one_refund_twice_a_charge_and_another_orders_whatever_the_settings_hold() {
    let caller = Caller::reference().await;
    for kind in ["whole", "doubled", "partial", "foreign"] {
        caller.control("settings", json!({ "refund_list": kind })).await;
        let seen = see(&caller, known::MIXED_LIST).await;
        assert_eq!(seen.order["status"], "PROCESSED");
        let listed = seen.order["refunds"].as_array().unwrap();
        let told: Vec<_> = listed.iter().map(|record| (&record["type"], &record["status"])).collect();
        let (refund, charge) = (json!("REFUND"), json!("CHARGE"));
        let (created, processed) = (json!("CREATED"), json!("PROCESSED"));
        let expected =
            [(&refund, &created), (&refund, &processed), (&charge, &processed), (&refund, &processed)];
        assert_eq!(told, expected);
        assert_eq!(listed[0]["order_id"], listed[1]["order_id"]);
        assert!(listed[0]["updated_at"].as_str() < listed[1]["updated_at"].as_str());
        assert_ne!(listed[3]["parent_order_id"], seen.order["order_id"]);
    }
}

#[tokio::test]
async fn a_held_payment_stands_beside_an_older_one_that_was_captured() {
    let caller = Caller::reference().await;
    let seen = see(&caller, known::OLD_PAYMENT_HELD).await;
    assert_eq!((seen.statuses(), &seen.order["pre_auth"]), (("PROCESSED", "AUTHORIZED"), &json!(true)));
    let [older, held] = &seen.payments()[..] else { panic!("{}", seen.order) };
    assert_eq!(older["capture_data"][0]["capture_amount"], rupees(300_000));
    assert_eq!(older["capture_data"][0]["merchant_capture_reference"], "cap-0126-1");
    assert_eq!((&held["status"], held.get("capture_data")), (&json!("AUTHORIZED"), None));
    assert!(older["created_at"].as_str() < held["created_at"].as_str());

    let body = json!({ "merchant_capture_reference": "cap-1", "capture_amount": rupees(100_000) });
    let (status, made) =
        caller.put(&format!("{}/capture", order_path(known::OLD_PAYMENT_HELD)), Some(body)).await;
    assert_eq!((status, &made["data"]["payments"][0]), (200, older));
    assert_eq!(caller.ledger(&order_id(known::OLD_PAYMENT_HELD)).await["captured"], 400_000);
}
