//! The ids in a text: a chat message, a mail, a row of a table, a path or a line of data.

use super::{Choice, Known, Query, shapes, url};

/// Something in a text that can be opened.
#[derive(Debug, Clone)]
pub struct Found {
    pub choice: Choice,
    /// By its shape, or because it is known here. Else it only looks like a reference.
    pub sure: bool,
}

/// What separates words that are written without blanks: `Ref:INV-1,v1-…`.
const SEPARATORS: &[char] = &[
    ',', ';', ':', '|', '=', '(', ')', '<', '>', '[', ']', '{', '}', '"', '\'', '“', '”', '‘', '’', '«', '»',
    '*', '~', '`', '!', '?', '।', '•', '…',
];

/// More addresses in one word are no row of a table.
const MAX_ADDRESSES: usize = 200;

/// Everything in a text that can be ours, each link once, in the order in which it stands there.
pub fn candidates(text: &str, known: &Known) -> Vec<Found> {
    each_once(text.split_whitespace().flat_map(|word| of_word(word, known)).collect(), known)
}

/// The ids in one word that is none itself. References only where nothing else but words stands beside them: in
/// `Ref:INV-2526-0183` there is one, in `INV-2526#0183` there is not.
pub fn ids_in(word: &str, known: &Known) -> Vec<Found> {
    if !sure_ids(word, known).is_empty() {
        return each_once(of_plain_word(word, known), known);
    }
    let is_word = |part: &str| part.chars().all(char::is_alphabetic);
    let parts = word.split([',', ';', '|', ':', '=']).filter(|part| !is_word(part));
    let found = parts.map(|part| reference(shapes::peeled(part), known)).collect::<Option<Vec<_>>>();
    each_once(found.unwrap_or_default(), known)
}

/// What stands in an address that was not seen here: an id in its path, or the address it leads on to.
fn within_url(address: &str, known: &Known) -> Vec<Found> {
    let inner = address.split(['?', '&', '#', '=']).map(url::unescaped).collect::<Vec<_>>();
    let seen = inner.iter().skip(1).filter_map(|part| seen_url(url::url_in(part)?, known));
    let mut found = seen.collect::<Vec<_>>();
    found.extend(inner.iter().flat_map(|part| sure_ids(part, known)));
    found
}

/// The first address with its scheme.
pub fn first_url(text: &str) -> Option<&str> {
    text.split_whitespace().filter_map(url::url_in).find(|url| url.contains("://"))
}

/// A row of a table may have no blanks: `INV-1,https://…,pl-v1-…`.
fn of_word(word: &str, known: &Known) -> Vec<Found> {
    let (mut found, mut rest) = (Vec::new(), word);
    for _ in 0..MAX_ADDRESSES {
        let Some((address, at)) = url::url_in(rest).and_then(|url| Some((url, rest.find(url)?))) else {
            break;
        };
        found.extend(of_plain_word(&rest[..at], known));
        let seen = seen_url(address, known);
        let length = if seen.is_some() { address.len() } else { url::end_within(address) };
        let address = &address[..length];
        match seen.or_else(|| seen_url(address, known)) {
            Some(seen) => found.push(seen),
            None => found.extend(within_url(address, known)),
        }
        rest = &rest[at + length..];
    }
    found.extend(of_plain_word(rest, known));
    found
}

fn seen_url(address: &str, known: &Known) -> Option<Found> {
    let url = known.with_url(address)?.url.clone()?;
    Some(Found { choice: Choice { query: Query::Url(url.clone()), value: url }, sure: true })
}

fn of_plain_word(word: &str, known: &Known) -> Vec<Found> {
    let of_part = |part| {
        let mut sure = sure_ids(part, known);
        if sure.is_empty() {
            sure.extend(reference(shapes::peeled(part), known));
        }
        sure
    };
    word.split(SEPARATORS).flat_map(of_part).collect()
}

/// Parts that nobody mistakes for words, and references known here beside them.
fn sure_ids(word: &str, known: &Known) -> Vec<Found> {
    let spelt = shapes::plain(word);
    let parts = spelt.split(|sign| !shapes::in_reference(sign)).map(bare).collect::<Vec<_>>();
    if !parts.iter().any(|part| shapes::is_surely_an_id(part)) {
        return Vec::new();
    }
    let is_sure = |part: &&str| shapes::is_surely_an_id(part) || known.has_reference(part);
    let sure = parts.into_iter().filter(is_sure);
    let found = sure.filter_map(|part| {
        let query = shapes::one_id(part, known).ok()?;
        Some(Found { choice: Choice { query, value: part.to_owned() }, sure: true })
    });
    found.collect()
}

/// Without the dash of a list and the marks of slanted words.
fn bare(part: &str) -> &str {
    let slanted = part.strip_prefix('_').map(|rest| rest.strip_suffix('_').unwrap_or(rest));
    slanted.unwrap_or(part).trim_start_matches(['-', '_'])
}

/// A reference that is known here, or that looks like one.
fn reference(word: &str, known: &Known) -> Option<Found> {
    let spelt = shapes::plain(word);
    let sure = known.has_reference(word) || known.has_reference(&spelt);
    if !sure && !shapes::looks_like_a_reference(&spelt) {
        return None;
    }
    let query = shapes::one_id(word, known).ok()?;
    Some(Found { choice: Choice { query, value: word.to_owned() }, sure })
}

/// Two names of one link are one thing to open.
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
