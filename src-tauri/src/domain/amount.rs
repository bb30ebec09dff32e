//! An amount that somebody typed in a dialog that moves money: what it is in minor units, or why it is not taken.
//!
//! Reads digits only, never through a float, and never guesses: what is not plainly an amount is refused, with the reason.

use pinelabs::{Currency, Money};

use super::currency::{self, NAMED};

/// The least that is moved from here, in minor units: one whole unit of the currency, as Pine Labs says of the rupee.
pub fn least(currency: Currency) -> i64 {
    10_i64.pow(currency.exponent())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountProblem {
    Empty,
    NotAnAmount,
    /// Words, or letters that are no sign of a currency.
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
    /// A sign or code of another currency than the money's.
    OtherCurrency,
    Negative,
    BelowMinimum,
    /// More than there is to refund or to capture.
    AboveLeft,
}

/// How much of what is there somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    All,
    /// What was typed.
    Part(String),
}

/// An amount taken from a choice, with what it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    pub amount: Money,
    /// Left to refund afterwards, or released by a capture.
    pub rest: Money,
}

impl Chosen {
    /// Whether a refund leaves less than Pine Labs would ever refund again.
    pub fn strands_rest(&self) -> bool {
        self.rest.is_positive() && self.rest.minor() < least(self.rest.currency())
    }
}

/// Takes a choice against what is `left`.
pub fn choose(choice: &Choice, left: Money) -> Result<Chosen, AmountProblem> {
    let currency = left.currency();
    let amount = match choice {
        Choice::All => left,
        Choice::Part(text) => Money::new(read(text, currency)?, currency),
    };
    if amount.minor() < least(currency) {
        return Err(AmountProblem::BelowMinimum);
    }
    let rest = left.checked_sub(amount).filter(|rest| rest.minor() >= 0).ok_or(AmountProblem::AboveLeft)?;
    Ok(Chosen { amount, rest })
}

/// Reads `1,250.50`, `1250.5`, `₹ 1250`, `Rs 500`, `500/-`, `१२` as minor units of `currency`.
pub fn read(text: &str, currency: Currency) -> Result<i64, AmountProblem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(AmountProblem::Empty);
    }
    let (text, before) = without_minus(&text);
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

/// The text without signs of no width and without blanks at its ends, its digits those of the machine.
fn plain(text: &str) -> String {
    let text = text.chars().filter(|sign| !is_of_no_width(*sign)).map(latin).collect::<String>();
    text.trim().to_owned()
}

/// What comes along when an amount is copied out of a chat or a document, and cannot be seen.
fn is_of_no_width(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The zeros of the scripts of India, and of the full-width forms; the nine other digits follow each.
const ZEROS: [char; 10] = [
    '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}',
    '\u{ff10}',
];

fn latin(sign: char) -> char {
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(sign).checked_sub(u32::from(*zero)).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(sign)
}

fn without_minus(text: &str) -> (&str, bool) {
    match text.strip_prefix(['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2212}']) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

/// Takes the currency's own sign or code away, at either end; another's is a reason to stop.
fn without_signs(text: &str, currency: Currency) -> Result<&str, AmountProblem> {
    let mut text = text;
    // As it is written in India: 500/-.
    if let Some(rest) = text.strip_suffix("/-").or_else(|| text.strip_suffix("/=")) {
        if currency != Currency::INR {
            return Err(AmountProblem::OtherCurrency);
        }
        text = rest.trim_end();
    }
    if let Some((sign, rest)) =
        sign_of(text, currency, |text, sign| text.get(..sign.len()).zip(text.get(sign.len()..)))
    {
        text = own(sign, currency).then_some(rest.trim_start()).ok_or(AmountProblem::OtherCurrency)?;
    }
    let end = |text: &str, sign: &str| text.len().checked_sub(sign.len());
    if let Some((sign, rest)) = sign_of(text, currency, |text, sign| {
        end(text, sign).and_then(|at| text.get(at..).zip(text.get(..at)))
    }) {
        text = own(sign, currency).then_some(rest.trim_end()).ok_or(AmountProblem::OtherCurrency)?;
    }
    Ok(text)
}

/// The longest sign or code that stands where `split` looks, and what stands beside it. A code or a sign of letters counts
/// only where no further letter touches it.
fn sign_of<'a>(
    text: &'a str,
    currency: Currency,
    split: impl Fn(&'a str, &str) -> Option<(&'a str, &'a str)>,
) -> Option<(&'a str, &'a str)> {
    let known = NAMED.iter().flat_map(|named| named.signs.iter().chain([&named.code])).copied();
    let known = known.chain([currency.code()]);
    let found =
        known.filter_map(|sign| split(text, sign).filter(|(found, _)| found.eq_ignore_ascii_case(sign)));
    let named = found.max_by_key(|(sign, _)| sign.len());
    // Any other three capital letters beside a figure are a code that has no name here.
    let is_code = |sign: &str, rest: &str| {
        sign.bytes().all(|letter| letter.is_ascii_uppercase())
            && rest.contains(|sign: char| sign.is_ascii_digit())
    };
    let unnamed = || split(text, "XXX").filter(|(sign, rest)| is_code(sign, rest));
    let beside = |(sign, rest): &(&str, &str)| {
        let touches = |end: &str| sign.ends_with(char::is_alphabetic) && end.contains(char::is_alphabetic);
        !touches(rest)
    };
    named.or_else(unnamed).filter(beside)
}

/// Whether a sign is the currency's own: its code, or one that stands for no other.
fn own(sign: &str, currency: Currency) -> bool {
    let is = |known: &&str| known.eq_ignore_ascii_case(sign);
    is(&currency.code()) || currency::name_of(currency).is_some_and(|named| named.signs.iter().any(is))
}

/// Reads what is left once signs are gone.
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

/// Why a text with anything but digits, commas and points in it is no amount.
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
        && figures(mantissa)
        && figures(power.trim_start_matches(['+', '-']))
    {
        return Some(AmountProblem::Exponent);
    }
    if text.split_whitespace().all(figures) {
        return Some(AmountProblem::SpaceInside);
    }
    Some(if text.contains(char::is_alphabetic) { AmountProblem::Letters } else { AmountProblem::NotAnAmount })
}

/// Removes thousands separators where they stand as in India (12,34,567) or elsewhere (1,234,567); a comma anywhere
/// else might have been meant as a decimal point, so it is refused. So is the only comma of an amount that has no point
/// in a currency of three decimals: `thousandths` may be what follows it.
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
