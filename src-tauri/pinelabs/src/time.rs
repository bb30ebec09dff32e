//! Times as the API writes them, and the clock that the client asks for the present.
//!
//! Not responsible for showing a time: the raw text and the instant are both kept for whoever does.

use std::fmt;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::raw;

/// Whose clock a time without a zone is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// In links and orders: so Pine Labs' own SDKs have it.
    Utc,
    /// Indian Standard Time: in settlements.
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

/// A time as the server spelt it, with the instant that it means where that is beyond doubt.
///
/// Read are ISO 8601 dates with no seconds, seconds, or fractions down to nanoseconds, with `Z`, an offset or none; what
/// HTTP writes (`Fri, 21 Mar 2025 08:29:00 GMT`); and the seconds or milliseconds of an epoch, told apart by their ten or
/// thirteen digits. What could mean two days, such as `03-04-2025`, is no instant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiTime {
    raw: String,
    at: Option<jiff::Timestamp>,
}

impl ApiTime {
    /// Of a link or an order.
    pub fn parse(raw: impl Into<String>) -> Self {
        Self::parse_in(raw, Zone::Utc)
    }

    pub fn parse_in(raw: impl Into<String>, zone: Zone) -> Self {
        let raw = raw.into();
        let at = instant(raw.trim(), zone);
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

/// Any value: one that is no time is kept as it is spelt.
impl<'de> Deserialize<'de> for ApiTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::parse(raw::spelt(&value)))
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

/// A wait that is told is no longer than this; nobody means more.
pub(crate) const MAX_TOLD_WAIT: Duration = Duration::from_hours(366 * 24);

/// `Retry-After` as seconds or as a date; a date that has passed means now. What is neither is not told; what no clock can
/// hold is the longest wait, for it does not mean that nobody has to wait.
pub(crate) fn retry_after(value: &str, now: jiff::Timestamp) -> Option<Duration> {
    let value = value.trim();
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let wait = if digits(whole) && digits(fraction) {
        let begun = u64::from(fraction.bytes().any(|digit| digit != b'0'));
        // Too many digits for the number are a number that is too large.
        Duration::from_secs(whole.parse().unwrap_or(u64::MAX).saturating_add(begun))
    } else {
        let until = jiff::fmt::rfc2822::parse(value).map(|date| date.timestamp());
        let until = until.or_else(|_| value.parse::<jiff::Timestamp>()).ok()?;
        Duration::try_from(until.duration_since(now)).unwrap_or_default()
    };
    Some(wait.min(MAX_TOLD_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str) -> Option<u64> {
        retry_after(value, "2026-11-28T08:35:00Z".parse().unwrap()).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_date() {
        assert_eq!(told("0"), Some(0));
        assert_eq!(told(" 864000 "), Some(864_000));
        assert_eq!(told("1.2"), Some(2));
        assert_eq!(told("3.0"), Some(3));
        assert_eq!(told("Tue, 08 Dec 2026 08:35:00 GMT"), Some(864_000));
        assert_eq!(told("2026-12-08T08:35:00Z"), Some(864_000));
        assert_eq!(told("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0));
    }

    #[test]
    fn a_wait_that_no_clock_can_hold_is_the_longest_one() {
        let longest = Some(MAX_TOLD_WAIT.as_secs());
        for value in ["99999999999999999999", "18446744073709551615", "9000000000000000", "1796717100"] {
            assert_eq!(told(value), longest, "{value}");
        }
        assert_eq!(told("01 Jan 2999 00:00:00 GMT"), longest);
    }

    #[test]
    fn what_is_no_wait_is_not_told() {
        for value in ["", "-5", "soon", "10 days", "1e9", "5.", ".5", "0x10", "१०"] {
            assert_eq!(told(value), None, "{value:?}");
        }
    }
}
