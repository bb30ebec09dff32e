//! Parses a typed amount into minor units, or says why it is invalid.
//!
//! Reads digits only, never through a float, and never guesses: what is not clearly an amount is rejected with the reason.

use pinelabs::{Currency, Money};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    currency::{self, CURRENCIES},
    invisible,
};

/// The smallest amount, in minor units: one whole unit of the currency, as Pine Labs documents for the rupee.
pub fn least(currency: Currency) -> i64 {
    10_i64.pow(currency.exponent())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AmountProblem {
    Empty,
    NotAnAmount,
    /// Words, or letters that are not a currency sign.
    Letters,
    /// `5e2`
    Exponent,
    /// `+5`
    PlusSign,
    /// `1 250`
    SpaceInside,
    /// A comma that could be a decimal point.
    CommaUnclear,
    /// `1.2.3`
    SeveralPoints,
    TooManyDecimals,
    /// A sign or code of another currency.
    OtherCurrency,
    Negative,
    BelowMinimum,
    /// More than there is to refund or to capture.
    AboveLeft,
}

/// The person's choice of an amount.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AmountInput {
    All,
    /// The typed text.
    Part(String),
}

/// The amount of a choice, and the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedAmount {
    pub amount: Money,
    /// What is left to refund, or what a capture releases.
    pub rest: Money,
}

impl ResolvedAmount {
    /// Whether a refund leaves less than Pine Labs' minimum refund.
    pub fn rest_too_small(&self) -> bool {
        self.rest.is_positive() && self.rest.minor() < least(self.rest.currency())
    }
}

/// Resolves a choice against what is `left`.
pub fn resolve(choice: &AmountInput, left: Money) -> Result<ResolvedAmount, AmountProblem> {
    let currency = left.currency();
    let amount = match choice {
        AmountInput::All => left,
        AmountInput::Part(text) => Money::new(read(text, currency)?, currency),
    };
    if amount.minor() < least(currency) {
        return Err(AmountProblem::BelowMinimum);
    }
    let rest = left.checked_sub(amount).filter(|rest| rest.minor() >= 0).ok_or(AmountProblem::AboveLeft)?;
    Ok(ResolvedAmount { amount, rest })
}

/// Parses `1,250.50`, `1250.5`, `₹ 1250`, `Rs 500`, `500/- only`, `१२` as minor units of `currency`.
pub fn read(text: &str, currency: Currency) -> Result<i64, AmountProblem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(AmountProblem::Empty);
    }
    let text = without_ends(&text, currency)?;
    let (text, before) = without_minus(text);
    let text = without_signs(text, currency)?;
    let (text, after) = without_minus(text);
    if text.is_empty() && !before && !after {
        return Err(AmountProblem::Empty);
    }
    let read = figures(text, currency);
    match read {
        Ok(_) if before || after => Err(AmountProblem::Negative),
        read => read,
    }
}

/// The trimmed text without zero-width characters, with ASCII digits, points and commas.
fn plain(text: &str) -> String {
    let text = text.chars().filter(|sign| !invisible::is_invisible(*sign)).map(latin).collect::<String>();
    text.trim().to_owned()
}

/// The zero digits of the scripts of India, of Urdu and Arabic, and of the full-width forms; the other nine digits follow each.
const ZEROS: [char; 14] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{1c50}', '\u{abf0}', '\u{ff10}',
];

pub(super) fn latin(sign: char) -> char {
    match sign {
        // These characters have no other meaning.
        '\u{66b}' | '\u{ff0e}' => return '.',
        '\u{66c}' | '\u{ff0c}' => return ',',
        _ => {}
    }
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(sign).checked_sub(u32::from(*zero)).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(sign)
}

const DASHES: [char; 6] = ['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}'];

fn without_minus(text: &str) -> (&str, bool) {
    match text.strip_prefix(DASHES) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

/// Removes the Indian endings of an amount, which prevent additions behind it: `/-`, `/=`, `only`, in any order, each once,
/// with a currency sign between them.
fn without_ends(text: &str, currency: Currency) -> Result<&str, AmountProblem> {
    let (mut text, mut stroke, mut only) = (text, false, false);
    loop {
        if let Some(rest) = without_stroke(text).filter(|_| !stroke) {
            if currency != Currency::INR {
                return Err(AmountProblem::OtherCurrency);
            }
            (text, stroke) = (rest, true);
        } else if let Some(rest) = without_only(text).filter(|_| !only) {
            (text, only) = (rest, true);
        } else if let Some((sign, rest)) = sign_at_end(text, currency).filter(|(_, rest)| ends_so(rest)) {
            text = own(sign, currency).then_some(rest).ok_or(AmountProblem::OtherCurrency)?;
        } else {
            return Ok(text);
        }
    }
}

fn ends_so(text: &str) -> bool {
    without_stroke(text).or(without_only(text)).is_some()
}

/// `500/-`, `500/=`, `500-/`, with any dash that a phone inserts, and with a full stop behind it.
fn without_stroke(text: &str) -> Option<&str> {
    let text = text.strip_suffix('.').unwrap_or(text).trim_end();
    let behind = |end: &str| {
        let rest = text.strip_suffix(DASHES).or(text.strip_suffix('='))?.trim_end();
        rest.strip_suffix(end)
    };
    let before = || text.strip_suffix('/')?.strip_suffix(DASHES);
    behind("/").or_else(before).map(str::trim_end)
}

/// `500 only`, as on a cheque, in English, Hindi or Marathi.
fn without_only(text: &str) -> Option<&str> {
    let text = text.strip_suffix('.').unwrap_or(text).trim_end();
    let rest = ["only", "मात्र", "फक्त"].iter().find_map(|word| {
        let (rest, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
        end.eq_ignore_ascii_case(word).then_some(rest)
    });
    rest.filter(|rest| !rest.ends_with(char::is_alphabetic)).map(str::trim_end)
}

/// Removes the currency's own signs and codes at either end, each once; a foreign one is an error.
fn without_signs(text: &str, currency: Currency) -> Result<&str, AmountProblem> {
    let (mut text, mut taken) = (text, Vec::<String>::new());
    loop {
        let start = sign_of(text, currency, At::Start);
        let Some((sign, rest)) = start.or_else(|| sign_at_end(text, currency)) else { return Ok(text) };
        if !own(sign, currency) {
            return Err(AmountProblem::OtherCurrency);
        }
        let sign = sign.to_ascii_lowercase();
        if taken.contains(&sign) {
            return Ok(text);
        }
        taken.push(sign);
        text = rest;
    }
}

#[derive(Clone, Copy)]
enum At {
    Start,
    End,
}

fn sign_at_end(text: &str, currency: Currency) -> Option<(&str, &str)> {
    sign_of(text, currency, At::End)
}

/// The longest sign or code at one end, and the rest. One made of letters counts only if no other letter touches it.
fn sign_of(text: &str, currency: Currency, at: At) -> Option<(&str, &str)> {
    let split = |length: usize| match at {
        At::Start => text.split_at_checked(length),
        At::End => text.split_at_checked(text.len().checked_sub(length)?).map(|(rest, end)| (end, rest)),
    };
    let alone = |(sign, rest): &(&str, &str)| match at {
        At::Start => !(sign.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic)),
        At::End => !(sign.starts_with(char::is_alphabetic) && rest.ends_with(char::is_alphabetic)),
    };
    let known = CURRENCIES.iter().flat_map(|each| each.signs.iter().chain([&each.code])).copied();
    let named = known.chain([currency.code()]).filter_map(|sign| {
        split(sign.len()).filter(|(found, _)| found.eq_ignore_ascii_case(sign)).filter(alone)
    });
    // Any other three capital letters next to a number are an unknown currency code.
    let is_code = |(sign, rest): &(&str, &str)| {
        sign.bytes().all(|letter| letter.is_ascii_uppercase())
            && rest.contains(|sign: char| sign.is_ascii_digit())
            && !rest.contains(char::is_alphabetic)
    };
    let found = named.max_by_key(|(sign, _)| sign.len()).or_else(|| split(3).filter(is_code));
    found.map(|(sign, rest)| (sign, rest.trim()))
}

/// Whether a sign is the currency's own: its code, or a sign of no other currency.
fn own(sign: &str, currency: Currency) -> bool {
    let is = |known: &&str| known.eq_ignore_ascii_case(sign);
    is(&currency.code()) || currency::signs_of(currency).is_some_and(|each| each.signs.iter().any(is))
}

/// Parses what is left once the signs are removed.
fn figures(text: &str, currency: Currency) -> Result<i64, AmountProblem> {
    if let Some(problem) = stray(text) {
        return Err(problem);
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.contains('.') {
        return Err(AmountProblem::SeveralPoints);
    }
    let exponent = currency.exponent() as usize;
    let pointless = exponent == 3 && !text.contains('.');
    let whole = ungroup(whole, pointless).ok_or(AmountProblem::CommaUnclear)?;
    if decimals.contains(',') {
        return Err(AmountProblem::CommaUnclear);
    }
    if whole.is_empty() && decimals.is_empty() {
        return Err(AmountProblem::NotAnAmount);
    }
    if decimals.len() > exponent {
        return Err(AmountProblem::TooManyDecimals);
    }
    format!("{whole}{decimals:0<exponent$}").parse().map_err(|_| AmountProblem::AboveLeft)
}

/// Why a text with anything but digits, commas and points is not an amount.
fn stray(text: &str) -> Option<AmountProblem> {
    let is_figure = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
    let figures =
        |text: &str| text.contains(|sign: char| sign.is_ascii_digit()) && text.chars().all(is_figure);
    if text.chars().all(is_figure) {
        return None;
    }
    if text.strip_prefix('+').is_some_and(|rest| figures(rest.trim_start())) {
        return Some(AmountProblem::PlusSign);
    }
    if let Some((mantissa, power)) = text.split_once(['e', 'E'])
        && figures(mantissa.trim_end())
        && figures(power.trim_start().trim_start_matches(['+', '-']))
    {
        return Some(AmountProblem::Exponent);
    }
    if text.split_whitespace().all(figures) {
        return Some(AmountProblem::SpaceInside);
    }
    Some(if text.contains(char::is_alphabetic) { AmountProblem::Letters } else { AmountProblem::NotAnAmount })
}

/// Removes thousands separators placed as in India (12,34,567) or elsewhere (1,234,567). A comma anywhere else may be a decimal
/// point, so it is an error. So is a single comma in an amount without a point in a currency of three decimals: `thousandths`
/// may follow it.
fn ungroup(whole: &str, thousandths: bool) -> Option<String> {
    let mut groups = whole.split(',').collect::<Vec<_>>();
    if groups.len() == 1 {
        return Some(whole.to_owned());
    }
    if thousandths && groups.len() == 2 {
        return None;
    }
    let last = groups.pop().filter(|group| group.len() == 3)?;
    let first = groups.first().copied().filter(|group| !group.is_empty() && !group.starts_with('0'))?;
    let inner = &groups[1..];
    let indian = first.len() <= 2 && inner.iter().all(|group| group.len() == 2);
    let western = first.len() <= 3 && inner.iter().all(|group| group.len() == 3);
    (indian || western).then(|| format!("{}{last}", groups.concat()))
}

#[cfg(test)]
#[path = "amount_tests.rs"]
mod tests;
