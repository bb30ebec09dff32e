//! Small shapes that many views share.

use jiff::Timestamp;
use pinelabs::Money;
use serde::Serialize;
use specta::Type;

/// Money as it crosses to the page: whole minor units (paise), their currency, and how many decimals it has.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MoneyView {
    pub minor: i64,
    pub currency: String,
    pub exponent: u32,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        let currency = money.currency();
        Self { minor: money.minor(), currency: currency.code().to_owned(), exponent: currency.exponent() }
    }
}

/// Milliseconds since the epoch.
pub fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The moment of a time that the API gave, if it could be told.
pub fn told(time: Option<&pinelabs::ApiTime>) -> Option<i64> {
    time.and_then(pinelabs::ApiTime::at).map(ms)
}

/// A time in a form that is not understood, as the API spelt it.
pub fn spelt(time: Option<&pinelabs::ApiTime>) -> Option<String> {
    time.filter(|time| time.at().is_none()).map(|time| time.raw().to_owned())
}

/// An amount on which nothing hangs, and what stands there in place of one.
pub fn amount(told: Option<&pinelabs::Told>) -> (Option<MoneyView>, Option<String>) {
    let spelt = told.and_then(|told| told.spelt()).map(str::to_owned);
    (told.and_then(pinelabs::Told::money).map(Into::into), spelt)
}

pub fn text(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
}
