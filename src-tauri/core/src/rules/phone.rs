//! Formats a phone number as people type and servers send it: `+91 9876543210`.
//!
//! Country codes are prefix-free (ITU-T E.164), so a table of them separates number and country. What is not a number stays as
//! written. A phone-number library would use up the program's size budget twice over (see ARCHITECTURE.md), so one is only a
//! dev-dependency, to test this table.

use std::fmt;

use super::{amount::latin, invisible::is_invisible};

const INDIA: u16 = 91;

/// Each country code with the least and the most digits of a national number (the most of a mobile one), and `z` if a leading
/// zero is part of the number.
const CODES: &str = "\
    1/10-10 7/10-10 20/8-10 27/5-9 30/10-10 31/9-11 32/8-9 33/9-9 34/9-9 36/8-9 39/6-10z 40/6-9 41/9-9 \
    43/4-13 44/9-10 45/8-8 46/7-9 47/8-8 48/7-9 49/5-11 51/8-9 52/10-10 53/6-8 54/10-11 55/10-11 56/9-9 \
    57/8-10 58/10-10 60/8-10 61/9-9 62/7-12 63/6-10 64/8-10 65/8-8 66/8-9 81/9-10 82/5-10 84/9-9 86/7-11 \
    90/10-10 91/10-10 92/9-10 93/9-9 94/9-9 95/6-10 98/6-10 211/9-9 212/9-9 213/8-9 216/8-8 218/9-9 \
    220/7-7 221/9-9 222/8-8 223/8-8 224/8-9 225/10-10z 226/8-8 227/8-8 228/8-8 229/10-10z 230/7-8 \
    231/7-9 232/8-8 233/9-9 234/10-10 235/8-8 236/8-8 237/9-9 238/7-7 239/7-7 240/9-9 241/7-8z 242/9-9z \
    243/7-9 244/9-9 245/9-9 246/7-7 247/5-5 248/7-7 249/9-9 250/8-9 251/9-9 252/6-9 253/8-8 254/7-9 \
    255/9-9 256/9-9 257/8-8 258/8-9 260/9-9 261/9-9 262/9-9 263/5-9 264/8-9 265/7-9 266/8-8 267/7-8 \
    268/8-8 269/7-7 290/4-5 291/7-7 297/7-7 298/6-6 299/6-6 350/8-8 351/9-9 352/4-9 353/7-9 354/7-9 \
    355/8-9 356/8-8 357/8-8 358/5-10 359/6-9 370/8-8 371/8-8 372/7-8 373/8-8 374/8-8 375/9-9 376/6-9 \
    377/8-9 378/8-8z 380/9-9 381/7-10 382/8-8 383/8-8 385/8-9 386/8-8 387/8-9 389/8-8 420/9-9 421/6-9 \
    423/7-9 500/5-5 501/7-7 502/8-8 503/8-8 504/8-8 505/8-8 506/8-8 507/7-8 508/6-9 509/8-8 590/9-9 \
    591/8-8 592/7-7 593/8-9 594/9-9 595/7-9 596/9-9 597/6-7 598/8-8 599/7-8 670/7-8 672/6-6 673/7-7 \
    674/7-7 675/7-8 676/5-7 677/5-7 678/5-7 679/7-7 680/7-7 681/6-6 682/5-5 683/4-7 685/5-10 686/5-8 \
    687/6-6 688/5-7 689/8-8 690/4-7 691/7-7 692/7-7 850/8-10 852/8-8 853/8-8 855/8-9 856/8-10 880/6-10 \
    886/8-9 960/7-7 961/7-8 962/8-9 963/8-9 964/8-10 965/8-8 966/9-9 967/7-9 968/8-8 970/8-9 971/8-9 \
    972/8-9 973/8-8 974/8-8 975/7-8 976/8-8 977/8-10 992/9-9 993/8-8 994/9-9 995/9-9 996/9-9 998/9-9";

/// A number with its country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    code: u16,
    national: String,
}

/// What the country-code field next to a number says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Code(u16),
    /// A word, or an unknown code.
    Unclear,
}

impl Phone {
    /// Parses a number with the country code from its own field. Without one the country is India, Pine Labs' default, and then
    /// only a mobile number is certain.
    pub fn read(country_code: Option<&str>, number: &str) -> Option<Self> {
        let (digits, international) = written(number)?;
        let said = country_code.map_or(Said::Nothing, said);
        if international {
            let digits = digits.trim_start_matches('0');
            let (code, rest) = split(digits)?;
            let phone = Self::within(code, rest)?;
            let home = if let Said::Code(code) = said { code } else { INDIA };
            // `+9876543210` is a number in Iran, or one in India without its 91: ambiguous.
            let at_home = Self::within(home, digits).filter(|at| at.national == digits && at.may_be_mobile());
            return (code == home || at_home.is_none()).then_some(phone);
        }
        match said {
            Said::Code(code) => Self::within(code, &digits),
            Said::Nothing => Self::within(INDIA, &digits).filter(Self::may_be_mobile),
            Said::Unclear => None,
        }
    }

    pub fn country_code(&self) -> String {
        self.code.to_string()
    }

    /// Without its country code.
    pub fn national(&self) -> &str {
        &self.national
    }

    fn may_be_mobile(&self) -> bool {
        self.code != INDIA || self.national.starts_with(['6', '7', '8', '9'])
    }

    /// Removes the trunk prefix: zeros, and a repeated country code.
    fn within(code: u16, digits: &str) -> Option<Self> {
        let (shortest, longest, keeps_zero) = lengths(code)?;
        let prefix = code.to_string();
        let mut rest = digits;
        loop {
            let zero = rest.strip_prefix('0').filter(|_| !keeps_zero);
            let again = || rest.strip_prefix(&prefix).filter(|_| rest.len() > longest);
            let Some(inner) = zero.or_else(again) else { break };
            rest = inner;
        }
        let fits = |digits: &str| (shortest..=longest).contains(&digits.len());
        // If it fits with and without the repeated country code, it is ambiguous.
        let is_unclear = rest.strip_prefix(&prefix).is_some_and(fits);
        (fits(rest) && !is_unclear).then(|| Self { code, national: rest.to_owned() })
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{} {}", self.code, self.national)
    }
}

/// A number for display: formatted, or as written if it is not a number. `None` if it is empty.
pub fn shown(country_code: Option<&str>, number: &str) -> Option<String> {
    let spelt = number.trim_matches(|sign: char| sign.is_whitespace() || is_invisible(sign));
    let read =
        || Phone::read(country_code, spelt).map_or_else(|| spelt.to_owned(), |phone| phone.to_string());
    (!spelt.is_empty()).then(read)
}

/// The digits of a text that is only a number, and whether they start with a country code.
fn written(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    let text = text
        .split_at_checked(4)
        .filter(|(head, _)| head.eq_ignore_ascii_case("tel:"))
        .map_or(text, |(_, at)| at);
    let (mut digits, mut plus) = (String::new(), false);
    for sign in text.chars().filter(|sign| !is_invisible(*sign)).map(latin) {
        match sign {
            '0'..='9' => digits.push(sign),
            '+' | '\u{ff0b}' if is_code(&digits) => plus = true,
            '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            _ if sign.is_whitespace() => {}
            _ => return None,
        }
    }
    let international = plus || digits.starts_with("00");
    Some((digits, international))
}

fn said(text: &str) -> Said {
    let word = text.trim();
    if ["IN", "IND", "India"].iter().any(|name| name.eq_ignore_ascii_case(word)) {
        return Said::Code(INDIA);
    }
    match written(word) {
        Some((digits, _)) if digits.trim_start_matches('0').is_empty() => Said::Nothing,
        Some((digits, _)) => match split(digits.trim_start_matches('0')) {
            Some((code, "")) => Said::Code(code),
            _ => Said::Unclear,
        },
        None => Said::Unclear,
    }
}

/// Whether only zeros and a country code are before the plus.
fn is_code(digits: &str) -> bool {
    let digits = digits.trim_start_matches('0');
    digits.is_empty() || split(digits).is_some_and(|(_, rest)| rest.is_empty())
}

/// Splits off the country code.
fn split(digits: &str) -> Option<(u16, &str)> {
    (1..=3).find_map(|length| {
        let (code, rest) = digits.split_at_checked(length)?;
        let code = code.parse().ok()?;
        lengths(code).map(|_| (code, rest))
    })
}

/// The least and the most digits of a national number, and whether it keeps a leading zero.
fn lengths(code: u16) -> Option<(usize, usize, bool)> {
    CODES.split(' ').find_map(|entry| {
        let (known, lengths) = entry.split_once('/')?;
        let (shortest, longest) = lengths.split_once('-').filter(|_| known.parse() == Ok(code))?;
        let keeps_zero = longest.ends_with('z');
        Some((shortest.parse().ok()?, longest.trim_end_matches('z').parse().ok()?, keeps_zero))
    })
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
