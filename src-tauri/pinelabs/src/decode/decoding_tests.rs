//! Decoding against arbitrary changes of recorded answers: inserted, removed and moved bytes, characters and values.
//!
//! The number of a case is its seed, so that a failing case can run again. A few thousand run with the tests;
//! `cargo xtask bench decoding` runs a million.

use std::collections::BTreeSet;

use fastrand::Rng;
use serde_json::{Value, json};

use crate::decode::decode_error::DecodeError;
use crate::decode::resource::{a_link, an_order, the_link, the_link_under, the_order};
use crate::decode::{json_bytes, raw};
use crate::error::Error;
use crate::model::ids::{LinkId, OrderId, Reference, RequestId};
use crate::model::money::Money;
use crate::model::status::LinkStatus;
use crate::transport::exchange::Content;
use crate::transport::response::{AttemptError, Response};
use crate::transport::sender::body;

use self::amounts::{added_up, amounts_of_link, amounts_of_order, numbers_in};
use self::changes::{change, odd_value};

mod amounts;
mod changes;

/// The default number of cases.
const FEW: u64 = 4_000;
const COUNT: &str = "PINELABS_DECODING_CASES";

const LINK: &str = include_str!("../../tests/client/fixtures/link.json");
const PAID: &str = include_str!("../../tests/client/fixtures/order_paid.json");
const HELD: &str = include_str!("../../tests/client/fixtures/order_held.json");
const LISTED: &str = include_str!("../../tests/client/fixtures/order_refunded.json");
const REFUND: &str = include_str!("../../tests/client/fixtures/refund.json");
const TOKEN: &str = r#"{"access_token":"eyJ.abc-DEF","expires_at":"2025-03-21T08:29:00.123Z"}"#;
const REFUSAL: &str = r#"{"code":"INVALID_REQUEST","message":"Bad amount","additional_error_details":{"source":"M","reason":"too small"}}"#;
/// The link three times: it has the most fields.
const RECORDED: [&str; 9] = [LINK, LINK, LINK, PAID, HELD, LISTED, REFUND, TOKEN, REFUSAL];

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

/// Counts of the cases, to detect a run that tests nothing.
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

/// Changes an answer anywhere: every parsed amount must be in it.
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
    // An answer with a readable id and status must parse, whatever its other fields are.
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
    // The readers of refusals, tokens and look-ups must not panic.
    let _ = answered(bytes.clone(), dice.choice([200, 204, 400, 404, 422, 500]).unwrap_or(400), |body| {
        the_order(body, &OrderId::new("v1-250131113650-aa-Lamp01").unwrap())
    });
    let _ = answered(bytes.clone(), 200, |body| {
        crate::client::auth::read_token(body, jiff::Timestamp::UNIX_EPOCH).map(drop)
    });
    let _ = answered(bytes, 200, |body| the_link_under(body, &Reference::new("LAMP-0001").unwrap()));
}

/// Texts of the link that no decision depends on.
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

/// Breaks only fields that no decision depends on: the link must parse, with the same amounts.
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
