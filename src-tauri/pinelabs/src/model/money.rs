//! Amounts: integer minor units with a currency, as JSON and as text for people.
//!
//! What can be refunded or captured follows from an [`Order`](crate::Order), not from this file.

use std::cmp::Ordering;
use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::decode::raw;
use crate::model::currency::Currency;

/// An amount in the minor unit of its currency: paise for rupees.
///
/// JSON: `{"value": 50000, "currency": "INR"}`. Reading accepts `50000`, `"50000"`, `50000.0` and `5e4` as `value`, from their
/// digits and without a float; a fraction such as `499.5` is an error. The type has no `Ord`, because amounts of two
/// currencies have no order: see [`Money::checked_cmp`].
///
/// Source: Create Payment Link, `amount`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Money {
    #[serde(rename = "value")]
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount of `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// An amount in Indian paise: ₹1 is `Money::inr(100)`.
    pub const fn inr(paise: i64) -> Self {
        Self::new(paise, Currency::INR)
    }

    /// Nothing, in this currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The amount in minor units (paise for rupees). It may be negative.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency of the amount.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum. `None` on overflow, and when the currencies differ.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let minor = self.minor.checked_add(other.same_currency(self)?.minor)?;
        Some(Self { minor, ..self })
    }

    /// The difference. `None` on overflow, and when the currencies differ.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let minor = self.minor.checked_sub(other.same_currency(self)?.minor)?;
        Some(Self { minor, ..self })
    }

    /// Compares two amounts. `None` when the currencies differ.
    pub fn checked_cmp(self, other: Self) -> Option<Ordering> {
        Some(self.minor.cmp(&other.same_currency(self)?.minor))
    }

    /// Whether the amount is exactly zero.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether the amount is more than zero.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    fn same_currency(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then_some(self)
    }
}

/// Writes `₹1,23,456.00` for rupees and `USD 1,234.50` for other currencies, with a minus sign (U+2212) in front.
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

/// Groups digits by thousands, or in the Indian way: the last three digits, then pairs.
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

/// Minor units as servers write them: `50000`, `"50000"`, `50000.0`, `5e4`. Read from the digits, without a float.
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

/// Reads a decimal number that is exactly whole, from its digits: `250000.0` and `2.5e5` are whole, `499.5` is not.
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
    // The power of ten of the last significant digit.
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let (zeros, after) = (i64::try_from(zeros).ok()?, i64::try_from(after.len()).ok()?);
    let places = exponent.parse::<i64>().ok()?.checked_sub(after)?.checked_add(zeros)?;
    // A fraction has a negative power; an i64 has at most nineteen digits.
    let places =
        usize::try_from(places).ok().filter(|places| *places <= 19 && *places + significant.len() <= 19)?;
    format!("{}{significant}{}", if negative { "-" } else { "" }, "0".repeat(places)).parse().ok()
}

/// An amount that no decision depends on, such as a discount: parsed, or the server's own text where it does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The amount.
    Money(Money),
    /// The JSON that stands in place of an amount.
    Spelt(String),
}

impl Told {
    /// The amount, if it parsed.
    pub fn money(&self) -> Option<Money> {
        if let Self::Money(money) = self { Some(*money) } else { None }
    }

    /// The server's own text, if it did not parse as an amount.
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
