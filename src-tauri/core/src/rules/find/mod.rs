//! Classifies a text typed or pasted into Find.
//!
//! It uses the text and the links seen on this computer, before any request to Pine Labs. The shapes only hint at what to
//! request first; a single word is never rejected because it looks unusual. Only what cannot be an id at all is rejected, and a
//! text with several ids opens none of them on its own.

mod known;
mod message;
mod shapes;
mod times;
mod url;

use serde::Serialize;
use specta::Type;

pub use self::{
    known::{Known, KnownLink},
    shapes::{order_named_in, order_of_settlement, plain},
};
use super::invisible;

/// What a text was classified as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Empty input.
    Empty,
    /// A payment link id, `pl-v1-…`.
    LinkId(String),
    /// An order id, `v1-…`.
    OrderId(String),
    /// A payment id: the order's id with a suffix.
    PaymentId { order: String, payment: String },
    /// The URL that a customer was sent.
    Url(String),
    /// Anything else that may be the shop's own reference, as spelled.
    Reference(String),
    /// Several things to open: the person has to choose.
    Several,
    /// Cannot be an id: no request is sent for it.
    NotAnId(NotAnId),
}

/// Why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "code", content = "sign", rename_all = "snake_case")]
pub enum NotAnId {
    TooLong,
    ControlCharacters,
    NotOneWord,
    Path,
    /// A reference with a character that Pine Labs' references do not allow.
    Sign(char),
    Characters,
}

/// A classified text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub query: Query,
    /// The text to look up: in a message, its one id.
    pub value: String,
    /// Extracted from a longer text.
    pub picked: bool,
    /// Alternatives: the ids found if there are several, otherwise known values with another spelling.
    pub choices: Vec<Choice>,
}

/// An alternative to look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub query: Query,
    pub value: String,
}

/// Pine Labs' references have 1 to 50 letters, digits, `-` and `_`.
const MAX_REFERENCE_CHARS: usize = 50;
/// Ids have about 40 characters. Far more is a slip, but this allows all that the client allows.
const MAX_ID_CHARS: usize = 500;
/// Short links are far below this, even with tracking parameters.
const MAX_URL_CHARS: usize = 2_000;
/// A text on one subject. A longer one without any id is reported as too long.
const MAX_PHRASE_CHARS: usize = 500;
/// Fits a whole mail.
const MAX_MESSAGE_CHARS: usize = 60_000;
/// More choices than this help nobody.
const MAX_CHOICES: usize = 8;

pub fn classify(text: &str, known: &Known) -> Taken {
    let text = invisible::without(text);
    let text = text.trim();
    let refused = |why| Taken::new(Query::NotAnId(why), text);
    if text.is_empty() {
        return Taken::new(Query::Empty, text);
    }
    if text.chars().any(|sign| sign.is_control() && !sign.is_whitespace()) {
        return refused(NotAnId::ControlCharacters);
    }
    if text.len() > MAX_MESSAGE_CHARS {
        return refused(NotAnId::TooLong);
    }
    let taken = if text.contains(char::is_whitespace) { message(text, known) } else { word(text, known) };
    let Taken { query, value, picked, mut choices } = taken;
    let spelt_otherwise = known.spelt_otherwise(&query, &value);
    choices.retain(|choice| !spelt_otherwise.contains(choice));
    choices.splice(..0, spelt_otherwise);
    choices.truncate(MAX_CHOICES);
    Taken { query, value, picked, choices }
}

/// A single word: an id, a reference or a URL, possibly in quotes, brackets or at the end of a sentence.
fn word(text: &str, known: &Known) -> Taken {
    if let Some(url) = url::url_in(text) {
        return one_url(text, url, known);
    }
    if text.len() > MAX_URL_CHARS {
        return Taken::new(Query::NotAnId(NotAnId::TooLong), text);
    }
    // A word that is a valid reference as a whole is one.
    let is_whole = shapes::plain(text).chars().all(shapes::in_reference);
    let bare = if is_whole { text } else { shapes::peeled(text) };
    match shapes::one_id(bare, known) {
        Ok(query) => Taken::new(query, bare),
        // An id may be part of a path or of data: `orders/v1-…`, `{"order_id":"v1-…"}`.
        Err(why) => match message::ids_in(text, known).as_slice() {
            [] => not_one(bare, why, known),
            found => of_found(found),
        },
    }
}

fn one_url(text: &str, url: &str, known: &Known) -> Taken {
    let found = message::candidates(text, known);
    match found.as_slice() {
        [] if url.len() > MAX_URL_CHARS => Taken::new(Query::NotAnId(NotAnId::TooLong), text),
        // `INV.GST/2526/0183` looks like a URL, but not like one seen before.
        [] if url::may_be_a_reference(url) && !known.has_host(url) => not_one(url, NotAnId::Path, known),
        [] => Taken::new(Query::Url(url.to_owned()), url),
        // A URL that is classified as itself was not picked out of anything.
        [message::Found { choice: Choice { query: Query::Url(_), .. }, .. }] => {
            Taken { picked: false, ..of_found(&found) }
        }
        found => of_found(found),
    }
}

/// A text of several words.
fn message(text: &str, known: &Known) -> Taken {
    let phrase = shapes::peeled(text);
    let found = message::candidates(text, known);
    let is_open = matches!(found.as_slice(), [] | [message::Found { sure: false, .. }]);
    if is_open && shapes::is_one_in_pieces(phrase) {
        let mut taken = not_one(phrase, NotAnId::NotOneWord, known);
        taken.choices.extend(found.into_iter().map(|found| found.choice));
        return taken;
    }
    if !found.is_empty() {
        return of_found(&found);
    }
    match message::first_url(text) {
        // An unknown URL: nothing more can be said about it.
        Some(url) => Taken { picked: true, ..Taken::new(Query::Url(url.to_owned()), url) },
        None if text.len() > MAX_PHRASE_CHARS => Taken::new(Query::NotAnId(NotAnId::TooLong), text),
        None => Taken::new(Query::NotAnId(NotAnId::NotOneWord), text),
    }
}

fn of_found(found: &[message::Found]) -> Taken {
    let choices = found.iter().map(|found| found.choice.clone()).take(MAX_CHOICES);
    match found {
        [message::Found { choice: Choice { query, value }, .. }] => {
            Taken { picked: true, ..Taken::new(query.clone(), value) }
        }
        _ => Taken { choices: choices.collect(), ..Taken::new(Query::Several, "") },
    }
}

/// A text that is not an id as it is, with the spelling that Pine Labs may have for it.
fn not_one(text: &str, why: NotAnId, known: &Known) -> Taken {
    let text = shapes::plain(text);
    let Some(sign) = shapes::foreign_sign(&text) else { return Taken::new(Query::NotAnId(why), &text) };
    let dashed = shapes::with_dashes(&text);
    let choices = if known.has_alike(&text) || !shapes::may_be_offered(&dashed, sign) {
        Vec::new()
    } else {
        vec![Choice { query: Query::Reference(dashed.clone()), value: dashed }]
    };
    Taken { choices, ..Taken::new(Query::NotAnId(NotAnId::Sign(sign)), &text) }
}

impl Taken {
    fn new(query: Query, value: &str) -> Self {
        Self { query, value: value.to_owned(), picked: false, choices: Vec::new() }
    }
}

#[cfg(test)]
mod pasted_tests;
#[cfg(test)]
mod rows_tests;
#[cfg(test)]
mod tests;
