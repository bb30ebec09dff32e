//! Small types that many views share.

use jiff::Timestamp;
use pinelabs::Money;
use serde::Serialize;
use specta::Type;

/// Money for the page: integer minor units (paise), their currency, and its number of decimals.
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

/// The instant of a time from the API, if it is readable.
pub fn told(time: Option<&pinelabs::ApiTime>) -> Option<i64> {
    time.and_then(pinelabs::ApiTime::at).map(ms)
}

/// An unreadable time as the API spelled it.
pub fn spelt(time: Option<&pinelabs::ApiTime>) -> Option<String> {
    time.filter(|time| time.at().is_none()).map(|time| time.raw().to_owned())
}

/// An amount for display only, or its unreadable text.
pub fn amount(told: Option<&pinelabs::Told>) -> (Option<MoneyView>, Option<String>) {
    let spelt = told.and_then(|told| told.spelt()).map(str::to_owned);
    (told.and_then(pinelabs::Told::money).map(Into::into), spelt)
}

pub fn text(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
}
