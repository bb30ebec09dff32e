//! What the dialog of a refund opens with, asked through the commands.

use sandbox::shop::known;
use serde_json::{Value, json};

use super::create_tests::{Counter, counter};
use crate::without_window::ask;

pub(super) fn prepared(counter: &Counter, reference: &str, kind: &str) -> Value {
    let request = json!({ "accountId": counter.account, "text": reference });
    let found = ask(&counter.page, "find", json!({ "request": request })).unwrap();
    let link = &found["found"]["page"]["link"]["linkId"];
    let request = json!({ "accountId": counter.account, "linkId": link, "kind": kind });
    ask(&counter.page, "prepare", json!({ "request": request })).unwrap()
}

#[test]
fn a_refund_of_a_shared_payment_opens_with_the_doubt_that_a_plain_one_is_taken() {
    let counter = counter();
    assert_eq!(prepared(&counter, known::SPLIT, "refund")["refundDoubt"], "split");
    assert_eq!(prepared(&counter, known::PART_PAID, "refund")["refundDoubt"], "split");
    assert_eq!(prepared(&counter, known::PAID, "refund")["refundDoubt"], Value::Null);
    // Nothing is refunded by it.
    assert_eq!(prepared(&counter, known::PART_PAID, "resend")["refundDoubt"], Value::Null);
}

#[test]
fn what_is_typed_of_a_refund_comes_back_in_figures() {
    let counter = counter();
    let intent = prepared(&counter, known::PAID, "refund");
    let typed = |text: &str| {
        let request = json!({ "intentId": intent["intentId"], "amount": { "part": text } });
        ask(&counter.page, "check_amount", json!({ "request": request })).unwrap()
    };
    for text in ["500/-", "Rs 500", "₹ 500", "INR 500", "५००", "Rs. 500/- only"] {
        let read = typed(text);
        assert_eq!(read["amount"]["minor"], json!(50_000), "{text}");
    }
    for (text, problem) in [("500,00", "comma_unclear"), ("5e2", "exponent"), ("1 250", "space_inside")] {
        let read = typed(text);
        assert_eq!((&read["amount"], &read["problem"]), (&Value::Null, &json!(problem)), "{text}");
    }
}
