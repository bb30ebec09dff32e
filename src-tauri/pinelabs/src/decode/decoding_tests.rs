//! The decoding against arbitrary changes of recorded answers: bytes, values and signs are put in, left out and moved.
//!
//! Each case is made of its number, so that one which fails can be made again. A small count of them runs with the tests;
//! `cargo xtask bench decoding` runs a million.

use std::collections::BTreeSet;

use fastrand::Rng;
use serde_json::{Value, json};

use crate::decode::decode_error::DecodeError;
use crate::decode::resource::{a_link, an_order, the_link, the_link_under, the_order};
use crate::decode::{json_bytes, raw};
use crate::error::Error;
use crate::model::ids::{LinkId, OrderId, Reference, RequestId};
use crate::model::link::PaymentLink;
use crate::model::money::{Money, Told};
use crate::model::order::Order;
use crate::model::payment::Payment;
use crate::model::status::{LinkStatus, PaymentStatus};
use crate::transport::exchange::Content;
use crate::transport::response::{AttemptError, Response};
use crate::transport::sender::body;

use self::changes::{change, odd_value};

mod changes;

/// How many cases run where nothing else is said.
const FEW: u64 = 4_000;
const COUNT: &str = "PINELABS_DECODING_CASES";

const LINK: &str = include_str!("../../tests/client/fixtures/link.json");
const PAID: &str = include_str!("../../tests/client/fixtures/order_paid.json");
const HELD: &str = include_str!("../../tests/client/fixtures/order_held.json");
const LISTED: &str = include_str!("../../tests/client/fixtures/order_refunded.json");
const REFUND: &str = include_str!("../../tests/client/fixtures/refund.json");
const TOKEN: &str = r#"{"access_token":"eyJ.abc-DEF","expires_at":"2025-03-21T08:29:00.123Z"}"#;
const REFUSAL: &str = r#"{"code":"INVALID_REQUEST","message":"Bad amount","additional_error_details":{"source":"M","reason":"too small"}}"#;
/// A link thrice: it has the most in it.
const RECORDED: [&str; 9] = [LINK, LINK, LINK, PAID, HELD, LISTED, REFUND, TOKEN, REFUSAL];

/// Every number that stands in an answer, as whole minor units, by another way than the client's: digits and powers of ten in `i128`.
fn numbers_in(value: &Value, found: &mut BTreeSet<i64>) {
    let mut add = |text: &str| {
        let text = text.trim().trim_start_matches('\u{FDD0}').trim().to_ascii_lowercase();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let Ok(mut exponent) = exponent.trim_start_matches('+').parse::<i32>() else {
            return found.extend([0]);
        };
        let point = mantissa.find('.').map_or(0, |at| mantissa.len() - at - 1);
        let Ok(mut number) = mantissa.replacen('.', "", 1).parse::<i128>() else { return };
        exponent = exponent.saturating_sub(i32::try_from(point).unwrap_or(i32::MAX));
        while exponent > 0 && number != 0 && number.abs() < i128::from(u64::MAX) {
            (number, exponent) = (number * 10, exponent - 1);
        }
        while exponent < 0 && number % 10 == 0 && number != 0 {
            (number, exponent) = (number / 10, exponent + 1);
        }
        if number == 0 || exponent == 0 {
            found.extend(i64::try_from(number));
        }
    };
    match value {
        Value::String(text) => add(text),
        Value::Number(number) => add(&number.to_string()),
        Value::Array(entries) => entries.iter().for_each(|entry| numbers_in(entry, found)),
        Value::Object(pairs) => pairs.values().for_each(|field| numbers_in(field, found)),
        Value::Bool(_) | Value::Null => {}
    }
}

fn amounts_of_link(link: &PaymentLink) -> Vec<Money> {
    let told = |told: &Option<Told>| told.as_ref().and_then(Told::money);
    let products = link.product_details.iter();
    let products = products.flat_map(|p| [told(&p.product_amount), told(&p.product_coupon_discount_amount)]);
    let shares =
        link.split_info.iter().flat_map(|split| split.split_details.iter().map(|share| told(&share.amount)));
    let own = [link.amount, link.amount_due, told(&link.cart_coupon_discount_amount)];
    own.into_iter().chain(products).chain(shares).flatten().collect()
}

fn amounts_of_order(order: &Order) -> Vec<Money> {
    let payments = order.payments.iter().flat_map(|payment| {
        let captures = payment.capture_data.iter().map(|capture| capture.capture_amount);
        captures.chain([payment.payment_amount])
    });
    let refunds = order.refunds.iter().flatten().flat_map(amounts_of_order);
    payments.chain([order.order_amount]).flatten().chain(refunds).collect()
}

/// What was captured, added up without the client's own rules: captures where there are any, else a payment that went through.
fn added_up(order: &Order) -> Option<i64> {
    let of_payment = |payment: &Payment| -> Option<i64> {
        if payment.capture_data.is_empty() {
            let through = payment.status == Some(PaymentStatus::Processed);
            return if through { payment.payment_amount.map(Money::minor) } else { Some(0) };
        }
        payment
            .capture_data
            .iter()
            .try_fold(0_i64, |sum, capture| sum.checked_add(capture.capture_amount?.minor()))
    };
    order.payments.iter().try_fold(0_i64, |sum, payment| sum.checked_add(of_payment(payment)?))
}

fn answered<T>(
    bytes: Vec<u8>,
    status: u16,
    read: impl FnOnce(&Value) -> Result<T, DecodeError>,
) -> Result<T, AttemptError> {
    let answer = Response {
        status,
        retry_after: None,
        server_time: None,
        received_at: jiff::Timestamp::UNIX_EPOCH,
        request_id: RequestId::new("request").unwrap(),
        body: body(Content::Whole(bytes), false),
    };
    answer.understood(read).map(|done| done.value)
}

/// What each kind of case has come to, so that a run which tries nothing is seen.
#[derive(Debug, Default)]
struct Tally {
    json: u64,
    links: u64,
    orders: u64,
    sums: u64,
    must_open: u64,
}

fn id(text: &str) -> LinkId {
    LinkId::new(text).unwrap()
}

/// An answer after any number of changes: what is read of it stands in it.
fn arbitrary(case: u64, dice: &mut Rng, tally: &mut Tally) {
    let mut bytes = dice.choice(RECORDED).unwrap_or(LINK).as_bytes().to_vec();
    for _ in 0..dice.u8(1..=4) {
        change(&mut bytes, dice);
    }
    let text = json_bytes::text(&bytes);
    let json = json_bytes::json(json_bytes::trimmed(&text));
    let mut numbers = BTreeSet::new();
    if let Some(json) = &json {
        tally.json += 1;
        numbers_in(json, &mut numbers);
        assert!(!raw::pretty(json).contains('\u{FDD0}'), "case {case}: a mark is shown");
    }
    let in_answer = |money: &Money| numbers.contains(&money.minor());
    if let Ok(link) = answered(bytes.clone(), 200, a_link) {
        tally.links += 1;
        let odd = amounts_of_link(&link).into_iter().find(|money| !in_answer(money));
        assert_eq!(odd, None, "case {case}: {text}");
    }
    if let Ok(order) = answered(bytes.clone(), 200, an_order) {
        tally.orders += 1;
        let odd = amounts_of_order(&order).into_iter().find(|money| !in_answer(money));
        assert_eq!(odd, None, "case {case}: {text}");
        if let Ok(captured) = order.captured() {
            tally.sums += 1;
            assert_eq!(Some(captured.minor()), added_up(&order), "case {case}: {text}");
        }
        let _ = (order.took_money(), order.authorized_at());
    }
    // An answer that names the link or order and its state opens it, whatever else stands in it.
    if let Some(Value::Object(said)) = &json {
        let clean = |field: &str| {
            said.get(field)?.as_str().filter(|text| text.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        let no_error = ["code", "error_code", "error", "error_message", "error_description", "data"];
        let no_error = no_error.iter().all(|key| !said.contains_key(*key));
        if let (true, Some(Ok(link_id)), Some(status)) =
            (no_error, clean("payment_link_id").map(LinkId::new), clean("status"))
        {
            tally.must_open += 1;
            let link = answered(bytes.clone(), 200, |body| the_link(body, &link_id));
            let link = link.unwrap_or_else(|failed| panic!("case {case}: {:?} {text}", failed.error));
            let said = link.status.map(|status| status.to_string());
            assert!(
                said.as_deref() == Some(json_bytes::trimmed(status)) || said.is_none(),
                "case {case}: {text}"
            );
        }
    }
    // Refusals, tokens and look-ups read the same bytes; none of them panics.
    let _ = answered(bytes.clone(), dice.choice([200, 204, 400, 404, 422, 500]).unwrap_or(400), |body| {
        the_order(body, &OrderId::new("v1-250131113650-aa-Lamp01").unwrap())
    });
    let _ = answered(bytes.clone(), 200, |body| {
        crate::client::auth::read_token(body, jiff::Timestamp::UNIX_EPOCH).map(drop)
    });
    let _ = answered(bytes, 200, |body| the_link_under(body, &Reference::new("LAMP-0001").unwrap()));
}

/// The place of a text in the link that may hold anything, given by its name.
const FREE: [&str; 8] = [
    "\"Two brass lamps\"",
    "\"Asha\"",
    "\"1 Sample Lane\"",
    "\"XOY\"",
    "\"Sample Bank\"",
    "\"Example\"",
    "\"brass_lamp\"",
    "\"200100\"",
];

/// Broken signs, depths, long numbers and odd amounts where nothing hangs on them: the link opens, and each sum is what it was.
fn harmless(case: u64, dice: &mut Rng, tally: &mut Tally) {
    let mut bytes = LINK.as_bytes().to_vec();
    for _ in 0..dice.u8(1..=4) {
        let at = |bytes: &[u8], wanted: &str| {
            bytes.windows(wanted.len()).position(|part| part == wanted.as_bytes())
        };
        match dice.u8(..4) {
            0 | 1 => {
                const SIGNS: [&[u8]; 9] = [
                    b"\xFF",
                    b"\xF0\x9F",
                    b"\xED\xA0\xBD",
                    br"\ud83d",
                    br"\ude00",
                    b"\n",
                    b"\0",
                    b"\xEF\xBB\xBF",
                    br"\x",
                ];
                let Some(start) = at(&bytes, dice.choice(FREE).unwrap_or_default()) else { continue };
                let sign = dice.choice(SIGNS).unwrap_or_default();
                bytes.splice(start + 1..=start, sign.iter().copied());
            }
            2 => {
                let Some(start) = at(&bytes, "\"nested\": {") else { continue };
                let depth = if dice.u16(..) == 0 { 100_000 } else { dice.usize(1..300) };
                let deep = format!(
                    "\"deep\":{}{}{},",
                    "{\"a\":[".repeat(depth),
                    odd_value(dice),
                    "]}".repeat(depth)
                );
                bytes.splice(start..start, deep.bytes());
            }
            _ => {
                let Some(start) = at(&bytes, "\"cart_coupon_discount_amount\": ") else { continue };
                let odd = format!("\"cart_coupon_discount_amount\": {}, \"cart\": ", odd_value(dice));
                bytes.splice(start..start + "\"cart_coupon_discount_amount\": ".len(), odd.bytes());
            }
        }
    }
    tally.must_open += 1;
    let link = answered(bytes.clone(), 200, |body| the_link(body, &id("pl-v1-250306082755-aa-Lamp01")));
    let text = String::from_utf8_lossy(&bytes);
    let link = link.unwrap_or_else(|failed: AttemptError| panic!("case {case}: {:?} {text}", failed.error));
    let sums = (link.amount, link.amount_due, link.status.as_ref().map(LinkStatus::as_str));
    assert_eq!(
        sums,
        (Some(Money::inr(50_000)), Some(Money::inr(50_000)), Some("CREATED")),
        "case {case}: {text}"
    );
}

#[test]
fn whatever_is_changed_in_an_answer_nothing_is_told_that_is_not_in_it() {
    let count = std::env::var(COUNT).ok().map_or(FEW, |count| count.parse().unwrap());
    let started = std::time::Instant::now();
    let mut tally = Tally::default();
    for case in 0..count {
        let mut dice = Rng::with_seed(case);
        if case % 4 == 0 {
            harmless(case, &mut dice, &mut tally);
        } else {
            arbitrary(case, &mut dice, &mut tally);
        }
    }
    println!("{count} cases in {:.1} s: {tally:?}", started.elapsed().as_secs_f64());
    let least =
        [(tally.json, 3), (tally.links, 10), (tally.orders, 10), (tally.sums, 10), (tally.must_open, 4)];
    assert!(
        least.into_iter().all(|(seen, part)| seen > count / part),
        "too little of it is tried: {tally:?}"
    );
}

#[test]
fn the_check_of_sums_knows_the_numbers_of_an_answer_in_every_spelling() {
    let mut found = BTreeSet::new();
    numbers_in(
        &json!({ "a": 5, "b": ["2.5e5", "\u{FDD0}250000.0", " 70 "], "c": "499.5", "d": "x", "e": -3 }),
        &mut found,
    );
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [-3, 5, 70, 250_000]);
}

#[test]
fn an_answer_that_was_recorded_is_understood_as_it_is() {
    for (body, status) in [(LINK, 200), (PAID, 200), (HELD, 200), (LISTED, 200), (REFUND, 201)] {
        let is_link = body == LINK;
        let end = answered(body.as_bytes().to_vec(), status, |body| {
            if is_link {
                a_link(body).map(|link| link.amount)
            } else {
                an_order(body).map(|order| order.order_amount)
            }
        });
        assert!(end.is_ok_and(|amount| amount.is_some()));
    }
    let refused = answered(REFUSAL.as_bytes().to_vec(), 400, a_link).unwrap_err();
    assert!(matches!(refused.error, Error::Api(api) if api.api_code() == Some("INVALID_REQUEST")));
}
