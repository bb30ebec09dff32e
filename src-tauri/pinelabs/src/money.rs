//! Money as integer minor units with its ISO 4217 currency, on the wire and in words for people.
//!
//! Not responsible for what may be refunded or captured: that follows from an [`Order`](crate::Order).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::raw;

/// An amount in the smallest unit of its currency (paise for rupees).
///
/// There is no `Ord`, because two currencies have no order: see [`Money::checked_cmp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Money {
    #[serde(rename = "value")]
    minor: i64,
    currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub const fn inr(paise: i64) -> Self {
        Self::new(paise, Currency::INR)
    }

    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    pub const fn minor(self) -> i64 {
        self.minor
    }

    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// `None` on overflow or when the currencies differ.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let minor = self.minor.checked_add(other.same_currency(self)?.minor)?;
        Some(Self { minor, ..self })
    }

    /// `None` on overflow or when the currencies differ.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let minor = self.minor.checked_sub(other.same_currency(self)?.minor)?;
        Some(Self { minor, ..self })
    }

    /// `None` when the currencies differ.
    pub fn checked_cmp(self, other: Self) -> Option<Ordering> {
        Some(self.minor.cmp(&other.same_currency(self)?.minor))
    }

    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    fn same_currency(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then_some(self)
    }
}

/// `₹1,23,456.00` for rupees, `USD 1,234.50` for everything else; a minus sign (U+2212) stands in front.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.minor < 0 {
            f.write_str("\u{2212}")?;
        }
        if self.currency == Currency::INR {
            f.write_str("₹")?;
        } else {
            write!(f, "{} ", self.currency)?;
        }
        let decimals = self.currency.exponent();
        let per_major = 10_u64.pow(decimals);
        let minor = self.minor.unsigned_abs();
        f.write_str(&grouped(minor / per_major, self.currency == Currency::INR))?;
        if decimals > 0 {
            write!(f, ".{:0width$}", minor % per_major, width = decimals as usize)?;
        }
        Ok(())
    }
}

/// Thousands apart, or in the Indian way: the last three digits, then pairs.
fn grouped(major: u64, indian: bool) -> String {
    let digits = major.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 2);
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        let boundary = if indian && left > 3 { left % 2 == 1 } else { left.is_multiple_of(3) };
        if at > 0 && boundary {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(expecting = "an amount: {\"value\": integer, \"currency\": code}")]
        struct Wire {
            value: Minor,
            currency: Currency,
        }
        let wire = Wire::deserialize(deserializer)?;
        Ok(Self::new(wire.value.0, wire.currency))
    }
}

/// An integer of minor units as servers spell it: `50000`, `"50000"`, `50000.0`, `5e4`; never by way of a float.
struct Minor(i64);

impl<'de> Deserialize<'de> for Minor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MinorVisitor;

        impl Visitor<'_> for MinorVisitor {
            type Value = Minor;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of minor units")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Minor, E> {
                Ok(Minor(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Minor, E> {
                let fits = i64::try_from(value).map(Minor);
                fits.map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Minor, E> {
                let whole = whole(raw::plain(value).trim()).map(Minor);
                whole.ok_or_else(|| E::invalid_value(de::Unexpected::Str(value), &self))
            }
        }

        deserializer.deserialize_any(MinorVisitor)
    }
}

/// A decimal number that is exactly whole, told from its digits: `250000.0` and `2.5e5` are, `499.5` is not.
fn whole(text: &str) -> Option<i64> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if ![before, after, exponent_digits].into_iter().all(are_digits) {
        return None;
    }
    let digits = format!("{before}{after}");
    let significant = digits.trim_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    // How many places the last significant digit stands to the left of the point.
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let (zeros, after) = (i64::try_from(zeros).ok()?, i64::try_from(after.len()).ok()?);
    let places = exponent.parse::<i64>().ok()?.checked_sub(after)?.checked_add(zeros)?;
    // A fraction has less than none of them, and an i64 no more than nineteen digits.
    let places =
        usize::try_from(places).ok().filter(|places| *places <= 19 && *places + significant.len() <= 19)?;
    format!("{}{significant}{}", if negative { "-" } else { "" }, "0".repeat(places)).parse().ok()
}

/// An amount on which nothing hangs: as money, or as the server spelt it where that is no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Money(Money),
    Spelt(String),
}

impl Told {
    pub fn money(&self) -> Option<Money> {
        if let Self::Money(money) = self { Some(*money) } else { None }
    }

    /// What stands there in place of an amount.
    pub fn spelt(&self) -> Option<&str> {
        if let Self::Spelt(text) = self { Some(text) } else { None }
    }
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Money(money) => money.serialize(serializer),
            Self::Spelt(text) => serializer.serialize_str(text),
        }
    }
}

/// A three-letter ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// A text that is not a three-letter currency code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a currency is a code of three letters")]
pub struct NotACurrency;

impl Currency {
    pub const INR: Self = Self(*b"INR");

    pub fn code(&self) -> &str {
        // Only ASCII letters get in, so this is never the fallback.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimals separate the minor from the major unit.
    pub fn exponent(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(text: &str) -> Result<Self, NotACurrency> {
        let bytes: [u8; 3] = text.trim().as_bytes().try_into().map_err(|_| NotACurrency)?;
        if bytes.iter().all(u8::is_ascii_alphabetic) {
            Ok(Self(bytes.map(|byte| byte.to_ascii_uppercase())))
        } else {
            Err(NotACurrency)
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
