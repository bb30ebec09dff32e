//! Reading answers of a server that sends more, less or other than it promised.
//!
//! A field that money depends on is never read with these: it is right, absent, or an error that names its
//! path. Everything else that has a wrong type counts as absent, so that the rest can still be shown.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A text, a number read as one, or nothing.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A text that means something (an id, a status), or nothing.
pub(crate) fn word<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(text(deserializer)?.and_then(|text| text.trim().parse().ok()))
}

/// `true`, `"true"`, or nothing.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    })
}

/// Whatever fits the type, or nothing. Only for what holds no money.
pub(crate) fn whole<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}

/// Texts out of a list; what is no text is left out.
pub(crate) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let Value::Array(entries) = Value::deserialize(deserializer)? else { return Ok(Vec::new()) };
    Ok(entries.into_iter().filter_map(|entry| text(entry).ok().flatten()).collect())
}

/// Keys and values of an object, in the server's order.
pub(crate) fn pairs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    let Value::Object(pairs) = Value::deserialize(deserializer)? else { return Ok(Map::new()) };
    Ok(pairs)
}

/// An object, or nothing where something else stands. What is wrong *inside* the object is an error, with its
/// path: it is read in place and not through a copy.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(Shaped { object: true, shape: PhantomData })
}

/// The objects of a list, read like [`object`]; nothing where something else stands.
pub(crate) fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(some_objects(deserializer)?.unwrap_or_default())
}

/// Like [`objects`], but tells a list from none.
pub(crate) fn some_objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let entries: Option<Vec<Entry<T>>> =
        deserializer.deserialize_any(Shaped { object: false, shape: PhantomData })?;
    Ok(entries.map(|entries| entries.into_iter().filter_map(|entry| entry.0).collect()))
}

struct Entry<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer).map(Entry)
    }
}

/// Takes the one shape that is wanted and passes over every other.
struct Shaped<T> {
    object: bool,
    shape: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Shaped<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.object { "an object" } else { "a list" })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        if self.object {
            return T::deserialize(MapAccessDeserializer::new(map)).map(Some);
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        if !self.object {
            return T::deserialize(SeqAccessDeserializer::new(seq)).map(Some);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Where an answer could not be read, and why.
#[derive(Debug)]
pub(crate) struct Misfit {
    pub path: String,
    pub reason: String,
}

impl Misfit {
    pub fn missing(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it is missing".to_owned() }
    }

    /// The field says that the answer is about something else than was asked.
    pub fn another(path: &str) -> Self {
        Self { path: path.to_owned(), reason: "it is not what was asked for".to_owned() }
    }
}

/// Reads a value; where that fails, names the path down to the field.
pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Misfit> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let mut path = error.path().to_string();
        let reason = error.inner().to_string();
        // The tracked path ends at the object; the field that it lacks is only in the words.
        if let Some(field) = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            path = if path == "." { field.to_owned() } else { format!("{path}.{field}") };
        }
        Misfit { path, reason }
    })
}
