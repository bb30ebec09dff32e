//! Times as the API writes them: the raw text and the instant.

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::decode::raw;

/// The zone of a time that names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Zone {
    /// UTC: links and orders. Seen in the SDK.
    Utc,
    /// Indian Standard Time (UTC+05:30): settlements. No page says so.
    India,
}

impl Zone {
    fn ahead(self) -> Offset {
        match self {
            Self::Utc => Offset::UTC,
            Self::India => Offset::constant(5).saturating_add(SignedDuration::from_mins(30)),
        }
    }
}

/// A time of the API: the server's text, and the instant where the text has one meaning only.
///
/// It reads ISO 8601 without seconds, with seconds, or with fractions down to nanoseconds, with `Z`, an offset or none; the
/// format of HTTP (`Fri, 21 Mar 2025 08:29:00 GMT`); and Unix time in seconds (10 digits) or milliseconds (13 digits). A date
/// that can mean two days, such as `03-04-2025`, has no instant.
///
/// Source: seen in answers and in the SDK; no page names one format.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiTime {
    raw: String,
    at: Option<jiff::Timestamp>,
}

impl ApiTime {
    /// Reads a time of a link or an order: UTC unless it names an offset. Never fails: see [`ApiTime::at`].
    pub fn parse(raw: impl Into<String>) -> Self {
        Self::parse_in(raw, Zone::Utc)
    }

    /// Reads a time, in `zone` unless it names an offset. Never fails: see [`ApiTime::at`].
    pub fn parse_in(raw: impl Into<String>, zone: Zone) -> Self {
        let raw = raw.into();
        let at = instant(raw.trim(), zone);
        Self { raw, at }
    }

    /// The text as the server sent it.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The instant. `None` where the text is not a time, or has two meanings.
    pub fn at(&self) -> Option<jiff::Timestamp> {
        self.at
    }
}

fn instant(text: &str, zone: Zone) -> Option<jiff::Timestamp> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = text.parse().ok()?;
        return match text.len() {
            10 => jiff::Timestamp::from_second(number).ok(),
            13 => jiff::Timestamp::from_millisecond(number).ok(),
            _ => None,
        };
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at);
    }
    if let Ok(at) = jiff::fmt::rfc2822::parse(text) {
        return Some(at.timestamp());
    }
    let local: DateTime = text.parse().ok()?;
    Some(local.to_zoned(TimeZone::fixed(zone.ahead())).ok()?.timestamp())
}

impl From<jiff::Timestamp> for ApiTime {
    fn from(at: jiff::Timestamp) -> Self {
        Self { raw: at.to_string(), at: Some(at) }
    }
}

impl fmt::Display for ApiTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}

impl Serialize for ApiTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.raw)
    }
}

/// Reads any JSON value; one that is not a time keeps its text.
impl<'de> Deserialize<'de> for ApiTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::parse(raw::spelt(&value)))
    }
}
