//! Reading answers of a server that sends more, less or other than it promised.
//!
//! Nothing that cannot be read hides the rest. An amount, an id or a state that is said and cannot be read is absent, and named as
//! unread (see [`unread`]), for what hangs on it must not go on as if it had not been said. Everything else is absent then.

use std::str::FromStr;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::{Map, Value};

use crate::json_bytes::{BROKEN, trimmed};
use crate::money::{Money, Told};
use crate::raw;
use crate::time::ApiTime;

/// A text, a number read as one, or nothing.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(text_of(&Value::deserialize(deserializer)?))
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(raw::plain(text).to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a field says something at all: nothing, blanks and the words that programs write for nothing do not.
pub(crate) fn is_said(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => {
            let text = trimmed(text);
            !(text.is_empty() || ["null", "none", "undefined"].iter().any(|no| text.eq_ignore_ascii_case(no)))
        }
        Some(Value::Array(entries)) => !entries.is_empty(),
        Some(Value::Object(pairs)) => !pairs.is_empty(),
        Some(Value::Bool(_) | Value::Number(_)) => true,
    }
}

fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Ok(Some(Value::deserialize(deserializer)?).filter(|value| is_said(Some(value))))
}

/// A text that means something (an id, a status), or nothing.
pub(crate) fn word<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = said(deserializer)?.as_ref().and_then(text_of);
    Ok(text.and_then(|text| trimmed(&text).parse().ok()))
}

/// An amount, or nothing.
pub(crate) fn money<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    Ok(Money::deserialize(Value::deserialize(deserializer)?).ok())
}

/// An amount on which nothing hangs.
pub(crate) fn told<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Told>, D::Error> {
    let Some(value) = said(deserializer)? else { return Ok(None) };
    Ok(Some(Money::deserialize(&value).map_or_else(|_| Told::Spelt(raw::spelt(&value)), Told::Money)))
}

/// A time in whatever form.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ApiTime>, D::Error> {
    Ok(said(deserializer)?.map(|value| ApiTime::parse(raw::spelt(&value))))
}

/// `true`, `"true"`, or nothing.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    })
}

/// Texts out of a list; what is no text is left out.
pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let Value::Array(entries) = Value::deserialize(deserializer)? else { return Ok(Vec::new()) };
    Ok(entries.iter().filter_map(text_of).collect())
}

/// Keys and values of an object, in the server's order.
pub(crate) fn pairs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    let Value::Object(pairs) = Value::deserialize(deserializer)? else { return Ok(Map::new()) };
    Ok(pairs)
}

/// An object, or nothing where something else stands.
pub(crate) fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(if value.is_object() { T::deserialize(value).ok() } else { None })
}

/// The objects of a list, none of them passed over: what is no object is one of which nothing is known. A single object stands for a list
/// of one, and so does anything else that is said.
pub(crate) fn objects<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(entries) => entries.into_iter().filter_map(entry).collect(),
        other if is_said(Some(&other)) => entry(other).into_iter().collect(),
        _ => Vec::new(),
    })
}

/// Like [`objects`], but tells a list from none: what is no list and no object is none.
pub(crate) fn some_objects<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(entries) => Some(entries.into_iter().filter_map(entry).collect()),
        Value::Object(only) if !only.is_empty() => entry(only.into()).map(|only| vec![only]),
        _ => None,
    })
}

fn entry<T: DeserializeOwned + Default>(value: Value) -> Option<T> {
    let is_entry = value.is_object() || value.is_array() || is_said(Some(&value));
    is_entry.then(|| T::deserialize(value).unwrap_or_default())
}

/// Those of the fields that say something which could not be read. Each comes with whether it was read.
pub(crate) fn unread<const N: usize>(value: &Value, fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    let is_unread = |(name, read): &(&str, bool)| !read && is_said(value.get(*name));
    fields.into_iter().filter(is_unread).map(|(name, _)| name).collect()
}

/// Where an answer could not be read, and why.
#[derive(Debug)]
pub(crate) struct DecodeError {
    pub path: String,
    pub reason: String,
}

impl DecodeError {
    pub fn missing(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it is missing".to_owned() }
    }

    pub fn unreadable(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it cannot be read".to_owned() }
    }

    /// The field says that the answer is about something else than was asked.
    pub fn another(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it is not what was asked for".to_owned() }
    }
}

/// Whether a text has a sign in it that did not come through.
pub(crate) fn is_broken(text: &str) -> bool {
    text.contains(BROKEN)
}
