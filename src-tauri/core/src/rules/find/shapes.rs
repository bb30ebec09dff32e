//! The shapes of ids, and which texts can be one: hints from the characters alone.

use super::{Known, MAX_ID_CHARS, MAX_REFERENCE_CHARS, NotAnId, Query, times};

/// Punctuation around an id in a sentence or in quotes, and a chat's marks for bold and italics.
const OPENING: &[char] = &['(', '[', '{', '<', '"', '\'', '“', '‘', '«', '‹', '*', '~', '`', '#', '•'];
const CLOSING: &[char] =
    &[')', ']', '}', '>', '"', '\'', '”', '’', '»', '›', '*', '~', '`', '.', ',', ';', ':', '!', '।', '…'];

/// Characters that shops put in references and that Pine Labs' references do not allow.
const BETWEEN: &[char] = &[
    '/', '\\', '#', '?', '&', '+', ':', '.', ',', '=', '~', '|', '*', '@', '\'', '(', ')', '[', ']', '%',
    '!', ';',
];

/// The fewest digits of a word that looks like a reference without other evidence.
const MIN_ID_DIGITS: usize = 3;

/// The text with every dash as `-` and full-width characters as their narrow forms.
pub fn plain(text: &str) -> String {
    text.chars().map(plain_sign).collect()
}

fn plain_sign(sign: char) -> char {
    match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' | '\u{fe31}' => '-',
        '\u{ff01}'..='\u{ff5e}' => {
            u32::from(sign).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(sign)
        }
        _ => sign,
    }
}

/// The text without the punctuation of a sentence or a chat around it.
pub fn peeled(text: &str) -> &str {
    let mut peeled = text;
    loop {
        let inner = peeled.trim_start_matches(OPENING).trim_end_matches(CLOSING).trim();
        // `_INV-1_` is italics in a chat; an underscore at one end only may belong to the reference.
        let inner = inner.strip_prefix('_').and_then(|rest| rest.strip_suffix('_')).unwrap_or(inner);
        if inner.len() == peeled.len() {
            return peeled;
        }
        peeled = inner;
    }
}

pub fn in_reference(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_')
}

/// One word as an id or a reference, or why it is neither.
pub fn one_id(text: &str, known: &Known) -> Result<Query, NotAnId> {
    let spelt = plain(text);
    if spelt.len() > MAX_ID_CHARS {
        return Err(NotAnId::TooLong);
    }
    if spelt.contains(['/', '\\']) || spelt.chars().all(|sign| matches!(sign, '.' | '-' | '_')) {
        return Err(NotAnId::Path);
    }
    if !spelt.chars().all(|sign| in_reference(sign) || sign == '.') {
        return Err(NotAnId::Characters);
    }
    let lower = spelt.to_ascii_lowercase();
    if known.is_reference(&spelt) {
        Ok(Query::Reference(text.to_owned()))
    } else if lower.starts_with("pl-") {
        Ok(Query::LinkId(spelt))
    } else if lower.starts_with("v1-") {
        Ok(order_or_payment(spelt, known))
    } else if let Some(order) = known.order_ending_as(&spelt) {
        Ok(Query::PaymentId { order, payment: spelt })
    } else if spelt.contains('.') {
        Err(NotAnId::Characters)
    } else if spelt.len() > MAX_REFERENCE_CHARS {
        Err(NotAnId::TooLong)
    } else {
        Ok(Query::Reference(text.to_owned()))
    }
}

fn order_or_payment(text: String, known: &Known) -> Query {
    if known.has_order(&text) {
        return Query::OrderId(text);
    }
    match known.order_before(&text).or_else(|| order_of_payment(&text)) {
        Some(order) => Query::PaymentId { order, payment: text },
        None => Query::OrderId(text),
    }
}

/// `v1-250131113650-aa-TUzeRY` of `v1-250131113650-aa-TUzeRY-up-1`.
fn order_of_payment(text: &str) -> Option<String> {
    let parts = text.split('-').collect::<Vec<_>>();
    let [_, time, region, rest, suffix, ..] = parts.as_slice() else { return None };
    let is_order = all(time, |sign| sign.is_ascii_digit())
        && all(region, |sign| sign.is_ascii_alphabetic())
        && !rest.is_empty()
        && !suffix.is_empty();
    is_order.then(|| parts[..4].join("-"))
}

fn all(text: &str, fits: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(fits)
}

/// The order of a split settlement, as in Pine Labs' samples: `5206071124-aa-mpLhF3` of `5206071124-aa-mpLhF3-cc-l`, without
/// the prefix of order ids.
pub fn order_of_settlement(text: &str) -> Option<String> {
    let (order, part) = text.rsplit_once("-cc-")?;
    let mut parts = order.split('-');
    let is_order = parts.next().is_some_and(|time| all(time, |sign| sign.is_ascii_digit()))
        && parts.next().is_some_and(|region| all(region, |sign| sign.is_ascii_alphabetic()))
        && parts.next().is_some_and(|rest| !rest.is_empty())
        && parts.next().is_none();
    (is_order && !part.is_empty()).then(|| format!("v1-{order}"))
}

/// The order of a refund or capture with this reference (`operations/names.rs`): `rf-<order>-<place>`, `cap-<order>`, each with
/// `-<generation>` if the plain name was taken.
pub fn order_named_in(reference: &str) -> Option<String> {
    let named = if let Some(rest) = reference.strip_prefix("rf-") {
        without_number(rest)?
    } else {
        reference.strip_prefix("cap-")?
    };
    if !named.starts_with("v1-") {
        return None;
    }
    // A generation looks like a place; an order of the usual shape shows where it ends.
    Some(order_of_payment(named).unwrap_or_else(|| named.to_owned()))
}

fn without_number(text: &str) -> Option<&str> {
    let (rest, number) = text.rsplit_once('-')?;
    all(number, |sign| sign.is_ascii_digit()).then_some(rest)
}

/// An unmistakable id, wherever it appears.
pub fn is_surely_an_id(part: &str) -> bool {
    let lower = part.to_ascii_lowercase();
    let told = |rest: &str| rest.len() > 3 && rest.contains(|sign: char| sign.is_ascii_digit());
    lower.strip_prefix("pl-v1-").or_else(|| lower.strip_prefix("v1-")).is_some_and(told)
        || order_named_in(part).is_some()
        || order_of_settlement(part).is_some()
}

/// A word that looks like a shop's reference in running text: letters, digits and a dash, but no date.
pub fn looks_like_a_reference(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    word.len() <= MAX_REFERENCE_CHARS
        && word.chars().all(in_reference)
        && word.starts_with(|sign: char| sign.is_ascii_alphanumeric())
        && word.contains(|sign: char| sign.is_ascii_alphabetic())
        && word.contains(['-', '_'])
        && digits >= MIN_ID_DIGITS
        && !times::tells_a_time(word)
}

/// `INV 2526 0183`: a reference written in pieces, not a sentence or table cells. Most pieces have digits, and none is an
/// amount.
pub fn is_one_in_pieces(text: &str) -> bool {
    let spelt = plain(text);
    let words = spelt.split_whitespace().collect::<Vec<_>>();
    let with_digits = words.iter().filter(|word| word.contains(|sign: char| sign.is_ascii_digit())).count();
    let parts = || words.iter().flat_map(|word| word.split([',', ';', ':', '|', '='])).map(peeled);
    let one_is_whole = parts().any(looks_like_a_reference);
    let tells_a_time = one_is_whole && parts().any(times::tells_a_time);
    words.len() <= 3
        && !tells_a_time
        && with_digits >= 1
        && with_digits + 1 >= words.len()
        && (with_digits > 1 || !one_is_whole)
        && !spelt.contains([',', '.', '\t', '\n', '\r'])
        && foreign_sign(&spelt).is_some()
}

/// The first character that Pine Labs' references do not allow. `None` if more than that is wrong.
pub fn foreign_sign(text: &str) -> Option<char> {
    let between = |sign: char| sign.is_whitespace() || BETWEEN.contains(&sign);
    let is_path = text.contains("..") || text.contains("//") || text.starts_with(['/', '\\', '.']);
    let would_be = !is_path
        && text.len() <= MAX_ID_CHARS
        && text.contains(|sign: char| sign.is_ascii_alphanumeric())
        && text.chars().all(|sign| in_reference(sign) || between(sign));
    text.chars().find(|sign| between(*sign)).filter(|_| would_be)
}

/// The spelling that Pine Labs may have: a dash for each separator.
pub fn with_dashes(text: &str) -> String {
    let pieces = text.split(|sign| !in_reference(sign)).map(|piece| piece.trim_matches('-'));
    let pieces = pieces.filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join("-")
}

/// Whether to offer the spelling with dashes. A blank may separate any words, a slash separates parts of one.
pub fn may_be_offered(dashed: &str, sign: char) -> bool {
    let has_digit = dashed.contains(|sign: char| sign.is_ascii_digit());
    let fits = dashed.len() <= MAX_REFERENCE_CHARS && has_digit;
    fits && (!sign.is_whitespace() || looks_like_a_reference(dashed))
}
