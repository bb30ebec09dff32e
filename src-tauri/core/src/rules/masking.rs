//! Masks personal data in an answer before the page shows it raw, including UPI handles and all but the end of account numbers.
//!
//! It goes by field names, at any depth and in any spelling, so that a field in an unexpected place is masked too; and in free
//! text, by what looks like a number or an address. Ids, amounts, statuses and times stay.

use serde_json::Value;

use super::{amount::latin, phone::Phone};

/// Fields that tell who or where somebody is. Names are compared in lower case, letters and digits only.
const PERSONAL: [&str; 40] = [
    "firstname",
    "middlename",
    "lastname",
    "fullname",
    "customername",
    "contactname",
    "payername",
    "payeename",
    "holdername",
    "accountholder",
    "accountholdername",
    "beneficiaryname",
    "nameoncard",
    "cardholdername",
    "address1",
    "address2",
    "address3",
    "pincode",
    "postalcode",
    "postcode",
    "zipcode",
    "zip",
    "city",
    "statename",
    "landmark",
    "gstin",
    "gst",
    "pan",
    "pannumber",
    "dob",
    "dateofbirth",
    "accountno",
    "bankaccnumber",
    "iban",
    "cardnumber",
    "maskedcardnumber",
    "cvv",
    "latitude",
    "longitude",
    "imei",
];

/// Parts of field names that mark personal data, whatever is around them.
const PERSONAL_PARTS: [&str; 8] =
    ["email", "mobile", "phone", "whatsapp", "aadhaar", "aadhar", "accountnumber", "ipaddress"];

const UPI_PARTS: [&str; 4] = ["vpa", "upiid", "upihandle", "paymentaddress"];

const LAST_FOUR_PARTS: [&str; 2] = ["last4", "lastfour"];

/// Endings of names of objects that describe a person: their plain fields are personal data.
const PEOPLE: [&str; 9] =
    ["customer", "payer", "payee", "contact", "beneficiary", "cardholder", "shopper", "buyer", "recipient"];

/// Fields of an address that are not personal.
const NOT_IN_ADDRESS: [&str; 5] =
    ["country", "countrycode", "addresstype", "adddresstype", "addresscategory"];

/// Free-text fields.
const FREE: [&str; 9] = [
    "merchantmetadata",
    "metadata",
    "description",
    "note",
    "notes",
    "remark",
    "remarks",
    "comment",
    "message",
];

/// A fixed number of dots, as the length of a name is a hint too.
const HIDDEN: &str = "••••••";

pub fn masked(mut answer: Value) -> Value {
    mask(&mut answer, Around::Nothing);
    answer
}

/// What kind of object a field is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    Person,
    Address,
    FreeText,
}

fn mask(value: &mut Value, around: Around) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| mask_field(name, field, around)),
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, around)),
        Value::String(_) | Value::Number(_) if around == Around::Address => *value = HIDDEN.into(),
        Value::String(text) if names_somebody(text) => *value = HIDDEN.into(),
        Value::String(text) => {
            let shown = without_handles(text);
            *text = if around == Around::FreeText { without_numbers(&shown) } else { shown };
        }
        Value::Number(number) if around == Around::FreeText && is_personal(&number.to_string()) => {
            *value = HIDDEN.into();
        }
        Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// A field name, normalised for comparison.
fn plain(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_lowercase()
}

fn mask_field(name: &str, field: &mut Value, around: Around) {
    let name = plain(name);
    let name = name.as_str();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let plainly = matches!(around, Around::Person | Around::Address) && matches!(name, "name" | "state");
    if has(&LAST_FOUR_PARTS) {
        mask_each(field, &last_four);
    } else if has(&UPI_PARTS) {
        mask_each(field, &upi_handle);
    } else if plainly || PERSONAL.contains(&name) || has(&PERSONAL_PARTS) {
        mask_each(field, &|_| HIDDEN.to_owned());
    } else if name.ends_with("address") || name.ends_with("addresses") {
        mask(field, Around::Address);
    } else if PEOPLE.iter().any(|end| name.ends_with(end)) {
        if field.is_object() || field.is_array() {
            mask(field, Around::Person);
        } else {
            mask_each(field, &|_| HIDDEN.to_owned());
        }
    } else if FREE.contains(&name) {
        mask(field, Around::FreeText);
    } else if around == Around::Address && NOT_IN_ADDRESS.contains(&name) {
        mask(field, Around::Nothing);
    } else {
        mask(field, around);
    }
}

/// Whether a text is itself JSON with a personal field: nested by some system, or too deep to parse.
fn names_somebody(text: &str) -> bool {
    let is_name = |word: &str| {
        let name = plain(word);
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        PERSONAL.contains(&name.as_str()) || has(&PERSONAL_PARTS) || has(&UPI_PARTS)
    };
    text.trim_start().starts_with(['{', '[', '"']) && text.split('"').any(is_name)
}

/// Masks every text and number in a personal field, at any depth.
fn mask_each(value: &mut Value, masked: &dyn Fn(&str) -> String) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|field| mask_each(field, masked)),
        Value::Array(items) => items.iter_mut().for_each(|item| mask_each(item, masked)),
        Value::String(text) => *value = masked(text).into(),
        Value::Number(number) => *value = masked(&number.to_string()).into(),
        Value::Bool(_) | Value::Null => {}
    }
}

/// The last four digits of a card, as a server may send more.
pub fn last_four(number: &str) -> String {
    let signs = number.trim().chars().collect::<Vec<_>>();
    signs[signs.len().saturating_sub(4)..].iter().collect()
}

/// Masks the text around an `@`, also in URLs: an e-mail address, or a UPI handle, which keeps its bank.
fn without_handles(text: &str) -> String {
    let in_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '_' | '+' | '-');
    let in_place = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-');
    let (mut shown, mut rest) = (String::new(), text);
    while let Some((before, sign, after)) =
        ["@", "%40"].iter().filter_map(|sign| parted(rest, sign)).min_by_key(|(before, ..)| before.len())
    {
        let name = before.len()
            - before.chars().rev().take_while(|sign| in_name(*sign)).map(char::len_utf8).sum::<usize>();
        let place = after.chars().take_while(|sign| in_place(*sign)).map(char::len_utf8).sum::<usize>();
        let place = after[..place].trim_end_matches(['.', '-']);
        let (lead, name) = before.split_at(name);
        shown.push_str(lead);
        match (name, place) {
            // `5 @ 20.50` is a price.
            (name, place) if name.is_empty() || !place.contains(char::is_alphabetic) => {
                shown.extend([name, sign, place]);
            }
            (_, place) if place.contains('.') => shown.push_str(HIDDEN),
            (name, place) => shown.push_str(&upi_handle(&format!("{name}@{place}"))),
        }
        rest = &after[place.len()..];
    }
    shown + rest
}

fn parted<'a>(text: &'a str, sign: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    text.split_once(sign).map(|(before, after)| (before, sign, after))
}

/// The longest phone or card number, with its separators.
const MAX_NUMBER_DIGITS: usize = 32;

/// Masks phone and card numbers in a text.
fn without_numbers(text: &str) -> String {
    let signs = text.chars().collect::<Vec<_>>();
    let (mut shown, mut at) = (String::new(), 0);
    while let Some(sign) = signs.get(at) {
        if let Some(end) = number_at(&signs, at) {
            shown.push_str(HIDDEN);
            at = end;
        } else {
            shown.push(*sign);
            at += 1;
        }
    }
    shown
}

/// The end of a personal number that starts here.
fn number_at(signs: &[char], at: usize) -> Option<usize> {
    let joins = |sign: &char| sign.is_alphanumeric() || *sign == '_';
    let digit = |at: usize| signs.get(at).is_some_and(|sign| latin(*sign).is_ascii_digit());
    let begins = digit(at) || signs.get(at) == Some(&'+');
    if !begins || at.checked_sub(1).and_then(|before| signs.get(before)).is_some_and(joins) {
        return None;
    }
    let ends = (at + 8..=signs.len().min(at + MAX_NUMBER_DIGITS)).rev();
    let mut ends = ends.filter(|end| digit(end - 1) && !signs.get(*end).is_some_and(joins));
    ends.find(|end| is_personal(&signs[at..*end].iter().collect::<String>()))
}

/// Whether a text is only a phone or card number.
fn is_personal(text: &str) -> bool {
    let digits = text.chars().map(latin).filter(char::is_ascii_digit).collect::<String>();
    let only = |between: &[char]| {
        text.chars()
            .all(|sign| latin(sign).is_ascii_digit() || sign.is_whitespace() || between.contains(&sign))
    };
    let abroad =
        text.starts_with('+') && (8..=15).contains(&digits.len()) && only(&['+', '-', '.', '(', ')']);
    let card = (14..=19).contains(&digits.len()) && only(&['-']) && has_check_digit(&digits);
    abroad || card || Phone::read(None, text).is_some()
}

/// The Luhn check that every card number passes.
fn has_check_digit(digits: &str) -> bool {
    let sum = digits.bytes().rev().enumerate().map(|(place, digit)| {
        let digit = u32::from(digit - b'0') << (place % 2);
        if digit > 9 { digit - 9 } else { digit }
    });
    sum.sum::<u32>() % 10 == 0
}

/// The visible end of an account number: its last four, and never more than half of it. Nothing of a very short one.
pub fn account_ending(number: &str) -> Option<String> {
    let signs = number.chars().filter(|sign| !sign.is_whitespace()).collect::<Vec<_>>();
    let shown = if signs.len() <= 4 { 0 } else { (signs.len() / 2).min(4) };
    let end = signs.get(signs.len() - shown..).unwrap_or_default().iter().collect::<String>();
    (!signs.is_empty()).then(|| if end.is_empty() { HIDDEN.to_owned() } else { end })
}

/// `mohan.traders@examplebank` as `mo••••••s@examplebank`; a short handle is masked completely.
pub fn upi_handle(vpa: &str) -> String {
    let (handle, bank) = vpa.split_once('@').unwrap_or((vpa, ""));
    let letters = handle.chars().collect::<Vec<_>>();
    let shown = match letters.as_slice() {
        [first, second, .., last] if letters.len() > 4 => format!("{first}{second}{HIDDEN}{last}"),
        _ => HIDDEN.to_owned(),
    };
    if bank.is_empty() { shown } else { format!("{shown}@{bank}") }
}

#[cfg(test)]
#[path = "masking_tests.rs"]
mod tests;
