//! Lenient field readers, for servers that send more, less or other than their pages say.
//!
//! A field that does not parse is absent and never makes the whole answer fail. For ids, amounts and statuses, [`unread`] lists
//! the fields that have a value which does not parse, so that no decision takes such a field for an absent one.

use std::str::FromStr;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::{Map, Value};

use crate::decode::json_bytes::{BROKEN, trimmed};
use crate::decode::raw;
use crate::model::money::{Money, Told};
use crate::model::time::ApiTime;

/// A text, or a number as text; else `None`.
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

/// Whether a field has a value. `null`, blanks, empty lists and objects, and the words `null`, `none`, `undefined` are none.
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

/// An id or a status; else `None`.
pub(crate) fn word<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = said(deserializer)?.as_ref().and_then(text_of);
    Ok(text.and_then(|text| trimmed(&text).parse().ok()))
}

/// An amount; else `None`.
pub(crate) fn money<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    Ok(Money::deserialize(Value::deserialize(deserializer)?).ok())
}

/// An amount that no decision depends on: it keeps its text where it does not parse.
pub(crate) fn told<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Told>, D::Error> {
    let Some(value) = said(deserializer)? else { return Ok(None) };
    Ok(Some(Money::deserialize(&value).map_or_else(|_| Told::Spelt(raw::spelt(&value)), Told::Money)))
}

/// A time in any format.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ApiTime>, D::Error> {
    Ok(said(deserializer)?.map(|value| ApiTime::parse(raw::spelt(&value))))
}

/// `true`, `"true"`; else `None`.
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

/// The keys and values of an object, in the server's order.
pub(crate) fn pairs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    let Value::Object(pairs) = Value::deserialize(deserializer)? else { return Ok(Map::new()) };
    Ok(pairs)
}

/// An object; else `None`.
pub(crate) fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(if value.is_object() { T::deserialize(value).ok() } else { None })
}

/// The entries of a list. It drops none: an entry that is no object becomes an empty one. A single value is a list of one.
pub(crate) fn objects<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(entries) => entries.into_iter().filter_map(entry).collect(),
        other if is_said(Some(&other)) => entry(other).into_iter().collect(),
        _ => Vec::new(),
    })
}

/// Like [`objects`], but `None` where the answer has neither a list nor an object.
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

/// The fields that have a value which did not parse. `fields` has, for each, whether it parsed.
pub(crate) fn unread<const N: usize>(value: &Value, fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    let is_unread = |(name, read): &(&str, bool)| !read && is_said(value.get(*name));
    fields.into_iter().filter(is_unread).map(|(name, _)| name).collect()
}

/// Whether a text has a replacement character.
pub(crate) fn is_broken(text: &str) -> bool {
    text.contains(BROKEN)
}
