//! Whole answers: complete, bare, odd and broken.

use pinelabs::{
    LinkId, LinkStatus, Money, Order, OrderStatus, OrderType, PaymentLink, PaymentStatus, Reference,
    SplitStatus, Told,
};
use serde_json::{Value, json};

fn link(value: Value) -> PaymentLink {
    serde_json::from_value(value).unwrap()
}

fn order(value: Value) -> Order {
    serde_json::from_value(value).unwrap()
}

fn told(paise: i64) -> Told {
    Told::Money(Money::inr(paise))
}

fn sample(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_whole_link_is_read_to_the_last_field() {
    let link = link(sample(include_str!("fixtures/link.json")));
    assert_eq!(link.payment_link.as_deref(), Some("https://pay.example.com/LAMPS/7kq2m"));
    assert_eq!(link.payment_link_id.unwrap().as_str(), "pl-v1-250306082755-aa-Lamp01");
    assert_eq!(link.status, Some(LinkStatus::Created));
    assert_eq!((link.amount, link.amount_due), (Some(Money::inr(50_000)), Some(Money::inr(50_000))));
    assert_eq!(link.order_id.unwrap().as_str(), "v1-250131113650-aa-Lamp01");
    assert_eq!(link.merchant_payment_link_reference, Some(Reference::new("LAMP-0001").unwrap()));
    assert_eq!(link.expire_by.unwrap().at().unwrap().to_string(), "2025-03-21T08:29:00Z");
    assert_eq!(link.allowed_payment_methods, ["NETBANKING", "UPI"]);
    assert_eq!((link.pre_auth, link.is_mcc_transaction, link.part_payment), (Some(false), Some(true), None));
    assert_eq!((link.callback_url, link.failure_callback_url), (None, None));
    let customer = link.customer.unwrap();
    assert_eq!(customer.first_name.as_deref(), Some("Asha"));
    assert_eq!(customer.billing_address.unwrap().pincode.as_deref(), Some("000000"));
    assert_eq!(customer.shipping_address.unwrap().address2, None);
    assert_eq!(customer.gstin.as_deref(), Some("00AAAAA0000A0Z0"));
    assert_eq!(link.product_details[0].product_coupon_discount_amount, Some(told(10_000)));
    let shares = link.split_info.unwrap().split_details;
    assert_eq!((shares[0].on_hold, &shares[0].status), (Some(true), &Some(SplitStatus::Hold)));
    assert_eq!((&shares[1].amount, &shares[1].updated_at), (&Some(told(30_000)), &None));
    assert_eq!(link.account_details.unwrap().bank_details.unwrap().bank_name.as_deref(), Some("Sample Bank"));
    assert_eq!(link.cart_coupon_discount_amount, Some(told(0)));
    let keys: Vec<_> = link.merchant_metadata.keys().collect();
    assert_eq!(keys, ["zeta", "alpha", "count", "nested"], "as the server ordered them");
}

#[test]
fn a_bare_link_is_a_link() {
    let mut bare = link(json!({ "payment_link_id": "pl-1" }));
    let id = bare.payment_link_id.take();
    assert_eq!(id.as_ref().map(LinkId::as_str), Some("pl-1"));
    assert_eq!(bare, PaymentLink::default());
}

#[test]
fn null_is_the_same_as_nothing_everywhere() {
    let whole = sample(include_str!("fixtures/link.json"));
    let nulls: Value = whole.as_object().unwrap().keys().map(|key| (key.clone(), Value::Null)).collect();
    assert_eq!(link(nulls), PaymentLink::default());
    let whole = sample(include_str!("fixtures/order_paid.json"));
    let nulls: Value =
        whole["data"].as_object().unwrap().keys().map(|key| (key.clone(), Value::Null)).collect();
    assert_eq!(order(nulls), Order::default());
}

#[test]
fn a_field_of_a_wrong_type_hides_nothing_else() {
    for sample_text in [include_str!("fixtures/link.json"), include_str!("fixtures/order_paid.json")] {
        let whole = sample(sample_text);
        let whole = whole.get("data").unwrap_or(&whole).clone();
        for key in whole.as_object().unwrap().keys() {
            for wrong in [json!(true), json!([7]), json!({ "x": 1 }), json!("?"), json!(7), json!(1.5)] {
                let mut odd = whole.clone();
                odd[key] = wrong.clone();
                let (odd_link, odd_order) = (link(odd.clone()), order(odd));
                let (link, order) = (link(whole.clone()), order(whole.clone()));
                if key != "status" {
                    assert_eq!(
                        (odd_link.status, odd_order.status),
                        (link.status, order.status),
                        "{key} as {wrong}"
                    );
                }
                if !["amount", "order_amount"].contains(&key.as_str()) {
                    let amounts = (odd_link.amount, odd_order.order_amount);
                    assert_eq!(amounts, (link.amount, order.order_amount), "{key} as {wrong}");
                }
            }
        }
    }
}

#[test]
fn what_is_said_and_cannot_be_read_is_told_from_what_is_not_said() {
    let amounts = [
        json!(499.5),
        json!(250_000),
        json!("₹500"),
        json!({ "value": 5 }),
        json!({ "value": 5, "currency": "Rs" }),
        json!([1]),
    ];
    for amount in amounts {
        let read = link(json!({ "payment_link_id": "pl-1", "amount": amount, "amount_due": null }));
        assert_eq!((read.amount, read.amount_due), (None, None));
        assert!(read.is_unread("amount") && !read.is_unread("amount_due"), "{amount}");
        for name in ["order_amount", "amount"] {
            let read = order(json!({ "order_id": "v1-1", name: amount }));
            assert!(read.order_amount.is_none() && read.is_unread("order_amount"), "{amount}");
        }
    }
    for nothing in
        [json!(null), json!(""), json!(" null "), json!("None"), json!("undefined"), json!({}), json!([])]
    {
        let read = link(json!({ "amount": nothing, "order_id": nothing, "payment_link_id": nothing }));
        assert_eq!(read, PaymentLink::default(), "{nothing}");
        assert!(!read.is_unread("amount") && !read.is_unread("order_id"));
    }
    for id in [json!("v1-\u{FFFD}"), json!("a b"), json!("../x"), json!({ "x": 1 }), json!(true)] {
        let read = link(json!({ "order_id": id }));
        assert!(read.order_id.is_none() && read.is_unread("order_id"), "{id}");
    }
    assert!(order(json!({ "status": "PROCESS\u{FFFD}D" })).is_unread("status"));
    assert!(!order(json!({ "status": "NEW_WORD" })).is_unread("status"));
}

#[test]
fn an_amount_that_cannot_be_read_is_not_made_good_by_its_other_name() {
    let read = order(json!({ "order_amount": { "value": 4.5, "currency": "INR" }, "amount": rupees(4) }));
    assert!(read.order_amount.is_none() && read.is_unread("order_amount"));
    let read = order(json!({ "order_amount": null, "amount": rupees(4) }));
    assert_eq!(read.order_amount, Some(Money::inr(4)));
}

#[test]
fn an_amount_without_a_currency_takes_that_of_its_answer() {
    let bare = || json!({ "value": 700 });
    let read =
        link(json!({ "amount": rupees(900), "amount_due": bare(), "cart_coupon_discount_amount": bare() }));
    assert_eq!((read.amount_due, read.cart_coupon_discount_amount), (Some(Money::inr(700)), Some(told(700))));
    let read = link(
        json!({ "amount": { "value": 9, "currency": "USD" }, "amount_due": bare(), "cart_coupon_discount_amount": rupees(1) }),
    );
    assert!(read.amount_due.is_none() && read.is_unread("amount_due"));
    let paid = json!({ "status": "PROCESSED", "payment_amount": bare() });
    let read = order(json!({ "order_amount": rupees(700), "status": "PROCESSED", "payments": [paid] }));
    assert_eq!(read.captured(), Ok(Money::inr(700)));
    let read = order(json!({ "status": "PROCESSED", "payments": [paid] }));
    assert!(read.captured().is_err());
}

#[test]
fn an_amount_on_which_nothing_hangs_is_kept_as_it_is_spelt() {
    let read = link(json!({
        "cart_coupon_discount_amount": "₹500", "product_details": [{ "product_amount": { "value": 499.5, "currency": "INR" },
        "product_coupon_discount_amount": null }], "split_info": { "split_details": [{ "amount": 7 }] },
    }));
    assert_eq!(read.cart_coupon_discount_amount.unwrap().spelt(), Some("₹500"));
    let product = &read.product_details[0];
    assert_eq!(product.product_amount.as_ref().unwrap().spelt(), Some(r#"{"value":499.5,"currency":"INR"}"#));
    assert_eq!(product.product_coupon_discount_amount, None);
    assert_eq!(read.split_info.unwrap().split_details[0].amount.as_ref().unwrap().spelt(), Some("7"));
}

#[test]
fn a_single_object_stands_for_a_list_of_one_and_no_entry_of_a_list_is_passed_over() {
    let paid = || json!({ "status": "PROCESSED", "payment_amount": rupees(900) });
    let captured =
        |payments: Value| order(json!({ "status": "PROCESSED", "payments": payments })).captured().ok();
    assert_eq!(captured(paid()), Some(Money::inr(900)));
    assert_eq!(captured(json!([paid(), null])), Some(Money::inr(900)));
    for odd in [json!("rubbish"), json!(5), json!([paid()]), json!({}), json!(true)] {
        assert_eq!(captured(json!([paid(), odd])), None, "{odd}");
    }
    let part = |captures: Value| {
        let mut paid = paid();
        paid["capture_data"] = captures;
        captured(json!([paid]))
    };
    assert_eq!(part(json!({ "capture_amount": rupees(600) })), Some(Money::inr(600)));
    assert_eq!(part(json!(600)), None);
    assert_eq!(part(json!([])), Some(Money::inr(900)));
    let refunds = |refunds: Value| order(json!({ "refunds": refunds })).refunds.map(|refunds| refunds.len());
    let table = [
        (json!([]), Some(0)),
        (json!(["rf-1", "rf-2"]), Some(2)),
        (json!({ "status": "PROCESSED" }), Some(1)),
        (json!({}), None),
        (json!(0), None),
        (json!(false), None),
        (json!("none"), None),
        (json!(null), None),
    ];
    for (told, expected) in table {
        assert_eq!(refunds(told.clone()), expected, "{told}");
    }
}

#[test]
fn numbers_for_ids_and_texts_for_flags_are_understood() {
    let odd = link(json!({
        "payment_link_id": 4711, "pre_auth": "TRUE", "is_mcc_transaction": "false",
        "customer": { "mobile_number": 1_234_567_890 }, "allowed_payment_methods": ["UPI", null, 5],
        "something_new": [1, 2, 3],
    }));
    assert_eq!(odd.payment_link_id.unwrap().as_str(), "4711");
    assert_eq!((odd.pre_auth, odd.is_mcc_transaction), (Some(true), Some(false)));
    assert_eq!(odd.customer.unwrap().mobile_number.as_deref(), Some("1234567890"));
    assert_eq!(odd.allowed_payment_methods, ["UPI", "5"]);
}

#[test]
fn an_id_that_could_lead_elsewhere_is_not_taken_from_an_answer() {
    assert_eq!(link(json!({ "order_id": "../../auth" })).order_id, None);
}

#[test]
fn unknown_words_are_kept_as_they_were_spelt() {
    let odd = link(json!({ "status": "ON_A_BREAK" }));
    assert_eq!(odd.status, Some(LinkStatus::Unknown("ON_A_BREAK".to_owned())));
    let odd = order(json!({ "status": "Processed", "type": "GIFT", "payments": [{ "status": "MAYBE" }] }));
    assert_eq!(odd.status, Some(OrderStatus::Unknown("Processed".to_owned())));
    assert_eq!(odd.order_type.unwrap().as_str(), "GIFT");
    assert_eq!(odd.payments[0].status.as_ref().unwrap().to_string(), "MAYBE");
}

#[test]
fn every_known_word_is_written_as_it_is_read() {
    for word in LinkStatus::KNOWN {
        assert_eq!(&LinkStatus::from(word.as_str()), word);
    }
    for word in OrderStatus::KNOWN {
        assert_eq!(&OrderStatus::from(word.as_str()), word);
    }
}

#[test]
fn a_paid_order_tells_how_it_was_paid_and_what_failed_before() {
    let body = sample(include_str!("fixtures/order_paid.json"));
    let order = order(body["data"].clone());
    assert_eq!(
        (order.order_type.as_ref(), order.status.as_ref()),
        (Some(&OrderType::Charge), Some(&OrderStatus::Processed))
    );
    assert_eq!(order.captured(), Ok(Money::inr(50_000)));
    assert_eq!(order.refunds, None);
    let [failed, paid] = &order.payments[..] else { panic!("two payments") };
    assert_eq!(failed.error_detail.as_ref().unwrap().code.as_deref(), Some("PAYMENT_DECLINED"));
    let card = failed.payment_option.as_ref().unwrap().card_data.as_ref().unwrap();
    assert_eq!((card.network_name.as_deref(), card.last4_digit.as_deref()), (Some("RUPAY"), Some("0000")));
    let upi = paid.payment_option.as_ref().unwrap().upi().unwrap();
    assert_eq!(upi.payer.as_ref().unwrap().vpa.as_deref(), Some("asha@example"));
    assert_eq!(paid.acquirer_data.as_ref().unwrap().rrn.as_deref(), Some("000000000001"));
}

#[test]
fn a_held_order_has_taken_nothing_and_says_since_when() {
    let body = sample(include_str!("fixtures/order_held.json"));
    let mut order = order(body["data"].clone());
    assert_eq!(order.captured(), Ok(Money::inr(0)));
    assert_eq!(order.refunds, Some(vec![]));
    assert_eq!(order.authorized_at().unwrap().raw(), "2025-03-06T08:31:44.000Z");
    order.payments.clear();
    assert_eq!(order.authorized_at().unwrap().raw(), "2025-03-06T08:40:00Z");
    order.status = Some(OrderStatus::Processed);
    assert_eq!(order.authorized_at(), None);
}

fn rupees(value: i64) -> Value {
    json!({ "value": value, "currency": "INR" })
}

#[test]
fn an_older_answer_lists_its_refunds_in_either_spelling() {
    let order = order(
        json!({ "payments": [{ "status": "PROCESSED", "payment_amount": rupees(9) }], "refunds": [
        { "order_id": "r-1", "merchant_order_reference": "a", "order_amount": rupees(4), "amount": rupees(4) },
        { "order_id": "r-2", "merchant_refund_reference": "b", "amount": rupees(5) },
        "rubbish",
    ] }),
    );
    let refunds = order.refunds.unwrap();
    // The third entry has no readable field, and may still be a refund.
    assert_eq!((refunds.len(), refunds[2].order_amount), (3, None));
    assert_eq!(
        (refunds[0].order_amount, refunds[1].order_amount),
        (Some(Money::inr(4)), Some(Money::inr(5)))
    );
    assert_eq!(refunds[1].merchant_order_reference.as_ref().unwrap().as_str(), "b");
    assert_eq!(order.payments[0].status, Some(PaymentStatus::Processed));
}
