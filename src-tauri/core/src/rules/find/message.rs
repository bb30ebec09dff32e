//! Extracts the ids from a text: a chat message, a mail, a table row, a path or a line of data.

use super::{Choice, Known, Query, shapes, times, url};

/// Something in a text that the person can open.
#[derive(Debug, Clone)]
pub struct Found {
    pub choice: Choice,
    /// An id by its shape, or known here. Otherwise it only looks like a reference.
    pub sure: bool,
}

/// Separators of words without blanks: `Ref:INV-1,v1-…`.
const SEPARATORS: &[char] = &[
    ',', ';', ':', '|', '=', '(', ')', '<', '>', '[', ']', '{', '}', '"', '\'', '“', '”', '‘', '’', '«', '»',
    '*', '~', '`', '!', '?', '।', '•', '…',
];

/// Everything in a text that can be ours, each link once, in order of appearance.
pub fn candidates(text: &str, known: &Known) -> Vec<Found> {
    each_once(text.split_whitespace().flat_map(|word| of_word(word, known)).collect(), known)
}

/// The ids within a word that is not an id itself. References only if nothing but words and times is next to them:
/// `Ref:INV-2526-0183` has one, `INV-2526#0183` has none.
pub fn ids_in(word: &str, known: &Known) -> Vec<Found> {
    let found = of_plain_word(word, known);
    let is_url = |found: &Found| matches!(found.choice.query, Query::Url(_));
    if found.iter().any(is_url) || !ids_among(word, known, false).is_empty() {
        return each_once(found, known);
    }
    let is_word = |part: &str| part.chars().all(char::is_alphabetic);
    // A timestamp extends to the end of its cell.
    let of_cell =
        |cell| str::split(cell, ':').map(shapes::peeled).take_while(|part| !times::is_stamp_of(part));
    let parts = word.split([',', ';', '|', '=']).flat_map(of_cell);
    let parts = parts.filter(|part| !is_word(part) && !times::tells_a_time(part));
    let found = parts.map(|part| reference(part, known)).collect::<Option<Vec<_>>>();
    each_once(found.unwrap_or_default(), known)
}

/// What an unknown URL contains: an id in its path, or a nested URL.
fn within_url(address: &str, known: &Known) -> Vec<Found> {
    let inner =
        url::before_inner(address).split(['?', '&', '#', '=']).map(url::unescaped).collect::<Vec<_>>();
    let seen = inner.iter().skip(1).filter_map(|part| Some(seen_urls(url::url_in(part)?, known)));
    let mut found = seen.flatten().collect::<Vec<_>>();
    found.extend(inner.iter().flat_map(|part| ids_among(part, known, false)));
    found
}

/// The first URL with a scheme.
pub fn first_url(text: &str) -> Option<&str> {
    text.split_whitespace().filter_map(url::url_in).find(|url| url.contains("://"))
}

/// A table row may have no blanks: `INV-1,https://…,pl-v1-…`.
fn of_word(word: &str, known: &Known) -> Vec<Found> {
    let (mut found, mut rest) = (Vec::new(), word);
    while let Some((address, at)) = url::url_in(rest).and_then(|url| Some((url, rest.find(url)?))) {
        let before = rest[..at].trim_end_matches(|sign| !shapes::in_reference(sign));
        found.extend(of_plain_word(before, known));
        let (seen, length) = seen_within(address, known);
        if seen.is_empty() {
            found.extend(within_url(address, known));
        }
        found.extend(seen);
        rest = &rest[at + length..];
    }
    found.extend(of_plain_word(rest, known));
    found
}

/// The links of a URL, or of its beginning, and the length of that part.
fn seen_within(address: &str, known: &Known) -> (Vec<Found>, usize) {
    let [added, anywhere] = url::ends_within(address);
    if !known.has_host(address) {
        return (Vec::new(), anywhere);
    }
    for length in [address.len(), added] {
        if known.is_url(&address[..length]) {
            return (seen_urls(&address[..length], known), length);
        }
    }
    let whole = seen_urls(address, known);
    if whole.is_empty() {
        return (seen_urls(&address[..anywhere], known), anywhere);
    }
    // The addition makes no difference: it may be the next cell of a row.
    let same =
        |other: &[Found]| other.iter().map(|found| &found.choice).eq(whole.iter().map(|found| &found.choice));
    let length = if same(&seen_urls(&address[..added], known)) { added } else { address.len() };
    (whole, length)
}

/// The exact match for a URL, or all similar links.
fn seen_urls(address: &str, known: &Known) -> Vec<Found> {
    let found = known.like_url(address).into_iter().filter_map(|seen| {
        let url = seen.url.clone()?;
        Some(Found { choice: Choice { query: Query::Url(url.clone()), value: url }, sure: true })
    });
    found.collect()
}

fn of_plain_word(word: &str, known: &Known) -> Vec<Found> {
    let of_part = |part| {
        // `INV-1,pay.example.com/…`: text without a scheme counts as a URL if it was seen.
        let seen = url::url_in(part).map(|url| seen_within(url, known).0).unwrap_or_default();
        if !seen.is_empty() {
            return seen;
        }
        let found = ids_among(part, known, true);
        if found.is_empty() { reference(shapes::peeled(part), known).into_iter().collect() } else { found }
    };
    word.split(SEPARATORS).flat_map(of_part).collect()
}

/// Unmistakable ids, and references next to them that are known or look like one.
fn ids_among(word: &str, known: &Known, with_alike: bool) -> Vec<Found> {
    let spelt = shapes::plain(word);
    if !parts_of(&spelt).any(shapes::is_surely_an_id) {
        return Vec::new();
    }
    let found = parts_of(&spelt).filter_map(|part| {
        let sure = shapes::is_surely_an_id(part) || known.has_reference(part);
        if !(sure || with_alike && shapes::looks_like_a_reference(part)) {
            return None;
        }
        let query = shapes::one_id(part, known).ok()?;
        Some(Found { choice: Choice { query, value: part.to_owned() }, sure })
    });
    found.collect()
}

/// The parts between other characters that may be an id or a reference.
fn parts_of(spelt: &str) -> impl Iterator<Item = &str> {
    spelt.split(|sign| !shapes::in_reference(sign)).map(bare)
}

/// Without the dash of a list and the underscores of italics.
fn bare(part: &str) -> &str {
    let slanted = part.strip_prefix('_').map(|rest| rest.strip_suffix('_').unwrap_or(rest));
    slanted.unwrap_or(part).trim_start_matches(['-', '_'])
}

/// A reference that is known or looks like one.
fn reference(word: &str, known: &Known) -> Option<Found> {
    let spelt = shapes::plain(word);
    let sure = known.has_reference(word) || known.has_reference(&spelt);
    if !sure && !shapes::looks_like_a_reference(&spelt) {
        return None;
    }
    let query = shapes::one_id(word, known).ok()?;
    Some(Found { choice: Choice { query, value: word.to_owned() }, sure })
}

/// Removes duplicates: two names of one link count once.
fn each_once(found: Vec<Found>, known: &Known) -> Vec<Found> {
    let mut kept: Vec<(String, Found)> = Vec::new();
    for found in found {
        let key = key_of(&found.choice.query, known);
        match kept.iter_mut().find(|(known, _)| *known == key) {
            Some((_, kept)) => kept.sure |= found.sure,
            None => kept.push((key, found)),
        }
    }
    kept.into_iter().map(|(_, found)| found).collect()
}

fn key_of(query: &Query, known: &Known) -> String {
    if let Some(link) = known.link_of(query) {
        return link.to_owned();
    }
    match query {
        Query::LinkId(id) | Query::OrderId(id) | Query::PaymentId { order: id, .. } | Query::Url(id) => {
            id.clone()
        }
        Query::Reference(reference) => {
            let spelt = shapes::plain(reference);
            shapes::order_named_in(&spelt).unwrap_or(spelt)
        }
        Query::Empty | Query::Several | Query::NotAnId(_) => String::new(),
    }
}
