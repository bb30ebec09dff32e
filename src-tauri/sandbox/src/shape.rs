//! The odd shapes of answers, as integrators have seen them, each with a name. Some links always have one, and the fault
//! `mangled` gives one to any answer. README.md says how each looks.

use crate::spelling::{spelt, text_around};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    HalfEmoji,
    OtherHalfEmoji,
    CutUtf8,
    Latin1,
    ControlCharacters,
    BadEscape,
    Bom,
    HugeExponent,
    LongNumber,
    LongDecimal,
    Deep,
    AmountEmpty,
    AmountNull,
    AmountFraction,
    AmountText,
    ValueWithPoint,
    ValueInQuotes,
    ValueFraction,
    WithoutCurrency,
    ExpiryDayFirst,
    ExpiryEpoch,
    ExpiryInWords,
    NamesNull,
    NamesBlank,
    NamesInvisible,
    AnotherReference,
    AnotherCase,
    AnotherId,
    WithoutZone,
}

/// The subject of an answer: links are flat, everything else is inside `data`.
pub(crate) fn subject(body: &mut Value) -> &mut Value {
    if body["data"].is_object() { &mut body["data"] } else { body }
}

/// Sets a value at a path such as `product_details.0.product_amount`, and creates missing objects on the way. A list that is
/// too short stays as it is.
pub(crate) fn put(body: &mut Value, path: &str, value: Value) {
    let mut place = body;
    for name in path.split('.') {
        place = match (name.parse::<usize>(), place) {
            (Ok(index), Value::Array(list)) => match list.get_mut(index) {
                Some(item) => item,
                None => return,
            },
            (_, other) => {
                if !other.is_object() {
                    *other = Value::Object(Map::new());
                }
                &mut other[name]
            }
        };
    }
    *place = value;
}

fn at<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    body.pointer(&format!("/{}", path.replace('.', "/")))
}

impl Shape {
    /// Gives an answer this shape, at a field or at its default field.
    pub(crate) fn give(self, body: &mut Value, field: Option<&str>) {
        let body = subject(body);
        let is_link = body.get("payment_link_id").is_some();
        let is_order = body.get("order_id").is_some();
        let usual = |of_link: &'static str, of_order: &'static str, of_else: &'static str| {
            field.unwrap_or(if is_link {
                of_link
            } else if is_order {
                of_order
            } else {
                of_else
            })
        };
        let text = usual("description", "notes", "message");
        let metadata =
            usual("merchant_metadata.figure", "purchase_details.merchant_metadata.figure", "figure");
        let amount = usual("amount", "order_amount", "amount");
        let reference = usual("merchant_payment_link_reference", "merchant_order_reference", "reference");
        let id = usual("payment_link_id", "order_id", "id");
        match self {
            Self::HalfEmoji => break_text(body, text, br"\ud83d"),
            Self::OtherHalfEmoji => break_text(body, text, br"\ude00"),
            Self::CutUtf8 => break_text(body, text, b"\xe2\x82"),
            Self::Latin1 => break_text(body, text, b"caf\xe9"),
            Self::ControlCharacters => break_text(body, text, b"one\ntwo\tthree\x01\x00"),
            Self::BadEscape => break_text(body, text, br"\q\x41"),
            Self::Bom => {}
            Self::HugeExponent => put(body, metadata, spelt("1e400")),
            Self::LongNumber => put(body, metadata, spelt("12345678901234567890123")),
            Self::LongDecimal => put(body, metadata, spelt("0.10000000000000000001")),
            Self::Deep => put(body, metadata, spelt(format!("{}{}", "[".repeat(200), "]".repeat(200)))),
            Self::AmountEmpty => put(body, amount, Value::Object(Map::new())),
            Self::AmountNull => put(body, amount, Value::Null),
            Self::AmountFraction => put(body, amount, spelt("499.5")),
            Self::AmountText => put(body, amount, "₹ 499.50".into()),
            Self::ValueWithPoint => respell(body, field, &|value| spelt(format!("{value}.0"))),
            Self::ValueInQuotes => respell(body, field, &|value| value.to_string().into()),
            Self::ValueFraction => respell(body, field, &|value| spelt(format!("{value}.5"))),
            Self::WithoutCurrency => {
                let place = usual("amount_due", "order_amount", "amount").replace('.', "/");
                if let Some(Value::Object(amount)) = body.pointer_mut(&format!("/{place}")) {
                    amount.remove("currency");
                }
            }
            Self::ExpiryDayFirst | Self::ExpiryEpoch | Self::ExpiryInWords => {
                let place = field.unwrap_or("expire_by");
                let end = at(body, place).and_then(Value::as_str).and_then(|end| end.parse().ok());
                put(body, place, self.expiry(end.unwrap_or(Timestamp::UNIX_EPOCH)));
            }
            Self::NamesNull => name(body, field, "null", "null"),
            Self::NamesBlank => name(body, field, "  ", "\u{a0}\u{3000}"),
            Self::NamesInvisible => {
                name(body, field, "\u{200b}\u{2060}\u{feff}", "\u{ad}\u{202a}\u{202c}\u{200f}");
            }
            Self::AnotherReference => change(body, reference, |told| format!("{told}-other")),
            Self::AnotherCase => change(body, reference, other_case),
            Self::AnotherId => change(body, id, |told| format!("{told}-other")),
            Self::WithoutZone => without_zone(body),
        }
    }

    fn expiry(self, end: Timestamp) -> Value {
        match self {
            Self::ExpiryDayFirst => end.strftime("%d-%m-%Y %H:%M").to_string().into(),
            Self::ExpiryEpoch => end.as_second().into(),
            _ => "in three days".into(),
        }
    }
}

fn break_text(body: &mut Value, place: &str, sign: &[u8]) {
    let words = at(body, place).and_then(Value::as_str).unwrap_or("Festival").to_owned();
    put(body, place, text_around(&words, sign));
}

/// Sets the customer's name on a link, or in the purchase details of an order.
fn name(body: &mut Value, field: Option<&str>, first: &str, last: &str) {
    let usual = if body.get("payment_link_id").is_some() { "customer" } else { "purchase_details.customer" };
    let customer = field.unwrap_or(usual);
    put(body, &format!("{customer}.first_name"), first.into());
    put(body, &format!("{customer}.last_name"), last.into());
}

fn change(body: &mut Value, place: &str, to: impl Fn(&str) -> String) {
    if let Some(changed) = at(body, place).and_then(Value::as_str).map(to) {
        put(body, place, changed.into());
    }
}

fn other_case(told: &str) -> String {
    let turned =
        |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    told.chars().map(turned).collect()
}

/// Spells the whole numbers of one amount, or of every amount, in another way.
fn respell(body: &mut Value, field: Option<&str>, to: &dyn Fn(i64) -> Value) {
    let pointer = field.map_or_else(String::new, |field| format!("/{}", field.replace('.', "/")));
    if let Some(place) = body.pointer_mut(&pointer) {
        everywhere(place, &mut |name, value| {
            if name == "value"
                && let Some(minor) = value.as_i64()
            {
                *value = to(minor);
            }
        });
    }
}

fn without_zone(body: &mut Value) {
    everywhere(body, &mut |name, value| {
        if (name.ends_with("_at") || name == "expire_by")
            && let Some(told) = value.as_str().and_then(|told| told.strip_suffix('Z'))
        {
            *value = told.into();
        }
    });
}

fn everywhere(body: &mut Value, change: &mut dyn FnMut(&str, &mut Value)) {
    match body {
        Value::Object(fields) => {
            for (name, value) in fields {
                change(name, value);
                everywhere(value, change);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| everywhere(item, change)),
        _ => {}
    }
}
