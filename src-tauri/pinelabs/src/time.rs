//! Times as the API writes them, and the clock that the client asks for the present.
//!
//! Not responsible for showing a time: the raw text and the instant are both kept for whoever does.

use std::fmt;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A time as the server spelt it, with the instant that it means where it could be read.
///
/// Read are ISO 8601 dates with no seconds, seconds, or fractions down to nanoseconds, with `Z` or an
/// offset. Without a zone Indian Standard Time is presumed: settlements are written so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp {
    raw: String,
    at: Option<jiff::Timestamp>,
}

impl Timestamp {
    pub fn parse(raw: impl Into<String>) -> Self {
        let raw = raw.into();
        let at = instant(raw.trim());
        Self { raw, at }
    }

    /// The text exactly as it came.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The instant, unless the text is no time that is understood.
    pub fn at(&self) -> Option<jiff::Timestamp> {
        self.at
    }
}

fn instant(text: &str) -> Option<jiff::Timestamp> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at);
    }
    let local: DateTime = text.parse().ok()?;
    let ist = Offset::from_seconds(5 * 3600 + 30 * 60).ok()?;
    Some(local.to_zoned(TimeZone::fixed(ist)).ok()?.timestamp())
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(at: jiff::Timestamp) -> Self {
        Self { raw: at.to_string(), at: Some(at) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.raw)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::parse)
    }
}

/// Where the present comes from, so that a test can hold it still.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> jiff::Timestamp;
}

/// The computer's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}

/// `Retry-After` as seconds or as an HTTP date; a date that has passed means now.
pub(crate) fn retry_after(value: &str, now: jiff::Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}
